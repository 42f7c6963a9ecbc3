using System;

namespace Sinter.Runtime.Sampling;

/// <summary>
/// Finds the first candidates of a descending order without sorting the rest. Candidates are a score and an index; of
/// equal scores the lower index comes first, so that the order is total and the result the same everywhere.
/// </summary>
static class CandidateSelection {
    /// <summary>Moves the <paramref name="count"/> best candidates to the front, in no particular order.</summary>
    public static void ByCount(Span<float> scores, Span<int> indices, int count) {
        int low = 0, high = scores.Length;
        while (count > low && count < high) {
            int middle = Partition(scores, indices, low, high);
            if (middle <= count) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    /// <summary>
    /// Moves the fewest best candidates whose scores add up to at least <paramref name="mass"/> to the front, in no
    /// particular order. Scores are not negative; at least one candidate is kept.
    /// </summary>
    /// <returns>How many these are; all, should rounding leave the sum of all below the mass.</returns>
    public static int ByMass(Span<float> scores, Span<int> indices, double mass) {
        int low = 0, high = scores.Length;
        double before = 0;
        // Everything before low is kept; what lies from high on is not needed: the scores up to there reach the mass.
        while (high - low > 1) {
            int middle = Partition(scores, indices, low, high);
            double upper = 0;
            foreach (float score in scores[low..middle]) {
                upper += score;
            }
            if (before + upper >= mass) {
                high = middle;
            } else {
                before += upper;
                low = middle;
            }
        }
        return high;
    }

    /// <summary>
    /// Puts better candidates of a range before worse ones; both parts have at least one. The range has two or more.
    /// </summary>
    static int Partition(Span<float> scores, Span<int> indices, int low, int high) {
        (float pivot, int pivotIndex) = Median(scores, indices, low, low + (high - low) / 2, high - 1);
        int left = low - 1, right = high;
        // Hoare's scheme: the two ends walk towards each other and exchange what is on the wrong side.
        while (true) {
            do {
                left++;
            } while (Precedes(scores[left], indices[left], pivot, pivotIndex));
            do {
                right--;
            } while (Precedes(pivot, pivotIndex, scores[right], indices[right]));
            if (left >= right) {
                break;
            }
            (scores[left], scores[right]) = (scores[right], scores[left]);
            (indices[left], indices[right]) = (indices[right], indices[left]);
        }
        // With the pivot at the last place nothing would lie behind it.
        return right + 1 < high ? right + 1 : right;
    }

    static (float, int) Median(Span<float> scores, Span<int> indices, int a, int b, int c) {
        if (Precedes(scores[b], indices[b], scores[a], indices[a])) {
            (a, b) = (b, a);
        }
        if (Precedes(scores[c], indices[c], scores[b], indices[b])) {
            b = Precedes(scores[c], indices[c], scores[a], indices[a]) ? a : c;
        }
        return (scores[b], indices[b]);
    }

    static bool Precedes(float score, int index, float otherScore, int otherIndex) =>
        score > otherScore || (score == otherScore && index < otherIndex);
}
