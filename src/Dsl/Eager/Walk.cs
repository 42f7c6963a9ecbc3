using System;

namespace Sinter.Eager;

/// <summary>
/// Visits every index of a box in row-major order and keeps, for each of several operands, the offset that its strides
/// give to the index. A stride of 0 repeats an operand along an axis.
/// </summary>
sealed class Walk {
    readonly int[] extents;
    readonly int[] index;
    readonly int[][] strides;
    readonly int[] offsets;
    int left;

    public Walk(ReadOnlySpan<int> extents, params int[][] strides) {
        this.extents = extents.ToArray();
        this.strides = strides;
        index = new int[extents.Length];
        offsets = new int[strides.Length];
        Restart();
    }

    /// <summary>Whether an index is left to visit.</summary>
    public bool Live => left > 0;

    /// <summary>The offset of an operand at the current index.</summary>
    public int this[int operand] => offsets[operand];

    public void Restart() {
        Array.Clear(index);
        Array.Clear(offsets);
        left = 1;
        foreach (int extent in extents) {
            left *= extent;
        }
    }

    public void Advance() {
        left--;
        for (int axis = extents.Length - 1; axis >= 0; axis--) {
            index[axis]++;
            for (int operand = 0; operand < offsets.Length; operand++) {
                offsets[operand] += strides[operand][axis];
            }
            if (index[axis] < extents[axis]) {
                return;
            }
            index[axis] = 0;
            for (int operand = 0; operand < offsets.Length; operand++) {
                offsets[operand] -= strides[operand][axis] * extents[axis];
            }
        }
    }
}
