using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime.Weights;

/// <summary>
/// Turns blocks of small integers into f32, with the products in the order in which ggml takes them, so that values are those of its
/// own decoder bit for bit.
/// </summary>
static unsafe class BlockDecoder {
    /// <summary>Elements of the largest block.</summary>
    public const int LargestBlock = 256;

    /// <summary>One function for each type: a whole block to as many values.</summary>
    public static void Decode(WeightType type, byte* source, long first, Span<float> destination) {
        (int elements, int bytes) = WeightLayout.Block(type);
        Span<float> whole = stackalloc float[LargestBlock];
        int done = 0;
        while (done < destination.Length) {
            long element = first + done;
            byte* block = source + element / elements * bytes;
            int within = (int)(element % elements);
            int count = Math.Min(elements - within, destination.Length - done);
            if (count == elements) {
                Block(type, block, destination.Slice(done, elements));
            } else {
                Block(type, block, whole);
                whole.Slice(within, count).CopyTo(destination[done..]);
            }
            done += count;
        }
    }

    static void Block(WeightType type, byte* block, Span<float> values) {
        switch (type) {
            case WeightType.Q4_0: Q4(block, values); break;
            case WeightType.Q4_K: Q4K(block, values); break;
            case WeightType.Q6_K: Q6K(block, values); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "no type of blocks");
        }
    }

    // A half scale, then 16 bytes whose lower halves are the first 16 integers and whose upper halves the others; 8 stands for 0.
    static void Q4(byte* block, Span<float> values) {
        float scale = Half(block);
        for (int i = 0; i < 16; i++) {
            values[i] = ((block[2 + i] & 15) - 8) * scale;
            values[16 + i] = ((block[2 + i] >> 4) - 8) * scale;
        }
    }

    // Half scales of the scales and of the minima, eight 6-bit pairs of these in 12 bytes, then 32 bytes for each 64 integers of 4 bits.
    static void Q4K(byte* block, Span<float> values) {
        float scales = Half(block), minima = Half(block + 2);
        for (int part = 0; part < 8; part++) {
            (int scale, int minimum) = PairOfQ4K(block + 4, part);
            float each = scales * scale, least = minima * minimum;
            byte* integers = block + 16 + part / 2 * 32;
            int shift = part % 2 * 4;
            for (int i = 0; i < 32; i++) {
                values[part * 32 + i] = each * (integers[i] >> shift & 15) - least;
            }
        }
    }

    /// <summary>The scale and the minimum of one of the eight parts of a Q4_K block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (int Scale, int Minimum) PairOfQ4K(byte* packed, int part) => part < 4
        ? (packed[part] & 63, packed[part + 4] & 63)
        : (packed[part + 4] & 15 | packed[part - 4] >> 6 << 4, packed[part + 4] >> 4 | packed[part] >> 6 << 4);

    // 128 bytes of lower halves, 64 of upper pairs of bits, a signed scale for each 16 integers, and a half scale of these; 32 stands for 0.
    static void Q6K(byte* block, Span<float> values) {
        float scales = Half(block + 208);
        for (int i = 0; i < 256; i++) {
            values[i] = scales * (sbyte)block[192 + i / 16] * (IntegerOfQ6K(block, i) - 32);
        }
    }

    /// <summary>One of the 256 integers of a Q6_K block, 0 to 63.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IntegerOfQ6K(byte* block, int index) {
        int half = index / 128, quarter = index / 32 % 4, place = index % 32;
        int low = block[half * 64 + quarter % 2 * 32 + place] >> quarter / 2 * 4 & 15;
        int high = block[128 + half * 32 + place] >> quarter * 2 & 3;
        return low | high << 4;
    }

    static float Half(byte* source) => (float)BinaryPrimitives.ReadHalfLittleEndian(new ReadOnlySpan<byte>(source, 2));
}
