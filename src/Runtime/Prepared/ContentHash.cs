using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Text;

namespace Sinter.Runtime;

/// <summary>
/// A 64-bit hash of content that tells accidents apart, at the speed of memory: it finds a damaged or exchanged file, not one
/// that was made to deceive. Each step folds a product of 64 by 64 bits, as the public-domain wyhash does.
/// </summary>
static unsafe class ContentHash {
    /// <summary>Bytes that are hashed by themselves, so that several threads can.</summary>
    const int ChunkBytes = 4 << 20;

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

    static ulong Chunk(byte* at, long length) {
        // Four chains, so that one product need not wait for the one before it.
        ulong a = Key0, b = Key1, c = Key2, d = Key3;
        byte* end = at + length;
        for (; end - at >= 64; at += 64) {
            ulong* words = (ulong*)at;
            a = Fold(Unsafe.ReadUnaligned<ulong>(words) ^ Key1, Unsafe.ReadUnaligned<ulong>(words + 1) ^ a);
            b = Fold(Unsafe.ReadUnaligned<ulong>(words + 2) ^ Key2, Unsafe.ReadUnaligned<ulong>(words + 3) ^ b);
            c = Fold(Unsafe.ReadUnaligned<ulong>(words + 4) ^ Key3, Unsafe.ReadUnaligned<ulong>(words + 5) ^ c);
            d = Fold(Unsafe.ReadUnaligned<ulong>(words + 6) ^ Key0, Unsafe.ReadUnaligned<ulong>(words + 7) ^ d);
        }
        if (at < end) {
            ulong* last = stackalloc ulong[8];
            new Span<byte>(last, 64).Clear();
            new ReadOnlySpan<byte>(at, (int)(end - at)).CopyTo(new Span<byte>(last, 64));
            a = Fold(last[0] ^ Key1, last[1] ^ a);
            b = Fold(last[2] ^ Key2, last[3] ^ b);
            c = Fold(last[4] ^ Key3, last[5] ^ c);
            d = Fold(last[6] ^ Key0, last[7] ^ d);
        }
        return Fold(Fold(a ^ Key2, b ^ (ulong)length), Fold(c ^ Key0, d ^ Key1) ^ Key3);
    }

    static ulong Fold(ulong left, ulong right) {
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }
}
