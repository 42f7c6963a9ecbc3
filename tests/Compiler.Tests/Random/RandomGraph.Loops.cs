using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

internal sealed partial class RandomGraph {
    private int loops;

    // A recurrence whose state stays within [-1, 1], so that errors fade: next = (state + sin row) / 2, or a small product in between.
    private Known? Recur() {
        if (Pick(known => known.Element == ElementType.F32 && known.Type.Rank is 1 or 2 or 3 && known.Magnitude <= 60 && known.Type.Shape.Skip(1).All(extent => extent is { IsConstant: true, Value: > 0 })) is not { } rows) {
            return null;
        }
        Dimension count = rows.Type.Shape[0];
        Sequence<Dimension> shape = rows.Type.Shape.Skip(1).ToSequence();
        (string, AttributeValue) name = ("loop", new AttributeValue.Text($"{loops++}"));
        bool keeps = random.Next(2) == 0 && shape.All(extent => extent.Value > 0);
        Expression initial;
        string state = $"{this.name}.state{states}";
        if (keeps) {
            states++;
            module.Declare(new State(state, new TensorType(ElementType.F32, shape)));
            initial = new Expression(graph, graph.Apply("state_read", [], new Attributes(("name", new AttributeValue.Text(state)))));
        } else {
            initial = Filled(random.Next(-2, 3) / 4.0, shape);
        }
        bool twice = random.Next(3) == 0;
        Expression other = Filled(0.5, shape);
        Expression carried = LoopState(name, 0, initial.Type);
        Expression second = twice ? LoopState(name, 1, initial.Type) : carried;
        Expression row = rows.Value.Apply("loop_row", null, ("count", new AttributeValue.Extent(count)), name).Sin();
        Expression inner = carried;
        if (shape.Count == 1 && random.Next(2) == 0) {
            // At most half of what it is given: weights lie in [-1, 1].
            int width = (int)shape[0].Value;
            inner = carried.Contract("i,oi->o", Weight(width, width).Value) / (2.0 * width) + second * 0.5;
        } else if (shape.Count == 2 && random.Next(2) == 0) {
            // Along one axis all depend on all, along the other none.
            int along = random.Next(2);
            inner = carried * 0.5 + carried.Sum(along, keep: true) / (2.0 * shape[along].Value);
        } else if (twice) {
            inner = (carried + second) * 0.5;
        }
        Expression next = (inner + row) * 0.5;
        List<int> following = twice ? [next.Node, carried.Node] : [next.Node];
        List<int> start = twice ? [initial.Node, other.Node] : [initial.Node];
        List<int> collected = random.Next(3) == 0 ? [] : [next.Node];
        int loop = graph.Apply("loop", [.. start, .. following, .. collected], new Attributes(
            ("count", new AttributeValue.Extent(count)), name, ("states", Expression.Integer(start.Count)), ("while", new AttributeValue.Flag(false))));
        Expression last = Result("loop_result", loop, 0, initial.Type);
        if (keeps) {
            last.Apply("state_write", null, ("name", new AttributeValue.Text(state)));
        }
        double error = rows.Error + 8 * Tolerances.Of("sin", 1);
        Known final = new(last, -1, 1, error, null);
        if (collected.Count == 0) {
            return final;
        }
        pool.Add(final);
        return new Known(Result("loop_result", loop, start.Count, new TensorType(ElementType.F32, new[] { count }.Concat(shape).ToSequence())), -1, 1, error, null);
    }

    // Halves a value once for each iteration; the condition counts them, so that it is exact.
    private Known? RepeatWhile() {
        if (PickReal() is not { } x || x.Type.Rank == 0) {
            return null;
        }
        (string, AttributeValue) name = ("loop", new AttributeValue.Text($"{loops++}"));
        Expression counted = new(graph, graph.Apply("loop_index", [], new Attributes(name)));
        Expression goesOn = graph.Scalar(1, ElementType.Bool);
        Expression value = LoopState(name, 1, x.Type);
        Expression next = value * 0.5;
        Expression limit = new Expression(graph, graph.Apply("past", [])) - counted;
        Expression condition = limit.With("greater", graph.Scalar(1, ElementType.I32));
        int loop = graph.Apply("loop", [goesOn.Node, x.Value.Node, condition.Node, next.Node], new Attributes(
            ("count", Expression.Integer(random.Next(1, 5))), name, ("states", Expression.Integer(2)), ("while", new AttributeValue.Flag(true))));
        Expression result = Result("loop_result", loop, 1, x.Type);
        return new Known(result, Math.Min(x.Low, 0), Math.Max(x.High, 0), x.Error, null);
    }

    private Known? Branch() {
        if (PickReal() is not { } x || Unary("tanh", x) is not { } other) {
            return null;
        }
        Expression condition = new Expression(graph, graph.Apply("past", [])).With("less", graph.Scalar(random.Next(6), ElementType.I32));
        int branch = graph.Apply("branch", [condition.Node, x.Value.Node, other.Value.Node]);
        return Known.Either(Result("branch_result", branch, 0, x.Type), x, other);
    }

    private Expression LoopState((string, AttributeValue) name, int index, TensorType type) => new(graph, graph.Apply("loop_state", [], new Attributes(
        ("index", Expression.Integer(index)), name, ("shape", Expression.Extents(type.Shape)), ("type", new AttributeValue.Type(type.Element)))));

    private Expression Result(string operation, int owner, int index, TensorType type) => new(graph, graph.Apply(operation, [owner], new Attributes(
        ("index", Expression.Integer(index)), ("shape", Expression.Extents(type.Shape)), ("type", new AttributeValue.Type(type.Element)))));

    private Expression Filled(double value, Sequence<Dimension> shape) => graph.Scalar(value).Apply("broadcast", null, ("shape", Expression.Extents(shape)));
}
