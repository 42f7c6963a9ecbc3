using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

internal sealed partial class RandomGraph {
    private Known? Reduce() {
        string[] names = ["sum", "max", "min", "product", "sum"];
        string operation = names[random.Next(names.Length)];
        Known? x = Pick(known => IsNumber(known) && known.Type.Rank > 0);
        return x is null ? null : Reduce(operation, x, random.Next(x.Type.Rank), random.Next(2) == 0);
    }

    private static Known? Reduce(string operation, Known x, int axis, bool keep) {
        if (operation is "max" or "min" && MayBeEmpty(x.Value.Extent(axis))) {
            return null;
        }
        double terms = Most(x.Value.Extent(axis));
        double largest = Math.Pow(Math.Max(x.Magnitude, 1), terms);
        if (operation == "product" && (x.Magnitude > 1.6 || terms > 6)) {
            return null;
        }
        Expression value = x.Value.Reduce(operation, axis, keep);
        return operation switch {
            "sum" => Known.Result("add", value, Math.Min(x.Low, x.Low * terms), Math.Max(x.High, x.High * terms), terms * (x.Error + Tolerances.Of("add", terms * x.Magnitude)), x.Grid),
            "product" => Known.Result("multiply", value, -largest, largest, terms * (largest * x.Error + Tolerances.Of("multiply", largest)), x.Grid * (int)terms),
            _ => x.Moved(value),
        };
    }

    private Known? Cumulate() {
        string[] names = ["sum", "max", "min", "product"];
        string operation = names[random.Next(names.Length)];
        if (Pick(known => IsNumber(known) && known.Type.Rank > 0) is not { } x) {
            return null;
        }
        int axis = random.Next(x.Type.Rank);
        // As far off as the whole reduction at most, whose bounds hold for every part of it too.
        Known? whole = Reduce(operation, x, axis, keep: true);
        return whole is null ? null : (whole with { Low = Math.Min(whole.Low, x.Low), High = Math.Max(whole.High, x.High) }).Moved(
            x.Value.Apply("cumulative_" + operation, null, ("axis", Expression.Integer(axis))));
    }

    private Known? Contract() {
        Known? left = Pick(known => IsNumber(known) && known.Type.Rank is > 0 and <= 3);
        Known? right = left is null ? null : Pick(known => known.Element == left.Element && known.Type.Rank is > 0 and <= 3);
        if (left is null || right is null) {
            return null;
        }
        string of = "abc"[..left.Type.Rank];
        string with = "";
        foreach (Dimension extent in right.Type.Shape) {
            char[] equal = [.. of.Where(axis => !with.Contains(axis) && left.Type.Shape[of.IndexOf(axis)].Equals(extent))];
            with += equal.Length > 0 && random.Next(5) > 0 ? equal[random.Next(equal.Length)] : (char)('p' + with.Length);
        }
        char[] result = [.. (of + with).Distinct().Where(axis => random.Next(10) < (of.Contains(axis) && with.Contains(axis) ? 3 : 9))];
        if (random.Next(3) == 0) {
            random.Shuffle(result);
        }
        return Contract($"{of},{with}->{new string(result)}", left, right);
    }

    private Known? Contract(string equation, Known left, Known right) {
        string[] parts = equation.Split(',', '>');
        string of = parts[0], with = parts[1][..^1], result = parts[2];
        Dimension Extent(char axis) => of.Contains(axis) ? left.Type.Shape[of.IndexOf(axis)] : right.Type.Shape[with.IndexOf(axis)];
        double terms = Most(TensorType.Product((of + with).Distinct().Where(axis => !result.Contains(axis)).Select(Extent)));
        double bound = terms * left.Magnitude * right.Magnitude;
        if (!IsSmall(result.Select(Extent)) || bound > 1e4 || terms > 2000) {
            return null;
        }
        double error = terms * (left.Error * right.Magnitude + right.Error * left.Magnitude + Tolerances.Of("add", bound));
        double low = left.Low >= 0 && right.Low >= 0 ? 0 : -bound;
        return Known.Result("multiply", left.Value.Contract(equation, right.Value), low, bound, error, left.Grid + right.Grid);
    }

    // The product that is packed at load, on either side, with one or two columns axes.
    private Known? ContractWithWeight() {
        Known? x = Pick(known => known.Element == ElementType.F32 && known.Type.Rank is 2 or 3 && known.Value.Extent(-1) is { IsConstant: true, Value: > 0 });
        if (x is null) {
            return null;
        }
        Dimension inner = x.Value.Extent(-1);
        string axes = x.Type.Rank == 2 ? "ti" : "bti";
        string outer = axes[..^1];
        return random.Next(5) switch {
            0 => Contract($"oi,{axes}->{outer}o", Weight(Extent(), inner), x),
            1 => Contract($"{axes},io->{outer}o", x, Weight(inner, Extent())),
            2 => Contract($"{axes},ohi->{outer}ho", x, Weight(Extent(), Extent(), inner)),
            3 => Contract($"{axes},oi->o{outer}", x, Weight(Extent(), inner)),
            _ => Contract($"{axes},oi->{outer}o", x, Weight(Extent(), inner)),
        };
    }

    private Known? Softmax() => Pick(known => known.Element == ElementType.F32 && known.Type.Rank > 0 && known.Magnitude < 50 && !known.Type.Shape.Any(MayBeEmpty)) is { } x
        ? Softmax(x, random.Next(x.Type.Rank))
        : null;

    private static Known Softmax(Known x, int axis) {
        double terms = Most(x.Value.Extent(axis));
        return new Known(x.Value.Softmax(axis), 0, 1, 4 * x.Error + (terms + 8) * Tolerances.Unit, null);
    }

    // A norm with a scale, a product, and something elementwise after it: what fusion makes one kernel.
    private Known? NormalizedProduct() {
        Known? x = Pick(known => known.Element == ElementType.F32 && known.Type.Rank == 2 && known.Value.Extent(1) is { IsConstant: true, Value: > 1 });
        if (x is null) {
            return null;
        }
        Dimension width = x.Value.Extent(1);
        Known? squares = Binary("multiply", x, x);
        Known? sum = squares is null ? null : Reduce("sum", squares with { Low = 0 }, 1, keep: true);
        Known? mean = sum is null ? null : Binary("multiply", sum, new Known(graph.Scalar(1.0 / width.Value), 1.0 / width.Value, 1.0 / width.Value, 1e-9, null));
        Known? root = mean is null ? null : Unary("rsqrt", Binary("add", mean with { Low = 0 }, new Known(graph.Scalar(0.5), 0.5, 0.5, 0, 1)));
        Known? normal = root is null ? null : Binary("multiply", x, root);
        Known? scaled = normal is null ? null : random.Next(3) == 0 ? normal : Binary("multiply", normal, Weight(width));
        if (scaled is null) {
            return null;
        }
        bool back = random.Next(2) == 0;
        Dimension outer = back ? width : Extent();
        Known? product = Contract("ti,oi->to", scaled, Weight(outer, width));
        return random.Next(4) switch {
            _ when product is null => null,
            0 when back => Binary("add", product, x),
            1 => Unary("sigmoid", product) is { } gate && Contract("ti,oi->to", scaled, Weight(outer, width)) is { } up ? Binary("multiply", gate, up) : product,
            2 => Binary("add", product, Weight(outer)),
            _ => product,
        };
    }
}
