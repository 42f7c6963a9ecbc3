using System.Collections.Generic;
using System.Linq;
using Xunit;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests;

/// <summary>What RASP, tracr, the exported Transformer Programs or RASP-L get wrong without saying so, got right here.</summary>
public class SilentErrorTests {
    [Fact]
    public void Widths_are_exact_from_none_to_all() {
        // tracr's default steepness fails from a width of 10.
        RaspProgram<int, int> program = RaspProgram.Of((SOp<int> x) => SelectorWidth(Select(Indices, Indices, LessEqual)));
        for (int length = 1; length <= 200; length += 13) {
            Assert.Equal(Enumerable.Range(1, length), program.Run(new int[length]).ToArray());
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(400)]
    public void Fractions_of_the_previous_do_not_drift_with_the_length(int length) {
        // tracr is off by 0.18 at 400, for the root of the key size.
        string text = string.Concat(Enumerable.Repeat("xyz", length))[..length];
        Rational[] found = RaspProgram.Of((SOp<char> x) => Library.FractionOfPrevious(x == 'x')).Run(text).ToArray();
        for (int i = 0; i < length; i++) {
            Assert.Equal(new Rational((i / 3) + 1, i + 1), found[i]);
        }
    }

    [Fact]
    public void A_map_after_a_mean_sees_two_fifths() {
        // tracr snaps it to 1/3 or 1/2.
        RaspProgram<int, string> program = RaspProgram.Of((SOp<int> x) => Mean(All, x == 1).Map(mean => mean.ToString()));
        Assert.Equal(["2/5", "2/5", "2/5", "2/5", "2/5"], program.Run([1, 0, 0, 1, 0]).ToArray());
        var names = new Dictionary<Rational, string> { [Fraction(1, 3)] = "third", [Fraction(2, 5)] = "two fifths", [Fraction(1, 2)] = "half" };
        Assert.Equal("two fifths", RaspProgram.Of((SOp<int> x) => Lookup(Mean(All, x == 1), names)).Run([1, 0, 0, 1, 0])[0]);
    }

    [Fact]
    public void Null_stays_null_in_all_that_follows() {
        // tracr makes it a vector of zeros, from which later steps invent values (its issue 25).
        SOp<char> Shifted(SOp<char> x) => Library.Shift(x, 1);
        Assert.Equal("[null, 'a']", RaspProgram.Of((SOp<char> x) => Shifted(x)).Run("ab").ToString());
        Assert.Equal("[null, \"aa\"]", RaspProgram.Of((SOp<char> x) => Shifted(x).Map(c => $"{c}{c}")).Run("ab").ToString());
        Assert.Equal("[null, true]", RaspProgram.Of((SOp<char> x) => Shifted(x) == 'a').Run("ab").ToString());
        Assert.Equal("['a', 'b', null]", RaspProgram.Of((SOp<char> x) => Library.Shift(Library.Shift(x, 1), -1)).Run("abc").ToString());
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("aa")]
    public void A_mean_of_categories_is_refused(string text) {
        // tracr returns one of them.
        var exception = Assert.Throws<RaspException>(() => RaspProgram.Of((SOp<char> x) => Aggregate(All, x)).Run(text));
        Assert.Equal(0, exception.Position);
        Assert.Equal("aggregate(all, x)", exception.Expression);
    }

    [Fact]
    public void A_causal_length_is_refused_not_changed() {
        // tracr's becomes the query's position plus one (its issue 19).
        var exception = Assert.Throws<RaspException>(() => RaspProgram.Of((SOp<int> x) => Length - x, causal: true));
        Assert.StartsWith("length is not known to a causal program", exception.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_causal_mask_holds_under_not() {
        // A mask on every selector, as in tracr, turns the hidden keys into hits of the negation.
        RaspProgram<int, int> program = RaspProgram.Of((SOp<int> x) => SelectorWidth(!Select(x, x, Equal)), causal: true);
        Assert.Equal("[0, 1, 1]", program.Run([1, 2, 1]).ToString());
        Assert.Equal("[0, 1, 2]", program.Run([1, 2, 3]).ToString());
    }

    [Fact]
    public void Names_merge_nothing_and_split_nothing() {
        // In tracr copies share a cached id and merge, and a shared sub-expression gave 0 for 0.5.
        SOp<Rational> Program(SOp<int> x) {
            SOp<Rational> mean = Mean(All, x);
            SOp<Rational> named = mean.Named("m");
            SOp<Rational> other = Mean(All, x + 1).Named("m");
            return mean + named * other + other;
        }
        RaspProgram<int, Rational> program = RaspProgram.Of<int, Rational>(Program);
        Assert.Equal("[11/4, 11/4]", program.Run([0, 1]).ToString());
        Assert.Equal(2, program.Graph.Nodes.Count(node => node.Node.Kind == NodeKind.Aggregate));
        Assert.All(program.Graph.Nodes.Where(node => node.Node.Kind == NodeKind.Aggregate), node => Assert.Equal("m", Assert.Single(node.Names)));
    }

    [Fact]
    public void A_second_aggregate_without_a_name_is_checked_too() {
        // tracr remembers what it has checked by name.
        RaspProgram<string, string> program = RaspProgram.Of((SOp<string> x) => Zip(Aggregate(Select(Indices, Indices, Equal), x), Aggregate(All, x), (a, b) => a + b));
        Assert.Equal("aggregate(all, x)", Assert.Throws<RaspException>(() => program.Run(["p", "q"])).Expression);
    }

    [Fact]
    public void No_padding_is_selected_whatever_ran_before() {
        // tracr's selectors by index hit it: a width of 2 became 5.
        RaspProgram<char, int> program = RaspProgram.Of((SOp<char> x) => SelectorWidth(Select(Indices, Indices, GreaterEqual)));
        Assert.Equal("[5, 4, 3, 2, 1]", program.Run("abcde").ToString());
        Assert.Equal("[2, 1]", program.Run("ab").ToString());
        Assert.Equal("[5, 4, 3, 2, 1]", program.Run("abcde").ToString());
    }

    [Fact]
    public void Equality_compares_elements_not_objects() {
        // tracr's == compares the object.
        RaspProgram<char, bool> program = RaspProgram.Of((SOp<char> x) => x == Library.Reverse(x));
        Assert.Equal("[true, false, false, true]", program.Run("abca").ToString());
    }

    [Fact]
    public void And_and_or_give_bools() {
        // tracr's keep one of the operands' values.
        RaspProgram<int, bool> program = RaspProgram.Of((SOp<int> x) => (x > 0) & (x > 1) | (x == 0));
        Assert.Equal("[true, false, true]", program.Run([0, 1, 2]).ToString());
    }

    [Fact]
    public void The_closest_is_the_nearest_whatever_the_number_of_matches() {
        // The exported select_closest costs a match with itself at the number of matches.
        RaspProgram<char, int> closest = RaspProgram.Of((SOp<char> x) => Closest(Select(x, x, Equal), Indices));
        RaspProgram<char, int> other = RaspProgram.Of((SOp<char> x) => Closest(Select(x, x, Equal) & Select(Indices, Indices, NotEqual), Indices, Empty.Default(-1)));
        foreach (char[] x in Restated.AllUpTo(6, ['a', 'b'])) {
            int Nearest(int query, bool self) => Enumerable.Range(0, x.Length).Where(key => x[key] == x[query] && (self || key != query)).DefaultIfEmpty(-1).MinBy(key => System.Math.Abs(key - query));
            Assert.Equal(Enumerable.Range(0, x.Length).Select(query => Nearest(query, true)), closest.Run(x).ToArray());
            Assert.Equal(Enumerable.Range(0, x.Length).Select(query => Nearest(query, false)), other.Run(x).ToArray());
        }
    }

    [Fact]
    public void A_mean_of_integers_is_not_truncated() {
        // RASP-L's is.
        Assert.Equal("[3/2, 3/2]", RaspProgram.Of((SOp<int> x) => Mean(All, x)).Run([1, 2]).ToString());
        Assert.Throws<RaspException>(() => RaspProgram.Of((SOp<int> x) => Aggregate(All, x)).Run([1, 2]));
    }

    [Fact]
    public void The_best_and_the_most_frequent_are_found() {
        // RASP-L's argmax and mode lack an argument.
        Assert.Equal("[2, 2, 2]", RaspProgram.Of((SOp<int> x) => Best(All, x, Indices)).Run([1, 3, 5]).ToString());
        Assert.Equal("[\"y\", \"x\", null]", RaspProgram.Of((SOp<string> x) => Library.MostFrequent(x)).Run(["x", "y", "y"]).ToString());
    }

    [Fact]
    public void An_empty_selection_among_strings_is_no_number() {
        // RASP's default is 0 beside strings, too.
        Assert.Equal("[null, \"a\"]", RaspProgram.Of((SOp<string> x) => Library.Shift(x, 1)).Run(["a", "b"]).ToString());
        Assert.Equal("[\"?\", \"a\"]", RaspProgram.Of((SOp<string> x) => Library.Shift(x, 1).OrElse("?")).Run(["a", "b"]).ToString());
    }
}
