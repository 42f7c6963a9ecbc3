namespace Sinter.Rasp;

/// <summary>How an aggregate makes one value of those that a query selects.</summary>
public enum Reduction {
    /// <summary>Their mean; of one, that one.</summary>
    Mean,

    /// <summary>Their sum, in the order of the keys.</summary>
    Sum,

    /// <summary>The greatest.</summary>
    Max,

    /// <summary>The least.</summary>
    Min,

    /// <summary>The one at the first key.</summary>
    First,

    /// <summary>The one at the last key.</summary>
    Last,

    /// <summary>The one at the key nearest to the query, the query's own before others and the earlier of two.</summary>
    Closest,

    /// <summary>The one at the key of the greatest score, the first of several.</summary>
    Best,
}
