using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

/// <summary>
/// A random entry of which each row is computed by itself: the outermost axis of all values is that of the rows, and no operation mixes
/// them. Values stay within a few units, so that no result is without a number.
/// </summary>
internal sealed class RowGraph {
    // Wide enough that a matrix of Wide columns is worth using as it is stored, and a whole block of every form.
    private const int Wide = 256, Columns = 259;

    private static readonly int[] Lengths = [2, 3, 5, 8, 11, 17];

    private readonly Random random;
    private readonly ModuleBuilder module;
    private readonly GraphBuilder graph;
    private readonly string name;
    private readonly Dimension rows;
    private readonly List<Expression> pool = [];
    private int weights;
    private int loops;

    public RowGraph(Random random, ModuleBuilder module, string name, string symbol, int operations) {
        (this.random, this.module, this.name, rows) = (random, module, name, Dimension.Symbol(symbol));
        graph = module.Entry(name);
        int length = Length(), width = random.Next(2) == 0 ? Wide : 4 * Length();
        pool.Add(graph.Input("wide", ElementType.F32, rows, Wide));
        pool.Add(graph.Input("long", ElementType.F32, rows, length, width));
        Expression tokens = graph.Input("tokens", ElementType.I32, rows, length);
        pool.Add(Weight(4, width).Gather(tokens, 0));
        Func<Expression?>[] choices = [Map, Map, Combine, Combine, Scale, Reduce, Normal, Softmax, Linear, Linear, Linear, Gated, Product, Attention, Attention, Running, Sorted, Moved, Moved, Recurrence];
        for (int made = 0, tries = 0; made < operations && tries < 40 * operations; tries++) {
            if (choices[random.Next(choices.Length)]() is { } value && value.Type.Count.Evaluate(_ => 1) <= 10_000 && pool.All(other => other.Node != value.Node)) {
                pool.Add(value);
                made++;
            }
        }
        foreach ((Expression value, int i) in pool.TakeLast(1).Concat(random.GetItems(pool.Skip(2).ToArray(), 2)).DistinctBy(value => value.Node).ToList().Select((value, i) => (value, i))) {
            graph.Return($"output{i}", value);
        }
        graph.Build();
    }

    private int Length() => Lengths[random.Next(Lengths.Length)];

    private Expression Weight(params int[] shape) {
        string weight = $"{name}.{weights++}";
        module.Declare(new Weight(weight, new TensorType(ElementType.F32, Array.ConvertAll(shape, extent => new Dimension(extent)))));
        return graph.Weight(weight);
    }

    private Expression? Pick(Func<Expression, bool> fits) {
        Expression[] fitting = [.. pool.Where(fits)];
        return fitting.Length == 0 ? null : fitting[fitting.Length - 1 - (int)(fitting.Length * Math.Pow(random.NextDouble(), 2))];
    }

    private Expression Any() => Pick(_ => true)!.Value;

    private static int Width(Expression x) => (int)x.Extent(-1).Value;

    private int InnerAxis(Expression x) => random.Next(1, x.Type.Rank);

    private Expression? Map() {
        string[] names = ["tanh", "sigmoid", "sin", "cos", "erf", "abs", "exp", "negate"];
        string operation = names[random.Next(names.Length)];
        Expression x = Any();
        return operation == "exp" ? x.Apply("tanh").Exp() : x.Apply(operation);
    }

    private Expression? Combine() {
        Expression x = Any();
        Expression other = Pick(other => other.Type.Equals(x.Type))!.Value;
        return random.Next(4) switch {
            0 => x * other.Apply("tanh"),
            1 => x.With("maximum", other),
            2 => (x - other) * 0.5,
            _ => (x + other) * 0.7,
        };
    }

    private Expression? Scale() {
        Expression x = Any();
        return random.Next(2) == 0 ? x * Weight(Width(x)) : x + Weight(Width(x));
    }

    private Expression? Reduce() {
        Expression x = Any();
        if (x.Type.Rank < 2) {
            return null;
        }
        int axis = InnerAxis(x);
        bool keep = x.Type.Rank == 2 || random.Next(2) == 0;
        return random.Next(2) == 0 ? x.Max(axis, keep) : x.Sum(axis, keep) / Math.Sqrt(x.Extent(axis).Value);
    }

    private Expression? Normal() {
        Expression x = Any();
        Expression centred = random.Next(2) == 0 ? x : x - x.Sum(-1, keep: true) / (double)Width(x);
        return centred.RmsNormalize(0.1) * Weight(Width(x));
    }

    private Expression? Softmax() {
        Expression x = Any();
        return x.Softmax(InnerAxis(x));
    }

    private Expression Linear(Expression x, int columns) {
        string axes = "btuvw"[..(x.Type.Rank - 1)];
        return x.Contract($"{axes}i,oi->{axes}o", Weight(columns, Width(x))) / Math.Sqrt(Width(x));
    }

