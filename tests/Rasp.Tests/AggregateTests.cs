using System.Collections.Generic;
using System.Linq;
using Xunit;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests;

public class AggregateTests {
    static readonly int[] X = [4, 1, 5, 1];

    static string Run<A, R>(IEnumerable<A> input, System.Func<SOp<A>, SOp<R>> program) => RaspProgram.Of(program).Run(input).ToString();

    static string Grid(Selector selector) => RaspProgram.Of(SelectorWidth(selector).OrElse(Input<int>("x"))).Trace(new Bindings().With("x", new int[3]))
        .Steps.Last(step => step.Selection != null).Selection!.ToString();

    [Fact]
    public void Selectors_hold_keys_on_the_left_against_queries() {
        Assert.Equal("x..\n.x.\n..x", Grid(Select(Indices, Indices, Equal)));
        Assert.Equal(".xx\nx.x\nxx.", Grid(Select(Indices, Indices, NotEqual)));
        Assert.Equal("...\nx..\nxx.", Grid(Select(Indices, Indices, Less)));
        Assert.Equal("x..\nxx.\nxxx", Grid(Select(Indices, Indices, LessEqual)));
        Assert.Equal(".xx\n..x\n...", Grid(Select(Indices, Indices, Greater)));
        Assert.Equal("xxx\n.xx\n..x", Grid(Select(Indices, Indices, GreaterEqual)));
        Assert.Equal(".x.\n..x\n...", Grid(Select(Indices, Indices, (key, query) => key == query + 1)));
        Assert.Equal("xxx\nxxx\nxxx", Grid(All));
    }

    [Fact]
    public void Selectors_combine() {
        Assert.Equal("...\nx..\n.x.", Grid(BeforeHere & Select(Indices, Indices - 1, Equal)));
        Assert.Equal("x..\nxx.\n.xx", Grid(Select(Indices, Indices - 1, Equal) | Select(Indices, Indices, Equal)));
        Assert.Equal(".xx\n..x\n...", Grid(!UpToHere));
        Assert.Equal("...\nx..\nxx.", Grid((!Select(Indices, Indices, Equal)).Causal()));
        Assert.Equal(".xx\nx.x\nxx.", Grid(!Select(Indices, Indices, Equal).Causal()));
    }

    [Fact]
    public void A_mean_of_one_is_that_one() {
        Assert.Equal("['b', 'a']", Run("ab", (SOp<char> x) => Aggregate(Select(Indices, Indices, NotEqual), x)));
        Assert.Equal("[true, false]", Run([true, false], (SOp<bool> x) => Aggregate(Select(Indices, Indices, Equal), x)));
        Assert.Equal("[2147483647]", Run([int.MaxValue], (SOp<int> x) => Aggregate(All, x)));
        Assert.Equal("[null, null]", Run(X[..2], (SOp<int> x) => Aggregate(Select(Indices, 0, Equal), Library.Shift(x, 1))));
    }

    [Fact]
    public void Means_of_several() {
        Assert.Equal("[11/4, 11/4, 11/4, 11/4]", Run(X, (SOp<int> x) => Mean(All, x)));
        Assert.Equal("[4, 5/2, 10/3, 11/4]", Run(X, (SOp<int> x) => Mean(UpToHere, x)));
        Assert.Equal("[1/4, 1/4, 1/4, 1/4]", Run(X, (SOp<int> x) => Mean(All, x > 4)));
        Assert.Equal("[2.75, 2.75, 2.75, 2.75]", Run(X, (SOp<int> x) => Mean(All, x.ToDouble())));
        Assert.Equal("[0.5, 0.5]", Run([0.25f, 0.75f], (SOp<float> x) => Mean(All, x)));
        Assert.Equal("[2147483647, 2147483647]", Run([int.MaxValue, int.MaxValue], (SOp<int> x) => Aggregate(All, x)));
        Assert.Equal("[5/12, 5/12]", Run([2, 3], (SOp<int> x) => Aggregate(All, x.Map(value => Fraction(1, value)))));
        Assert.Equal("[9000000000000000000, 9000000000000000000]", Run([9000000000000000000L, 9000000000000000000L], (SOp<long> x) => Aggregate(All, x)));
    }

