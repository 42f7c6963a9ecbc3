using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>Values as scalars of the same order: what sorts and histograms take.</summary>
internal static class Orders {
    // Two fractions of denominators up to 2^42 differ by 2^-84 or more, so that as many binary digits tell them apart.
    private const int Digits = 21;
    private const int MostBits = 42;

    /// <summary>
    /// A value of scalars and tuples that compares as this one does; what cannot be compared so is noted as an error of the node. Null of
    /// a value whose order is no such one.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="node">Whose values are compared.</param>
    /// <param name="value">The value.</param>
    /// <param name="present">Where there is one.</param>
    /// <param name="isEquality">Whether only equality is asked for: a nullable has that, and no order.</param>
    public static Value? Of(ProgramLowering program, ProgramNode node, Value value, int present, bool isEquality) {
        switch (value) {
            case Element:
                return value;
            case FractionElement fraction:
                return OfFraction(program, node, fraction, present);
            case NullableElement nullable when isEquality:
                Value? inner = Of(program, node, nullable.Value, program.Tensors.And(present, nullable.HasValue), true);
                return inner is null ? null : new TupleInstance(
                    [new Element(nullable.HasValue, program.Bool), Leaves.Map(inner, leaf => program.Tensors.Select(nullable.HasValue, leaf, program.Tensors.Number(0, program.Tensors.Type(leaf).Element)))],
                    [null, null]);
            case TupleInstance tuple:
                Value?[] items = [.. tuple.Items.Select(item => Of(program, node, item, present, isEquality))];
                return items.Any(item => item is null) ? null : new TupleInstance([.. items.OfType<Value>()], new string?[items.Length]);
            default:
                return null;
        }
    }

    /// <summary>Where a value has no order to itself: it is, or holds, a NaN or a null.</summary>
    public static int Unordered(Tensors tensors, Value value) => value switch {
        Element element when tensors.Type(element.Node).Element.IsFloat() => tensors.Not(tensors.Equal(element.Node, element.Node)),
        NullableElement nullable => tensors.Or(tensors.Not(nullable.HasValue), Unordered(tensors, nullable.Value)),
        TupleInstance tuple => tuple.Items.Aggregate(tensors.False, (any, item) => tensors.Or(any, Unordered(tensors, item))),
        _ => tensors.False,
    };

    /// <summary>The value where nullables are taken to have theirs.</summary>
    public static Value WithoutNulls(Value value) => value switch {
        NullableElement nullable => WithoutNulls(nullable.Value),
        TupleInstance tuple => new TupleInstance([.. tuple.Items.Select(WithoutNulls)], tuple.Names),
        _ => value,
    };

    // The whole part and 84 binary digits of the rest, as three integers.
    private static Value OfFraction(ProgramLowering program, ProgramNode node, FractionElement fraction, int present) {
        Tensors tensors = program.Tensors;
        ITypeSymbol type = program.Evaluator.Compilation.GetSpecialType(SpecialType.System_Int64);
        if (fraction.Denominator == tensors.Integer(1, ElementType.I64)) {
            Element none = new(tensors.Integer(0, ElementType.I64), type);
            return new TupleInstance([new Element(fraction.Numerator, type), none, none], [null, null, null]);
        }
        int isFine = tensors.Less(tensors.Integer(1L << MostBits, ElementType.I64), fraction.Denominator);
        program.Errors.Add(node.ToString(), $"OverflowException: a denominator outgrew {MostBits} bits; evaluated, fractions are unbounded", tensors.And(present, isFine));
        (int whole, int rest) = program.Elements.FloorDivide(fraction.Numerator, fraction.Denominator);
        int Next() {
            int shifted = tensors.Shift("shift_left", rest, Digits);
            rest = tensors.Apply("remainder", shifted, fraction.Denominator);
            return tensors.Apply("divide", shifted, fraction.Denominator);
        }
        int Pair() {
            int upper = tensors.Shift("shift_left", Next(), Digits);
            return tensors.Or(upper, Next());
        }
        return new TupleInstance([new Element(whole, type), new Element(Pair(), type), new Element(Pair(), type)], [null, null, null]);
    }
}
