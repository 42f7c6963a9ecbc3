using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Graph.Operations;

/// <summary>
/// The sum over the axes that the result does not name, of products of the two operands (Einstein's convention): <c>"tk,nk->tn"</c>.
/// One letter an axis; a letter names one extent wherever it stands.
/// </summary>
internal sealed class ContractOperation : Operation {
    public override string Name => "contract";

    public override TensorType Infer(OperationUse use) {
        use.Arity(2);
        Equation equation = Equation.Parse(use.Text("equation")) ?? throw use.Fail($"the equation \"{use.Text("equation")}\" does not read as \"ab,bc->ac\"");
        Dictionary<char, Dimension> extents = [];
        for (int operand = 0; operand < 2; operand++) {
            string axes = operand == 0 ? equation.Left : equation.Right;
            TensorType type = use.Operands[operand];
            if (type.Element == ElementType.Bool) {
                throw use.Fail("takes numbers, found bool");
            }
            if (axes.Length != type.Rank) {
                throw use.Fail($"\"{equation}\" names {axes.Length} axes of operand {operand + 1}, whose shape is {type.Describe()}");
            }
            for (int i = 0; i < axes.Length; i++) {
                if (extents.TryGetValue(axes[i], out Dimension? known) && !known.Equals(type.Shape[i])) {
                    throw use.Fail($"axis '{axes[i]}' of \"{equation}\" is {known} in one operand and {type.Shape[i]} in the other: shapes {use.Operands[0].Describe()} and {use.Operands[1].Describe()}");
                }
                extents[axes[i]] = type.Shape[i];
            }
        }
        if (use.Operands[0].Element != use.Operands[1].Element) {
            throw use.Fail($"element types {use.Operands[0].Element.Name()} and {use.Operands[1].Element.Name()} differ; cast one of them");
        }
        if (equation.Result.FirstOrDefault(axis => !extents.ContainsKey(axis)) is var unknown and not '\0') {
            throw use.Fail($"axis '{unknown}' of the result of \"{equation}\" stands in no operand");
        }
        return new TensorType(use.Operands[0].Element, equation.Result.Select(axis => extents[axis]).ToSequence());
    }

    public override Scalar Element(ElementContext context, IReadOnlyList<Index> at) {
        Equation equation = Equation.Parse(context.Node.Text("equation"))!;
        Dictionary<char, Index> position = [];
        for (int i = 0; i < equation.Result.Length; i++) {
            position[equation.Result[i]] = at[i];
        }
        List<Variable> summed = [];
        foreach ((char axis, Dimension extent) in equation.Left.Zip(context.Operands[0].Shape, (a, e) => (a, e))
            .Concat(equation.Right.Zip(context.Operands[1].Shape, (a, e) => (a, e)))) {
            if (!position.ContainsKey(axis)) {
                Variable over = context.Pool.NewVariable(extent);
                summed.Add(over);
                position[axis] = Index.Of(over);
            }
        }
        Scalar left = context.Read(0, [.. equation.Left.Select(axis => position[axis])]);
        Scalar right = context.Read(1, [.. equation.Right.Select(axis => position[axis])]);
        Scalar value = context.Pool.Apply("multiply", context.Node.Type.Element, left, right);
        foreach (Variable over in summed) {
            value = context.Pool.Reduce("sum", over, value);
        }
        return value;
    }
}

/// <summary>A contraction's axes, one letter each.</summary>
public sealed record Equation(string Left, string Right, string Result) {
    /// <summary>The parts of <c>"ab,bc->ac"</c>, or null when the text is no such equation or repeats a letter within one tensor.</summary>
    public static Equation? Parse(string text) {
        string[] sides = text.Replace(" ", "").Split(["->"], System.StringSplitOptions.None);
        string[] operands = sides[0].Split(',');
        if (sides.Length != 2 || operands.Length != 2) {
            return null;
        }
        Equation equation = new(operands[0], operands[1], sides[1]);
        bool IsValid(string axes) => axes.All(char.IsLetter) && axes.Distinct().Count() == axes.Length;
        return IsValid(equation.Left) && IsValid(equation.Right) && IsValid(equation.Result) ? equation : null;
    }

    /// <summary>Axes that are summed over, in order of appearance.</summary>
    public string Summed => new([.. (Left + Right).Where(axis => Result.IndexOf(axis) < 0).Distinct()]);

    /// <inheritdoc/>
    public override string ToString() => $"{Left},{Right}->{Result}";
}