    [Fact]
    public void The_other_reductions() {
        Assert.Equal("[11, 11, 11, 11]", Run(X, (SOp<int> x) => Sum(All, x)));
        Assert.Equal("[5, 5, 5, 5]", Run(X, (SOp<int> x) => Max(All, x)));
        Assert.Equal("[4, 1, 1, 1]", Run(X, (SOp<int> x) => Min(UpToHere, x)));
        Assert.Equal("[1, 4, 4, 4]", Run(X, (SOp<int> x) => First(Select(Indices, Indices, NotEqual), x)));
        Assert.Equal("[1, 1, 1, 5]", Run(X, (SOp<int> x) => Last(Select(Indices, Indices, NotEqual), x)));
        Assert.Equal("[2, 2, 2, 2]", Run(X, (SOp<int> x) => Best(All, x, Indices)));
        Assert.Equal("[1, 1, 1, 1]", Run(X, (SOp<int> x) => Best(All, -x, Indices)));
        Assert.Equal("[NaN, NaN]", Run([1, double.NaN], (SOp<double> x) => Max(All, x)));
        Assert.Equal("[\"b\", \"b\"]", Run(["b", "a"], (SOp<string> x) => Max(All, x)));
    }

    [Fact]
    public void Closest_prefers_its_own_position_and_of_two_the_earlier() {
        Assert.Equal("[0, 1, 2, 3]", Run(X, (SOp<int> x) => Closest(All, Indices)));
        Assert.Equal("[1, 0, 1, 2]", Run(X, (SOp<int> x) => Closest(Select(Indices, Indices, NotEqual), Indices)));
        Assert.Equal("[1, 1, 1, 3]", Run(X, (SOp<int> x) => Closest(Select(x, 1, Equal), Indices)));
    }

    [Fact]
    public void An_empty_selection_is_null_or_the_default() {
        Selector none = !All;
        SOp<int> x = Indices;
        Assert.Equal("[null]", Run(X[..1], (SOp<int> _) => Aggregate(none, x)));
        Assert.Equal("[null]", Run(X[..1], (SOp<int> _) => Aggregate(none, x, Empty.Null)));
        Assert.Equal("[7]", Run(X[..1], (SOp<int> _) => Aggregate(none, x, Empty.Default(7))));
        Assert.Equal("[1/2]", Run(X[..1], (SOp<int> _) => Mean(none, x, Empty.Default(Fraction(1, 2)))));
        Assert.Equal("[0]", Run(X[..1], (SOp<int> _) => Sum(none, x, Empty.Default(0))));
        Assert.Equal("[null, null]", Run(X[..2], (SOp<int> _) => Zip(Max(none, x), Min(none, x))));
        Assert.Equal("[(1, 2, 3)]", Run(X[..1], (SOp<int> _) => Zip(First(none, x, Empty.Default(1)), Last(none, x, Empty.Default(2)), Closest(none, x, Empty.Default(3)))));
        Assert.Equal("['z']", Run(X[..1], (SOp<int> x) => Best(none, x, Constant('a'), Empty.Default('z'))));
        Assert.Equal("[0]", Run(X[..1], (SOp<int> _) => SelectorWidth(none)));
        Assert.Equal("[]", Run(X[..0], (SOp<int> x) => Aggregate(All, x)));
    }

    [Fact]
    public void Null_spreads_through_what_computes_and_is_passed_over_by_what_picks_another() {
        SOp<int> shifted = Library.Shift(Indices, 1);
        Assert.Equal("[null, null]", Run(X[..2], (SOp<int> _) => Aggregate(All, shifted)));
        Assert.Equal("[null, null]", Run(X[..2], (SOp<int> _) => Sum(All, shifted)));
        Assert.Equal("[0, 0]", Run(X[..2], (SOp<int> _) => Last(All, shifted)));
        Assert.Equal("[null, null]", Run(X[..2], (SOp<int> _) => First(All, shifted)));
    }

    [Fact]
    public void A_causal_program_sees_nothing_later() {
        int[] x = [3, 1, 2];
        Assert.Equal("[3, 3, 3]", RaspProgram.Of((SOp<int> x) => Max(All, x), causal: true).Run(x).ToString());
        Assert.Equal("[1, 2, 3]", RaspProgram.Of(Library.LengthByWidth().OrElse(Input<int>("x")), causal: true).Run(new Bindings().With("x", x)).ToString());
        Assert.Equal("[0, 1, 2]", RaspProgram.Of((SOp<int> x) => SelectorWidth(!Select(Indices, Indices, Equal)), causal: true).Run(x).ToString());
        Assert.Equal("[1, 2, 3]", RaspProgram.Of<int, int>(Marked.Widths).Run(x).ToString());
        Assert.Equal("[1, 2, 3]", RaspProgram.Of<int, int>(MarkedMethod).Run(x).ToString());
        Assert.Equal("[3, 3, 3]", RaspProgram.Of<int, int>(MarkedMethod, causal: false).Run(x).ToString());
    }

    [RaspProgram(Causal = true)]
    static SOp<int> MarkedMethod(SOp<int> x) => SelectorWidth(All);

    [RaspProgram(Causal = true)]
    static class Marked {
        public static SOp<int> Widths(SOp<int> x) => SelectorWidth(All);
    }
}
