using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests;

/// <summary>Fourier transforms: an entry for each kind of length.</summary>
[Model]
[Symbol("Time", 1, 40)]
public partial class TransformEntries {
    [Entry]
    public Tensor Powers([Shape(3, 64)] Tensor x, [Shape(3, 64)] Tensor y) {
        (Tensor u, Tensor v) = FourierTransform(x, y, -1);
        return Stack(0, u, v);
    }

    [Entry]
    public Tensor Mixed([Shape("Time", 60, 2)] Tensor x, [Shape("Time", 60, 2)] Tensor y) {
        (Tensor u, Tensor v) = InverseFourierTransform(x, y, 1);
        return Stack(0, u, v);
    }

    [Entry]
    public Tensor Prime([Shape(2, 37)] Tensor x) {
        (Tensor u, Tensor v) = RealFourierTransform(x, 1);
        return Stack(0, u, v);
    }

    [Entry]
    public Tensor Chirped([Shape(2, 134)] Tensor x) {
        (Tensor u, Tensor v) = RealFourierTransform(x, 1);
        return Stack(0, u, v);
    }

    [Entry] public Tensor Real([Shape("Time", 25)] Tensor x, [Shape("Time", 25)] Tensor y) => InverseRealFourierTransform(x, y, -1, 49);

    [Entry]
    public Tensor ThereAndBack([Shape("Time", 24)] Tensor x) {
        (Tensor u, Tensor v) = RealFourierTransform(x, -1);
        return InverseRealFourierTransform(u, v, -1, 24);
    }
}

/// <summary>Reductions, searches, norms and kinds of softmax.</summary>
[Model]
[Symbol("Time", 1, 40)]
public partial class StatisticsEntries {
    readonly Weight mean = new(6), spread = new(6), direction = new(5, 6), gain = new(5), sinks = new(3, 1, 2);

    [Entry] public Tensor MeanOverTime([Shape("Time", 5)] Tensor x) => Mean(x, Axis.Time);

    [Entry] public Tensor VarianceOverTime([Shape("Time", 5)] Tensor x) => Variance(x, Axis.Time);

    [Entry] public Tensor MeanOfAxes([Shape(3, "Time", 5)] Tensor x) => Mean(x, [Axis.Time, 2]);

    [Entry] public Tensor SumsOfAxes([Shape(3, 4, 5)] Tensor x) => Sum(x, [0, 2]) + Product(x, [2, 0]) + Max(x, [0, 2]) * Min(x, [0, 2]);

    [Entry] public Tensor LogSumExps([Shape("Time", 5)] Tensor x) => LogSumExp(Select(x > 0f, x, float.NegativeInfinity), 1);

    [Entry] public Tensor LogSumExpOfAxes([Shape("Time", 5, 3)] Tensor x) => LogSumExp(x, [0, 2]);

    [Entry]
    public (Tensor Any, Tensor All) Truths([Shape("Time", 5, Type = ElementType.Bool)] Tensor x) => (Any(x, 1), All(x, [0, 1]));

    [Entry]
    public (Tensor Most, Tensor Least) Places([Shape("Time", 5)] Tensor x) => (ArgMax(Select(x > 1.5f, 1.5f, x), -1), ArgMin(x, Axis.Time, keep: true));

    [Entry]
    public (Tensor One, Tensor Two, Tensor Three, Tensor Most) Lengths([Shape(3, 7)] Tensor x) =>
        (Length(x, 1, 1), Length(x, 0), Length(x, 1, 3), Length(x, 1, float.PositiveInfinity));

    [Entry] public Tensor Units([Shape("Time", 7)] Tensor x) => UnitNormalize(x, -1);

    [Entry]
    public Tensor Norms([Shape(2, 6, 3, 5)] Tensor x) => GroupNormalize(x, 3, 0.01f) + InstanceNormalize(x, 0.01f) + BatchNormalize(x, mean, Abs(spread), 1, 0.01f)
        + ResponseNormalize(x, 1, [2, 3]) + LocalResponseNormalize(x, 1, 4, 0.5f, 0.75f, 2f);

    [Entry] public Tensor WeightNorm([Shape("Time", 6)] Tensor x) => Contract("ti,oi->to", CompressedRmsNormalize(x, 0.01f), WeightNormalize(direction, gain));

    [Entry] public Tensor Softmaxes([Shape("Time", 9)] Tensor x) => LogSoftmax(x, -1) * SoftmaxOffByOne(x, -1) + ClippedSoftmax(x, -1, -0.05f, 1.05f);

    [Entry] public Tensor SoftmaxOverSinks([Shape(3, "Time", 4)] Tensor x) => SoftmaxWithSinks(x, -1, sinks);

    [Entry] public Tensor Sparse([Shape("Time", 9)] Tensor x) => Sparsemax(x, -1);

    [Entry] public Tensor Entmaxed([Shape(9, "Time")] Tensor x) => Entmax(x * 3f, 0);

    [Entry]
    public Tensor Moved([Shape("Time", 5)] Tensor x) =>
        Roll(x, Axis.Time, 3) + Roll(x, 1, -7) + Slice(PadEdge(x, Axis.Time, 2, 1), 0, 1, x.Shape[0]) + Slice(PadCircular(x, Axis.Time, 1, 0), 0, 0, x.Shape[0]);

    [Entry] public Tensor Mirrored([Shape(4, 5)] Tensor x) => PadReflect(PadReflect(x, 0, 3, 2), 1, 0, 4);

    [Entry] public Tensor Banded([Shape(6, 7)] Tensor x) => Select(Band(6, 7, 2, 1), x, 0f) + Transpose(OneHot(Cast(x[2], ElementType.I32), 6), 1, 0);
}

/// <summary>Activations, all on one input.</summary>
[Model]
[Symbol("Time", 1, 40)]
public partial class ActivationEntries {
    readonly Weight slope = new(7);

    [Entry]
    public Tensor Named([Shape("Time", 7)] Tensor x) {
        Tensor[] all = [
            Silu(x), Gelu(x), GeluTanh(x), QuickGelu(x), Mish(x), Softplus(x), Elu(x, 0.75f), Selu(x), Celu(x, 0.75f), LeakyRelu(x), Relu6(x), HardTanh(x),
            HardSigmoid(x), HardSwish(x), HardShrink(x), SoftShrink(x), SoftSign(x), TanhShrink(x), LogSigmoid(x), SquaredRelu(x),
        ];
        return Stack(0, all);
    }

    [Entry] public Tensor Learned([Shape("Time", 7)] Tensor x) => PRelu(x, slope) + Snake(x, Exp(slope)) + Swish(x, slope) + SoftCap(x, 1.5f);

    [Entry] public Tensor Gated([Shape("Time", 6)] Tensor x) => GatedUnit(x, -1) + GatedUnit(x, -1, Activation.Gelu) + GatedUnit(x, -1, Activation.Identity);
}
