using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>Comparisons of elements of every type, and the arithmetic of fractions.</summary>
internal sealed partial class Elements {
    /// <summary>Whether two values are equal as C# compares them: no NaN equals another, two nulls do.</summary>
    public int Equal(Value left, Value right, SyntaxNode syntax) {
        if (left is NoElement || right is NoElement) {
            return Tensors.False;
        }
        if (left is TupleInstance a && right is TupleInstance b) {
            return a.Items.Zip(b.Items, (x, y) => Equal(x, y, syntax)).Aggregate(Tensors.True, Tensors.And);
        }
        if (left is NullableElement || right is NullableElement || left.IsNull || right.IsNull) {
            if (left.IsNull && right.IsNull) {
                return Tensors.True;
            }
            ITypeSymbol inner = (left as NullableElement)?.Type ?? (right as NullableElement)?.Type ?? TypeOf(left.IsNull ? right : left, syntax);
            if (inner.SpecialType == SpecialType.System_String) {
                // A text of an input is never null.
                return Tensors.False;
            }
            (NullableElement x, NullableElement y) = (Nullable(left, inner, syntax), Nullable(right, inner, syntax));
            int same = Tensors.And(Tensors.And(x.HasValue, y.HasValue), Equal(x.Value, y.Value, syntax));
            return Tensors.Or(same, Tensors.And(Tensors.Not(x.HasValue), Tensors.Not(y.HasValue)));
        }
        if (left is FractionElement or FractionValue || right is FractionElement or FractionValue) {
            return Compare(Signs.Equal, Fraction(left, syntax), Fraction(right, syntax));
        }
        if (!IsElement(left) && !IsElement(right)) {
            return evaluator.AreEqual(left, right, syntax) ? Tensors.True : Tensors.False;
        }
        ITypeSymbol type = Common(left, right, syntax);
        return Tensors.Equal(To(left, type, syntax).Node, To(right, type, syntax).Node);
    }

    /// <summary>Whether the sign of left - right is among these; where either has no order, it is not.</summary>
    public int Ordered(Signs signs, Value left, Value right, SyntaxNode syntax) {
        if (signs is Signs.Equal) {
            return Equal(left, right, syntax);
        }
        if (left is TupleInstance a && right is TupleInstance b) {
            // The first item that differs decides; of equal ones before it all must be equal.
            int decided = (signs & Signs.Equal) != 0 ? Tensors.True : Tensors.False;
            for (int i = a.Items.Length - 1; i >= 0; i--) {
                Signs strict = signs & ~Signs.Equal;
                int precedes = strict == Signs.None ? Tensors.False : Ordered(strict, a.Items[i], b.Items[i], syntax);
                decided = Tensors.Or(precedes, Tensors.And(Equal(a.Items[i], b.Items[i], syntax), decided));
            }
            return decided;
        }
        if (left is NullableElement || right is NullableElement || left.IsNull || right.IsNull) {
            if (left.IsNull || right.IsNull) {
                return Tensors.False;
            }
            ITypeSymbol inner = (left as NullableElement)?.Type ?? ((NullableElement)right).Type;
            (NullableElement x, NullableElement y) = (Nullable(left, inner, syntax), Nullable(right, inner, syntax));
            return Tensors.And(Tensors.And(x.HasValue, y.HasValue), Ordered(signs, x.Value, y.Value, syntax));
        }
        if (left is FractionElement or FractionValue || right is FractionElement or FractionValue) {
            return Compare(signs, Fraction(left, syntax), Fraction(right, syntax));
        }
        ITypeSymbol type = Common(left, right, syntax);
        (int p, int q) = (To(left, type, syntax).Node, To(right, type, syntax).Node);
        return signs switch {
            Signs.Less => Tensors.Less(p, q),
            Signs.Less | Signs.Equal => Tensors.LessEqual(p, q),
            Signs.Greater => Tensors.Less(q, p),
            Signs.Greater | Signs.Equal => Tensors.LessEqual(q, p),
            Signs.Less | Signs.Greater => Tensors.Not(Tensors.Equal(p, q)),
            Signs.All => Tensors.True,
            _ => Tensors.False,
        };
    }

    // a/b against c/d without a product that could overflow: by the whole parts, then by the rests, which are less than the denominators.
    private int Compare(Signs signs, FractionElement x, FractionElement y) {
        if (x.Denominator == y.Denominator) {
            return Whole(signs, x.Numerator, y.Numerator);
        }
        (int p, int r) = FloorDivide(x.Numerator, x.Denominator);
        (int q, int s) = FloorDivide(y.Numerator, y.Denominator);
        // Denominators are counts, or products of few of them; a product past 63 bits is an error and no wrong answer.
        int left = Product(r, y.Denominator);
        int right = Product(s, x.Denominator);
        int sameWhole = Tensors.Equal(p, q);
        int strict = Whole(signs & ~Signs.Equal, p, q);
        return Tensors.Select(sameWhole, Whole(signs, left, right), strict);
    }

    private int Whole(Signs signs, int a, int b) => signs switch {
        Signs.None => Tensors.False,
        Signs.Equal => Tensors.Equal(a, b),
        Signs.Less => Tensors.Less(a, b),
        Signs.Less | Signs.Equal => Tensors.LessEqual(a, b),
        Signs.Greater => Tensors.Less(b, a),
        Signs.Greater | Signs.Equal => Tensors.LessEqual(b, a),
        Signs.Less | Signs.Greater => Tensors.Not(Tensors.Equal(a, b)),
        _ => Tensors.True,
    };

