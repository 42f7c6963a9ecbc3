using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation.Values;
using Sinter.Generators.Rasp;

namespace Sinter.Generators.Evaluation;

/// <summary>Unary and binary operators.</summary>
internal sealed partial class Evaluator {
    private Value Binary(IBinaryOperation operation) {
        Value left = Evaluate(operation.LeftOperand);
        bool shortcut = operation.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr;
        if (shortcut && operation.OperatorMethod is null) {
            if (left is Constant { Content: bool truth }) {
                bool decided = truth == (operation.OperatorKind == BinaryOperatorKind.ConditionalOr);
                return decided ? left : Evaluate(operation.RightOperand);
            }
            if (Concerns(left)) {
                bool isAnd = operation.OperatorKind == BinaryOperatorKind.ConditionalAnd;
                Value Other() => Evaluate(operation.RightOperand);
                return isAnd ? AtRun!.Choose(left, Other, () => Constant.False, operation.Type, operation.Syntax) : AtRun!.Choose(left, () => Constant.True, Other, operation.Type, operation.Syntax);
            }
            return left is Unknown ? left : throw NeedsValue(operation.LeftOperand.Syntax, left, "this condition");
        }
        Value right = Evaluate(operation.RightOperand);
        if (left is ProgramValue || right is ProgramValue) {
            return ProgramLanguage.Binary(this, operation.OperatorKind, left, right, operation.LeftOperand.Type, operation.RightOperand.Type, operation.Type!, operation.Syntax);
        }
        if (operation.OperatorMethod is { } method && !IsBuiltIn(method)) {
            if (operation.IsLifted && (left.IsNull || right.IsNull)) {
                return operation.OperatorKind switch {
                    BinaryOperatorKind.Equals => Constant.Of(left.IsNull == right.IsNull),
                    BinaryOperatorKind.NotEquals => Constant.Of(left.IsNull != right.IsNull),
                    _ => Constant.Null,
                };
            }
            return Call(OfType(method, operation.ConstrainedToType), null, [new Variable(left), new Variable(right)], operation.Syntax);
        }
        return BuiltIn(operation.OperatorKind, left, right, operation.LeftOperand.Type, operation.Type!, operation.IsChecked, operation);
    }

    /// <summary>An operator of C# itself, on values that already have the operator's operand types.</summary>
    private Value BuiltIn(BinaryOperatorKind kind, Value left, Value right, ITypeSymbol? leftType, ITypeSymbol type, bool isChecked, IOperation operation) {
        if (Concerns(left) || Concerns(right)) {
            return AtRun!.Binary(kind, left, right, isChecked, operation.Syntax);
        }
        if (left is Unknown) {
            return left;
        }
        if (right is Unknown) {
            return right;
        }
        if (kind == BinaryOperatorKind.Add && type.SpecialType == SpecialType.System_String) {
            return Constant.Of(TextOf(left, operation.Syntax) + TextOf(right, operation.Syntax));
        }
        if (kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals && !(left is SymbolicInteger or SymbolicReal || right is SymbolicInteger or SymbolicReal)
            && !(Numbers.IsNumber((left as Constant)?.Content) && Numbers.IsNumber((right as Constant)?.Content))) {
            if (left is TensorValue or ShapeValue && right is TensorValue or ShapeValue) {
                throw Unsupported(operation.Syntax, "a comparison of references", left is TensorValue ? "compare elements with Equal(x, y)" : "compare shapes with Equals");
            }
            // Boxed numbers are equal only where they are one object, which values do not tell.
            if (leftType?.SpecialType == SpecialType.System_Object && left is Constant { Content: not (null or string) } && right is Constant { Content: not (null or string) }) {
                throw Unsupported(operation.Syntax, "a comparison of references", "compare with Equals");
            }
            bool same = left is Instance && right is Instance ? ReferenceEquals(left, right) : AreEqual(left, right, operation.Syntax);
            return Constant.Of(same == (kind == BinaryOperatorKind.Equals));
        }
        if (left is SymbolicReal || right is SymbolicReal) {
            return OfReals(kind, left, right, operation);
        }
        if (left is SymbolicInteger || right is SymbolicInteger) {
            return OfSizes(kind, left, right, operation);
        }
        if (left is Constant { Content: { } a } leftConstant && right is Constant { Content: { } b }) {
            (a, b) = Promote(a, b, kind);
            try {
                if (Numbers.Binary(kind, a, b, isChecked) is { } result) {
                    INamedTypeSymbol? enumeration = type is INamedTypeSymbol { TypeKind: TypeKind.Enum } named ? named : null;
                    if (enumeration is not null) {
                        result = Numbers.Convert(result, enumeration.EnumUnderlyingType!.SpecialType, false);
                    }
                    return result is bool truth ? Constant.Of(truth) : new Constant(result, enumeration, LabelOf(kind, leftConstant, b));
                }
            } catch (DivideByZeroException) {
                throw WouldThrow(operation.Syntax, $"'{Short(operation.Syntax)}' divides by zero", "System.DivideByZeroException");
            } catch (OverflowException) {
                throw WouldThrow(operation.Syntax, $"'{Short(operation.Syntax)}' overflows {type.Name}", "System.OverflowException");
            }
        }
        if (left.IsNull || right.IsNull) {
            return type.SpecialType == SpecialType.System_Boolean ? Constant.False : Constant.Null;
        }
        if (left is Instance or Function or ArrayInstance && right is Instance or Function or ArrayInstance) {
            throw Unsupported(operation.Syntax, $"the operator '{kind}' between {left.Describe()} and {right.Describe()}", "call a method");
        }
        throw left is TensorValue ? NeedsValue(operation.Syntax, left, "this operator") : Unsupported(operation);
    }

