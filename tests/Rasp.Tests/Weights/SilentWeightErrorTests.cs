using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Rasp.Weights;
using Xunit;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests.Weights;

/// <summary>What tracr's transformers get wrong without saying so, got right here as weights.</summary>
public class SilentWeightErrorTests {
    static RaspTransformer<R> Compiled<A, R>(Func<SOp<A>, SOp<R>> program, int length, IEnumerable<A> values) =>
        RaspTransformer.Of(RaspProgram.Of(program), new WeightOptions(length).With(RaspProgram.Of(program).Graph.Nodes.Select(node => node.Node).OfType<Nodes.IInputNode>().FirstOrDefault()?.Source ?? "x", values));

    [Fact]
    public void Widths_are_exact_from_one_to_a_hundred() {
        // tracr's default steepness fails from a width of 10.
        RaspTransformer<int> transformer = RaspTransformer.Of(RaspProgram.Of(SelectorWidth(UpToHere)), new WeightOptions(100));
        Assert.Equal(Enumerable.Range(1, 100), transformer.Run(new int[100]).ToArray());
    }

    [Fact]
    public void Fractions_do_not_drift_with_the_length() {
        // Logits divided by the root of the key size without compensation are off by 0.008 at 100.
        string text = string.Concat(Enumerable.Repeat("xyz", 34))[..100];
        RaspProgram<char, Rational> program = RaspProgram.Of((SOp<char> x) => Library.FractionOfPrevious(x == 'x'));
        RaspTransformer<Rational> transformer = RaspTransformer.Of(program, new WeightOptions(100).With("x", "xyz"));
        Assert.Equal(program.Run(text).ToArray(), transformer.Run(text).ToArray());
    }

    [Fact]
    public void A_map_after_a_mean_sees_two_fifths() {
        // tracr snaps it to 1/3 or 1/2.
        RaspTransformer<string> transformer = Compiled((SOp<int> x) => Mean(All, x == 1).Map(mean => mean.ToString()), 5, [0, 1]);
        Assert.Equal(["2/5", "2/5", "2/5", "2/5", "2/5"], transformer.Run([1, 0, 0, 1, 0]).ToArray());
    }

    [Fact]
    public void Null_stays_null_in_all_that_follows() {
        // tracr makes it a vector of zeros, from which later steps invent values.
        Assert.Equal("[null, 'a']", Compiled((SOp<char> x) => Library.Shift(x, 1), 4, "ab").Run("ab").ToString());
        Assert.Equal("[null, \"aa\"]", Compiled((SOp<char> x) => Library.Shift(x, 1).Map(c => $"{c}{c}"), 4, "ab").Run("ab").ToString());
        Assert.Equal("['a', 'b', null]", Compiled((SOp<char> x) => Library.Shift(Library.Shift(x, 1), -1), 4, "abc").Run("abc").ToString());
        Assert.Equal("['?', 'a', 'b']", Compiled((SOp<char> x) => Library.Shift(x, 1).OrElse('?'), 4, "abc").Run("abc").ToString());
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("aa")]
    public void A_mean_of_categories_is_refused(string text) {
        // tracr returns one of them.
        var exception = Assert.Throws<RaspException>(() => Compiled((SOp<char> x) => Aggregate(All, x), 4, "ab").Run(text));
        Assert.Equal((0, "aggregate(all, x)"), (exception.Position, exception.Expression));
    }

    [Fact]
    public void A_causal_mask_holds_under_not() {
        RaspProgram<int, int> program = RaspProgram.Of((SOp<int> x) => SelectorWidth(!Select(x, x, Equal)), causal: true);
        RaspTransformer<int> transformer = RaspTransformer.Of(program, new WeightOptions(4).With("x", [1, 2]));
        Assert.True(transformer.Shape.Causal);
        Assert.Equal("[0, 1, 1]", transformer.Run([1, 2, 1]).ToString());
    }

    [Fact]
    public void Names_merge_nothing_and_split_nothing() {
        // In tracr copies share a cached id and merge, and a shared sub-expression gave 0 for 0.5.
        SOp<Rational> Program(SOp<int> x) {
            SOp<Rational> mean = Mean(All, x);
            return mean + (mean.Named("m") * Mean(All, x + 1).Named("m"));
        }
        Assert.Equal("[5/4, 5/4]", Compiled<int, Rational>(Program, 3, [0, 1]).Run([0, 1]).ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(9)]
    public void No_padding_is_selected(int paddedTo) {
        // tracr's selectors by index hit it: a width of 2 became 5.
        RaspTransformer<int> transformer = RaspTransformer.Of(RaspProgram.Of(SelectorWidth(Select(Indices, Indices, GreaterEqual) | Select(Indices, Length - 1, Equal))), new WeightOptions(9));
        Assert.Equal("[2, 1]", transformer.Run(new int[2], paddedTo).ToString());
    }

    [Fact]
    public void Functions_of_several_sequences_do_not_take_their_product() {
        // tracr's tuples took 1,210 dimensions for three letters at length 5.
        RaspTransformer<bool> transformer = Compiled((SOp<char> x) => Zip(x, Library.Shift(x, 1).OrElse('a'), Library.Shift(x, -1).OrElse('a'), (a, b, c) => a == b && b == c), 5, "abc");
        Assert.InRange(transformer.Shape.Width, 1, 60);
        Assert.Equal("[true, true, false, false]", transformer.Run("aaab").ToString());
    }

    [Fact]
    public void Equality_compares_elements_not_objects() =>
        Assert.Equal("[true, false, false, true]", Compiled((SOp<char> x) => x == Library.Reverse(x), 4, "abc").Run("abca").ToString());
}
