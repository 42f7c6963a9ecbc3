using System;
using Xunit;
using static Sinter.Operations;

namespace Sinter.Tests;

/// <summary>What the composite operations say where shapes do not fit: always both of them.</summary>
public class CompositeErrorTests {
    static Tensor Zeros(params int[] shape) => Broadcast(0f, shape);

    static void Refuses(string message, Func<Tensor> use) => Assert.Equal(message, Assert.Throws<ShapeException>(use).Message);

    [Fact]
    public void Convolutions() {
        Refuses("convolve: weight [4, 3, 2] has 3 channels for each of 1 groups and 4 outputs, which does not fit x [2, 5, 9] with 5 channels",
            () => Convolve(Zeros(2, 5, 9), Zeros(4, 3, 2)));
        Refuses("convolve: weight [5, 3, 2] has 3 channels for each of 2 groups and 5 outputs, which does not fit x [6, 9] with 6 channels",
            () => Convolve(Zeros(6, 9), Zeros(5, 3, 2), groups: 2));
        Refuses("convolve: expected x with 3 or 4 axes for the weight [4, 3, 2, 2], found [3, 9]", () => Convolve(Zeros(3, 9), Zeros(4, 3, 2, 2)));
        Refuses("convolve: expected a weight with 1, 2 or 3 axes after its two of channels, found [4, 3] for x [3, 9]", () => Convolve(Zeros(3, 9), Zeros(4, 3)));
        Refuses("convolve: expected 1 strides, paddings and dilations for the weight [4, 3, 2], found 1, 2 and 1",
            () => Convolve(Zeros(3, 9), Zeros(4, 3, 2), [1], [(0, 0), (0, 0)], [1]));
        Refuses("windows: a window of 4 elements with dilation 3 reaches over 10, but [3, 9] has 9 along axis 1", () => Convolve(Zeros(3, 9), Zeros(4, 3, 4), dilation: 3));
        Refuses("convolve transposed: weight [4, 3, 2] has 4 channels, which does not fit x [3, 9] with 3 channels in 1 groups",
            () => ConvolveTransposed(Zeros(3, 9), Zeros(4, 3, 2)));
        Refuses("overlap add: after axis 1 of [3, 9], which counts windows, there is no axis that counts their elements", () => OverlapAdd(Zeros(3, 9), 1, 9));
    }

    [Fact]
    public void PoolsAndSamples() {
        Refuses("max pool: size 2 must be positive and the padding 2 at most half of it, for [3, 9]", () => MaxPool(Zeros(3, 9), 2, padding: 2));
        Refuses("average pool: expected at least 2 axes, found [9]", () => AveragePool(Zeros(9), 2));
        Refuses("resize: axis 1 of [3, 9] has extent 9, which cannot become 0", () => Resize(Zeros(3, 9), 1, 0));
        Refuses("affine grid: expected theta [batch, 2, 3] or [2, 3], found [3, 2] for a grid of [4, 5]", () => AffineGrid(Zeros(3, 2), 4, 5));
        Refuses("grid sample: expected [batch, channels, height, width] and [batch, rows, columns, 2], both with or without batch, found [2, 3, 4, 5] and [3, 6, 7, 2]",
            () => GridSample(Zeros(2, 3, 4, 5), Zeros(3, 6, 7, 2)));
    }

    [Fact]
    public void Rearrangements() {
        Refuses("remove axis: expected extent 1 at axis 1, found [3, 9]", () => RemoveAxis(Zeros(3, 9), 1));
        Refuses("unmerge: the extents multiply to 6, but axis 1 of [3, 9] has extent 9", () => Unmerge(Zeros(3, 9), 1, 2, 3));
        Refuses("merge: axis 0 comes before axis 1 of [3, 9]", () => Merge(Zeros(3, 9), 1, 0));
        Refuses("split evenly: 2 pieces do not divide axis 1 of [3, 9], which has extent 9", () => SplitEvenly(Zeros(3, 9), 1, 2)[0]);
        Refuses("pad reflect: 3 before and 1 after axis 0 of [3, 9], which has 3 elements to mirror", () => PadReflect(Zeros(3, 9), 0, 3, 1));
        Refuses("pad circular: 4 before and 1 after axis 0 of [3, 9], which has 3 elements", () => PadCircular(Zeros(3, 9), 0, 4, 1));
        Refuses("pad edge: 1 before and -1 after axis 0 of [3, 9], which has 3 elements", () => PadEdge(Zeros(3, 9), 0, 1, -1));
    }

    [Fact]
    public void TransformsAndNorms() {
        Refuses("fourier transform: the real parts [3, 8] and the imaginary parts [3, 9] differ in shape", () => FourierTransform(Zeros(3, 8), Zeros(3, 9), 1).Real);
        Refuses("fourier transform: [3, 0] has no elements along axis 1", () => RealFourierTransform(Zeros(3, 0), 1).Real);
        Refuses("inverse real fourier transform: 8 values have 5 frequencies along axis 1, found [3, 4] and [3, 4]", () => InverseRealFourierTransform(Zeros(3, 4), Zeros(3, 4), 1, 8));
        Refuses("softmax with sinks: expected sinks with 2 axes for [3, 8], found [2]", () => SoftmaxWithSinks(Zeros(3, 8), 1, Zeros(2)));
        Refuses("group normalize: 4 groups do not divide the channels at axis 1 of [2, 6, 5]", () => GroupNormalize(Zeros(2, 6, 5), 4));
        Refuses("batch normalize: expected mean and variance [6] for axis 1 of [2, 6, 5], found [6] and [5]", () => BatchNormalize(Zeros(2, 6, 5), Zeros(6), Zeros(5), 1));
        Refuses("weight normalize: expected a gain for each of the first axis of [4, 3], found [3]", () => WeightNormalize(Zeros(4, 3), Zeros(3)));
        Refuses("split evenly: 2 pieces do not divide axis -1 of [3, 7], which has extent 7", () => GatedUnit(Zeros(3, 7), -1));
    }

    [Fact]
    public void NumbersAndTriangles() {
        Refuses("random: expected a scalar seed and a scalar stream, found [2] and []", () => RandomUniform(Zeros(2), 0, 3));
        Refuses("random integers: there are none from 0 to -1", () => RandomIntegers(1, 0, 0, 3));
        Refuses("quantize: the range 7 .. 7 for [3, 8] holds no two integers", () => Quantize(Zeros(3, 8), 1f, 0, 7, 7));
        Refuses("triangular inverse: expected square matrices [..., n, n], found [2, 3, 4]", () => TriangularInverse(Zeros(2, 3, 4)));
        Refuses("triangular solve: expected [..., n, n] and [..., n, m], found [2, 4, 4] and [3, 4, 1]", () => TriangularSolve(Zeros(2, 4, 4), Zeros(3, 4, 1)));
        Assert.Equal("philox: expected four words of a counter and two of a key, found 1 and 2", Assert.Throws<ArgumentException>(() => Philox([Zeros()], [Zeros(), Zeros()])).Message);
    }
}