    /// <summary>A built-in operator between two numbers that no operator of the source names, such as those of a sum.</summary>
    public Value Combine(BinaryOperatorKind kind, Value left, Value right, ITypeSymbol type, SyntaxNode syntax) {
        if (SizeOf(left) is { } a && SizeOf(right) is { } b && (left is SymbolicInteger || right is SymbolicInteger)) {
            return kind == BinaryOperatorKind.Add ? SymbolicInteger.Of(a + b)
                : Compare(kind, a, b) is ({ } decided, _) ? Constant.Of(decided)
                : throw NeedsValue(syntax, left, "this comparison");
        }
        return left is Constant { Content: { } x } && right is Constant { Content: { } y } && Promote(x, y, kind) is var (p, q) && Numbers.Binary(kind, p, q, true) is { } result
            ? result is bool truth ? Constant.Of(truth) : new Constant(result)
            : throw NeedsValue(syntax, left is Constant ? right : left, "this sum or comparison");
    }

    // A size times or over one keeps its name; any other arithmetic makes a new number.
    private static string? LabelOf(BinaryOperatorKind kind, Constant left, object right) =>
        kind is BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide && right is 1 ? left.Label : null;

    // Compound assignments and steps bring operands that no conversion node has promoted.
    private static (object, object) Promote(object left, object right, BinaryOperatorKind kind) {
        bool isShift = kind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift;
        left = Widen(left);
        right = Widen(right);
        if (isShift || left.GetType() == right.GetType()) {
            return (left, right);
        }
        SpecialType common = left is decimal || right is decimal ? SpecialType.System_Decimal
            : left is double || right is double ? SpecialType.System_Double
            : left is float || right is float ? SpecialType.System_Single
            : left is ulong || right is ulong ? SpecialType.System_UInt64
            : SpecialType.System_Int64;
        return Numbers.IsNumber(left) && Numbers.IsNumber(right)
            ? (Numbers.Convert(left, common, false), Numbers.Convert(right, common, false))
            : (left, right);
    }

    public static object Widen(object value) => value is byte or sbyte or short or ushort or char ? (int)Numbers.ToLong(value) : value;

