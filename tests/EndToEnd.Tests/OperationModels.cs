using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests;

/// <summary>Convolutions, pooling and sampling: an entry for each, so that one native build covers all.</summary>
[Model]
[Symbol("Time", 1, 40)]
public partial class ConvolutionEntries {
    readonly Weight line = new(5, 3, 4), grouped = new(9, 2, 3), plane = new(4, 3, 2, 3), depthwise = new(8, 1, 3, 3), space = new(3, 2, 2, 3, 2);
    readonly Weight backLine = new(3, 4, 4), backGrouped = new(6, 2, 3), backPlane = new(3, 2, 3, 2);

    [Entry] public Tensor Line([Shape(2, 3, 11)] Tensor x) => Convolve(x, line, stride: 3, padding: 2, dilation: 2);

    [Entry] public Tensor Grouped([Shape(2, 6, 7)] Tensor x) => Convolve(x, grouped, padding: 1, groups: 3);

    [Entry] public Tensor Plane([Shape(2, 3, 7, 9)] Tensor x) => Convolve(x, plane, [1, 3], [(2, 2), (0, 0)], [3, 2]);

    [Entry] public Tensor Depthwise([Shape(4, 6, 5)] Tensor x) => Convolve(x, depthwise, padding: 1, groups: 4);

    [Entry] public Tensor Space([Shape(2, 2, 4, 5, 6)] Tensor x) => Convolve(x, space, [2, 1, 2], [(1, 1), (1, 1), (0, 0)], [1, 1, 1]);

    [Entry] public Tensor OfTheCall([Shape(2, 7)] Tensor x, [Shape(3, 2, 3)] Tensor weight) => Convolve(x, weight);

    [Entry] public Tensor OverTime([Shape("Time", 3)] Tensor x) => Convolve(Transpose(x, 1, 0), line, [1], [(3, 0)], [1]);

    [Entry] public Tensor OverHalfTime([Shape(3, "2*Time")] Tensor x) => Convolve(x, line, [2], [(2, 1)], [1]);

    [Entry] public Tensor BackLine([Shape(2, 3, 5)] Tensor x) => ConvolveTransposed(x, backLine, stride: 3, padding: 1, outputPadding: 2, dilation: 2);

    [Entry] public Tensor BackGrouped([Shape(2, 6, 5)] Tensor x) => ConvolveTransposed(x, backGrouped, stride: 2, padding: 1, groups: 3);

    [Entry] public Tensor BackPlane([Shape(3, 4, 5)] Tensor x) => ConvolveTransposed(x, backPlane, stride: 2, padding: 1, outputPadding: 1);

    [Entry] public Tensor BackOverTime([Shape(3, "Time")] Tensor x) => ConvolveTransposed(x, backLine, stride: 2);

    [Entry] public Tensor Maxima([Shape(2, 2, 7, 9)] Tensor x) => MaxPool(x, 3, stride: 1, padding: 1, dilation: 2);

    [Entry] public Tensor Means([Shape(2, 2, 7, 9)] Tensor x) => AveragePool(x, 3, stride: 2, padding: 1);

    [Entry] public Tensor MeansUncounted([Shape(2, 2, 7, 9)] Tensor x) => AveragePool(x, 3, stride: 2, padding: 1, countPadding: false);

    [Entry] public Tensor MeansOverTime([Shape(2, "Time")] Tensor x) => AveragePool(x, 3, stride: 1, padding: 1, countPadding: false, axes: 1);

    [Entry] public Tensor Adaptive([Shape(2, 3, 7, 9)] Tensor x) => AdaptiveAveragePool(x, 4);

    [Entry] public Tensor GlobalOverTime([Shape(3, "Time")] Tensor x) => AdaptiveAveragePool(x, 1, axes: 1);

    [Entry] public Tensor Nearest([Shape(2, 3, 7)] Tensor x) => Resize(x, -1, 17, Interpolation.Nearest);

    [Entry] public Tensor Bilinear([Shape(2, 5, 6)] Tensor x) => ResizeImage(x, 8, 4);

    [Entry] public Tensor BilinearAligned([Shape(2, 5, 6)] Tensor x) => ResizeImage(x, 3, 13, alignCorners: true);

    [Entry] public Tensor LinearOverTime([Shape(2, "Time")] Tensor x) => Resize(x, Axis.Time, 9);

    [Entry] public Tensor Grid([Shape(2, 2, 3)] Tensor theta) => AffineGrid(theta, 3, 5);

    [Entry] public Tensor Sampled([Shape(2, 3, 4, 6)] Tensor x, [Shape(2, 5, 3, 2)] Tensor grid) => GridSample(x, grid * 1.6f);

    [Entry] public Tensor SampledReflected([Shape(3, 4, 6)] Tensor x, [Shape(5, 3, 2)] Tensor grid) => GridSample(x, grid * 1.6f, beyond: Beyond.Reflection);

    [Entry] public Tensor SampledNearest([Shape(2, 3, 4, 6)] Tensor x, [Shape(2, 5, 3, 2)] Tensor grid) =>
        GridSample(x, grid * 1.6f, Interpolation.Nearest, Beyond.Border, alignCorners: true);
}
