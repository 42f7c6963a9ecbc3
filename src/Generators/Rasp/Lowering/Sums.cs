using System;
using Microsoft.CodeAnalysis;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>Sums and means, as exact as the evaluator's.</summary>
internal static class Sums {
    private const string Overflow = "OverflowException: Arithmetic operation resulted in an overflow.";

    public static Value Sum(ProgramLowering program, ProgramNode node, HitReducer hits, Lowered values, int count, int isWhole) {
        Tensors tensors = program.Tensors;
        if (values.Value is FractionElement fractions) {
            return FractionSums.Of(program, node, hits, fractions, values.Present, count, isWhole, isMean: false);
        }
        if (values.Value is not Element element || Representation.Of(element.Type) is not { } type || element.Type.SpecialType == SpecialType.System_Boolean) {
            throw program.NoKernel(node, $"A sum of values of type {Literals.Type(node.Operands[1].Type)}");
        }
        if (type.IsFloat()) {
            return new Element(hits.OrderedSum(tensors.Spread(element.Node))!.Value, element.Type);
        }
        if (element.Type.SpecialType == SpecialType.System_Int64 && !FitsAlways(program, element, long.MaxValue)) {
            WideSum wide = WideSum.Of(tensors, hits, element.Node);
            program.Errors.Add(node.ToString(), Overflow, tensors.And(isWhole, wide.Overflows));
            return new Element(wide.Low64, element.Type);
        }
        int sum = hits.Sum(tensors.Spread(tensors.Cast(element.Node, ElementType.I64)))!.Value;
        if (!FitsAlways(program, element, Representation.High(element.Type))) {
            int low = tensors.Integer(Representation.Low(element.Type), ElementType.I64), high = tensors.Integer(Representation.High(element.Type), ElementType.I64);
            program.Errors.Add(node.ToString(), Overflow, tensors.And(isWhole, tensors.Or(tensors.Less(sum, low), tensors.Less(high, sum))));
        }
        return new Element(tensors.Cast(sum, type), element.Type);
    }

    public static Value Mean(ProgramLowering program, ProgramNode node, HitReducer hits, Lowered values, int count, int isWhole) {
        Tensors tensors = program.Tensors;
        int divisor = tensors.Maximum(count, tensors.Integer(1));
        switch (values.Value) {
            case Element { Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Boolean } whole when Representation.IsFraction(node.Type):
                return new FractionElement(hits.Sum(tensors.Spread(tensors.Cast(whole.Node, ElementType.I64)))!.Value, tensors.Cast(divisor, ElementType.I64));
            case FractionElement fractions:
                return FractionSums.Of(program, node, hits, fractions, values.Present, count, isWhole, isMean: true);
            case Element real when Representation.IsFloat(real.Type): {
                int sum = hits.OrderedSum(tensors.Spread(tensors.Cast(real.Node, ElementType.F64)))!.Value;
                return new Element(tensors.Cast(tensors.Apply("divide", sum, tensors.Cast(divisor, ElementType.F64)), Representation.Of(real.Type)!.Value), real.Type);
            }
            case Element { Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } integer:
                return OfIntegers(program, node, hits, integer, tensors.Cast(divisor, ElementType.I64), isWhole);
        }
        // Every other type has no mean: one value is returned as it is.
        string type = Literals.Type(node.Operands[1].Type);
        const string WayOut = "Select one, or say First, Last, Closest, Best, Max or Min";
        if (program.HitsEverything(node)) {
            throw program.Refuse(node, $"{type} has no mean, and every query selects all values. {WayOut}");
        }
        program.Errors.Add(node.ToString(), $"{type} has no mean, and several values are selected. {WayOut}", tensors.And(isWhole, tensors.Less(tensors.Integer(1), count)));
        return program.At(new Lowered(values.Value, tensors.True), tensors.Inside(hits.First(null)!.Value)).Value;
    }

    // The product of two bounds is exact in 128 bits, and that is what decides whether a check is needed.
    private static bool FitsAlways(ProgramLowering program, Element element, long high) =>
        Math.Max(Math.Abs((decimal)element.Low), Math.Abs((decimal)element.High)) * program.Longest <= high;

    // An integer mean of integers, where there is one.
    private static Element OfIntegers(ProgramLowering program, ProgramNode node, HitReducer hits, Element integer, int divisor, int isWhole) {
        Tensors tensors = program.Tensors;
        (int mean, int rest) = integer.Type.SpecialType == SpecialType.System_Int64 && !FitsAlways(program, integer, long.MaxValue)
            ? WideSum.Of(tensors, hits, integer.Node).DividedBy(divisor)
            : Divided(hits.Sum(tensors.Spread(tensors.Cast(integer.Node, ElementType.I64)))!.Value);
        program.Errors.Add(
            node.ToString(), $"the mean of several {Literals.Type(integer.Type)} values is no {Literals.Type(integer.Type)}; Mean gives it exactly, as a Rational",
            tensors.And(isWhole, tensors.Apply("not_equal", rest, tensors.Integer(0, ElementType.I64))));
        return new Element(tensors.Cast(mean, Representation.Of(integer.Type)!.Value), integer.Type, integer.Low, integer.High);

        (int, int) Divided(int sum) => (tensors.Apply("divide", sum, divisor), tensors.Apply("remainder", sum, divisor));
    }
}

/// <summary>A sum of 64-bit integers in more bits than 64: of the upper halves, and of the lower ones, which carry into them.</summary>
/// <param name="Tensors">The graph.</param>
/// <param name="High">i64: the sum divided by 2^32 and rounded down.</param>
/// <param name="Low">i64: what is left, 32 bits without a sign.</param>
internal sealed record WideSum(Tensors Tensors, int High, int Low) {
    public static WideSum Of(Tensors tensors, HitReducer hits, int values) {
        int all = tensors.Spread(values);
        int mask = tensors.Integer(uint.MaxValue, ElementType.I64);
        int low = hits.Sum(tensors.Apply("and", all, mask))!.Value;
        int high = tensors.Add(hits.Sum(tensors.Shift("shift_right", all, 32))!.Value, tensors.Shift("shift_right", low, 32));
        return new WideSum(tensors, high, tensors.Apply("and", low, mask));
    }

    /// <summary>The sum itself, where it has 64 bits.</summary>
    public int Low64 => Tensors.Or(Tensors.Shift("shift_left", High, 32), Low);

    /// <summary>Where it has more.</summary>
    public int Overflows => Tensors.Not(Tensors.Equal(Tensors.Cast(Tensors.Cast(High, ElementType.I32), ElementType.I64), High));

    /// <summary>Quotient, rounded down, and remainder by a count, which has at most 31 bits.</summary>
    public (int Quotient, int Remainder) DividedBy(int count) {
        int upper = Tensors.Apply("divide", High, count);
        int left = Tensors.Apply("remainder", High, count);
        int isNegative = Tensors.Less(left, Tensors.Integer(0, ElementType.I64));
        upper = Tensors.Select(isNegative, Tensors.Subtract(upper, Tensors.Integer(1, ElementType.I64)), upper);
        left = Tensors.Select(isNegative, Tensors.Add(left, count), left);
        int rest = Tensors.Or(Tensors.Shift("shift_left", left, 32), Low);
        return (Tensors.Add(Tensors.Shift("shift_left", upper, 32), Tensors.Apply("divide", rest, count)), Tensors.Apply("remainder", rest, count));
    }
}
