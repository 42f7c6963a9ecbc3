using System;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Sinter.Runtime.Sampling;

/// <summary>
/// Finds a few of the greatest logits in one pass: they are a heap with the least of them on top, and whole vectors of
/// logits that do not exceed it are passed over.
/// </summary>
static class TopCandidates {
    /// <summary>Up to about so many the heap is cheaper than partitioning all logits.</summary>
    public const int Most = 256;

    /// <summary>
    /// The greatest logits, as many as there is room for, in no particular order. Of equal logits those of lower index.
    /// </summary>
    /// <param name="logits">At least as many as there is room for.</param>
    /// <param name="scores">Receives the logits.</param>
    /// <param name="indices">Receives their places; as long as <paramref name="scores"/>.</param>
    public static void Find(ReadOnlySpan<float> logits, Span<float> scores, Span<int> indices) {
        int count = scores.Length;
        logits[..count].CopyTo(scores);
        for (int i = 0; i < count; i++) {
            indices[i] = i;
        }
        for (int i = count / 2 - 1; i >= 0; i--) {
            Sink(scores, indices, i);
        }
        int at = count;
        int width = Vector<float>.Count;
        ref float first = ref MemoryMarshal.GetReference(logits);
        for (; at <= logits.Length - width; at += width) {
            if (Vector.GreaterThanAny(Vector.LoadUnsafe(ref first, (nuint)at), new Vector<float>(scores[0]))) {
                for (int i = at; i < at + width; i++) {
                    Offer(logits[i], i, scores, indices);
                }
            }
        }
        for (; at < logits.Length; at++) {
            Offer(logits[at], at, scores, indices);
        }
    }

    // A later logit equal to the least one has the higher index and stays out.
    static void Offer(float logit, int index, Span<float> scores, Span<int> indices) {
        if (logit > scores[0]) {
            (scores[0], indices[0]) = (logit, index);
            Sink(scores, indices, 0);
        }
    }

    static void Sink(Span<float> scores, Span<int> indices, int at) {
        while (true) {
            int child = 2 * at + 1;
            if (child >= scores.Length) {
                return;
            }
            if (child + 1 < scores.Length && IsWorse(scores, indices, child + 1, child)) {
                child++;
            }
            if (!IsWorse(scores, indices, child, at)) {
                return;
            }
            (scores[at], scores[child]) = (scores[child], scores[at]);
            (indices[at], indices[child]) = (indices[child], indices[at]);
            at = child;
        }
    }

    static bool IsWorse(Span<float> scores, Span<int> indices, int a, int b) =>
        scores[a] < scores[b] || (scores[a] == scores[b] && indices[a] > indices[b]);
}
