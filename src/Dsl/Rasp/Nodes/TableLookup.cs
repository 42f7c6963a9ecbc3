using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Rasp.Nodes;

/// <summary>The entry of a table at each element; null where the element is null.</summary>
public sealed class TableLookup<K, V> : SOp<V>, ILookupNode where K : notnull {
    readonly Dictionary<K, V> table;
    readonly Empty<V> otherwise;

    internal TableLookup(SOp<K> keys, IEnumerable<KeyValuePair<K, V>> table, Empty<V> otherwise) : base(NodeKind.Lookup, keys) {
        ArgumentNullException.ThrowIfNull(table);
        this.table = [];
        this.otherwise = otherwise;
        foreach ((K key, V value) in table) {
            if (!this.table.TryAdd(key, value)) {
                throw new RaspException($"a table has two entries for {Format.Value(key)}");
            }
        }
    }

    /// <summary>The entries.</summary>
    public IReadOnlyDictionary<K, V> Table => table;

    /// <summary>The value of elements without an entry, or, when it has none, an error at run.</summary>
    public Empty<V> Otherwise => otherwise;

    IEnumerable<KeyValuePair<object, object?>> ILookupNode.Entries => table.Select(entry => KeyValuePair.Create((object)entry.Key, (object?)entry.Value));

    bool ILookupNode.HasOtherwise => otherwise.HasValue;

    object? ILookupNode.Otherwise => otherwise.Value;

    internal override string Write(Func<int, string> operand) =>
        $"lookup({operand(0)}, {{{string.Join(", ", table.Take(4).Select(Write))}{(table.Count > 4 ? ", ..." : "")}}}{(otherwise.HasValue ? $", otherwise {Format.Value(otherwise.Value)}" : "")})";

    internal override object Evaluate(Frame frame) {
        Sequence<K> keys = frame.Operand<K>(0);
        return frame.Fill((int position, out V value) => {
            value = default!;
            if (!keys.IsPresent(position)) {
                return false;
            }
            if (!table.TryGetValue(keys[position], out value!)) {
                value = otherwise.HasValue
                    ? otherwise.Value
                    : throw new ElementException($"the table has no entry for {Format.Value(keys[position])}; its {table.Count} entries are for {Domain()}. Add one, or say what is otherwise");
            }
            return true;
        });
    }

    internal override bool SameAttributes(Node other) => other is TableLookup<K, V> lookup
        && Identity.AreEqual(lookup.otherwise, otherwise)
        && lookup.table.Count == table.Count
        && table.All(entry => lookup.table.TryGetValue(entry.Key, out V? value) && Identity.AreEqual(entry.Value, value));

    internal override int AttributesHash => HashCode.Combine(otherwise, table.Count);

    static string Write(KeyValuePair<K, V> entry) => $"{Format.Value(entry.Key)}: {Format.Value(entry.Value)}";

    string Domain() => string.Join(", ", table.Keys.Take(16).Select(key => Format.Value(key))) + (table.Count > 16 ? ", ..." : "");
}
