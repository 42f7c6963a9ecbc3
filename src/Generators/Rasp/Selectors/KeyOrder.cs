using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Generators.Rasp;

/// <summary>
/// Values in their order: where each lies when all are sorted, and where those equal to it begin and end. Values of several scalars go
/// by the first that differs: they are sorted by the last first, because the order of equals is kept.
/// </summary>
internal sealed class KeyOrder {
    private KeyOrder(int order, int place, int start, int end) => (Order, Place, Start, End) = (order, place, start, end);

    /// <summary>At each place the position of the value that belongs there.</summary>
    public int Order { get; }

    /// <summary>At each position the place of its value.</summary>
    public int Place { get; }

    /// <summary>At each place where the values equal to the one there begin.</summary>
    public int Start { get; }

    /// <summary>At each place where they end.</summary>
    public int End { get; }

    public static KeyOrder Of(Tensors tensors, IReadOnlyList<int> leaves, Dimension length) {
        int indices = tensors.Iota(length);
        int? order = null;
        foreach (int leaf in leaves.Reverse().Where(leaf => !tensors.IsUniform(leaf)).DefaultIfEmpty(leaves[0])) {
            int values = tensors.Spread(leaf, length);
            int next = tensors.SortOrder(order is { } before ? tensors.Gather(values, before) : values);
            order = order is { } earlier ? tensors.Gather(earlier, next) : next;
        }
        int previous = tensors.Maximum(tensors.Subtract(indices, tensors.Integer(1)), tensors.Integer(0));
        int begins = tensors.Equal(indices, tensors.Integer(0));
        foreach (int leaf in leaves) {
            int sorted = tensors.Gather(tensors.Spread(leaf, length), order!.Value);
            begins = tensors.Or(begins, tensors.Not(tensors.Equal(sorted, tensors.Gather(sorted, previous))));
        }
        int start = tensors.Cumulative("max", tensors.Select(begins, indices, tensors.Integer(0)));
        int place = tensors.Scatter("set", tensors.Spread(tensors.Integer(0), length), order!.Value, indices);
        // The last of each group says where it ends, to all that know its beginning.
        int ends = tensors.Scatter("max", tensors.Spread(tensors.Integer(0), length), start, tensors.Add(indices, tensors.Integer(1)));
        return new KeyOrder(order.Value, place, start, tensors.Gather(ends, start));
    }
}

/// <summary>Where queries lie among the keys in their order: how many keys are less, and how many are not greater.</summary>
internal sealed record Ranks(KeyOrder Keys, int Less, int NotGreater) {
    public static Ranks Of(Tensors tensors, IReadOnlyList<(int Key, int Query)> leaves) {
        int[] keys = [.. leaves.Select(leaf => leaf.Key)];
        KeyOrder order = KeyOrder.Of(tensors, keys, Tensors.Time);
        if (leaves.All(leaf => leaf.Key == leaf.Query)) {
            return new Ranks(order, tensors.Gather(order.Start, order.Place), tensors.Gather(order.End, order.Place));
        }
        // Keys and queries in one order; what counts there are the keys alone.
        Dimension both = Tensors.Time + Tensors.Time;
        KeyOrder merged = KeyOrder.Of(tensors, [.. leaves.Select(leaf => tensors.Concatenate(tensors.Spread(leaf.Key), tensors.Spread(leaf.Query)))], both);
        int upTo = tensors.Cumulative("sum", tensors.Cast(tensors.Less(merged.Order, tensors.Length), ElementType.I32));
        int place = tensors.Gather(merged.Place, tensors.Add(tensors.Indices, tensors.Length));
        return new Ranks(order, Before(tensors.Gather(merged.Start, place)), Before(tensors.Gather(merged.End, place)));

        int Before(int at) => tensors.Select(tensors.Less(tensors.Integer(0), at), tensors.Gather(upTo, tensors.Maximum(tensors.Subtract(at, tensors.Integer(1)), tensors.Integer(0))), tensors.Integer(0));
    }
}
