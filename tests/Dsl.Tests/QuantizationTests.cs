using Xunit;
using static Sinter.Operations;
using static Sinter.Tests.Samples;

namespace Sinter.Tests;

public class QuantizationTests {
    static readonly Tensor X = Tensor.From([-2f, 0.5f, 1f, 4f, -8f, 0f], 2, 3);

    [Fact]
    public void A_symmetric_scale_reaches_the_largest_magnitude() {
        Close([8.0 / 127], SymmetricScale(X), 1e-7);
        Close([2.0 / 7, 8.0 / 7], SymmetricScale(X, 4, 0), 1e-7);
        Assert.Equal(new Shape(1, 3), SymmetricScale(X, 4, -1).Shape);
        Is(Quantize(X * 0.9f, SymmetricScale(X, 4, 0), 0, -7, 7), [2, 3], -6, 2, 3, 3, -6, 0);
        Is(Quantize(X * 2.2f, SymmetricScale(X, 4, 0), 0, -7, 7), [2, 3], -7, 4, 7, 7, -7, 0);
    }

    [Fact]
    public void An_asymmetric_scale_reaches_both_ends_and_0() {
        (Tensor scale, Tensor zero) = AsymmetricScale(X, 2, 0);
        Close([1, 4], scale, 0);
        Is(zero, [2, 1], 2, 2);
        Is(Quantize(X, scale, zero, 0, 3), [2, 3], 0, 2, 3, 3, 0, 2);
        Close([-2, 0, 1, 4, -8, 0], FakeQuantize(X, scale, zero, 0, 3), 0);
    }

    [Fact]
    public void Zeros_alone_stay_zeros() => Is(Dequantize(Quantize(X * 0f, SymmetricScale(X * 0f), 0), SymmetricScale(X * 0f), 0), [2, 3], 0f, 0f, 0f, 0f, 0f, 0f);

    [Fact]
    public void Shifts_are_those_of_CSharp() {
        Tensor x = Tensor.From([-8, 7, int.MinValue]);
        Is(x << 1, [3], -16, 14, 0);
        Is(x >> 33, [3], -4, 3, int.MinValue >> 1);
        Is(x >>> Tensor.From([28, 1, 31]), [3], 15, 3, 1);
        Assert.Equal([-1L >>> 40, 1L << 63], (Tensor.From([-1L, 1L]) >>> Tensor.From([40L, 0L]) << Tensor.From([0L, 63L])).ToArray<long>());
        Assert.Equal("shift_left: expected integer elements, found f32[3]", Assert.Throws<ShapeException>(() => Cast(x, ElementType.F32) << 1).Message);
    }
}