    /// <summary>The quotient rounded down, and what is left; the divisor is positive.</summary>
    public (int Quotient, int Remainder) FloorDivide(int a, int b) {
        int quotient = Tensors.Apply("divide", a, b);
        int rest = Tensors.Apply("remainder", a, b);
        int isNegative = Tensors.Less(rest, Tensors.Integer(0, ElementType.I64));
        return (Tensors.Select(isNegative, Tensors.Subtract(quotient, Tensors.Integer(1, ElementType.I64)), quotient), Tensors.Select(isNegative, Tensors.Add(rest, b), rest));
    }

    // To the nearest integer, the even one of two.
    private FractionElement Rounded(FractionElement fraction) {
        int one = Tensors.Integer(1, ElementType.I64);
        (int floor, int rest) = FloorDivide(fraction.Numerator, fraction.Denominator);
        int other = Tensors.Subtract(fraction.Denominator, rest);
        int isOdd = Tensors.Equal(Tensors.Apply("and", floor, one), one);
        int goesUp = Tensors.Or(Tensors.Less(other, rest), Tensors.And(Tensors.Equal(other, rest), isOdd));
        return new FractionElement(Tensors.Select(goesUp, Tensors.Add(floor, one), floor), one);
    }

    private Value Fractions(BinaryOperatorKind kind, FractionElement x, FractionElement y, SyntaxNode syntax) {
        bool sameDenominator = x.Denominator == y.Denominator;
        switch (kind) {
            case BinaryOperatorKind.Add or BinaryOperatorKind.Subtract:
                int a = sameDenominator ? x.Numerator : Product(x.Numerator, y.Denominator);
                int b = sameDenominator ? y.Numerator : Product(y.Numerator, x.Denominator);
                int sum = Tensors.Apply(kind == BinaryOperatorKind.Add ? "add" : "subtract", a, b);
                return new FractionElement(Checked(sum, OverflowsLong(kind, a, b, sum)), sameDenominator ? x.Denominator : Product(x.Denominator, y.Denominator));
            case BinaryOperatorKind.Multiply:
                return new FractionElement(Product(x.Numerator, y.Numerator), Product(x.Denominator, y.Denominator));
            case BinaryOperatorKind.Divide: {
                int zero = Tensors.Integer(0, ElementType.I64);
                Fail(Tensors.Equal(y.Numerator, zero), "DivideByZeroException: the divisor is 0");
                int isNegative = Tensors.Less(y.Numerator, zero);
                int numerator = Product(x.Numerator, y.Denominator), denominator = Product(x.Denominator, y.Numerator);
                int safe = Tensors.Select(Tensors.Equal(denominator, zero), Tensors.Integer(1, ElementType.I64), denominator);
                return new FractionElement(Tensors.Select(isNegative, Tensors.Apply("negate", numerator), numerator), Tensors.Select(isNegative, Tensors.Apply("negate", safe), safe));
            }
            case BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual:
                return Truth(Compare(SignsOf(kind, syntax), x, y));
            default:
                throw Refuse(syntax, $"The operator '{kind}' between fractions");
        }
    }

    private int Product(int a, int b) {
        int one = Tensors.Integer(1, ElementType.I64);
        if (a == one || b == one) {
            return a == one ? b : a;
        }
        int product = Tensors.Multiply(a, b);
        return Checked(product, OverflowsLong(BinaryOperatorKind.Multiply, a, b, product));
    }

    private int Checked(int node, int overflows) {
        Fail(overflows, "OverflowException: a fraction outgrew 64 bits; evaluated, fractions are unbounded");
        return node;
    }

    private Value FromFraction(FractionElement fraction, ITypeSymbol type, SyntaxNode syntax) {
        switch (type.SpecialType) {
            case SpecialType.System_Int32:
                int quotient = Tensors.Apply("divide", fraction.Numerator, fraction.Denominator);
                Fail(Tensors.Not(Tensors.Equal(Tensors.Cast(Tensors.Cast(quotient, ElementType.I32), ElementType.I64), quotient)), "OverflowException: Value was either too large or too small for an Int32.");
                return new Element(Tensors.Cast(quotient, ElementType.I32), type);
            case SpecialType.System_Double:
                // Exact where both parts are: a quotient of two doubles is rounded once.
                int limit = Tensors.Integer(1L << 53, ElementType.I64);
                int inexact = Tensors.Or(Tensors.Less(limit, Tensors.Apply("abs", fraction.Numerator)), Tensors.Less(limit, fraction.Denominator));
                Fail(inexact, "OverflowException: a fraction outgrew 53 bits on its way to double; evaluated, fractions are unbounded");
                return new Element(Tensors.Apply("divide", Tensors.Cast(fraction.Numerator, ElementType.F64), Tensors.Cast(fraction.Denominator, ElementType.F64)), type);
            default:
                return Representation.IsFraction(type) ? fraction : throw Refuse(syntax, $"A conversion of Rational to {Literals.Type(type)}");
        }
    }
}
