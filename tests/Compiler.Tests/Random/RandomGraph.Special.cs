using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

/// <summary>
/// Computing with NaN, infinities, zeros of both signs and the ends of each type. What is done with such values is done in a way that has one
/// right result: moves, choices, comparisons, and single roundings of values that are exact.
/// </summary>
internal sealed partial class RandomGraph {
    /// <summary>The input that holds the largest and the smallest values too.</summary>
    public const string Extreme = "extreme";

    /// <summary>The input whose finite values are small, so that their sums and products are exact in any order.</summary>
    public const string Moderate = "moderate";

    // Relative to values of up to some hundreds, which functions of special values are where they are finite.
    private const double FunctionError = 1e-4;

    private readonly List<SpecialValue> specials = [];

    /// <param name="Known">The value; its bounds say nothing.</param>
    /// <param name="IsExact">Whether it may be computed with further.</param>
    /// <param name="IsModerate">Whether sums and products of it are exact, where they are finite.</param>
    private sealed record SpecialValue(Known Known, bool IsExact, bool IsModerate) {
        public ElementType Element => Known.Element;
    }

    private void AddSpecialLeaves() {
        if (random.Next(3) > 0) {
            return;
        }
        bool isModerate = random.Next(2) == 0;
        ElementType type = random.Next(3) == 0 ? ElementType.I32 : ElementType.F32;
        Dimension[] shape = random.Next(2) == 0 ? [time, Extent()] : [Extent(), time, Extent()];
        AddSpecial(graph.Input(isModerate ? Moderate : Extreme, type, shape), true, isModerate);
        AddSpecial(graph.Scalar(type == ElementType.I32 ? int.MinValue : random.Next(2) == 0 ? double.NaN : double.NegativeInfinity, type), true, true);
    }

    private SpecialValue AddSpecial(Expression value, bool isExact, bool isModerate, double error = 0) {
        SpecialValue special = new(new Known(value, double.NegativeInfinity, double.PositiveInfinity, error, isExact ? 0 : null), isExact, isModerate);
        specials.Add(special);
        return special;
    }

    private IEnumerable<Known> ReturnedSpecials() {
        SpecialValue[] made = [.. specials.Where(special => special.Known.Value.Graph[special.Known.Value.Node].Operation is not ("input" or "constant"))];
        return made.Length == 0 ? [] : Enumerable.Range(0, 3).Select(_ => made[random.Next(made.Length)].Known);
    }

    private SpecialValue? PickSpecial(Func<SpecialValue, bool> fits) {
        SpecialValue[] fitting = [.. specials.Where(fits)];
        return fitting.Length == 0 ? null : fitting[random.Next(fitting.Length)];
    }

    // What is made stays among the special values, but truth values are like any others.
    private Known? Special() {
        if (specials.Count is 0 or > 12) {
            return null;
        }
        switch (random.Next(7)) {
            case 0 when PickSpecial(_ => true) is { } x && Move(x.Known) is { } moved && IsSmall(moved.Type.Shape):
                AddSpecial(moved.Value, x.IsExact && moved.IsExact, x.IsModerate, Math.Max(x.Known.Error, moved.Error));
                return null;
            case 1:
                return CompareSpecials();
            case 2:
                SelectSpecials();
                return null;
            case 3:
                CastSpecial();
                return null;
            case 4:
                ReduceSpecial();
                return null;
            case 5:
                MapSpecial();
                return null;
            default:
                CombineSpecials();
                return null;
        }
    }

    private Known? CompareSpecials() {
        SpecialValue? left = PickSpecial(special => special.IsExact && special.Element != ElementType.Bool);
        SpecialValue? right = left is null ? null : PickSpecial(special => special.IsExact && special.Element == left.Element);
        string[] names = ["equal", "not_equal", "less", "less_equal", "greater", "greater_equal"];
        return left is null || right is null || !Meets(left.Known, right.Known)
            ? null
            : new Known(left.Known.Value.With(names[random.Next(names.Length)], right.Known.Value), 0, 1, 0, 0);
    }

