using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Runtime.Tests.Weights;

/// <summary>A spoilt file and what was done to it.</summary>
public sealed record Mutation(string Description, byte[] Content);

/// <summary>Ways to spoil a file that know nothing of its format.</summary>
public static class Mutations {
    static readonly ulong[] Extremes = [
        0, 1, 2, 3, 7, 0x7F, 0xFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF, 0x1_0000_0000,
        0x0FFF_FFFF_FFFF_FFFF, 0x2000_0000_0000_0000, 0x4000_0000_0000_0000, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000,
        0xFFFF_FFFF_FFFF_FFE0, 0xFFFF_FFFF_FFFF_FFFE, 0xFFFF_FFFF_FFFF_FFFF];

    /// <summary>Cuts before, at and after each boundary.</summary>
    public static IEnumerable<Mutation> Truncations(byte[] sound, IEnumerable<int> boundaries) =>
        from boundary in boundaries
        from length in (int[])[boundary - 1, boundary, boundary + 1]
        where length >= 0 && length < sound.Length
        select new Mutation($"cut to {length} of {sound.Length} bytes", sound[..length]);

    /// <summary>Sets an integer field to every extreme of its width, and to its neighbours.</summary>
    public static IEnumerable<Mutation> Fields(byte[] sound, IEnumerable<(int Offset, int Bytes, string Name)> fields) {
        foreach ((int offset, int bytes, string name) in fields) {
            ulong value = bytes == 8 ? BitConverter.ToUInt64(sound, offset) : BitConverter.ToUInt32(sound, offset);
            foreach (ulong spoilt in Extremes.Concat([value + 1, value - 1, value * 2, 0UL - value]).Distinct()) {
                byte[] content = [.. sound];
                BitConverter.GetBytes(spoilt).AsSpan(0, bytes).CopyTo(content.AsSpan(offset));
                yield return new Mutation($"{name} at {offset}: {value} to {spoilt} in {bytes} bytes", content);
            }
        }
    }

    /// <summary>Flips single bits, or sets bytes at random, in the first <paramref name="length"/> bytes.</summary>
    public static IEnumerable<Mutation> Noise(byte[] sound, int length, int count, int seed) {
        var random = new Random(seed);
        for (int i = 0; i < count; i++) {
            byte[] content = [.. sound];
            int spots = 1 + random.Next(3);
            for (int spot = 0; spot < spots; spot++) {
                int at = random.Next(length);
                content[at] = random.Next(2) == 0 ? (byte)(content[at] ^ 1 << random.Next(8)) : (byte)random.Next(256);
            }
            yield return new Mutation($"noise {i} of seed {seed} in {spots} bytes", content);
        }
    }

    /// <summary>Removes or repeats short runs, which moves everything behind them.</summary>
    public static IEnumerable<Mutation> Shifts(byte[] sound, int length, int count, int seed) {
        var random = new Random(seed);
        for (int i = 0; i < count; i++) {
            int at = random.Next(length), run = 1 + random.Next(Math.Min(16, length - at));
            bool remove = random.Next(2) == 0;
            byte[] content = remove ? [.. sound[..at], .. sound[(at + run)..]] : [.. sound[..(at + run)], .. sound[at..]];
            yield return new Mutation($"shift {i} of seed {seed}: {(remove ? "removed" : "repeated")} {run} bytes at {at}", content);
        }
    }
}
