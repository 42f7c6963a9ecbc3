using System;
using System.Collections.Generic;

namespace Sinter.Rasp.Nodes;

/// <summary>One value for each query, from those at the keys its selector hits.</summary>
public abstract class Aggregation<T> : SOp<T>, IAggregateNode {
    private protected Aggregation(Reduction reduction, Empty<T> whenEmpty, params ReadOnlySpan<Node> operands) : base(NodeKind.Aggregate, operands) {
        Reduction = reduction;
        WhenEmpty = whenEmpty;
    }

    /// <summary>How the value is made.</summary>
    public Reduction Reduction { get; }

    /// <summary>The value of a query that hits nothing.</summary>
    public Empty<T> WhenEmpty { get; }

    bool IAggregateNode.HasDefault => WhenEmpty.HasValue;

    object? IAggregateNode.Default => WhenEmpty.Value;

    internal sealed override string Write(Func<int, string> operand) {
        string arguments = Operands.Length == 3 ? $"{operand(0)}, {operand(1)}, {operand(2)}" : $"{operand(0)}, {operand(1)}";
        string whenEmpty = WhenEmpty.HasValue ? $", default {Format.Value(WhenEmpty.Value)}" : "";
        return $"{Verb}({arguments}{whenEmpty})";
    }

    internal sealed override object Evaluate(Frame frame) {
        Selection selection = frame.Selection(0);
        var keys = new List<int>();
        return frame.Fill((int query, out T value) => {
            keys.Clear();
            for (int key = 0; key < frame.Length; key++) {
                if (selection[query, key]) {
                    keys.Add(key);
                }
            }
            if (keys.Count > 0) {
                return Reduce(frame, query, keys, out value);
            }
            value = WhenEmpty.HasValue ? WhenEmpty.Value : default!;
            return WhenEmpty.HasValue;
        });
    }

    internal sealed override bool SameAttributes(Node other) =>
        other is Aggregation<T> aggregation && aggregation.Reduction == Reduction && Identity.AreEqual(aggregation.WhenEmpty, WhenEmpty);

    internal sealed override int AttributesHash => HashCode.Combine(Reduction, WhenEmpty);

    private protected virtual string Verb => Reduction switch {
        Reduction.Mean => "mean",
        Reduction.Sum => "sum",
        Reduction.Max => "max",
        Reduction.Min => "min",
        Reduction.First => "first",
        Reduction.Last => "last",
        Reduction.Closest => "closest",
        _ => "best",
    };

    private protected abstract bool Reduce(Frame frame, int query, List<int> keys, out T value);
}

/// <summary>An aggregate that computes with the selected values; null where it selects a null.</summary>
public sealed class Fold<V, R> : Aggregation<R>, IFoldNode {
    readonly Func<V, R> one;
    readonly Func<V[], R> several;

    internal Fold(Reduction reduction, Selector selector, SOp<V> values, Empty<R> whenEmpty, Func<V, R> one, Func<V[], R> several)
        : base(reduction, whenEmpty, selector, values) {
        this.one = one;
        this.several = several;
    }

    object? IFoldNode.Fold(params object?[] selected) {
        try {
            return Of(Array.ConvertAll(selected, value => (V)value!));
        } catch (ElementException exception) {
            throw new RaspException(ToString(), exception.Message);
        }
    }

    private protected override string Verb => Reduction == Reduction.Mean && typeof(V) == typeof(R) ? "aggregate" : base.Verb;

    private protected override bool Reduce(Frame frame, int query, List<int> keys, out R value) {
        Sequence<V> values = frame.Operand<V>(1);
        var selected = new V[keys.Count];
        value = default!;
        for (int i = 0; i < selected.Length; i++) {
            if (!values.TryGet(keys[i], out selected[i])) {
                return false;
            }
        }
        value = Of(selected);
        return true;
    }

    R Of(V[] selected) => selected.Length == 1 ? one(selected[0]) : several(selected);
}

/// <summary>An aggregate that takes one of the selected values as it is, by where it stands.</summary>
public sealed class Pick<T> : Aggregation<T> {
    internal Pick(Reduction reduction, Selector selector, SOp<T> values, Empty<T> whenEmpty) : base(reduction, whenEmpty, selector, values) {
    }

    private protected override bool Reduce(Frame frame, int query, List<int> keys, out T value) {
        int chosen = Reduction switch {
            Reduction.First => keys[0],
            Reduction.Last => keys[^1],
            _ => Closest(query, keys),
        };
        return frame.Operand<T>(1).TryGet(chosen, out value);
    }

    static int Closest(int query, List<int> keys) {
        int closest = keys[0];
        foreach (int key in keys) {
            if (Math.Abs(key - query) < Math.Abs(closest - query)) {
                closest = key;
            }
        }
        return closest;
    }
}

/// <summary>An aggregate that takes the selected value of the greatest score.</summary>
public sealed class Best<S, T> : Aggregation<T> {
    internal Best(Selector selector, SOp<S> scores, SOp<T> values, Empty<T> whenEmpty) : base(Reduction.Best, whenEmpty, selector, scores, values) {
    }

    private protected override bool Reduce(Frame frame, int query, List<int> keys, out T value) {
        Sequence<S> scores = frame.Operand<S>(1);
        int best = -1;
        foreach (int key in keys) {
            if (!scores.IsPresent(key)) {
                throw new ElementException($"the score at key {key} is null, and null compares with nothing; OrElse gives it a value");
            }
            if (Order.Sign(scores[key], scores[key]) == null) {
                throw new ElementException($"the score {Format.Value(scores[key])} at key {key} has no order");
            }
            if (best < 0 || Order.Sign(scores[key], scores[best]) > 0) {
                best = key;
            }
        }
        return frame.Operand<T>(2).TryGet(best, out value);
    }
}

/// <summary>The number of keys that each query hits.</summary>
public sealed class Width : SOp<int> {
    internal Width(Selector selector) : base(NodeKind.Width, selector) {
    }

    internal override string Write(Func<int, string> operand) => $"selector_width({operand(0)})";

    internal override object Evaluate(Frame frame) {
        Selection selection = frame.Selection(0);
        return frame.Fill((int position, out int value) => {
            value = selection.Width(position);
            return true;
        });
    }
}