    private Value OfSizes(BinaryOperatorKind kind, Value left, Value right, IOperation operation) {
        if (SizeOf(left) is not { } a || SizeOf(right) is not { } b) {
            SymbolicInteger size = left as SymbolicInteger ?? (SymbolicInteger)right;
            throw NeedsValue(operation.Syntax, size, $"'{Short(operation.Syntax)}'");
        }
        switch (kind) {
            case BinaryOperatorKind.Add:
                return SymbolicInteger.Of(a + b);
            case BinaryOperatorKind.Subtract:
                return SymbolicInteger.Of(a - b);
            case BinaryOperatorKind.Multiply:
                return SymbolicInteger.Of(a * b);
            case BinaryOperatorKind.Divide when a.DivideExactly(b) is { } quotient:
                return SymbolicInteger.Of(quotient);
            case BinaryOperatorKind.Remainder when a.DivideExactly(b) is not null:
                return Constant.Of(0);
            case BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder when FloorDivide(a, b) is var (floor, rest):
                return SymbolicInteger.Of(kind == BinaryOperatorKind.Divide ? floor : rest);
            case BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder:
                throw Fail(Descriptors.ComparisonNotDecided, operation.Syntax, Short(operation.Syntax), $"{b} does not divide every {a}; where it always does, declare the extent as a multiple, such as \"{b} * Part\"", Within(operation.Syntax));
        }
        (bool? decided, string range) = Compare(kind, a, b);
        if (decided is null && ReferenceEquals(operation, loopCondition)) {
            Dimension symbolic = a.IsConstant ? b : a;
            throw Fail(Descriptors.LoopNotKnown, operation.Syntax, $"the size {symbolic}", "step along the axis with Scan, or use an operation such as CumulativeSum", Within(operation.Syntax));
        }
        return decided is { } truth
            ? Constant.Of(truth)
            : throw Fail(Descriptors.ComparisonNotDecided, operation.Syntax, Short(operation.Syntax), range, Within(operation.Syntax));
    }

    /// <summary>A comparison of sizes that holds for all values of the symbols, or for none; else null.</summary>
    public (bool? Decided, string Range) Compare(BinaryOperatorKind kind, Dimension left, Dimension right) {
        Dimension difference = left - right;
        (long low, long high) = (Module.Module.LowerBound(difference), Module.Module.UpperBound(difference));
        bool? decided = kind switch {
            BinaryOperatorKind.Equals => low == 0 && high == 0 ? true : low > 0 || high < 0 ? false : null,
            BinaryOperatorKind.NotEquals => low == 0 && high == 0 ? false : low > 0 || high < 0 ? true : null,
            BinaryOperatorKind.LessThan => high < 0 ? true : low >= 0 ? false : null,
            BinaryOperatorKind.LessThanOrEqual => high <= 0 ? true : low > 0 ? false : null,
            BinaryOperatorKind.GreaterThan => low > 0 ? true : high <= 0 ? false : null,
            BinaryOperatorKind.GreaterThanOrEqual => low >= 0 ? true : high < 0 ? false : null,
            _ => null,
        };
        Dimension shown = left.IsConstant ? right : left;
        return (decided, $"{shown} ranges over {Module.Module.LowerBound(shown)}..{Module.Module.UpperBound(shown)}; narrow the bounds or write it without a branch");
    }

    /// <summary>An integer as a size, or null.</summary>
    public static Dimension? SizeOf(Value value) => value switch {
        SymbolicInteger symbolic => symbolic.Size,
        Constant { Content: int number } constant => new Dimension(number, constant.Label),
        Constant { Content: long or uint or short or ushort or byte or sbyte } constant => new Dimension(Numbers.ToLong(constant.Content)),
        _ => null,
    };

    private Value Unary(IUnaryOperation operation) {
        Value value = Evaluate(operation.Operand);
        if (value is ProgramValue program) {
            return ProgramLanguage.Unary(this, operation.OperatorKind, program, operation.Syntax);
        }
        if (Concerns(value)) {
            return AtRun!.Unary(operation.OperatorKind, value, operation.IsChecked, operation.Syntax);
        }
        if (operation.OperatorMethod is { } method && !IsBuiltIn(method)) {
            return operation.IsLifted && value.IsNull ? value : Call(OfType(method, operation.ConstrainedToType), null, [new Variable(value)], operation.Syntax);
        }
        switch (value) {
            case Unknown:
                return value;
            case SymbolicInteger size when operation.OperatorKind == UnaryOperatorKind.Minus:
                return SymbolicInteger.Of(Dimension.Zero - size.Size);
            case SymbolicInteger or SymbolicReal when operation.OperatorKind == UnaryOperatorKind.Plus:
                return value;
            case SymbolicReal real when operation.OperatorKind == UnaryOperatorKind.Minus:
                return OfReals("negate", [real], operation.Syntax);
            case Constant { IsNull: true } when operation.IsLifted:
                return value;
            case Constant { Content: int offset } when operation.OperatorKind == UnaryOperatorKind.Hat:
                return new IndexValue(offset, fromEnd: true);
            case Constant { Content: { } content, Enumeration: var enumeration }:
                content = content is char or byte or sbyte or short or ushort && enumeration is null ? Widen(content) : content;
                if (Numbers.Unary(operation.OperatorKind, enumeration is null ? content : Widen(content), operation.IsChecked) is { } result) {
                    return result is bool truth ? Constant.Of(truth)
                        : new Constant(enumeration is null ? result : Numbers.Convert(result, enumeration.EnumUnderlyingType!.SpecialType, false), enumeration);
                }
                break;
        }
        throw Unsupported(operation);
    }

