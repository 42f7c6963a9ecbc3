using System;

namespace Sinter;

// Random numbers are a function of a seed, a stream and the place in the tensor, by Philox 4x32 with 10 rounds (Salmon et al., Parallel
// Random Numbers: As Easy as 1, 2, 3, 2011): the same on every machine, with any number of threads, and known beforehand. Element i of a
// tensor is made of the words for the counter (i, 0, stream's low 32 bits, stream's high 32 bits) under the key of the seed's low and high
// 32 bits. A stream that changes from call to call, such as Positions()[0], gives each call numbers of its own.
public static partial class Operations {
    const long LowBits = 0xFFFF_FFFF;

    /// <summary>
    /// The four words of Philox 4x32-10 for counters and keys of 32 bits, each in an i64 as a number from 0 to 2^32 - 1; all broadcast.
    /// </summary>
    /// <param name="counter">Four tensors of i64.</param>
    /// <param name="key">Two tensors of i64.</param>
    /// <returns>Four tensors of i64.</returns>
    /// <exception cref="ArgumentException">There are not four and two.</exception>
    public static Tensor[] Philox(Tensor[] counter, Tensor[] key) {
        if (counter.Length != 4 || key.Length != 2) {
            throw new ArgumentException($"philox: expected four words of a counter and two of a key, found {counter.Length} and {key.Length}");
        }
        Tensor a = counter[0], b = counter[1], c = counter[2], d = counter[3], low = key[0], high = key[1];
        for (int round = 0; round < 10; round++) {
            Tensor first = a * 0xD251_1F53L, second = c * 0xCD9E_8D57L;
            (a, b, c, d) = ((second >>> 32) ^ b ^ low, second & LowBits, (first >>> 32) ^ d ^ high, first & LowBits);
            low = low + 0x9E37_79B9L & LowBits;
            high = high + 0xBB67_AE85L & LowBits;
        }
        return [a, b, c, d];
    }

    /// <summary>Random reals, evenly spread over 0 (included) to 1 (excluded): multiples of 2^-24.</summary>
    /// <param name="seed">A scalar i32 or i64.</param>
    /// <param name="stream">A scalar i32 or i64; another stream has other numbers.</param>
    /// <param name="shape">The extents.</param>
    /// <returns>f32</returns>
    public static Tensor RandomUniform(Tensor seed, Tensor stream, params int[] shape) => UnitReals(RandomWords(seed, stream, shape)[0]);

    /// <summary>Random reals with mean 0 and variance 1, by Box and Muller (1958): sqrt(-2 log(u)) * cos(2 pi v).</summary>
    /// <param name="seed">A scalar i32 or i64.</param>
    /// <param name="stream">A scalar i32 or i64; another stream has other numbers.</param>
    /// <param name="shape">The extents.</param>
    /// <returns>f32</returns>
    public static Tensor RandomNormal(Tensor seed, Tensor stream, params int[] shape) {
        Tensor[] words = RandomWords(seed, stream, shape);
        // From 2^-24 to 1, so that the logarithm is finite.
        Tensor u = UnitReals(words[0]) + 1f / (1 << 24);
        return Sqrt(-2f * Log(u)) * Cos((float)(2 * Math.PI) * UnitReals(words[1]));
    }

    /// <summary>Random integers from 0 to <paramref name="below"/> - 1: the high 32 bits of word * below, each as likely to about below / 2^32.</summary>
    /// <param name="seed">A scalar i32 or i64.</param>
    /// <param name="stream">A scalar i32 or i64; another stream has other numbers.</param>
    /// <param name="below">At least 1.</param>
    /// <param name="shape">The extents.</param>
    /// <returns>i32</returns>
    /// <exception cref="ShapeException">There is no integer from 0 to below - 1.</exception>
    public static Tensor RandomIntegers(Tensor seed, Tensor stream, int below, params int[] shape) {
        if (below < 1) {
            throw new ShapeException("random integers", $"there are none from 0 to {below - 1}");
        }
        return Cast(RandomWords(seed, stream, shape)[0] * below >>> 32, ElementType.I32);
    }

    static Tensor[] RandomWords(Tensor seed, Tensor stream, int[] shape) {
        if (seed.Shape.Rank != 0 || stream.Shape.Rank != 0) {
            throw new ShapeException("random", $"expected a scalar seed and a scalar stream, found {seed.Shape} and {stream.Shape}");
        }
        int count = 1;
        for (int i = 0; i < shape.Length; i++) {
            count *= shape[i];
        }
        Tensor index = Cast(Reshape(Iota(count), shape), ElementType.I64);
        Tensor key = Cast(seed, ElementType.I64), wide = Cast(stream, ElementType.I64);
        return Philox([index, Broadcast(Cast(0, ElementType.I64), shape), wide & LowBits, wide >>> 32], [key & LowBits, key >>> 32]);
    }

    static Tensor UnitReals(Tensor word) => Cast(word >>> 8, ElementType.F32) * (1f / (1 << 24));
}
