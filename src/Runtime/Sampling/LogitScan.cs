using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Runtime.Sampling;

/// <summary>Passes over all logits, in vectors: they are on the path of every token.</summary>
static class LogitScan {
    /// <summary>The weight that <see cref="Weigh"/> gives the greatest logit: 1, however the exponential rounds.</summary>
    public static float GreatestWeight { get; } = Vector.Exp(Vector<float>.Zero)[0];

    /// <summary>The greatest logit.</summary>
    /// <exception cref="ArgumentException">A logit is NaN or positive infinity, or all are negative infinity, or there are none.</exception>
    public static float Maximum(ReadOnlySpan<float> logits) {
        float maximum = float.NegativeInfinity;
        bool ordered = true;
        int i = 0;
        int width = Vector<float>.Count;
        if (logits.Length >= 4 * width) {
            ref float first = ref MemoryMarshal.GetReference(logits);
            // Four independent chains: one would wait for each comparison before the next. A comparison with NaN is
            // false, so NaNs are watched for apart.
            Vector<float> a = new(maximum), b = a, c = a, d = a;
            Vector<int> same = Vector<int>.AllBitsSet;
            for (; i <= logits.Length - 4 * width; i += 4 * width) {
                Vector<float> x = Load(ref first, i), y = Load(ref first, i + width), z = Load(ref first, i + 2 * width), w = Load(ref first, i + 3 * width);
                a = Vector.ConditionalSelect(Vector.GreaterThan(x, a), x, a);
                b = Vector.ConditionalSelect(Vector.GreaterThan(y, b), y, b);
                c = Vector.ConditionalSelect(Vector.GreaterThan(z, c), z, c);
                d = Vector.ConditionalSelect(Vector.GreaterThan(w, d), w, d);
                same &= Vector.Equals(x, x) & Vector.Equals(y, y) & Vector.Equals(z, z) & Vector.Equals(w, w);
            }
            ordered = Vector.EqualsAll(same, Vector<int>.AllBitsSet);
            Vector<float> greatest = Vector.Max(Vector.Max(a, b), Vector.Max(c, d));
            for (int lane = 0; lane < width; lane++) {
                maximum = MathF.Max(maximum, greatest[lane]);
            }
        }
        for (; i < logits.Length; i++) {
            ordered &= !float.IsNaN(logits[i]);
            maximum = logits[i] > maximum ? logits[i] : maximum;
        }
        return ordered && float.IsFinite(maximum) ? maximum : throw Unusable(logits);
    }

    /// <summary>The first place of a value that is there.</summary>
    public static int IndexOf(ReadOnlySpan<float> logits, float value) {
        int i = 0;
        int width = Vector<float>.Count;
        ref float first = ref MemoryMarshal.GetReference(logits);
        var wanted = new Vector<float>(value);
        while (i <= logits.Length - width && !Vector.EqualsAny(Load(ref first, i), wanted)) {
            i += width;
        }
        while (logits[i] != value) {
            i++;
        }
        return i;
    }

    /// <summary>Writes <c>exp((logit - maximum) / temperature)</c> of each logit.</summary>
    /// <remarks>
    /// Divides rather than multiply by an inverse, which would be infinite for the smallest temperatures. The last
    /// elements go through a vector as well: its exponential differs from the scalar one in the last bit, and how many
    /// are last depends on the processor, which must not change what a seed draws.
    /// </remarks>
    public static void Weigh(ReadOnlySpan<float> logits, float maximum, float temperature, Span<float> weights) {
        int width = Vector<float>.Count;
        if (logits.Length < width) {
            Span<float> padded = stackalloc float[width];
            padded.Fill(maximum);
            logits.CopyTo(padded);
            Weigh(padded, maximum, temperature, padded);
            padded[..logits.Length].CopyTo(weights);
            return;
        }
        ref float source = ref MemoryMarshal.GetReference(logits);
        ref float target = ref MemoryMarshal.GetReference(weights);
        // Loaded before the others are written, as the weights may lie over the logits.
        Vector<float> last = Load(ref source, logits.Length - width);
        for (int i = 0; i < logits.Length - width; i += width) {
            Weight(Load(ref source, i), maximum, temperature).StoreUnsafe(ref target, (nuint)i);
        }
        Weight(last, maximum, temperature).StoreUnsafe(ref target, (nuint)(logits.Length - width));
    }

    static Vector<float> Weight(Vector<float> logits, float maximum, float temperature) =>
        Vector.Exp((logits - new Vector<float>(maximum)) / new Vector<float>(temperature));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector<float> Load(ref float first, int index) => Vector.LoadUnsafe(ref first, (nuint)index);

    static ArgumentException Unusable(ReadOnlySpan<float> logits) {
        for (int i = 0; i < logits.Length; i++) {
            if (float.IsNaN(logits[i]) || float.IsPositiveInfinity(logits[i])) {
                return new ArgumentException($"logit {i} of {logits.Length}: expected a number or negative infinity, found {logits[i]}", nameof(logits));
            }
        }
        return new ArgumentException(logits.IsEmpty ? "expected logits, found none" : $"expected a finite logit, found only negative infinity in {logits.Length}", nameof(logits));
    }
}
