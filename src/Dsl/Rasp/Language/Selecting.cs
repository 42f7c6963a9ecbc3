using System;
using System.Runtime.CompilerServices;
using Sinter.Rasp.Nodes;

namespace Sinter.Rasp;

public static partial class Language {
    /// <summary>key == query</summary>
    public const Comparison Equal = Comparison.Equal;

    /// <summary>key != query</summary>
    public const Comparison NotEqual = Comparison.NotEqual;

    /// <summary>key &lt; query</summary>
    public const Comparison Less = Comparison.Less;

    /// <summary>key &lt;= query</summary>
    public const Comparison LessEqual = Comparison.LessEqual;

    /// <summary>key &gt; query</summary>
    public const Comparison Greater = Comparison.Greater;

    /// <summary>key &gt;= query</summary>
    public const Comparison GreaterEqual = Comparison.GreaterEqual;

    /// <summary>Each query selects the keys that compare with it so; the key stands on the left.</summary>
    /// <exception cref="RaspException"><typeparamref name="T"/> has no order; at run, a key or query is null.</exception>
    public static Selector Select<T>(SOp<T> keys, SOp<T> queries, Comparison comparison) =>
        new Select<T, T>(keys, queries, Order<T>.Function(comparison), comparison, comparison.Symbol());

    /// <summary>Each query selects the keys for which the pure function of (key, query) is true.</summary>
    /// <exception cref="RaspException">At run, a key or query is null.</exception>
    public static Selector Select<K, Q>(
        SOp<K> keys, SOp<Q> queries, Func<K, Q, bool> predicate, [CallerArgumentExpression(nameof(predicate))] string source = "") =>
        new Select<K, Q>(keys, queries, predicate, null, source);

    /// <summary>The number of keys that each query selects, exactly.</summary>
    public static SOp<int> SelectorWidth(Selector selector) => new Width(selector);
}
