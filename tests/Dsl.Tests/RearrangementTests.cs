using System.Linq;
using Xunit;
using static Sinter.Operations;
using static Sinter.Tests.Samples;

namespace Sinter.Tests;

public class RearrangementTests {
    static readonly Tensor X = Tensor.From([1, 2, 3, 4, 5, 6], 2, 3);

    [Fact]
    public void Axes_move_merge_and_part() {
        Is(MoveAxis(X, 0, 1), [3, 2], 1, 4, 2, 5, 3, 6);
        Assert.Equal(new Shape(3, 4, 2, 5), MoveAxis(Tensor.From(new int[120], 2, 3, 4, 5), 0, 2).Shape);
        Assert.Equal(new Shape(2, 5, 3, 4), MoveAxis(Tensor.From(new int[120], 2, 3, 4, 5), -1, 1).Shape);
        Assert.Equal(new Shape(2, 12, 5), Merge(Tensor.From(new int[120], 2, 3, 4, 5), 1, 2).Shape);
        Assert.Equal(new Shape(120), Merge(Tensor.From(new int[120], 2, 3, 4, 5), 0, -1).Shape);
        Assert.Equal(new Shape(2, 3, 2, 2, 5), Unmerge(Tensor.From(new int[120], 2, 3, 4, 5), 2, 2, 2).Shape);
        Is(RemoveAxis(Tensor.From([1, 2], 2, 1), 1), [2], 1, 2);
    }

    [Fact]
    public void Rolling_brings_in_at_one_end_what_leaves_at_the_other() {
        Is(Roll(X, 1, 1), [2, 3], 3, 1, 2, 6, 4, 5);
        Is(Roll(X, 1, -4), [2, 3], 2, 3, 1, 5, 6, 4);
        Is(Roll(X, 0, 2), [2, 3], 1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public void Paddings_mirror_repeat_and_go_round() {
        Tensor x = Tensor.From([1, 2, 3]);
        Is(PadReflect(x, 0, 2, 2), [7], 3, 2, 1, 2, 3, 2, 1);
        Is(PadReflect(Tensor.From([7]), 0, 0, 0), [1], 7);
        Is(PadEdge(x, 0, 2, 2), [7], 1, 1, 1, 2, 3, 3, 3);
        Is(PadCircular(x, 0, 2, 3), [8], 2, 3, 1, 2, 3, 1, 2, 3);
    }

    [Fact]
    public void Pieces_of_one_length_and_single_slices() {
        Tensor[] halves = SplitEvenly(Tensor.From([1, 2, 3, 4, 5, 6]), 0, 2);
        Is(halves[1], [3], 4, 5, 6);
        Tensor[] columns = Unstack(X, -1);
        Assert.Equal(3, columns.Length);
        Is(columns[2], [2], 3, 6);
        Is(Stack(1, columns), [2, 3], 1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public void Windows_laid_over_one_another_add_up() {
        Tensor windows = Tensor.From([1f, 2f, 3f, 10f, 20f, 30f], 2, 3);
        Is(OverlapAdd(windows, 0, 5, step: 2), [5], 1f, 2f, 13f, 20f, 30f);
        Is(OverlapAdd(windows, 0, 4, step: 1, dilation: 2, skip: 1), [4], 10f, 2f, 20f, 3f);
        Is(OverlapAdd(windows, 0, 8, step: 4), [8], 1f, 2f, 3f, 0f, 10f, 20f, 30f, 0f);
    }

    [Fact]
    public void A_band_lies_around_the_diagonal() =>
        Is(Band(3, 4, 1, 0), [3, 4], true, false, false, false, true, true, false, false, false, true, true, false);
}
