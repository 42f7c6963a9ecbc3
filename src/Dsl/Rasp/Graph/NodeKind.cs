namespace Sinter.Rasp;

/// <summary>What a node of a program computes.</summary>
public enum NodeKind {
    /// <summary>A named input sequence.</summary>
    Input,

    /// <summary>The positions 0, 1, ...</summary>
    Indices,

    /// <summary>The number of positions, at each of them.</summary>
    Length,

    /// <summary>One value, or none, at every position.</summary>
    Constant,

    /// <summary>A pure function of the operands' elements at the same position.</summary>
    Map,

    /// <summary>The entry of a table at each element.</summary>
    Lookup,

    /// <summary>The second operand where the first is true, the third elsewhere.</summary>
    Choose,

    /// <summary>The second operand where the first is null.</summary>
    OrElse,

    /// <summary>Whether there is a value.</summary>
    IsPresent,

    /// <summary>A null of the language as a null of C#.</summary>
    AsNullable,

    /// <summary>A null of C# as a null of the language.</summary>
    FromNullable,

    /// <summary>One value for each query, from those that its selector hits.</summary>
    Aggregate,

    /// <summary>The number of hits of each query.</summary>
    Width,

    /// <summary>A selector that holds a key against a query.</summary>
    Select,

    /// <summary>The selector that hits every key.</summary>
    All,

    /// <summary>The hits that two selectors share.</summary>
    And,

    /// <summary>The hits of either selector.</summary>
    Or,

    /// <summary>The keys that a selector misses.</summary>
    Not,
}
