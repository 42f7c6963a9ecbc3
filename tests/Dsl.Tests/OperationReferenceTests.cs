using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using static Sinter.Operations;

namespace Sinter.Tests;

/// <summary>Composite operations against PyTorch in float64.</summary>
public class OperationReferenceTests {
    // Relative to the largest magnitude: each operation rounds to float32, so sums of some tens of products differ in the seventh digit.
    const double Tolerance = 2e-6;

    static readonly Dictionary<string, Func<Tensor[], Tensor>> Compositions = new() {
        ["conv1"] = t => Convolve(t[0], t[1]),
        ["conv1 strided"] = t => Convolve(t[0], t[1], stride: 3, padding: 2, dilation: 2),
        ["conv1 unbatched"] = t => Convolve(t[0], t[1], padding: 1),
        ["conv1 grouped"] = t => Convolve(t[0], t[1], padding: 1, groups: 3),
        ["conv2"] = t => Convolve(t[0], t[1]),
        ["conv2 strided"] = t => Convolve(t[0], t[1], stride: 2, padding: 1),
        ["conv2 by axis"] = t => Convolve(t[0], t[1], [1, 3], [(2, 2), (0, 0)], [3, 2]),
        ["conv2 depthwise"] = t => Convolve(t[0], t[1], padding: 1, groups: 4),
        ["conv3"] = t => Convolve(t[0], t[1], [2, 1, 2], [(1, 1), (1, 1), (0, 0)], [1, 1, 1]),
        ["transposed1"] = t => ConvolveTransposed(t[0], t[1]),
        ["transposed1 strided"] = t => ConvolveTransposed(t[0], t[1], stride: 3, padding: 1, outputPadding: 2, dilation: 2),
        ["transposed1 grouped"] = t => ConvolveTransposed(t[0], t[1], stride: 2, padding: 1, groups: 3),
        ["transposed2"] = t => ConvolveTransposed(t[0], t[1], stride: 2, padding: 1, outputPadding: 1),
        ["transposed3 unbatched"] = t => ConvolveTransposed(t[0], t[1], [1, 2, 3], [(0, 0), (0, 0), (0, 0)], [1, 1, 1]),
        ["max pool1"] = t => MaxPool(t[0], 3, stride: 2, padding: 1, axes: 1),
        ["average pool1"] = t => AveragePool(t[0], 3, stride: 2, padding: 1, axes: 1),
        ["average pool1 uncounted"] = t => AveragePool(t[0], 3, stride: 2, padding: 1, countPadding: false, axes: 1),
        ["max pool2"] = t => MaxPool(t[0], 2),
        ["max pool2 dilated"] = t => MaxPool(t[0], 3, stride: 1, padding: 1, dilation: 2),
        ["average pool2"] = t => AveragePool(t[0], 3, stride: 2, padding: 1),
        ["average pool2 uncounted"] = t => AveragePool(t[0], 3, stride: 2, padding: 1, countPadding: false),
        ["adaptive pool2"] = t => AdaptiveAveragePool(t[0], 4),
        ["global pool2"] = t => AdaptiveAveragePool(t[0], 1),
        ["max pool3"] = t => MaxPool(t[0], 2, stride: 1, axes: 3),
        ["nearest up"] = t => Resize(t[0], -1, 17, Interpolation.Nearest),
        ["nearest down"] = t => Resize(t[0], -1, 3, Interpolation.Nearest),
        ["linear up"] = t => Resize(t[0], -1, 16),
        ["linear down"] = t => Resize(t[0], -1, 4),
        ["linear aligned"] = t => Resize(t[0], -1, 11, alignCorners: true),
        ["linear aligned to one"] = t => Resize(t[0], -1, 1, alignCorners: true),
        ["bilinear"] = t => ResizeImage(t[0], 8, 4),
        ["bilinear aligned"] = t => ResizeImage(t[0], 3, 13, alignCorners: true),
        ["affine grid"] = t => AffineGrid(t[0], 3, 5),
        ["affine grid aligned"] = t => AffineGrid(t[0], 4, 1, alignCorners: true),
        ["grid bilinear zeros"] = t => GridSample(t[0], t[1]),
        ["grid bilinear zeros aligned"] = t => GridSample(t[0], t[1], alignCorners: true),
        ["grid bilinear border"] = t => GridSample(t[0], t[1], beyond: Beyond.Border),
        ["grid bilinear border aligned"] = t => GridSample(t[0], t[1], beyond: Beyond.Border, alignCorners: true),
        ["grid bilinear reflection"] = t => GridSample(t[0], t[1], beyond: Beyond.Reflection),
        ["grid bilinear reflection aligned"] = t => GridSample(t[0], t[1], beyond: Beyond.Reflection, alignCorners: true),
        ["grid nearest zeros"] = t => GridSample(t[0], t[1], Interpolation.Nearest),
        ["grid nearest zeros aligned"] = t => GridSample(t[0], t[1], Interpolation.Nearest, alignCorners: true),
        ["grid nearest border"] = t => GridSample(t[0], t[1], Interpolation.Nearest, Beyond.Border),
        ["grid nearest border aligned"] = t => GridSample(t[0], t[1], Interpolation.Nearest, Beyond.Border, alignCorners: true),
        ["grid nearest reflection"] = t => GridSample(t[0], t[1], Interpolation.Nearest, Beyond.Reflection),
        ["grid nearest reflection aligned"] = t => GridSample(t[0], t[1], Interpolation.Nearest, Beyond.Reflection, alignCorners: true),
        ["mean of axes"] = t => Mean(t[0], [0, 2]),
        ["variance of axes"] = t => Variance(t[0], [2, 1], keep: true),
        ["log sum exp of axes"] = t => LogSumExp(t[0], [0, 1]),
        ["standard deviation"] = t => StandardDeviation(t[0], 1),
        ["length 1"] = t => Length(t[0], 1, 1),
        ["length 2"] = t => Length(t[0], 1),
        ["length 3"] = t => Length(t[0], 1, 3),
        ["length inf"] = t => Length(t[0], 1, float.PositiveInfinity),
        ["unit vectors"] = t => UnitNormalize(t[0], 2),
        ["argmax"] = t => ArgMax(t[0], 1),
        ["argmin"] = t => ArgMin(t[0], 2, keep: true),
        ["group norm"] = t => GroupNormalize(t[0], 3, 0.01f),
        ["instance norm"] = t => InstanceNormalize(t[0], 0.01f),
        ["batch norm"] = t => BatchNormalize(t[0], t[1], t[2], 1, 0.01f),
        ["local response norm"] = t => LocalResponseNormalize(t[0], 1, 3, 0.5f, 0.75f, 2f),
        ["local response norm of four"] = t => LocalResponseNormalize(t[0], 1, 4, 0.5f, 0.75f, 2f),
        ["global response norm"] = t => ResponseNormalize(t[0], 1, [2, 3], 0.01f),
        ["weight norm"] = t => WeightNormalize(t[0], t[1]),
        ["compressed rms norm"] = t => CompressedRmsNormalize(t[0], 0.01f),
        ["silu"] = t => Activate(t[0], Activation.Silu),
        ["gelu"] = t => Activate(t[0], Activation.Gelu),
        ["gelu tanh"] = t => Activate(t[0], Activation.GeluTanh),
        ["quick gelu"] = t => Activate(t[0], Activation.QuickGelu),
        ["mish"] = t => Activate(t[0], Activation.Mish),
        ["softplus"] = t => Activate(t[0], Activation.Softplus),
        ["elu"] = t => Elu(t[0], 0.75f),
        ["selu"] = t => Activate(t[0], Activation.Selu),
        ["celu"] = t => Celu(t[0], 0.75f),
        ["leaky relu"] = t => LeakyRelu(t[0], 0.2f),
        ["relu6"] = t => Relu6(t[0]),
        ["hard tanh"] = t => Activate(t[0], Activation.HardTanh),
        ["hard sigmoid"] = t => Activate(t[0], Activation.HardSigmoid),
        ["hard swish"] = t => Activate(t[0], Activation.HardSwish),
        ["hard shrink"] = t => HardShrink(t[0], 0.75f),
        ["soft shrink"] = t => SoftShrink(t[0], 0.75f),
        ["soft sign"] = t => SoftSign(t[0]),
        ["tanh shrink"] = t => TanhShrink(t[0]),
        ["log sigmoid"] = t => LogSigmoid(t[0]),
        ["squared relu"] = t => Activate(t[0], Activation.SquaredRelu),
        ["prelu"] = t => PRelu(t[0], t[1]),
        ["snake"] = t => Snake(t[0], t[1]),
        ["swish"] = t => Swish(t[0], t[1]),
        ["glu"] = t => GatedUnit(t[0], -1),
        ["geglu"] = t => GatedUnit(t[0], 1, Activation.Gelu),
        ["log softmax"] = t => LogSoftmax(t[0], 1),
        ["softmax off by one"] = t => SoftmaxOffByOne(t[0], 1),
        ["softmax with sinks"] = t => SoftmaxWithSinks(t[0], 2, t[1]),
        ["clipped softmax"] = t => ClippedSoftmax(t[0], 2, -0.05f, 1.05f),
        ["sparsemax"] = t => Sparsemax(t[0], -1),
        ["sparsemax of equals"] = t => Sparsemax(t[0], 1),
        ["entmax"] = t => Entmax(t[0], -1),
        ["entmax spread"] = t => Entmax(t[0], 2),
        ["soft cap"] = t => SoftCap(t[0], 1.5f),
        ["quantize"] = t => Quantize(t[0], 0.125f, 3),
        ["fake quantize by channel"] = t => FakeQuantize(t[0], InsertAxis(t[1], 1), InsertAxis(Cast(t[2], ElementType.I32), 1)),
        ["triangular inverse"] = t => TriangularInverse(t[0]),
        ["fourier inner axis"] = t => Pair(FourierTransform(t[0], t[1], 1)),
    };

