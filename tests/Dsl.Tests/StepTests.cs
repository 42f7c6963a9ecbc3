using System;
using Xunit;
using static Sinter.Operations;
using static Sinter.Tests.Samples;

namespace Sinter.Tests;

public class StepTests {
    [Fact]
    public void Positions_continue_where_the_past_ended() {
        Is(Step.Run(3, 2, Positions), [2], 3, 4);
        Assert.Equal("[Time=2]", Step.Run(3, 2, Positions).Shape.ToString());
        Assert.Throws<InvalidOperationException>(() => Positions());
    }

    [Fact]
    public void An_input_brings_its_own_time() =>
        Assert.Equal("[Time=3, 2]", Step.Run(0, Reals(1, 3, 2), x => Positions().Shape[0] == 3 ? x : throw new InvalidOperationException()).Shape.ToString());

    [Fact]
    public void Steps_nest_and_end() {
        Tensor both = Step.Run(1, 1, () => {
            Tensor inner = Step.Run(7, 1, Positions);
            return Concatenate(0, inner, Positions());
        });
        Is(both, [2], 7, 1);
        Assert.Throws<InvalidOperationException>(() => Step.Run<Tensor>(0, 1, () => throw new InvalidOperationException("inside")));
        Assert.Throws<InvalidOperationException>(() => Step.Current);
    }

    [Fact]
    public void A_cache_returns_the_rows_of_all_steps() {
        var cache = new Cache(4);
        Tensor first = Step.Run(0, Tensor.From([1f, 2f, 3f, 4f], 2, 2), cache.Append);
        Is(first, [2, 2], 1f, 2f, 3f, 4f);
        Tensor second = Step.Run(2, Tensor.From([5f, 6f], 1, 2), cache.Append);
        Is(second, [3, 2], 1f, 2f, 3f, 4f, 5f, 6f);
        Assert.Equal("[Past + Time=3, 2]", second.Shape.ToString());
    }

    [Fact]
    public void A_step_may_go_back() {
        var cache = new Cache(4);
        Step.Run(0, Tensor.From([1f, 2f, 3f]), cache.Append);
        Is(Step.Run(1, Tensor.From([9f]), cache.Append), [2], 1f, 9f);
        cache.Clear();
        Is(Step.Run(0, Tensor.From([7f]), cache.Append), [1], 7f);
    }

    [Fact]
    public void A_cache_refuses_what_it_cannot_hold() {
        var cache = new Cache(3);
        Assert.Contains("inside a step", Assert.Throws<InvalidOperationException>(() => cache.Append(Iota(1))).Message, StringComparison.Ordinal);
        Assert.Contains("at most 3 rows; 0 earlier and 4", Assert.Throws<InvalidOperationException>(() => Step.Run(0, Iota(4), cache.Append)).Message, StringComparison.Ordinal);
        Assert.Contains("holds 0 rows", Assert.Throws<InvalidOperationException>(() => Step.Run(1, Iota(1), cache.Append)).Message, StringComparison.Ordinal);
        Assert.Contains("expected 2 rows", Assert.Throws<ShapeException>(() => Step.Run(0, 2, () => cache.Append(Iota(1)))).Message, StringComparison.Ordinal);
        Assert.Contains("one Append", Assert.Throws<InvalidOperationException>(() => Step.Run(0, Iota(1), x => {
            cache.Append(x);
            return cache.Append(x);
        })).Message, StringComparison.Ordinal);
        var other = Assert.Throws<ShapeException>(() => Step.Run(1, Reals(1, 1), cache.Append));
        Assert.Equal("append: rows of f32[Time=1] after rows of i32[Past + Time=1]", other.Message);
    }
}
