using System;

namespace Sinter.Rasp.Nodes;

/// <summary>The selector that holds each key against each query.</summary>
public sealed class Select<K, Q> : Selector, ISelectNode {
    readonly Func<K, Q, bool> predicate;

    internal Select(SOp<K> keys, SOp<Q> queries, Func<K, Q, bool> predicate, Comparison? comparison, string source)
        : base(NodeKind.Select, keys, queries) {
        ArgumentNullException.ThrowIfNull(predicate);
        this.predicate = predicate;
        Comparison = comparison;
        Source = Format.Source(source);
    }

    /// <summary>The comparison, or null of a predicate that is a lambda.</summary>
    public Comparison? Comparison { get; }

    /// <summary>The comparison's symbol, or the source of the lambda.</summary>
    public string Source { get; }

    /// <summary>Whether a query, on the right, hits a key.</summary>
    public Func<K, Q, bool> Predicate => predicate;

    bool ISelectNode.Hits(object? key, object? query) => predicate((K)key!, (Q)query!);

    internal override string Write(Func<int, string> operand) => $"select({operand(0)}, {operand(1)}, {Source})";

    internal override object Evaluate(Frame frame) {
        Sequence<K> keys = frame.Operand<K>(0);
        Sequence<Q> queries = frame.Operand<Q>(1);
        for (int position = 0; position < frame.Length; position++) {
            // As tracr: what to make of a null is for the program to say, and a silent miss would become a hit under Not.
            Require(frame, keys, position, "key");
            Require(frame, queries, position, "query");
        }
        return new Selection(frame.Length, (query, key) => {
            try {
                return predicate(keys[key], queries[query]);
            } catch (Exception exception) {
                throw frame.Fault(query, $"{exception.GetType().Name} at key {key}: {exception.Message}", exception);
            }
        });
    }

    internal override bool SameAttributes(Node other) =>
        other is Select<K, Q> select && select.predicate.Equals(predicate) && select.Source == Source;

    internal override int AttributesHash => HashCode.Combine(predicate, Source);

    static void Require(Frame frame, Sequence sequence, int position, string role) {
        if (!sequence.IsPresent(position)) {
            throw frame.Fault(position, $"the {role} is null, and null compares with nothing; OrElse gives it a value");
        }
    }
}

/// <summary>A selector made of others: <see cref="NodeKind.And"/>, <see cref="NodeKind.Or"/>, <see cref="NodeKind.Not"/>; of none, <see cref="NodeKind.All"/>.</summary>
public sealed class CombinedSelector : Selector {
    internal CombinedSelector(NodeKind kind, params ReadOnlySpan<Node> operands) : base(kind, operands) {
    }

    internal override string Write(Func<int, string> operand) => Kind switch {
        NodeKind.And => $"({operand(0)} & {operand(1)})",
        NodeKind.Or => $"({operand(0)} | {operand(1)})",
        NodeKind.Not => $"!{operand(0)}",
        _ => "all",
    };

    internal override object Evaluate(Frame frame) => Kind switch {
        NodeKind.And => Combine(frame, (x, y) => x & y),
        NodeKind.Or => Combine(frame, (x, y) => x | y),
        NodeKind.Not => new Selection(frame.Length, (query, key) => !frame.Selection(0)[query, key]),
        _ => new Selection(frame.Length, (query, key) => true),
    };

    static Selection Combine(Frame frame, Func<bool, bool, bool> function) {
        Selection left = frame.Selection(0);
        Selection right = frame.Selection(1);
        return new Selection(frame.Length, (query, key) => function(left[query, key], right[query, key]));
    }
}
