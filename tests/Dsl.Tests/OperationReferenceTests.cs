using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using static Sinter.Operations;

namespace Sinter.Tests;

/// <summary>Composite operations against PyTorch in float64.</summary>
public class OperationReferenceTests {
    // Each operation rounds to float32, so sums of some tens of products differ in the seventh digit.
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
    };

    public static TheoryData<string> Names => [.. OperationReference.Cases.Keys.Union(Compositions.Keys)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operation_computes_what_PyTorch_does(string name) {
        OperationReference.Case found = OperationReference.Cases[name];
        Tensor actual = Compositions[name]([.. found.Inputs.Select(input => input.ToTensor())]);
        Assert.Equal(new Shape(found.Expected.Shape), actual.Shape);
        Samples.Close(found.Expected.Elements, actual, Tolerance);
    }
}
