using System;
using System.Collections.Generic;

namespace Sinter.Rasp.Nodes;

/// <summary>A <see cref="NodeKind.Input"/> to one who does not know its type. Of these interfaces a compiler needs no generics.</summary>
public interface IInputNode {
    /// <summary>The name under which a program is given the sequence.</summary>
    string Source { get; }
}

/// <summary>A <see cref="NodeKind.Constant"/>.</summary>
public interface IConstantNode {
    /// <summary>Whether it is a value, and not null.</summary>
    bool HasValue { get; }

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">It is null.</exception>
    object? Value { get; }
}

/// <summary>A <see cref="NodeKind.Map"/>.</summary>
public interface IMapNode {
    /// <summary>The operator's symbol, or the source of the lambda.</summary>
    string Operation { get; }

    /// <summary>The function; two nodes of the same function and operands are one.</summary>
    Delegate Function { get; }

    /// <summary>The function of one element of each operand. It throws what the function throws.</summary>
    object? Apply(params object?[] elements);
}

/// <summary>A <see cref="NodeKind.Lookup"/>.</summary>
public interface ILookupNode {
    /// <summary>Keys and values.</summary>
    IEnumerable<KeyValuePair<object, object?>> Entries { get; }

    /// <summary>Whether keys without an entry have a value.</summary>
    bool HasOtherwise { get; }

    /// <summary>The value of keys without an entry.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    object? Otherwise { get; }
}

/// <summary>A <see cref="NodeKind.Select"/>.</summary>
public interface ISelectNode {
    /// <summary>The comparison, or null of a predicate that is a lambda.</summary>
    Comparison? Comparison { get; }

    /// <summary>Whether the query hits the key. It throws what the predicate throws.</summary>
    bool Hits(object? key, object? query);
}

/// <summary>A <see cref="NodeKind.Aggregate"/>. Its operands: the selector, the scores of <see cref="Reduction.Best"/>, the values.</summary>
public interface IAggregateNode {
    /// <summary>How one value is made of those that a query selects.</summary>
    Reduction Reduction { get; }

    /// <summary>Whether a query that selects nothing has a value.</summary>
    bool HasDefault { get; }

    /// <summary>The value of a query that selects nothing.</summary>
    /// <exception cref="InvalidOperationException">It is null.</exception>
    object? Default { get; }
}

/// <summary>An aggregate that computes with the values: <see cref="Reduction.Mean"/>, Sum, Max and Min.</summary>
public interface IFoldNode : IAggregateNode {
    /// <summary>The value of a query that selects these, at least one, in this order.</summary>
    /// <exception cref="RaspException">They have none.</exception>
    object? Fold(params object?[] selected);
}
