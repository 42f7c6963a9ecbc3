using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sinter.Runtime.Sampling;

/// <summary>Sums of weights, block by block, so that a draw walks over blocks and then within one.</summary>
static class WeightSums {
    public const int Block = 256;

    /// <summary>How many blocks so many weights have.</summary>
    public static int Blocks(int count) => (count + Block - 1) / Block;

    /// <summary>Fills the sums of the blocks and returns the sum of all.</summary>
    public static double Fill(ReadOnlySpan<float> weights, Span<double> sums) {
        double total = 0;
        for (int block = 0; block < sums.Length; block++) {
            int start = block * Block;
            sums[block] = Sum(weights.Slice(start, Math.Min(Block, weights.Length - start)));
            total += sums[block];
        }
        return total;
    }

    /// <summary>
    /// The first place at which the weights up to and with it exceed <paramref name="target"/>; the last weight above 0
    /// when rounding leaves none.
    /// </summary>
    public static int Find(ReadOnlySpan<float> weights, ReadOnlySpan<double> sums, double target) {
        int block = 0;
        while (block < sums.Length - 1 && target >= sums[block]) {
            target -= sums[block++];
        }
        for (int i = block * Block; i < weights.Length; i++) {
            target -= weights[i];
            if (target < 0) {
                return i;
            }
        }
        int last = weights.Length - 1;
        while (last > 0 && weights[last] == 0) {
            last--;
        }
        return last;
    }

    /// <summary>Always in sixteen chains, whatever the processor: the order of additions decides the last bits.</summary>
    static double Sum(ReadOnlySpan<float> weights) {
        ref float first = ref MemoryMarshal.GetReference(weights);
        Vector128<float> a = default, b = default, c = default, d = default;
        int i = 0;
        for (; i <= weights.Length - 16; i += 16) {
            a += Vector128.LoadUnsafe(ref first, (nuint)i);
            b += Vector128.LoadUnsafe(ref first, (nuint)i + 4);
            c += Vector128.LoadUnsafe(ref first, (nuint)i + 8);
            d += Vector128.LoadUnsafe(ref first, (nuint)i + 12);
        }
        double sum = Vector128.Sum((a + b) + (c + d));
        for (; i < weights.Length; i++) {
            sum += weights[i];
        }
        return sum;
    }
}
