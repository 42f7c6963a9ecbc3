using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Sinter.Runtime;

/// <summary>
/// A 64-bit hash of content that tells accidents apart, at the speed of memory: it finds a damaged or exchanged file, not one
/// that was made to deceive. Large memory is summed up as XXH3 does it, short values are folded as in wyhash; both are published for any use.
/// </summary>
static unsafe class ContentHash {
    /// <summary>Bytes that are hashed by themselves, so that several threads can.</summary>
    const int ChunkBytes = 4 << 20;

    const int StripeBytes = 64;
    const int MixedBytes = 1024;
    const uint Prime = 0x9E3779B1;

    const ulong Key0 = 0x9E3779B97F4A7C15, Key1 = 0xD1B54A32D192ED03, Key2 = 0x8CB92BA72F3D8DD7, Key3 = 0xAEF17502108EF2D9;

    /// <summary>The hash of memory, by several threads where it is large.</summary>
    public static ulong Of(byte* start, long length) {
        int chunks = checked((int)((length + ChunkBytes - 1) / ChunkBytes));
        ulong[] hashes = new ulong[chunks + 1];
        hashes[chunks] = (ulong)length;
        var parts = new List<Action>(chunks);
        for (int i = 0; i < chunks; i++) {
            int chunk = i;
            parts.Add(() => {
                long first = (long)chunk * ChunkBytes;
                hashes[chunk] = Chunk(start + first, Math.Min(ChunkBytes, length - first));
            });
        }
        WorkParts.Run(parts, threads: -1);
        fixed (ulong* all = hashes) {
            return Chunk((byte*)all, hashes.Length * (long)sizeof(ulong));
        }
    }

    /// <summary>The hash of bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes) {
        fixed (byte* start = bytes) {
            return Of(start, bytes.Length);
        }
    }

    /// <summary>The hash of a text.</summary>
    public static ulong Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    // Eight sums of 64 bits, as in XXH3: each takes a word, and the product of the halves of that word mixed with a key; after every
    // kilobyte they are mixed, so that no word is forgotten. Vectors of 16 bytes are what code compiled ahead of time has everywhere.
    static ulong Chunk(byte* at, long length) {
        Vector128<ulong> a = Vector128.Create(Key0, Key1), b = Vector128.Create(Key2, Key3), c = Vector128.Create(Key1, Key2), d = Vector128.Create(Key3, Key0);
        Vector128<ulong> keyA = ~a, keyB = ~b, keyC = ~c, keyD = ~d;
        byte* end = at + length;
        while (end - at >= StripeBytes) {
            byte* stop = at + Math.Min((end - at) / StripeBytes * StripeBytes, MixedBytes);
            for (; at < stop; at += StripeBytes) {
                a = Add(a, Vector128.Load((ulong*)at), keyA);
                b = Add(b, Vector128.Load((ulong*)(at + 16)), keyB);
                c = Add(c, Vector128.Load((ulong*)(at + 32)), keyC);
                d = Add(d, Vector128.Load((ulong*)(at + 48)), keyD);
            }
            (a, b, c, d) = (Mix(a, keyA), Mix(b, keyB), Mix(c, keyC), Mix(d, keyD));
        }
        if (at < end) {
            byte* last = stackalloc byte[StripeBytes];
            new Span<byte>(last, StripeBytes).Clear();
            new ReadOnlySpan<byte>(at, (int)(end - at)).CopyTo(new Span<byte>(last, StripeBytes));
            a = Add(a, Vector128.Load((ulong*)last), keyA);
            b = Add(b, Vector128.Load((ulong*)(last + 16)), keyB);
            c = Add(c, Vector128.Load((ulong*)(last + 32)), keyC);
            d = Add(d, Vector128.Load((ulong*)(last + 48)), keyD);
        }
        ulong hash = (ulong)length * Key0;
        foreach (Vector128<ulong> sums in (ReadOnlySpan<Vector128<ulong>>)[a, b, c, d]) {
            hash = Fold(hash ^ sums[0] ^ Key1, sums[1] ^ Key2);
        }
        return Fold(hash ^ Key3, Key0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<ulong> Add(Vector128<ulong> sums, Vector128<ulong> words, Vector128<ulong> key) {
        Vector128<ulong> keyed = words ^ key;
        Vector128<ulong> products = Sse2.IsSupported
            ? Sse2.Multiply(keyed.AsUInt32(), Vector128.ShiftRightLogical(keyed, 32).AsUInt32())
            : (keyed & Vector128.Create(0xFFFF_FFFFUL)) * Vector128.ShiftRightLogical(keyed, 32);
        // The word itself goes to the neighbour: a product of zero must not hide it.
        return sums + products + Vector128.Shuffle(words, Vector128.Create(1UL, 0));
    }

    static Vector128<ulong> Mix(Vector128<ulong> sums, Vector128<ulong> key) =>
        (sums ^ Vector128.ShiftRightLogical(sums, 47) ^ key) * Vector128.Create((ulong)Prime);

    static ulong Fold(ulong left, ulong right) {
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }
}
