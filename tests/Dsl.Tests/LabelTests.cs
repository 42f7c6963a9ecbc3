using Xunit;
using static Sinter.Operations;
using static Sinter.Tests.Samples;

namespace Sinter.Tests;

public class LabelTests {
    static readonly Tensor X = Reals(1, 5, 6).Labelled("Time", null);

    [Fact]
    public void Labels_follow_their_axes() {
        Assert.Equal("[Time=5, 6]", X.Shape.ToString());
        Assert.Equal("[Time=5, 6]", Exp(X * 2f).Shape.ToString());
        Assert.Equal("[Time=5, 2, 3]", Reshape(X, 5, 2, 3).Shape.ToString());
        Assert.Equal("[Time=5, 1, 6]", Reshape(X, 5, 1, 6).Shape.ToString());
        Assert.Equal("[6, Time=5]", Transpose(X, 1, 0).Shape.ToString());
        Assert.Equal("[Time=5]", Sum(X, -1).Shape.ToString());
        Assert.Equal("[6]", Sum(X, Axis.Time).Shape.ToString());
        Assert.Equal("[Time=5, 2]", Slice(X, -1, 0, 2).Shape.ToString());
        Assert.Equal("[2, 6]", Slice(X, 0, 0, 2).Shape.ToString());
        Assert.Equal("[Time=5, 7]", Contract("ti,oi->to", X, Reals(2, 7, 6)).Shape.ToString());
        Assert.Equal("[Time=3, 6]", Gather(X, Iota(3).Labelled("Time"), 0).Shape.ToString());
        Assert.Equal("[Time=5, 12]", Concatenate(-1, X, X).Shape.ToString());
        Assert.Equal("[6]", Reshape(Slice(X, 0, 4, 1), 6).Shape.ToString());
    }

    [Fact]
    public void A_label_survives_an_extent_of_1() {
        Tensor one = Reals(1, 1, 6).Labelled("Time", null);
        Assert.Equal("[Time=1, 2, 3]", Reshape(one, 1, 2, 3).Shape.ToString());
        Assert.Equal("[Time=1, 6]", (one + Reals(2, 1, 6)).Shape.ToString());
    }

    [Fact]
    public void Time_is_found_by_its_label_and_prefers_the_exact_one() {
        Tensor scores = Reals(1, 2, 3, 5).Labelled(null, "Time", "Past + Time");
        Assert.Equal(1, Axis.Time.In(scores.Shape));
        Assert.Equal(0, Axis.Time.In(Reals(1, 5, 2).Labelled("Past + Time", null).Shape));
        Assert.Equal(2, ((Axis)(-1)).In(scores.Shape));
    }

    [Fact]
    public void Messages_carry_labels() {
        var exception = Assert.Throws<ShapeException>(() => X + Reals(1, 4, 6));
        Assert.Equal("add: [Time=5, 6] and [4, 6] do not broadcast: 5 meets 4 at axis 0 of the result", exception.Message);
    }

    [Fact]
    public void Tensors_print_their_shape_and_first_elements() {
        Assert.Equal("i32[Time=10] {0, 1, 2, 3, 4, 5, 6, 7, ...}", Iota(10).Labelled("Time").ToString());
        Assert.Equal("f32[] {0.5}", ((Tensor)0.5f).ToString());
        Assert.Equal("bool[2] {true, false}", Tensor.From([true, false]).ToString());
    }
}
