using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// T5's relative biases (Raffel et al., arXiv:1910.10683): each distance falls in a bucket - the first half of the buckets hold one
/// distance each, the others grow logarithmically up to the farthest - and each head learns a number for each bucket.
/// </summary>
/// <param name="heads">The number of heads.</param>
/// <param name="buckets">The number of buckets; even, and for both directions a multiple of 4.</param>
/// <param name="farthest">The distance from which on all share the last bucket; more than half of the buckets of a direction.</param>
/// <param name="bothDirections">Whether keys after the query have half of the buckets; else they count as distance 0.</param>
[Block]
public sealed class BucketedBiases(int heads, int buckets = 32, int farthest = 128, bool bothDirections = false) {
    readonly Weight weight = new(buckets, heads);
    readonly int[] bucketOf = Buckets(buckets, farthest, bothDirections);

    /// <summary>For <c>Operations.Attend</c>.</summary>
    /// <param name="score">[heads, Time, keys]</param>
    /// <param name="i">The positions of queries, i32 [Time, 1].</param>
    /// <param name="j">The positions of keys, i32 [1, keys].</param>
    /// <returns>[heads, Time, keys]</returns>
    public Tensor Score(Tensor score, Tensor i, Tensor j) {
        // The bias of each offset from -farthest to farthest, known at load.
        Tensor table = Transpose(Gather(weight, Tensor.From(bucketOf), 0), 1, 0);
        return score + Gather(table, Minimum(Maximum(j - i, -farthest), farthest) + farthest, 1);
    }

    /// <summary>The bucket of each offset j - i from -<paramref name="farthest"/> to <paramref name="farthest"/>.</summary>
    public static int[] Buckets(int buckets, int farthest, bool bothDirections) {
        int own = bothDirections ? buckets / 2 : buckets;
        int exact = own / 2;
        if (own * (bothDirections ? 2 : 1) != buckets || exact * 2 != own || exact < 1 || farthest <= exact) {
            throw new ArgumentException($"{buckets} buckets up to distance {farthest} do not halve into exact and logarithmic ones");
        }
        int[] result = new int[2 * farthest + 1];
        for (int at = 0; at < result.Length; at++) {
            int offset = at - farthest;
            int distance = bothDirections ? Math.Abs(offset) : Math.Max(-offset, 0);
            // A little more than nothing keeps a distance on a boundary above it, whatever the logarithm rounds to.
            int bucket = distance < exact
                ? distance
                : Math.Min(own - 1, exact + (int)(Math.Log((double)distance / exact) / Math.Log((double)farthest / exact) * (own - exact) + 1e-9));
            result[at] = bucket + (bothDirections && offset > 0 ? own : 0);
        }
        return result;
    }
}
