using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>The operators of C#, to the last bit: integers wrap or are checked, reals are rounded once.</summary>
internal sealed partial class Elements {
    private const string Overflow = "OverflowException: Arithmetic operation resulted in an overflow.";
    private const string ByZero = "DivideByZeroException: Attempted to divide by zero.";

    /// <summary>A binary operator; the operands have been converted to its types.</summary>
    public Value Binary(BinaryOperatorKind kind, Value left, Value right, bool isChecked, SyntaxNode syntax) {
        if (left is NoElement || right is NoElement) {
            return NoElement.Instance;
        }
        if (kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals) {
            int same = Equal(left, right, syntax);
            return Truth(kind == BinaryOperatorKind.Equals ? same : Tensors.Not(same));
        }
        if (left is NullableElement || right is NullableElement || left.IsNull || right.IsNull) {
            return Lifted(kind, left, right, isChecked, syntax);
        }
        if (left is FractionElement or FractionValue || right is FractionElement or FractionValue) {
            return Fractions(kind, Fraction(left, syntax), Fraction(right, syntax), syntax);
        }
        if (left is TupleInstance || right is TupleInstance) {
            return Truth(Ordered(SignsOf(kind, syntax), left, right, syntax));
        }
        bool isShift = kind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift;
        ITypeSymbol type = isShift ? Widened((left as Element)?.Type ?? TypeOf(left, syntax)) : Common(left, right, syntax);
        (Element a, Element b) = (To(left, type, syntax), isShift ? To(right, evaluator.Compilation.GetSpecialType(SpecialType.System_Int32), syntax) : To(right, type, syntax));
        switch (kind) {
            case BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual:
                return Truth(Ordered(SignsOf(kind, syntax), a, b, syntax));
            case BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd:
                return type.SpecialType == SpecialType.System_Boolean ? Truth(Tensors.And(a.Node, b.Node)) : new Element(Tensors.Apply("and", a.Node, b.Node), type);
            case BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr:
                return type.SpecialType == SpecialType.System_Boolean ? Truth(Tensors.Or(a.Node, b.Node)) : new Element(Tensors.Apply("or", a.Node, b.Node), type);
            case BinaryOperatorKind.ExclusiveOr:
                return type.SpecialType == SpecialType.System_Boolean ? Truth(Tensors.Apply("xor", a.Node, b.Node)) : new Element(Tensors.Apply("xor", a.Node, b.Node), type);
        }
        if (type.SpecialType is SpecialType.System_String or SpecialType.System_Boolean) {
            throw Refuse(syntax, type.SpecialType == SpecialType.System_String ? "A function that builds text" : $"The operator '{kind}' between truth values");
        }
        if (Representation.IsFloat(type)) {
            return Real(kind, a, b, type, syntax);
        }
        return isShift ? Shift(kind, a, b, type, syntax) : Integer(kind, a, b, type, isChecked, syntax);
    }

    public Value Unary(UnaryOperatorKind kind, Value operand, bool isChecked, SyntaxNode syntax) {
        switch (operand) {
            case NoElement:
                return operand;
            case NullableElement nullable:
                return new NullableElement(nullable.HasValue, Unary(kind, nullable.Value, false, syntax), nullable.Type);
            case FractionElement fraction when kind == UnaryOperatorKind.Minus:
                return new FractionElement(Checked(Tensors.Apply("negate", fraction.Numerator), Tensors.Apply("equal", fraction.Numerator, Tensors.Integer(long.MinValue, ElementType.I64))), fraction.Denominator);
            case Element { Type.SpecialType: SpecialType.System_Boolean } truth when kind == UnaryOperatorKind.Not:
                return Truth(Tensors.Not(truth.Node));
            case Element element when kind == UnaryOperatorKind.Plus:
                return To(element, Widened(element.Type), syntax);
            case Element element when kind == UnaryOperatorKind.Minus && Representation.IsFloat(element.Type):
                return new Element(Tensors.Apply("negate", element.Node), element.Type);
            case Element element when kind == UnaryOperatorKind.Minus: {
                ITypeSymbol type = Widened(element.Type).SpecialType == SpecialType.System_UInt32 ? evaluator.Compilation.GetSpecialType(SpecialType.System_Int64) : Widened(element.Type);
                return Integer(BinaryOperatorKind.Subtract, Scalar(Constant.Of(0), type, syntax), To(element, type, syntax), type, isChecked, syntax);
            }
            case Element element when kind == UnaryOperatorKind.BitwiseNegation && !Representation.IsFloat(element.Type): {
                Element wide = To(element, Widened(element.Type), syntax);
                int flipped = Tensors.Apply("not", wide.Node);
                return new Element(wide.Type.SpecialType == SpecialType.System_UInt32 ? Tensors.Apply("and", flipped, Tensors.Integer(uint.MaxValue, ElementType.I64)) : flipped, wide.Type);
            }
            default:
                throw Refuse(syntax, $"The operator '{kind}' on {operand.Describe()}");
        }
    }

