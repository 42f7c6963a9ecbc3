using System;
using System.Linq;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

internal sealed partial class RandomGraph {
    // Attention as the language composes it, over states or over this call's tokens, with various masks and scores.
    private Known? Attention() {
        Known? x = Pick(known => known.Element == ElementType.F32 && known.Type.Rank == 2 && known.Value.Extent(0).Equals(time) && known.Value.Extent(1) is { IsConstant: true, Value: > 0 } && known.Magnitude < 20);
        if (x is null || states > 2) {
            return null;
        }
        (int groups, int share, int width, int channels) = (random.Next(1, 4), random.Next(1, 3), random.Next(1, 6), random.Next(1, 6));
        Dimension inner = x.Value.Extent(1);
        Known? query = Contract("ti,oi->to", x, Weight(groups * share * width, inner));
        Known? key = Contract("ti,oi->to", x, Weight(groups * width, inner));
        Known? value = Contract("ti,oi->to", x, Weight(groups * channels, inner));
        if (query is null || key is null || value is null) {
            return null;
        }
        query = query.Moved(query.Value.Reshape(time, groups, share, width));
        key = key.Moved(key.Value.Reshape(time, groups, width));
        value = value.Moved(value.Value.Reshape(time, groups, channels));
        bool cached = random.Next(3) > 0;
        if (cached) {
            key = Cached(key);
            value = Cached(value);
        }
        // Any order of the axes, and either operand first, is the same attention.
        string order = Shuffled("grts");
        Known? product = random.Next(2) == 0 ? Contract($"tgrd,sgd->{order}", query, key) : Contract($"sgd,tgrd->{order}", key, query);
        Known? scores = product is null ? null : Binary("multiply", product, new Known(graph.Scalar(1 / Math.Sqrt(width)), 0, 1, 1e-8, null));
        if (scores is null || scores.Magnitude > 40) {
            return null;
        }
        Dimension keys = key.Value.Extent(0);
        Expression Along(char axis, Expression vector, Dimension extent) => vector.Reshape([.. order.Select(other => other == axis ? extent : Dimension.One)]);
        Expression i = Along('t', cached ? graph.Positions() : graph.Iota(time), time);
        Expression j = Along('s', graph.Iota(keys), keys);
        Expression scored = random.Next(3) == 0 ? scores.Value + (j - i).Cast(ElementType.F32) * 0.25 : scores.Value;
        Expression? seen = random.Next(5) switch {
            0 => null,
            1 => j.With("less_equal", i).With("and", j.With("greater", i - graph.Scalar(3, ElementType.I32))),
            2 => i.With("greater_equal", j),
            3 => j.With("less_equal", i),
            _ => j.With("less", i + graph.Scalar(1, ElementType.I32)),
        };
        Expression masked = seen is null ? scored : seen.Value.Apply("select", [scored, graph.Scalar(double.NegativeInfinity)]);
        // Weights are off by twice the scores' error, relative to themselves, and their sum by its roundings.
        double relative = 4 * (scores.Error + Tolerances.Unit * 8) + (Most(keys) + 8) * Tolerances.Unit;
        Expression weights = masked.Softmax(order.IndexOf('s'));
        string result = random.Next(2) == 0 ? "tgre" : Shuffled("tgre");
        Expression mixed = random.Next(2) == 0 ? weights.Contract($"{order},sge->{result}", value.Value) : value.Value.Contract($"sge,{order}->{result}", weights);
        Known attended = new(mixed, value.Low, value.High, value.Error + value.Magnitude * relative, null);
        return result != "tgre" || random.Next(2) == 0 ? attended : attended.Moved(mixed.Reshape(time, groups * share * channels));
    }

    private string Shuffled(string axes) {
        char[] letters = axes.ToCharArray();
        random.Shuffle(letters);
        return new string(letters);
    }

    private Known Cached(Known rows) {
        string state = $"{name}.state{states++}";
        module.Declare(new State(state, new TensorType(ElementType.F32, new[] { new Dimension(RandomModule.Context) }.Concat(rows.Type.Shape.Skip(1)).ToSequence())));
        return rows.Moved(rows.Value.Append(state));
    }

    // Functions of the position alone, which are tabulated at load, applied to halves that are joined again.
    private Known? Rotary() {
        Known? x = Pick(known => known.Element == ElementType.F32 && known.Type.Rank == 3 && known.Value.Extent(0).Equals(time) && known.Value.Extent(2) is { IsConstant: true, Value: > 1 } width && width.Value % 2 == 0);
        if (x is null || x.Magnitude > 1000) {
            return null;
        }
        Dimension half = x.Value.Extent(2).Value / 2;
        Expression frequency = graph.Scalar(100).With("power", graph.Iota(half).Cast(ElementType.F32) * (-1.0 / half.Value));
        Expression angle = graph.Positions().Cast(ElementType.F32).Reshape(time, 1, 1) * frequency;
        (Expression first, Expression second) = (x.Value.Slice(2, 0, half), x.Value.Slice(2, half, half));
        Expression turned = (first * angle.Cos() - second * angle.Sin()).Concatenate(2, first * angle.Sin() + second * angle.Cos());
        return new Known(turned, -2 * x.Magnitude, 2 * x.Magnitude, 2 * x.Error + 40 * Tolerances.Unit * x.Magnitude, null);
    }
}
