using System;
using Xunit;
using static Sinter.Operations;
using static Sinter.Tests.Samples;

namespace Sinter.Tests;

public class MovementTests {
    static readonly Tensor X = Tensor.From([1, 2, 3, 4, 5, 6], 2, 3);

    [Fact]
    public void Reshape_keeps_the_row_major_order() => Is(Reshape(X, 3, 2), [3, 2], 1, 2, 3, 4, 5, 6);

    [Fact]
    public void Transpose_reorders_axes() {
        Is(Transpose(X, 1, 0), [3, 2], 1, 4, 2, 5, 3, 6);
        Tensor y = Reals(1, 2, 3, 4);
        float[] from = y.ToArray<float>(), to = Transpose(y, 2, 0, -2).ToArray<float>();
        Assert.Equal(new Shape(4, 2, 3), Transpose(y, 2, 0, 1).Shape);
        Assert.Equal(from[1 * 12 + 2 * 4 + 3], to[3 * 6 + 1 * 3 + 2]);
        Assert.Equal(from[0 * 12 + 1 * 4 + 2], to[2 * 6 + 0 * 3 + 1]);
    }

    [Fact]
    public void Broadcast_repeats_missing_axes_and_those_of_extent_1() {
        Is(Broadcast(Tensor.From([1, 2], 2, 1), 2, 3), [2, 3], 1, 1, 1, 2, 2, 2);
        Is(Broadcast(Tensor.From([1, 2]), 2, 2), [2, 2], 1, 2, 1, 2);
        Is(Broadcast(5, 3), [3], 5, 5, 5);
    }

    [Fact]
    public void Slice_steps_along_an_axis() {
        Is(Slice(X, 1, 1, 2), [2, 2], 2, 3, 5, 6);
        Is(Slice(X, -1, 0, 2, step: 2), [2, 2], 1, 3, 4, 6);
        Is(Slice(X, 0, 1, 1), [1, 3], 4, 5, 6);
        Is(Slice(X, 0, 2, 0), [0, 3], Array.Empty<int>());
    }

    [Fact]
    public void Pad_adds_at_both_ends() {
        Is(Pad(X, 1, 1, 2), [2, 6], 0, 1, 2, 3, 0, 0, 0, 4, 5, 6, 0, 0);
        Is(Pad(Tensor.From([1f]), 0, 0, 1, float.NegativeInfinity), [2], 1f, float.NegativeInfinity);
    }

    [Fact]
    public void Concatenate_and_split_are_inverse() {
        Tensor y = Tensor.From([7, 8], 2, 1);
        Is(Concatenate(1, X, y), [2, 4], 1, 2, 3, 7, 4, 5, 6, 8);
        Is(Concatenate(0, X, X), [4, 3], 1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6);
        Tensor[] pieces = Split(Concatenate(1, X, y), -1, 3, 1);
        Is(pieces[0], [2, 3], 1, 2, 3, 4, 5, 6);
        Is(pieces[1], [2, 1], 7, 8);
    }

    [Fact]
    public void Stack_makes_a_new_axis() {
        Is(Stack(0, X[0], X[1]), [2, 3], 1, 2, 3, 4, 5, 6);
        Is(Stack(1, X[0], X[1]), [3, 2], 1, 4, 2, 5, 3, 6);
    }

    [Fact]
    public void Flip_reverses_an_axis() {
        Is(Flip(X, 0), [2, 3], 4, 5, 6, 1, 2, 3);
        Is(Flip(X, -1), [2, 3], 3, 2, 1, 6, 5, 4);
    }

    [Fact]
    public void Gather_puts_the_shape_of_the_indices_in_place_of_the_axis() {
        Tensor indices = Tensor.From([2, 0, 0, 1], 2, 2);
        Is(Gather(X, indices, 1), [2, 2, 2], 3, 1, 1, 2, 6, 4, 4, 5);
        Is(Gather(X, Tensor.From([1, 1, 0]), 0), [3, 3], 4, 5, 6, 4, 5, 6, 1, 2, 3);
        Is(Gather(X, 1, 1), [2], 2, 5);
        Is(X[Tensor.From([1])], [1, 3], 4, 5, 6);
        Is(X[-1], [3], 4, 5, 6);
        Is(X[0][1], [], 2);
    }

