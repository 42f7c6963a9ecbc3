using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// A convolution of each channel over this row and those before it: y_t = bias + sum over k of weight[:, k] x_(t - (kernel - 1) + k).
/// The rows that the next call needs are kept, so a sequence may come in calls of any length.
/// </summary>
/// <param name="width">The size of a row.</param>
/// <param name="kernel">Rows of a window, at least 2.</param>
/// <param name="withBias">Whether there is a bias.</param>
[Block]
public sealed class CausalConvolution(int width, int kernel, bool withBias = true) : ILayer {
    readonly Weight weight = new(width, kernel);
    readonly Weight? bias = withBias ? new Weight(width) : null;
    readonly State before = new(kernel > 1 ? kernel - 1 : throw new ArgumentException($"a window over earlier rows has at least 2, not {kernel}"), width);

    /// <summary>The convolution of this call's rows.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] {
        get {
            int time = x.Shape[0];
            Tensor rows = Concatenate(0, before.Read(), x);
            before.Write(Slice(rows, 0, time, kernel - 1));
            Tensor y = Slice(rows, 0, 0, time) * Reshape(Slice(weight, 1, 0, 1), width);
            for (int k = 1; k < kernel; k++) {
                y += Slice(rows, 0, k, time) * Reshape(Slice(weight, 1, k, 1), width);
            }
            return bias == null ? y : y + bias;
        }
    }
}