    /// <summary>C#'s conversion between numbers.</summary>
    public Value Convert(Value value, ITypeSymbol type, bool isChecked, SyntaxNode syntax) {
        if (value is NoElement || (value is TupleInstance && type is not INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T })) {
            return value;
        }
        if (Representation.NullableOf(type) is { } inner) {
            return value is NullableElement nullable
                ? new NullableElement(nullable.HasValue, Convert(nullable.Value, inner, isChecked, syntax), inner)
                : new NullableElement(Tensors.True, Convert(value, inner, isChecked, syntax), inner);
        }
        if (value is NullableElement open) {
            Fail(Tensors.Not(open.HasValue), "InvalidOperationException: Nullable object must have a value.");
            return Convert(open.Value, type, isChecked, syntax);
        }
        if (value is FractionElement) {
            return FromFraction((FractionElement)value, type, syntax);
        }
        if (Representation.IsFraction(type)) {
            return Fraction(value, syntax);
        }
        if (value is not Element element || Representation.Of(type) is not { } representation) {
            return type.SpecialType == SpecialType.System_Object || type.TypeKind is TypeKind.Interface ? throw Refuse(syntax, "Boxing an element") : throw NoType(type, syntax);
        }
        if (SymbolEqualityComparer.Default.Equals(element.Type, type)) {
            return element;
        }
        if (element.Type.SpecialType == SpecialType.System_String || type.SpecialType == SpecialType.System_String) {
            throw Refuse(syntax, "A function that builds text or takes it apart");
        }
        bool fromReal = Representation.IsFloat(element.Type);
        if (Representation.IsFloat(type)) {
            // An integer is rounded once: to float directly, not by way of double.
            return new Element(Tensors.Cast(element.Node, representation), type);
        }
        (long low, long high) = (Representation.Low(type), Representation.High(type));
        if (fromReal) {
            int wide = Tensors.Cast(element.Node, ElementType.F64);
            if (isChecked) {
                int truncated = Tensors.Select(Tensors.Less(wide, Tensors.Number(0, ElementType.F64)), Tensors.Apply("ceiling", wide), Tensors.Apply("floor", wide));
                int fits = Tensors.And(Tensors.Apply("greater_equal", truncated, Tensors.Number(low, ElementType.F64)), Tensors.Less(truncated, Tensors.Number(high == long.MaxValue ? 9223372036854775808.0 : high + 1.0, ElementType.F64)));
                Fail(Tensors.Not(fits), Overflow);
            }
            // As C# does: saturating to int or long, from which smaller types take the low bits.
            bool isLong = representation == ElementType.I64;
            int whole = Tensors.Cast(wide, isLong ? ElementType.I64 : ElementType.I32);
            if (type.SpecialType == SpecialType.System_UInt32) {
                whole = Tensors.Minimum(Tensors.Maximum(whole, Tensors.Integer(0, ElementType.I64)), Tensors.Integer(uint.MaxValue, ElementType.I64));
            }
            return new Element(Wrap(whole, type), type);
        }
        bool fitsAlways = element.Low >= low && element.High <= high;
        if (isChecked && !fitsAlways) {
            int wide = Tensors.Cast(element.Node, ElementType.I64);
            Fail(Tensors.Or(Tensors.Less(wide, Tensors.Integer(low, ElementType.I64)), Tensors.Less(Tensors.Integer(high, ElementType.I64), wide)), Overflow);
        }
        if (element.Type.SpecialType == SpecialType.System_Boolean) {
            throw Refuse(syntax, "A truth value as a number");
        }
        int node = Tensors.Cast(element.Node, representation);
        return fitsAlways ? new Element(node, type, element.Low, element.High)
            : new Element(representation == ElementType.I32 && Tensors.Type(element.Node).Element == ElementType.I64 ? Wrap(Tensors.Cast(element.Node, ElementType.I32), type) : Wrap(node, type), type);
    }

    /// <summary>A value as a scalar of a type that C# converts to without a word.</summary>
    public Element To(Value value, ITypeSymbol type, SyntaxNode syntax) => value is Element element && !SymbolEqualityComparer.Default.Equals(element.Type, type)
        ? (Element)Convert(element, type, false, syntax)
        : Scalar(value, type, syntax);

    private Element Integer(BinaryOperatorKind kind, Element a, Element b, ITypeSymbol type, bool isChecked, SyntaxNode syntax) {
        bool isWide = type.SpecialType == SpecialType.System_Int64;
        if (kind is BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder) {
            return Divide(kind, a, b, type);
        }
        string operation = kind switch {
            BinaryOperatorKind.Add => "add", BinaryOperatorKind.Subtract => "subtract", BinaryOperatorKind.Multiply => "multiply",
            _ => throw Refuse(syntax, $"The operator '{kind}'"),
        };
        (System.Numerics.BigInteger low, System.Numerics.BigInteger high) = Bounds(kind, a, b);
        bool fits = low >= Representation.Low(type) && high <= Representation.High(type);
        if (fits) {
            return new Element(Tensors.Apply(operation, a.Node, b.Node), type, (long)low, (long)high);
        }
        if (isWide) {
            int result = Tensors.Apply(operation, a.Node, b.Node);
            if (isChecked) {
                Fail(OverflowsLong(kind, a.Node, b.Node, result), Overflow);
            }
            return new Element(result, type);
        }
        int wide = Tensors.Apply(operation, Tensors.Cast(a.Node, ElementType.I64), Tensors.Cast(b.Node, ElementType.I64));
        if (!isChecked) {
            return new Element(type.SpecialType == SpecialType.System_UInt32 ? Wrap(wide, type) : Tensors.Apply(operation, a.Node, b.Node), type);
        }
        Fail(Tensors.Or(Tensors.Less(wide, Tensors.Integer(Representation.Low(type), ElementType.I64)), Tensors.Less(Tensors.Integer(Representation.High(type), ElementType.I64), wide)), Overflow);
        return new Element(Tensors.Cast(wide, Representation.Of(type)!.Value), type);
    }

    /// <summary>Whether a product of 64-bit integers outgrew them.</summary>
    public int ProductOverflows(int a, int b, int product) => OverflowsLong(BinaryOperatorKind.Multiply, a, b, product);

    // The processor's sign tests; a product is divided back.
    private int OverflowsLong(BinaryOperatorKind kind, int a, int b, int result) {
        int zero = Tensors.Integer(0, ElementType.I64);
        if (kind == BinaryOperatorKind.Multiply) {
            int least = Tensors.Integer(long.MinValue, ElementType.I64);
            int special = Tensors.And(Tensors.Equal(a, Tensors.Integer(-1, ElementType.I64)), Tensors.Equal(b, least));
            int wrong = Tensors.Apply("not_equal", Tensors.Apply("divide", result, a), b);
            return Tensors.Or(special, Tensors.And(Tensors.Apply("not_equal", a, zero), wrong));
        }
        int first = kind == BinaryOperatorKind.Add ? Tensors.Apply("xor", a, result) : Tensors.Apply("xor", a, b);
        int second = kind == BinaryOperatorKind.Add ? Tensors.Apply("xor", b, result) : Tensors.Apply("xor", a, result);
        return Tensors.Less(Tensors.Apply("and", first, second), zero);
    }

    private Element Divide(BinaryOperatorKind kind, Element a, Element b, ITypeSymbol type) {
        int zero = Tensors.Number(0, Representation.Of(type)!.Value);
        if (b.Low <= 0 && b.High >= 0) {
            Fail(Tensors.Equal(b.Node, zero), ByZero);
        }
        long least = Representation.Low(type);
        if (type.SpecialType != SpecialType.System_UInt32 && b.Low <= -1 && b.High >= -1 && a.Low == least) {
            Fail(Tensors.And(Tensors.Equal(b.Node, Tensors.Integer(-1, Representation.Of(type)!.Value)), Tensors.Equal(a.Node, Tensors.Integer(least, Representation.Of(type)!.Value))), Overflow);
        }
        int node = Tensors.Apply(kind == BinaryOperatorKind.Divide ? "divide" : "remainder", a.Node, b.Node);
        bool isPositive = a.Low >= 0 && b.Low > 0;
        return kind == BinaryOperatorKind.Divide
            ? new Element(node, type, isPositive ? 0 : long.MinValue, isPositive ? a.High : long.MaxValue)
            : new Element(node, type, a.Low >= 0 ? 0 : long.MinValue, b.Low > 0 ? Math.Min(Math.Max(a.High, 0), b.High - 1) : long.MaxValue);
    }

    private Element Shift(BinaryOperatorKind kind, Element a, Element b, ITypeSymbol type, SyntaxNode syntax) {
        if (type.SpecialType == SpecialType.System_UInt32) {
            throw Refuse(syntax, "A shift of uint");
        }
        string operation = kind switch { BinaryOperatorKind.LeftShift => "shift_left", BinaryOperatorKind.RightShift => "shift_right", _ => "shift_right_unsigned" };
        return new Element(Tensors.Apply(operation, a.Node, Tensors.Cast(b.Node, Representation.Of(type)!.Value)), type);
    }

    // In double precision and rounded once to float: for these operations that is the float result itself, and no multiply-add joins them.
    private Element Real(BinaryOperatorKind kind, Element a, Element b, ITypeSymbol type, SyntaxNode syntax) {
        string operation = kind switch {
            BinaryOperatorKind.Add => "add", BinaryOperatorKind.Subtract => "subtract", BinaryOperatorKind.Multiply => "multiply",
            BinaryOperatorKind.Divide => "divide", BinaryOperatorKind.Remainder => "remainder", _ => throw Refuse(syntax, $"The operator '{kind}'"),
        };
        int wide = Tensors.Apply(operation, Tensors.Cast(a.Node, ElementType.F64), Tensors.Cast(b.Node, ElementType.F64));
        return new Element(Tensors.Cast(wide, Representation.Of(type)!.Value), type);
    }

    private Value Lifted(BinaryOperatorKind kind, Value left, Value right, bool isChecked, SyntaxNode syntax) {
        ITypeSymbol inner = (left as NullableElement)?.Type ?? (right as NullableElement)?.Type ?? TypeOf(left.IsNull ? right : left, syntax);
        (NullableElement a, NullableElement b) = (Nullable(left, inner, syntax), Nullable(right, inner, syntax));
        int both = Tensors.And(a.HasValue, b.HasValue);
        Value value = Guarded(both, () => Binary(kind, a.Value, b.Value, isChecked, syntax));
        if (value is NoElement) {
            return value;
        }
        if (kind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual) {
            return Truth(Tensors.And(both, Truth(value, syntax)));
        }
        if (value is Element { Type.SpecialType: SpecialType.System_Boolean }) {
            throw Refuse(syntax, "An operator between bool?");
        }
        return new NullableElement(both, value, (value as Element)?.Type ?? inner);
    }

    private static (System.Numerics.BigInteger Low, System.Numerics.BigInteger High) Bounds(BinaryOperatorKind kind, Element a, Element b) {
        (System.Numerics.BigInteger al, System.Numerics.BigInteger ah, System.Numerics.BigInteger bl, System.Numerics.BigInteger bh) = (a.Low, a.High, b.Low, b.High);
        if (kind == BinaryOperatorKind.Multiply) {
            System.Numerics.BigInteger[] products = [al * bl, al * bh, ah * bl, ah * bh];
            return (products.Min(), products.Max());
        }
        return kind == BinaryOperatorKind.Add ? (al + bl, ah + bh) : (al - bh, ah - bl);
    }

    // The low bits as a smaller type has them.
    private int Wrap(int node, ITypeSymbol type) {
        ElementType wide = Tensors.Type(node).Element;
        int And(long mask) => Tensors.Apply("and", node, Tensors.Integer(mask, wide));
        int Signed(int bits) => Tensors.Shift("shift_right", Tensors.Shift("shift_left", node, bits), bits);
        return Representation.Underlying(type).SpecialType switch {
            SpecialType.System_Char or SpecialType.System_UInt16 => And(ushort.MaxValue),
            SpecialType.System_Byte => And(byte.MaxValue),
            SpecialType.System_SByte => Signed(wide == ElementType.I64 ? 56 : 24),
            SpecialType.System_Int16 => Signed(wide == ElementType.I64 ? 48 : 16),
            SpecialType.System_UInt32 => And(uint.MaxValue),
            SpecialType.System_Int32 when wide == ElementType.I64 => Tensors.Cast(node, ElementType.I32),
            _ => node,
        };
    }

    private ITypeSymbol Common(Value left, Value right, SyntaxNode syntax) {
        ITypeSymbol a = (left as Element)?.Type ?? TypeOf(left, syntax);
        ITypeSymbol b = (right as Element)?.Type ?? TypeOf(right, syntax);
        if (SymbolEqualityComparer.Default.Equals(a, b) && Representation.Of(a) is not null && (a.TypeKind == TypeKind.Enum || a.SpecialType is SpecialType.System_Boolean or SpecialType.System_String or >= SpecialType.System_Int32)) {
            return a.TypeKind == TypeKind.Enum || a.SpecialType is SpecialType.System_Boolean or SpecialType.System_String ? a : Widened(a);
        }
        (ITypeSymbol x, ITypeSymbol y) = (Widened(a), Widened(b));
        SpecialType Wider(params SpecialType[] order) => order.FirstOrDefault(type => x.SpecialType == type || y.SpecialType == type);
        SpecialType common = Wider(SpecialType.System_Double, SpecialType.System_Single, SpecialType.System_Int64, SpecialType.System_UInt32, SpecialType.System_Int32);
        // C# meets int and uint in long; a constant int has been converted already.
        if (common == SpecialType.System_UInt32 && (x.SpecialType == SpecialType.System_Int32 && left is Element || y.SpecialType == SpecialType.System_Int32 && right is Element)) {
            common = SpecialType.System_Int64;
        }
        return common == SpecialType.None ? throw Refuse(syntax, $"An operator between {Literals.Type(a)} and {Literals.Type(b)}") : evaluator.Compilation.GetSpecialType(common);
    }

    private ITypeSymbol Widened(ITypeSymbol type) => Representation.Underlying(type).SpecialType is SpecialType.System_Char or SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_UInt16
        ? evaluator.Compilation.GetSpecialType(SpecialType.System_Int32)
        : Representation.Underlying(type);

    private static Signs SignsOf(BinaryOperatorKind kind, SyntaxNode syntax) => kind switch {
        BinaryOperatorKind.LessThan => Signs.Less,
        BinaryOperatorKind.LessThanOrEqual => Signs.Less | Signs.Equal,
        BinaryOperatorKind.GreaterThan => Signs.Greater,
        BinaryOperatorKind.GreaterThanOrEqual => Signs.Greater | Signs.Equal,
        BinaryOperatorKind.Equals => Signs.Equal,
        _ => throw new InvalidOperationException($"{kind} is no comparison: {syntax}"),
    };
}