    // Operators of the base library's own number types, strings and delegates are C#'s.
    private static bool IsBuiltIn(IMethodSymbol method) =>
        method.ContainingType.SpecialType is not (SpecialType.None or SpecialType.System_DateTime) && method.DeclaringSyntaxReferences.IsEmpty;

    /// <summary>C#'s <c>==</c> or <c>Equals</c> on values that are known.</summary>
    public bool AreEqual(Value left, Value right, SyntaxNode syntax) {
        if (left.IsNull || right.IsNull) {
            return left.IsNull && right.IsNull;
        }
        switch (left, right) {
            case (Constant a, Constant b):
                return Numbers.IsNumber(a.Content) && Numbers.IsNumber(b.Content) && a.Content!.GetType() != b.Content!.GetType()
                    ? Promote(a.Content!, b.Content!, BinaryOperatorKind.Equals) is var (x, y) && Equals(x, y)
                    : Equals(a.Content, b.Content);
            case (SymbolicInteger or Constant, SymbolicInteger or Constant) when SizeOf(left) is { } a && SizeOf(right) is { } b: {
                (bool? decided, string range) = Compare(BinaryOperatorKind.Equals, a, b);
                return decided ?? throw Fail(Descriptors.ComparisonNotDecided, syntax, $"{a} == {b}", range, Within(syntax));
            }
            case (TupleInstance a, TupleInstance b): {
                bool same = a.Items.Length == b.Items.Length;
                for (int i = 0; same && i < a.Items.Length; i++) {
                    same = AreEqual(a.Items[i], b.Items[i], syntax);
                }
                return same;
            }
            case (Instance a, _) when EqualByOwnMethod(a, right, syntax) is { } own:
                return own;
            case (Instance a, Instance b) when a.Type.IsRecord || a.Type.IsValueType || a.Type.IsAnonymousType: {
                bool same = SymbolEqualityComparer.Default.Equals(a.Type, b.Type);
                foreach (ISymbol field in a.Fields.Keys) {
                    same = same && b.Fields.TryGetValue(field, out Variable? other) && AreEqual(a.Fields[field].Get(), other.Get(), syntax);
                }
                return same;
            }
            case (TypeValue a, TypeValue b):
                return SymbolEqualityComparer.Default.Equals(a.Type, b.Type);
            case (ShapeValue a, ShapeValue b): {
                bool same = a.Extents.Count == b.Extents.Count;
                for (int i = 0; same && i < a.Extents.Count; i++) {
                    same = AreEqual(SymbolicInteger.Of(a.Extents[i]), SymbolicInteger.Of(b.Extents[i]), syntax);
                }
                return same;
            }
            case (AxisValue a, AxisValue b):
                return a.IsTime == b.IsTime && a.Position == b.Position;
            case (Function a, Function b):
                return ReferenceEquals(a, b) || (a.Body is null && SymbolEqualityComparer.Default.Equals(a.Method, b.Method) && ReferenceEquals(a.Receiver, b.Receiver));
            case (Unknown unknown, _):
                throw NeedsValue(syntax, unknown, "this comparison");
            case (_, Unknown unknown):
                throw NeedsValue(syntax, unknown, "this comparison");
            default:
                return ReferenceEquals(left, right);
        }
    }
}