    private void SelectSpecials() {
        Known? condition = Pick(known => known.Element == ElementType.Bool);
        SpecialValue? yes = PickSpecial(_ => true);
        SpecialValue? no = yes is null ? null : PickSpecial(special => special.Element == yes.Element);
        if (condition is not null && yes is not null && no is not null && Meets(condition, yes.Known, no.Known)) {
            AddSpecial(condition.Value.Apply("select", [yes.Known.Value, no.Known.Value]), yes.IsExact && no.IsExact, yes.IsModerate && no.IsModerate, Math.Max(yes.Known.Error, no.Known.Error));
        }
    }

    // Reals beyond an integer type become its ends, NaN becomes 0.
    private void CastSpecial() {
        ElementType[] types = [ElementType.F32, ElementType.I32, ElementType.I64, ElementType.Bool];
        ElementType to = types[random.Next(types.Length)];
        if (PickSpecial(special => special.IsExact && special.Element != to) is { } x) {
            AddSpecial(x.Known.Value.Cast(to), true, x.IsModerate && !x.Element.IsFloat());
        }
    }

    private void ReduceSpecial() {
        string[] names = ["max", "min", "sum", "product", "cumulative_max", "cumulative_min", "cumulative_sum"];
        string operation = names[random.Next(names.Length)];
        bool isOrdered = operation.EndsWith("max", StringComparison.Ordinal) || operation.EndsWith("min", StringComparison.Ordinal);
        SpecialValue? x = PickSpecial(special => special.IsExact && special.Element != ElementType.Bool && special.Known.Type.Rank > 0
            && (isOrdered || special.Element.IsInteger() || special.IsModerate));
        if (x is null) {
            return;
        }
        int axis = random.Next(x.Known.Type.Rank);
        // An axis with no element gives the end of the type; products of more than a few elements are not exact.
        if (operation == "product" && x.Element.IsFloat() && Most(x.Known.Value.Extent(axis)) > 8) {
            return;
        }
        Expression value = operation.StartsWith("cumulative", StringComparison.Ordinal)
            ? x.Known.Value.Apply(operation, null, ("axis", Expression.Integer(axis)))
            : x.Known.Value.Reduce(operation, axis, random.Next(2) == 0);
        AddSpecial(value, isOrdered || x.Element.IsInteger(), isOrdered && x.IsModerate, operation == "product" ? 1e-2 : 0);
    }

    private void MapSpecial() {
        string[] exact = ["negate", "abs", "floor", "ceiling", "round"], rounded = ["sqrt", "exp", "log", "tanh", "sigmoid", "erf"], moderate = ["sin", "cos", "rsqrt"];
        string operation = random.Next(3) switch { 0 => exact[random.Next(exact.Length)], 1 => rounded[random.Next(rounded.Length)], _ => moderate[random.Next(moderate.Length)] };
        bool isExact = exact.Contains(operation);
        SpecialValue? x = PickSpecial(special => special.IsExact && (special.Element == ElementType.F32 || (special.Element.IsInteger() && operation is "negate" or "abs"))
            && (special.IsModerate || !moderate.Contains(operation)));
        if (x is not null && (operation is not ("negate" or "abs") || x.Element != ElementType.Bool)) {
            AddSpecial(x.Known.Value.Apply(operation), isExact, x.IsModerate && isExact, isExact || operation == "sqrt" ? 0 : FunctionError);
        }
    }

    private void CombineSpecials() {
        SpecialValue? left = PickSpecial(special => special.IsExact && special.Element != ElementType.Bool);
        SpecialValue? right = left is null ? null : PickSpecial(special => special.IsExact && special.Element == left.Element);
        if (left is null || right is null || !Meets(left.Known, right.Known)) {
            return;
        }
        // Integers wrap, so all of their arithmetic is exact; they are divided by no zero.
        string[] names = left.Element.IsFloat()
            ? ["add", "subtract", "multiply", "divide", "minimum", "maximum"]
            : ["add", "subtract", "multiply", "minimum", "maximum", "and", "or", "xor", "shift_left", "shift_right", "shift_right_unsigned", "divide", "remainder"];
        string operation = names[random.Next(names.Length)];
        Expression divisor = left.Element.IsInteger() && operation is "divide" or "remainder" ? graph.Scalar(random.Next(2) == 0 ? -1 : 3, left.Element) : right.Known.Value;
        bool isChoice = operation is "minimum" or "maximum";
        AddSpecial(left.Known.Value.With(operation, divisor), isChoice || left.Element.IsInteger(), isChoice && left.IsModerate && right.IsModerate);
    }
}
