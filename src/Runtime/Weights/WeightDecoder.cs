using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sinter.Runtime.Weights;

/// <summary>
/// Turns stored values into f32. Sources have any alignment. Half, brain float and single are exact;
/// double rounds to nearest.
/// </summary>
static unsafe class WeightDecoder {
    const int Q8Elements = 32;
    const int Q8Bytes = 34;

    public static void Single(byte* source, Span<float> destination) {
        fixed (float* target = destination) {
            if (BitConverter.IsLittleEndian) {
                Buffer.MemoryCopy(source, target, (long)destination.Length * 4, (long)destination.Length * 4);
                return;
            }
        }
        for (int i = 0; i < destination.Length; i++) {
            destination[i] = BinaryPrimitives.ReadSingleLittleEndian(new ReadOnlySpan<byte>(source + (long)i * 4, 4));
        }
    }

    public static void Double(byte* source, Span<float> destination) {
        for (int i = 0; i < destination.Length; i++) {
            destination[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(new ReadOnlySpan<byte>(source + (long)i * 8, 8));
        }
    }

    public static void BrainFloat(byte* source, Span<float> destination) {
        int i = 0;
        ref float target = ref MemoryMarshal.GetReference(destination);
        for (; i <= destination.Length - 8 && BitConverter.IsLittleEndian; i += 8) {
            Vector128<ushort> bits = Vector128.Load((ushort*)(source + (long)i * 2));
            (Vector128.WidenLower(bits) << 16).AsSingle().StoreUnsafe(ref target, (nuint)i);
            (Vector128.WidenUpper(bits) << 16).AsSingle().StoreUnsafe(ref target, (nuint)i + 4);
        }
        for (; i < destination.Length; i++) {
            destination[i] = BitConverter.UInt32BitsToSingle((uint)ReadUInt16(source + (long)i * 2) << 16);
        }
    }

    public static void Half(byte* source, Span<float> destination) {
        int i = 0;
        ref float target = ref MemoryMarshal.GetReference(destination);
        for (; i <= destination.Length - 8 && BitConverter.IsLittleEndian; i += 8) {
            Vector128<ushort> bits = Vector128.Load((ushort*)(source + (long)i * 2));
            WidenHalf(Vector128.WidenLower(bits)).StoreUnsafe(ref target, (nuint)i);
            WidenHalf(Vector128.WidenUpper(bits)).StoreUnsafe(ref target, (nuint)i + 4);
        }
        for (; i < destination.Length; i++) {
            destination[i] = (float)BitConverter.UInt16BitsToHalf(ReadUInt16(source + (long)i * 2));
        }
    }

    /// <summary>Blocks of a half scale and 32 signed bytes: value = scale * byte, rounded once.</summary>
    /// <param name="source">The tensor's first block.</param>
    /// <param name="first">The first element wanted; any, not only the first of a block.</param>
    /// <param name="destination">Receives the elements from there on.</param>
    public static void Q8(byte* source, long first, Span<float> destination) {
        int done = 0;
        while (done < destination.Length) {
            long element = first + done;
            byte* block = source + element / Q8Elements * Q8Bytes;
            int within = (int)(element % Q8Elements);
            int count = Math.Min(Q8Elements - within, destination.Length - done);
            float scale = (float)BitConverter.UInt16BitsToHalf(ReadUInt16(block));
            if (count == Q8Elements) {
                Q8Block((sbyte*)block + 2, scale, ref destination[done]);
            } else {
                for (int i = 0; i < count; i++) {
                    destination[done + i] = scale * (sbyte)block[2 + within + i];
                }
            }
            done += count;
        }
    }

    static void Q8Block(sbyte* values, float scale, ref float target) {
        for (int i = 0; i < Q8Elements; i += 16) {
            Vector128<sbyte> bytes = Vector128.Load(values + i);
            Vector128<short> lower = Vector128.WidenLower(bytes), upper = Vector128.WidenUpper(bytes);
            (Vector128.ConvertToSingle(Vector128.WidenLower(lower)) * scale).StoreUnsafe(ref target, (nuint)i);
            (Vector128.ConvertToSingle(Vector128.WidenUpper(lower)) * scale).StoreUnsafe(ref target, (nuint)i + 4);
            (Vector128.ConvertToSingle(Vector128.WidenLower(upper)) * scale).StoreUnsafe(ref target, (nuint)i + 8);
            (Vector128.ConvertToSingle(Vector128.WidenUpper(upper)) * scale).StoreUnsafe(ref target, (nuint)i + 12);
        }
    }

    /// <summary>
    /// The exponent and mantissa moved into place read as a float 2^112 too small; one multiplication mends
    /// normal and subnormal numbers alike. Infinities and NaNs get their exponent set by hand.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> WidenHalf(Vector128<uint> half) {
        Vector128<uint> sign = (half & Vector128.Create(0x8000u)) << 16;
        Vector128<uint> magnitude = (half & Vector128.Create(0x7FFFu)) << 13;
        Vector128<float> scaled = magnitude.AsSingle() * BitConverter.UInt32BitsToSingle(0x77800000);
        Vector128<uint> special = Vector128.GreaterThanOrEqual(magnitude, Vector128.Create(0x0F800000u));
        Vector128<uint> bits = Vector128.ConditionalSelect(special, magnitude | Vector128.Create(0x7F800000u), scaled.AsUInt32());
        return (bits | sign).AsSingle();
    }

    static ushort ReadUInt16(byte* source) => BinaryPrimitives.ReadUInt16LittleEndian(new ReadOnlySpan<byte>(source, 2));
}
