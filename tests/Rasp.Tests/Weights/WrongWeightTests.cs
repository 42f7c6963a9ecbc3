using System;
using System.Linq;
using Sinter.Rasp.Weights;
using Xunit;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests.Weights;

/// <summary>Programs that have no transformer, or none of these options, and what is said of them.</summary>
public class WrongWeightTests {
    static readonly WeightOptions Four = new(4);

    static string Refused<R>(SOp<R> program, WeightOptions options) => Assert.Throws<RaspException>(() => RaspTransformer.Of(RaspProgram.Of(program), options)).Message;

    static SOp<int> X => Input<int>("x");

    [Fact]
    public void An_input_without_bounds() => Assert.Equal(
        "x: an input of int has no bound of its own; say which values occur: options.With(\"x\", values)",
        Refused(X + 1, Four));

    [Fact]
    public void Values_of_another_type() => Assert.Equal(
        "input \"x\" is int, and its values were given as char",
        Refused(X, Four.With("x", "ab")));

    [Fact]
    public void More_values_than_the_options_allow() => Assert.Equal(
        "x: it can have 1000 values, more than the 100 of MaximumValues; bound it, as by % or Math.Clamp in a Map, give its inputs fewer values, or raise MaximumValues",
        Refused(X * X, (Four with { MaximumValues = 100 }).With("x", Enumerable.Range(0, 1000))));

    [Fact]
    public void A_mean_of_doubles() => Assert.Equal(
        "aggregate(select(indices, indices, <=), d): several values can be selected, and their mean as double is not exact in f32; select one, or take the Mean of integers or fractions (Rational)",
        Refused(Mean(UpToHere, Input<double>("d")), Four.With("d", [0.5, 1.0])));

    [Fact]
    public void A_sum_of_doubles() => Assert.Equal(
        "sum(select(indices, indices, <=), d): a sum of double values is not exact in f32; sum integers or fractions (Rational), or select one",
        Refused(Sum(UpToHere, Input<double>("d")), Four.With("d", [0.5, 1.0])));

    [Fact]
    public void A_mask_over_a_program_that_sees_later_positions() => Assert.Equal(
        "length: it sees later positions, and the options say Causal; make the program causal, with RaspProgram.Of(program, causal: true), or leave Causal out",
        Refused(Length + X, (Four with { Causal = true }).With("x", [1])));

    [Fact]
    public void Scores_that_can_be_null() => Assert.Equal(
        "best(all, aggregate(select(indices, (indices - 1), ==), x), x): the scores aggregate(select(indices, (indices - 1), ==), x) can be null, and null compares with nothing; OrElse gives them a value",
        Refused(Best(All, Library.Shift(X, 1), X), Four.With("x", [1, 2])));

    [Fact]
    public void A_predicate_that_throws() => Assert.Equal(
        "select(x, x, (k, q) => k / q > 1): the predicate throws DivideByZeroException for the key 0 and the query 0, which the sets of values allow: Attempted to divide by zero.. Give it a value for every pair",
        Refused(SelectorWidth(Select(X, X, (k, q) => k / q > 1)), Four.With("x", [0, 2])));

    [Fact]
    public void An_encoding_of_nothing() => Assert.Equal(
        "no expression of the program is named \"y\", which the options encode",
        Refused(X, Four.With("x", [1]).Encode("y", ValueEncoding.Numerical)));

    [Fact]
    public void Letters_as_numbers() => Assert.Equal(
        "c: 'a' is no number, so the expression is categorical",
        Refused(Input<char>("c"), Four.With("c", "ab").Encode("c", ValueEncoding.Numerical)));

    [Fact]
    public void More_hidden_units_than_the_options_allow() => Assert.Equal(
        "zip(x, indices, (a, b) => (a * 7919 + b * 104729) % 1009): as a table of its operands it takes more than the 64 hidden units of MaximumHidden, or is too fine for f32; split the function, give its operands fewer values, or raise MaximumHidden",
        Refused(Zip(X, Indices, (a, b) => (a * 7919 + b * 104729) % 1009), (new WeightOptions(50) { MaximumHidden = 64 }).With("x", Enumerable.Range(0, 20))));

    [Fact]
    public void An_expression_without_any_value() => Assert.Equal(
        "(x / 0): it has no value for any of its operands: DivideByZeroException: Attempted to divide by zero.",
        Refused(X / 0, Four.With("x", [1])));

    [Fact]
    public void Fractions_that_f32_does_not_tell_apart() {
        // tracr gives numbers that are off by 0.18; here the bound is compared with the distance of the fractions.
        string message = Refused(Library.FractionOfPrevious(Input<bool>("b")), new WeightOptions(400) { MaximumValues = 100_000 });
        Assert.StartsWith("mean(select(indices, indices, <=), b): the mean that attention brings at 400 positions: the error in f32 can be ", message, StringComparison.Ordinal);
        Assert.EndsWith("tells its values apart. A smaller maximum length, fewer values or a comparison before the division makes them farther apart", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_that_it_was_not_compiled_for() {
        RaspTransformer<int> transformer = RaspTransformer.Of(RaspProgram.Of(X), Four.With("x", [1]));
        Assert.Equal("x at position 1: 2 is none of the values that the transformer was compiled for: 1", Assert.Throws<RaspException>(() => transformer.Run([1, 2])).Message);
        Assert.Equal("the transformer was compiled for 1 to 4 positions, and there are 5", Assert.Throws<RaspException>(() => transformer.Run([1, 1, 1, 1, 1])).Message);
        Assert.Equal("input \"x\" is not given; given are: y", Assert.Throws<RaspException>(() => transformer.Run(new Bindings().With("y", [1]))).Message);
    }

    [Fact]
    public void A_fault_at_run_names_expression_and_position() => Assert.Equal(
        "(6 / x) at position 1: it has no value for these inputs; evaluated, the program says why",
        Assert.Throws<RaspException>(() => RaspTransformer.Of(RaspProgram.Of(6 / X), Four.With("x", [0, 1])).Run([1, 0])).Message);
}