    [Fact]
    public void Indices_outside_are_refused() {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Gather(X, Tensor.From([0, 3]), 1));
        Assert.StartsWith("gather: an index is outside axis 1 of i32[2, 3]", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Gather(X, Tensor.From([-1]), 1));
    }

    [Fact]
    public void Iota_counts_and_triangles_compare() {
        Is(Iota(4), [4], 0, 1, 2, 3);
        Is(LowerTriangle(2, 3), [2, 3], true, false, false, true, true, false);
        Is(UpperTriangle(2, 3, 1), [2, 3], false, true, true, false, false, true);
        Is(OneHot(Tensor.From([2, 0]), 3), [2, 3], 0f, 0f, 1f, 1f, 0f, 0f);
    }

    public static TheoryData<Func<Tensor>, string> Misfits => new() {
        { () => Reshape(X, 4, 2), "reshape: i32[2, 3] has 6 elements, but [4, 2] has 8" },
        { () => Transpose(X, 0, 0), "transpose: (0, 0) is no order of the axes of i32[2, 3]" },
        { () => Transpose(X, 0), "transpose: (0) is no order of the axes of i32[2, 3]" },
        { () => Broadcast(X, 3, 3), "broadcast: [2, 3] and [3, 3] do not broadcast: 2 meets 3 at axis 0 of the result" },
        { () => Broadcast(X, 3), "broadcast: i32[2, 3] does not repeat to [3]" },
        { () => Broadcast(X, 2, 1), "broadcast: i32[2, 3] does not repeat to [2, 1]" },
        { () => Slice(X, 1, 2, 2), "slice: start 2, length 2, step 1 is outside axis 1 of i32[2, 3], which has extent 3" },
        { () => Slice(X, 1, 0, 2, 0), "slice: start 0, length 2, step 0 is outside axis 1 of i32[2, 3], which has extent 3" },
        { () => Pad(X, 1, -1, 0), "pad: -1 before and 0 after axis 1 of i32[2, 3]; Slice takes elements away" },
        { () => Concatenate(0, X, Iota(3)), "concatenate: i32[2, 3] and i32[3] do not agree outside axis 0" },
        { () => Concatenate(0), "concatenate: there is no part" },
        { () => Split(X, 1, 2, 2)[0], "split: the lengths add up to 4, but the axis of [2, 3] has extent 3" },
        { () => Gather(X, Tensor.From([1f]), 0), "gather: expected i32 indices, found f32[1]" },
        { () => X + Tensor.From([1, 2]), "add: [2, 3] and [2] do not broadcast: 3 meets 2 at axis 1 of the result" },
        { () => X + Tensor.From([1f]), "add: the elements differ in type: i32[2, 3] and f32[1]; Cast one of them" },
        { () => X * 1.5f, "multiply: the elements differ in type: i32[2, 3] and f32[]; Cast one of them" },
        { () => Exp(X), "exp: expected real elements, found i32[2, 3]" },
        { () => Sum(X, 2), "axis: axis 2 is outside [2, 3], which has 2 axes" },
        { () => Sum(X, Axis.Time), "axis: no single axis of [2, 3] depends on Time" },
        { () => Select(X, X, X), "select: the condition is i32[2, 3]; expected Bool elements" },
        { () => Sum(X < 3, 0), "sum: expected numbers, found bool[2, 3]" },
        { () => (X < 3) < (X < 3), "less: expected numbers, found bool[2, 3]" },
        { () => Tensor.From([1f, 2f], 3), "tensor: expected 3 elements of F32 for [3], found 2" },
        { () => Reshape(X, -1, 6), "shape: an extent is -1 in [-1, 6]; extents are 0 or more" },
    };

    [Theory]
    [MemberData(nameof(Misfits), DisableDiscoveryEnumeration = true)]
    public void Misfits_name_the_operation_and_the_shapes(Func<Tensor> wrong, string message) =>
        Assert.Equal(message, Assert.Throws<ShapeException>(wrong).Message);
}
