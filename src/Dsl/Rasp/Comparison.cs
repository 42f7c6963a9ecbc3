namespace Sinter.Rasp;

/// <summary>How a selector holds a key, on the left, against a query.</summary>
public enum Comparison {
    /// <summary>key == query</summary>
    Equal,

    /// <summary>key != query</summary>
    NotEqual,

    /// <summary>key &lt; query</summary>
    Less,

    /// <summary>key &lt;= query</summary>
    LessEqual,

    /// <summary>key &gt; query</summary>
    Greater,

    /// <summary>key &gt;= query</summary>
    GreaterEqual,
}

static class Comparisons {
    public static string Symbol(this Comparison comparison) => comparison switch {
        Comparison.Equal => "==",
        Comparison.NotEqual => "!=",
        Comparison.Less => "<",
        Comparison.LessEqual => "<=",
        Comparison.Greater => ">",
        Comparison.GreaterEqual => ">=",
        _ => throw new RaspException($"{(int)comparison} is none of the six comparisons"),
    };
}
