using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>
/// Real numbers made of symbolic sizes. C# computes them while the project builds; here they are scalars that each call computes in f32,
/// so they may meet tensors and other numbers, but nothing can be decided by them.
/// </summary>
internal sealed partial class Evaluator {
    /// <summary>A size, or a number of C#, as a real number of the call.</summary>
    public SymbolicReal RealOf(Value value, SyntaxNode syntax) {
        if (value is SymbolicReal real) {
            return real;
        }
        TensorValue scalar = ScalarOf(value is Constant { Content: { } content } && Numbers.IsNumber(content) && content is not (float or double)
            ? new Constant(Numbers.Convert(content, SpecialType.System_Single, false)) : value, syntax);
        if (!scalar.Type.Element.IsFloat()) {
            scalar = Apply("cast", [scalar], new Attributes(("type", new AttributeValue.Type(ElementType.F32))), syntax);
        }
        return new SymbolicReal(new TensorValue(Graph, scalar.Node, isLiteral: true));
    }

    /// <summary>An operation of the graph on numbers of which at least one is made of sizes.</summary>
    public SymbolicReal OfReals(string operation, IReadOnlyList<Value> numbers, SyntaxNode syntax) {
        // Between scalars alone there is no tensor whose element type they would take.
        TensorValue[] scalars = [.. numbers.Select(number => TensorOf(RealOf(number, syntax).Value, syntax)).Select(scalar => new TensorValue(Graph, scalar.Node))];
        return new SymbolicReal(new TensorValue(Graph, Apply(operation, scalars, Attributes.None, syntax).Node, isLiteral: true));
    }

    /// <summary>A pure function of the base library on such numbers, or null when the language has none of that name.</summary>
    public Value? OfReals(IMethodSymbol method, Value[] numbers, SyntaxNode syntax) {
        string? operation = (method.Name, numbers.Length) switch {
            ("Sqrt", 1) => "sqrt",
            ("Exp", 1) => "exp",
            ("Log", 1) => "log",
            ("Sin", 1) => "sin",
            ("Cos", 1) => "cos",
            ("Tanh", 1) => "tanh",
            ("Abs", 1) => "abs",
            ("Floor", 1) => "floor",
            ("Ceiling", 1) => "ceiling",
            ("Round", 1) => "round",
            ("Pow", 2) => "power",
            ("Min", 2) => "minimum",
            ("Max", 2) => "maximum",
            _ => null,
        };
        return operation is null ? null : OfReals(operation, numbers, syntax);
    }

    private Value OfReals(BinaryOperatorKind kind, Value left, Value right, IOperation operation) {
        string? name = kind switch {
            BinaryOperatorKind.Add => "add",
            BinaryOperatorKind.Subtract => "subtract",
            BinaryOperatorKind.Multiply => "multiply",
            BinaryOperatorKind.Divide => "divide",
            BinaryOperatorKind.Remainder => "remainder",
            _ => null,
        };
        return name is null
            ? throw NeedsValue(operation.Syntax, left is SymbolicReal ? left : right, $"'{Short(operation.Syntax)}'")
            : OfReals(name, [left, right], operation.Syntax);
    }

    /// <summary>
    /// The quotient and remainder of a size by a positive constant that divides all of it but the term without symbols; sizes are
    /// not negative, so rounding down is what C# does. Else null.
    /// </summary>
    private (Dimension Quotient, Dimension Remainder)? FloorDivide(Dimension size, Dimension divisor) {
        if (!divisor.IsConstant || divisor.Value < 1 || Module.Module.LowerBound(size) < 0) {
            return null;
        }
        long rest = (size.Constant % divisor.Value + divisor.Value) % divisor.Value;
        return (size - new Dimension(rest)).DivideExactly(divisor) is { } quotient ? (quotient, new Dimension(rest)) : null;
    }
}
