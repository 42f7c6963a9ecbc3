using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation.Library;

/// <summary>
/// The types of the language that stand for what is known only at run time: tensors, weights, caches, and the shapes and
/// axes that describe them. All else of the language is evaluated from its source.
/// </summary>
internal static class Language {
    /// <summary>The graph operation that a method is marked as, or null.</summary>
    public static string? PrimitiveName(Evaluator evaluator, IMethodSymbol method) {
        if (!evaluator.Primitives.TryGetValue(method.OriginalDefinition, out string? known)) {
            foreach (AttributeData attribute in method.OriginalDefinition.GetAttributes()) {
                if (attribute.AttributeClass is { Name: "PrimitiveAttribute" } type && IsOurs(type) && attribute.ConstructorArguments is [{ Value: string name }]) {
                    known = name;
                }
            }
            evaluator.Primitives.Add(method.OriginalDefinition, known);
        }
        return known;
    }

    public static bool IsOurs(ISymbol symbol) => symbol.ContainingNamespace is { Name: "Sinter", ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>
    /// The one rule for operations: parameters of type Tensor are operands in order, all others are attributes under their own names.
    /// </summary>
    public static Value Apply(Evaluator evaluator, string operation, IMethodSymbol method, Value? receiver, Place[] arguments, SyntaxNode syntax) {
        if (receiver is CacheValue cache) {
            return evaluator.Append(cache, evaluator.TensorOf(arguments[0].Get(), syntax), syntax);
        }
        if (receiver is StateValue state) {
            return operation == "state_read" ? evaluator.Read(state, syntax) : evaluator.Write(state, evaluator.TensorOf(arguments[0].Get(), syntax), syntax);
        }
        if (operation is "loop" or "branch") {
            return operation == "loop" ? evaluator.Iterate(method, arguments, syntax) : evaluator.Branch(method, arguments, syntax);
        }
        List<TensorValue> operands = [];
        if (receiver is not null) {
            operands.Add(evaluator.TensorOf(receiver, syntax));
        }
        for (int i = 0; i < arguments.Length; i++) {
            Value value = arguments[i].Get();
            ITypeSymbol type = method.Parameters[i].Type;
            if (type.Name == "Tensor") {
                operands.Add(evaluator.TensorOf(value, syntax));
            } else if (IsTensors(type)) {
                operands.AddRange(evaluator.Elements(value, syntax).Select(item => evaluator.TensorOf(item, syntax)));
            }
        }
        List<(string, AttributeValue)> attributes = [];
        for (int i = 0; i < arguments.Length; i++) {
            IParameterSymbol parameter = method.Parameters[i];
            if (parameter.Type.Name != "Tensor" && !IsTensors(parameter.Type)) {
                attributes.Add((parameter.Name, Attribute(evaluator, parameter, arguments[i].Get(), operands, syntax)));
            }
        }
        return evaluator.Apply(operation, operands, new Attributes(attributes), syntax);
    }

    public static Value? Create(Evaluator evaluator, INamedTypeSymbol type, Place[] arguments, SyntaxNode syntax) {
        if (!IsOurs(type)) {
            return null;
        }
        switch (type.Name) {
            case "Weight":
                return evaluator.MakeWeight(Sizes(evaluator, arguments[0].Get(), syntax), syntax);
            case "Cache":
                return evaluator.MakeCache(arguments[0].Get(), syntax);
            case "State":
                return arguments.Length == 2
                    ? evaluator.MakeState((ElementType)Enum.Parse(typeof(ElementType), Text.Of((Constant)arguments[0].Get())), Sizes(evaluator, arguments[1].Get(), syntax), syntax)
                    : evaluator.MakeState(ElementType.F32, Sizes(evaluator, arguments[0].Get(), syntax), syntax);
            case "Shape":
                return new ShapeValue(arguments.Length == 0 ? [] : Sizes(evaluator, arguments[0].Get(), syntax));
            default:
                return null;
        }
    }

    public static Value? Convert(Evaluator evaluator, IMethodSymbol conversion, Value value, SyntaxNode syntax) {
        if (!IsOurs(conversion.ContainingType)) {
            return null;
        }
        switch (conversion.ContainingType.Name) {
            case "Weight":
                return value.IsNull ? throw evaluator.NeedsValue(syntax, value, "an operation on tensors") : value;
            case "Axis":
                return new AxisValue(evaluator.Number(value, syntax, "an axis"), isTime: false);
            case "Tensor" when conversion.ReturnType.Name == "Tensor":
                return evaluator.ScalarOf(value, syntax);
            default:
                return null;
        }
    }

    public static Value? Call(Evaluator evaluator, IMethodSymbol method, Value? receiver, Place[] arguments, SyntaxNode syntax) {
        if (!IsOurs(method.ContainingType)) {
            return null;
        }
        switch (method.ContainingType.Name, method.Name) {
            // At the user's expression, as the operators of tensors are, and not at the code of the operator.
            case ("Weight", _) when method.MethodKind == MethodKind.UserDefinedOperator && OperatorOf(method) is { } operation:
                return evaluator.Apply(operation, [.. arguments.Select(argument => evaluator.TensorOf(argument.Get(), syntax))], Attributes.None, syntax);
            case ("Tensor", "Labelled"):
                return receiver;
            case ("Tensor", "Item" or "ToArray"):
                return new Unknown($"the value of '{Short(syntax)}'");
            case ("Tensor", "From"):
                return evaluator.ConstantTensor(arguments, syntax);
            case ("Shape", "ToArray"):
                return new ArrayInstance(evaluator.Compilation.GetSpecialType(SpecialType.System_Int32), [.. ((ShapeValue)receiver!).Extents.Select(SymbolicInteger.Of)]);
            case ("Shape", "Label"): {
                Dimension extent = Extent(evaluator, (ShapeValue)receiver!, (AxisValue)arguments[0].Get(), syntax);
                string? label = extent.IsConstant ? extent.Label : extent.ToString();
                return label is null ? Constant.Null : Constant.Of(label);
            }
            case ("Shape" or "Axis", "ToString"):
                return Constant.Of(receiver!.Describe());
            case ("Shape" or "Axis", "Equals") when receiver is not null:
                return Constant.Of(evaluator.AreEqual(receiver, arguments[0].Get(), syntax));
            case ("Shape" or "Axis", "op_Equality"):
                return Constant.Of(evaluator.AreEqual(arguments[0].Get(), arguments[1].Get(), syntax));
            case ("Shape" or "Axis", "op_Inequality"):
                return Constant.Of(!evaluator.AreEqual(arguments[0].Get(), arguments[1].Get(), syntax));
            case ("Axis", "In"):
                return Constant.Of(Position(evaluator, (AxisValue)receiver!, ((ShapeValue)arguments[0].Get()).Extents, syntax));
            case ("Step" or "Checkpoint" or "Declaration", _):
                throw evaluator.Unsupported(syntax, $"'{method.ContainingType.Name}.{method.Name}'", "it belongs to eager evaluation; entries get their step from the session");
            default:
                return null;
        }
    }

    private static string? OperatorOf(IMethodSymbol method) => method.Name switch {
        "op_Addition" => "add",
        "op_Subtraction" => "subtract",
        "op_Multiply" => "multiply",
        "op_Division" => "divide",
        "op_Modulus" => "remainder",
        "op_UnaryNegation" => "negate",
        "op_LessThan" => "less",
        "op_LessThanOrEqual" => "less_equal",
        "op_GreaterThan" => "greater",
        "op_GreaterThanOrEqual" => "greater_equal",
        _ => null,
    };

    public static Value? Get(Evaluator evaluator, IPropertySymbol property, Value? holder, Place[] arguments, SyntaxNode syntax) {
        if (!IsOurs(property.ContainingType)) {
            return null;
        }
        switch (property.ContainingType.Name, property.Name) {
            case ("Tensor", "Shape"):
                return new ShapeValue(evaluator.TensorOf(holder!, syntax).Type.Shape);
            case ("Tensor", "ElementType"): {
                string name = evaluator.TensorOf(holder!, syntax).Type.Element.ToString();
                INamedTypeSymbol type = (INamedTypeSymbol)property.Type;
                return new Constant(type.GetMembers(name).OfType<IFieldSymbol>().Single().ConstantValue, type);
            }
            case ("Weight", "Shape"):
                return new ShapeValue(((WeightValue)holder!).Shape);
            case ("Weight", "Value"):
                return holder;
            case ("Weight", "TiedTo"):
                return (Value?)((WeightValue)holder!).TiedTo ?? Constant.Null;
            case ("Weight", "RotaryHeads"):
                return Constant.Of(((WeightValue)holder!).RotaryHeads);
            case ("Weight", "IsBound"):
                return Constant.True;
            case ("Cache", "Capacity"):
                return Constant.Of(((CacheValue)holder!).Capacity);
            case ("State", "Shape"):
                return new ShapeValue(((StateValue)holder!).Type.Shape);
            case ("State", "ElementType"): {
                INamedTypeSymbol type = (INamedTypeSymbol)property.Type;
                return new Constant(type.GetMembers(((StateValue)holder!).Type.Element.ToString()).OfType<IFieldSymbol>().Single().ConstantValue, type);
            }
            case ("Shape", "Rank"):
                return Constant.Of(((ShapeValue)holder!).Extents.Count);
            case ("Shape", "Count"):
                return SymbolicInteger.Of(TensorType.Product(((ShapeValue)holder!).Extents));
            case ("Shape", "this[]"):
                return SymbolicInteger.Of(Extent(evaluator, (ShapeValue)holder!, (AxisValue)arguments[0].Get(), syntax));
            case ("Axis", "Time"):
                return new AxisValue(0, isTime: true);
            case ("Step", _):
                throw evaluator.Unsupported(syntax, $"'Step.{property.Name}'", "it belongs to eager evaluation; use Positions() and Cache");
            default:
                return null;
        }
    }

    public static bool Set(Evaluator evaluator, IPropertySymbol property, Value? holder, Value value, SyntaxNode syntax) {
        if (holder is not WeightValue weight) {
            return false;
        }
        switch (property.Name) {
            case "TiedTo":
                weight.TiedTo = value as WeightValue;
                return true;
            case "RotaryHeads":
                weight.RotaryHeads = evaluator.Number(value, syntax, "RotaryHeads");
                return true;
            default:
                throw evaluator.Unsupported(syntax, $"an assignment to Weight.{property.Name}", "checkpoints fill weights when a model is loaded");
        }
    }

    /// <summary>The axis counted from 0.</summary>
    public static int Position(Evaluator evaluator, AxisValue axis, IReadOnlyList<Dimension> shape, SyntaxNode syntax) {
        if (!axis.IsTime) {
            int position = axis.Position < 0 ? axis.Position + shape.Count : axis.Position;
            return position >= 0 && position < shape.Count
                ? position
                : throw evaluator.Fail(
                    Descriptors.WrongAxis, syntax, shape.Count == 0
                        ? $"Axis {axis.Position} is outside [], a scalar, which has no axes"
                        : $"Axis {axis.Position} is outside {TensorType.DescribeShape(shape)}, which has {shape.Count} ax{(shape.Count == 1 ? "is" : "es")}; write 0 to {shape.Count - 1}, or -1 to -{shape.Count} from the end", evaluator.Within(syntax));
        }
        int[] exact = [.. Enumerable.Range(0, shape.Count).Where(i => shape[i].Equals(Dimension.Symbol("Time")))];
        int[] dependent = [.. Enumerable.Range(0, shape.Count).Where(i => shape[i].Mentions("Time"))];
        return exact is [int only] ? only : dependent is [int single] ? single
            : throw evaluator.Fail(Descriptors.WrongAxis, syntax, $"No single axis of {TensorType.DescribeShape(shape)} depends on Time; give the axis by its number", evaluator.Within(syntax));
    }

    private static Dimension Extent(Evaluator evaluator, ShapeValue shape, AxisValue axis, SyntaxNode syntax) =>
        shape.Extents[Position(evaluator, axis, shape.Extents, syntax)];

    private static bool IsTensors(ITypeSymbol type) =>
        type is IArrayTypeSymbol { ElementType.Name: "Tensor" } or INamedTypeSymbol { TypeArguments: [{ Name: "Tensor" }] };

    private static List<Dimension> Sizes(Evaluator evaluator, Value list, SyntaxNode syntax) =>
        [.. evaluator.Elements(list, syntax).Select(item => Evaluator.SizeOf(item) ?? throw evaluator.NeedsValue(syntax, item, "an extent"))];

    private static AttributeValue Attribute(Evaluator evaluator, IParameterSymbol parameter, Value value, List<TensorValue> operands, SyntaxNode syntax) {
        switch (value) {
            case AxisValue axis:
                return new AttributeValue.Extent(Position(evaluator, axis, operands[0].Type.Shape, syntax));
            case Constant { Enumeration: { Name: "ElementType" } } type:
                return new AttributeValue.Type((ElementType)Enum.Parse(typeof(ElementType), Text.Of(type)));
            case Constant { Enumeration: not null } member:
                return new AttributeValue.Text(Text.Of(member));
            case Constant { Content: string text }:
                return new AttributeValue.Text(text);
            case Constant { Content: bool truth }:
                return new AttributeValue.Flag(truth);
            case Constant { Content: float single }:
                return new AttributeValue.Real(single);
            case Constant { Content: double real }:
                return new AttributeValue.Real(real);
            case ArrayInstance or ListInstance: {
                List<Dimension> sizes = Sizes(evaluator, value, syntax);
                // An order of axes may count from the end, as axes may.
                return new AttributeValue.Extents((parameter.Name == "permutation"
                    ? sizes.Select(axis => axis.IsConstant && axis.Value < 0 ? axis + new Dimension(operands[0].Type.Rank) : axis)
                    : sizes).ToSequence());
            }
        }
        return Evaluator.SizeOf(value) is { } size
            ? new AttributeValue.Extent(size)
            : throw evaluator.NeedsValue(syntax, value, $"the argument '{parameter.Name}'");
    }

    private static string Short(SyntaxNode syntax) {
        string text = syntax.ToString();
        return text.Length <= 60 ? text : text.Substring(0, 57) + "...";
    }
}
