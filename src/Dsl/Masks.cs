using System;

namespace Sinter;

/// <summary>
/// Which keys a query sees, for <c>Operations.Attend</c>: functions of the position i of the query and j of the
/// key, broadcast against each other, to Bool.
/// </summary>
public static class Masks {
    /// <summary>Those at its own position and before: j &lt;= i.</summary>
    public static Tensor Causal(Tensor i, Tensor j) => j <= i;

    /// <summary>The <paramref name="window"/> latest, its own included: i - window &lt; j &lt;= i.</summary>
    public static Func<Tensor, Tensor, Tensor> Sliding(int window) => (i, j) => j <= i & j > i - window;

    /// <summary>Those before and, whatever the query, the first <paramref name="length"/>: a prompt that is read both ways.</summary>
    public static Func<Tensor, Tensor, Tensor> Prefix(int length) => (i, j) => j <= i | j < length;

    /// <summary>Those of the query's own segment, for several sequences packed into one.</summary>
    /// <param name="ofQueries">The number of each query's segment, [Time].</param>
    /// <param name="ofKeys">The number of each key's segment, [keys].</param>
    public static Func<Tensor, Tensor, Tensor> Segments(Tensor ofQueries, Tensor ofKeys) =>
        (i, j) => Operations.Equal(Operations.InsertAxis(ofQueries, 1), Operations.InsertAxis(ofKeys, 0));

    /// <summary>Those that both masks show.</summary>
    public static Func<Tensor, Tensor, Tensor> Both(Func<Tensor, Tensor, Tensor> first, Func<Tensor, Tensor, Tensor> second) =>
        (i, j) => first(i, j) & second(i, j);

    /// <summary>Those that either mask shows.</summary>
    public static Func<Tensor, Tensor, Tensor> Either(Func<Tensor, Tensor, Tensor> first, Func<Tensor, Tensor, Tensor> second) =>
        (i, j) => first(i, j) | second(i, j);
}
