using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Query-key normalisation (Henry et al., arXiv:2010.04245): queries and keys have length 1 in each head, and a learned g takes the place
/// of 1 / sqrt(D), so that the scores g cos(q, k) are bounded: <c>Attend(norm.Query(q), norm.Key(k), v, scale: 1)</c>. (For a norm of
/// each head by its root mean square with a scale for each channel, put an <see cref="RmsNorm"/> of D on [Time, heads, D].)
/// </summary>
/// <param name="epsilon">The least length that is divided by.</param>
[Block]
public sealed class QkNorm(float epsilon = 1e-6f) {
    readonly Weight scale = new(1);

    /// <summary>g q / |q|.</summary>
    /// <param name="query">[Time, heads, D]</param>
    public Tensor Query(Tensor query) => UnitNormalize(query, -1, epsilon) * scale;

    /// <summary>k / |k|.</summary>
    /// <param name="key">[Time, heads, D]</param>
    public Tensor Key(Tensor key) => UnitNormalize(key, -1, epsilon);
}