    static OperationReferenceTests() {
        foreach (int n in (int[])[1, 2, 5, 8]) {
            Compositions[$"solve lower {n}"] = t => TriangularSolve(t[0], t[1]);
            Compositions[$"solve upper {n}"] = t => TriangularSolve(t[0], t[1], upper: true);
            Compositions[$"solve unit {n}"] = t => TriangularSolve(t[0], t[1], unit: true);
        }
        foreach (int n in (int[])[1, 2, 15, 16, 24, 60, 97, 77, 128]) {
            Compositions[$"fourier {n}"] = t => Pair(FourierTransform(t[0], t[1], -1));
            Compositions[$"inverse fourier {n}"] = t => Pair(InverseFourierTransform(t[0], t[1], -1));
        }
        foreach (int n in (int[])[1, 9, 20, 131, 134]) {
            Compositions[$"real fourier {n}"] = t => Pair(RealFourierTransform(t[0], 1));
            Compositions[$"inverse real fourier {n}"] = t => InverseRealFourierTransform(t[0], t[1], 1, n);
        }
    }

    static Tensor Pair((Tensor Real, Tensor Imaginary) value) => Stack(0, value.Real, value.Imaginary);

    public static TheoryData<string> Names => [.. OperationReference.Cases.Keys.Union(Compositions.Keys)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operation_computes_what_PyTorch_does(string name) {
        OperationReference.Case found = OperationReference.Cases[name];
        Tensor actual = Compositions[name]([.. found.Inputs.Select(input => input.ToTensor())]);
        Assert.Equal(new Shape(found.Expected.Shape), actual.Shape);
        double bound = Tolerance * found.Expected.Elements.Append(1).Max(Math.Abs);
        double[] elements = actual.ElementType == ElementType.F32 ? actual.ToArray<double>() : Array.ConvertAll(actual.ToArray<long>(), value => (double)value);
        for (int i = 0; i < elements.Length; i++) {
            Assert.True(Math.Abs(elements[i] - found.Expected.Elements[i]) <= bound, $"element {i} of {actual.Shape}: expected {found.Expected.Elements[i]:G9}, found {elements[i]:G9}, bound {bound:G3}");
        }
    }
}
