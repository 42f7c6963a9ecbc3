using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>A convolution along 1, 2 or 3 axes with a bias; see <c>Operations.Convolve</c> for the equation.</summary>
[Block]
public sealed class Convolution : ILayer {
    readonly int stride, padding, dilation, groups, axes;
    readonly Weight weight;
    readonly Weight? bias;

    /// <summary>A convolution of these sizes, the same along every axis.</summary>
    /// <param name="inputs">Channels of x.</param>
    /// <param name="outputs">Channels of the result.</param>
    /// <param name="kernel">Elements of a window along each axis.</param>
    /// <param name="stride">How far a window is from the one before.</param>
    /// <param name="padding">Zeros before and after every extent.</param>
    /// <param name="dilation">How far neighbours in a window are from one another.</param>
    /// <param name="groups">Parts of the channels that do not meet.</param>
    /// <param name="axes">How many axes windows move along.</param>
    /// <param name="withBias">Whether there is a bias.</param>
    public Convolution(
        int inputs, int outputs, int kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, int axes = 2, bool withBias = true) {
        if (groups < 1 || inputs % groups != 0 || outputs % groups != 0) {
            throw new ArgumentException($"{groups} groups do not divide {inputs} and {outputs} channels");
        }
        (this.stride, this.padding, this.dilation, this.groups, this.axes) = (stride, padding, dilation, groups, axes);
        weight = axes switch {
            1 => new Weight(outputs, inputs / groups, kernel),
            2 => new Weight(outputs, inputs / groups, kernel, kernel),
            3 => new Weight(outputs, inputs / groups, kernel, kernel, kernel),
            _ => throw new ArgumentException($"a convolution has 1, 2 or 3 axes, not {axes}"),
        };
        bias = withBias ? new Weight(outputs) : null;
    }

    /// <summary>The convolution of x.</summary>
    /// <param name="x">[channels, extents], or with a batch before.</param>
    /// <returns>[outputs, windows], or with the batch before.</returns>
    public Tensor this[Tensor x] {
        get {
            Tensor y = Convolve(x, weight, stride, padding, dilation, groups);
            return bias == null ? y : y + (axes == 1 ? Reshape(bias, bias.Shape[0], 1) : axes == 2 ? Reshape(bias, bias.Shape[0], 1, 1) : Reshape(bias, bias.Shape[0], 1, 1, 1));
        }
    }
}