    private Expression? Linear() {
        Expression x = Any();
        Expression left = random.Next(3) switch {
            0 => x.RmsNormalize(0.1) * Weight(Width(x)),
            1 => x.Apply("tanh"),
            _ => x,
        };
        Expression product = Linear(left, random.Next(3) switch { 0 => Columns, 1 => Wide, _ => Length() * 3 });
        return random.Next(3) == 0 ? product + Weight(Width(product)) : product;
    }

    private Expression? Gated() {
        Expression x = Any();
        int hidden = random.Next(2) == 0 ? Wide : Length() * 4;
        Expression normal = x.RmsNormalize(0.1), gate = Linear(normal, hidden);
        Expression product = Linear(gate * gate.Sigmoid() * Linear(normal, hidden), Width(x));
        return product + x;
    }

    // Both factors come with the call.
    private Expression? Product() {
        if (Pick(x => x.Type.Rank == 3) is not { } x || Pick(other => other.Type.Rank == 3 && other.Extent(-1).Equals(x.Extent(-1))) is not { } other) {
            return null;
        }
        return x.Contract("bti,bsi->bts", other.Apply("tanh")) / (double)Width(x);
    }

    private Expression? Attention() {
        if (Pick(x => x.Type.Rank == 3 && x.Extent(1).Value > 1) is not { } x) {
            return null;
        }
        (int groups, int width, int length) = (random.Next(1, 3), random.Next(2) == 0 ? 16 : random.Next(2, 7), (int)x.Extent(1).Value);
        Expression Heads() => Linear(x, groups * width).Reshape(rows, length, groups, width);
        Expression scores = Heads().Contract("btgd,bsgd->bgts", Heads()) / Math.Sqrt(width);
        if (random.Next(2) == 0) {
            Expression seen = graph.Iota(length).Reshape(1, 1, 1, length).With("less_equal", graph.Iota(length).Reshape(1, 1, length, 1));
            scores = seen.Apply("select", [scores, graph.Scalar(double.NegativeInfinity)]);
        }
        return scores.Softmax(-1).Contract("bgts,bsge->btge", Heads()).Reshape(rows, length, groups * width);
    }

    private Expression? Running() {
        Expression x = Any();
        int axis = InnerAxis(x);
        string operation = random.Next(2) == 0 ? "cumulative_sum" : "cumulative_max";
        Expression value = x.Apply(operation, null, ("axis", Expression.Integer(axis)));
        return operation == "cumulative_sum" ? value / (double)x.Extent(axis).Value : value;
    }

    private Expression? Sorted() {
        Expression x = Any();
        (string, AttributeValue) axis = ("axis", Expression.Integer(InnerAxis(x)));
        Expression order = x.Apply("sort_order", null, axis, ("descending", new AttributeValue.Flag(random.Next(2) == 0)), ("count", Expression.Integer(-1)));
        return x.Apply("take_along", [order], axis);
    }

    private Expression? Moved() {
        Expression x = Any();
        int axis = InnerAxis(x);
        long extent = x.Extent(axis).Value;
        switch (random.Next(4)) {
            case 0 when extent > 2:
                return x.Slice(axis, 1, extent - 1);
            case 1:
                return x.Concatenate(axis, Pick(other => other.Type.Equals(x.Type))!.Value);
            case 2 when x.Type.Rank == 3:
                return x.Transpose(0, 2, 1);
            case 3 when x.Type.Rank == 3:
                return x.Reshape(rows, x.Extent(1).Value * x.Extent(2).Value);
            default:
                return null;
        }
    }

    // A state for each row, taken through the steps of the second axis.
    private Expression? Recurrence() {
        if (Pick(x => x.Type.Rank == 3 && x.Extent(1).Value > 1) is not { } x) {
            return null;
        }
        (string, AttributeValue) loop = ("loop", new AttributeValue.Text($"{loops++}"));
        (string, AttributeValue) count = ("count", new AttributeValue.Extent(x.Extent(1)));
        TensorType state = new(ElementType.F32, rows, x.Extent(2));
        Expression initial = graph.Scalar(0.25).Apply("broadcast", null, ("shape", Expression.Extents(state.Shape)));
        Expression carried = new(graph, graph.Apply("loop_state", [], new Attributes(
            ("index", Expression.Integer(0)), loop, ("shape", Expression.Extents(state.Shape)), ("type", new AttributeValue.Type(ElementType.F32)))));
        Expression row = x.Transpose(1, 0, 2).Apply("loop_row", null, count, loop);
        Expression next = ((random.Next(2) == 0 ? carried : Linear(carried, Width(x))) * row.Sigmoid() + row.Apply("tanh")) * 0.5;
        int node = graph.Apply("loop", [initial.Node, next.Node, next.Node], new Attributes(count, loop, ("states", Expression.Integer(1)), ("while", new AttributeValue.Flag(false))));
        Expression collected = new(graph, graph.Apply("loop_result", [node], new Attributes(
            ("index", Expression.Integer(1)), ("shape", Expression.Extents([x.Extent(1), rows, x.Extent(2)])), ("type", new AttributeValue.Type(ElementType.F32)))));
        return collected.Transpose(1, 0, 2);
    }
}
