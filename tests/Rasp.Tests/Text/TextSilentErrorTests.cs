using System.Linq;
using Sinter.Rasp.Text;
using Xunit;

namespace Sinter.Rasp.Tests.Text;

/// <summary>What RASP, and tracr where a program in text meets the same, get wrong without saying so.</summary>
public class TextSilentErrorTests {
    [Fact]
    public void Widths_are_exact_at_any_length() {
        // tracr's default steepness fails from a width of 10; RASP's is a rounding of 1/(1/w - 1).
        RaspText text = RaspText.Of("w = selector_width(select(indices, indices, <=)); v = selector_width(select(indices, 0, <));");
        for (int length = 1; length <= 200; length += 13) {
            Example input = Example.Of(new int[length]);
            Assert.Equal(Enumerable.Range(1, length), ((Sequence<int>)text.Run("w", input)).ToArray());
            Assert.All(((Sequence<int>)text.Run("v", input)).ToArray(), width => Assert.Equal(0, width));
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(400)]
    public void Fractions_of_the_previous_do_not_drift(int length) {
        RaspText text = RaspText.Of("f = aggregate(select(indices, indices, <=), indicator(tokens == \"x\"));");
        string input = string.Concat(Enumerable.Repeat("xyz", length))[..length];
        Rational[] found = ((Sequence<Rational>)text.Run("f", input)).ToArray();
        Assert.Equal(Enumerable.Range(0, length).Select(i => new Rational((i / 3) + 1, i + 1)), found);
    }

    [Fact]
    public void What_follows_a_mean_sees_two_fifths() {
        RaspText text = RaspText.Of("m = aggregate(full_s, tokens_int); x = {1/3: \"third\", 2/5: \"two fifths\", 1/2: \"half\"}[m]; y = m == 0.4;");
        Assert.Equal("two fifths", ((Sequence<string>)text.Run("x", "10010"))[0]);
        Assert.Equal("[true, true, true, true, true]", text.Run("y", "10010").ToString());
    }

    [Fact]
    public void Null_stays_null() {
        RaspText text = RaspText.Of("p = aggregate(select(indices, indices - 1, ==), tokens); q = p + p; r = p == \"a\"; s = 1 if p == \"a\" else 0;", emptiness: Emptiness.Null);
        Assert.Equal("[null, \"aa\"]", text.Run("q", "ab").ToString());
        Assert.Equal("[null, true]", text.Run("r", "ab").ToString());
        Assert.Equal("[null, 1]", text.Run("s", "ab").ToString());
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("aa")]
    public void Several_strings_have_no_mean(string input) {
        RaspText text = RaspText.Of("m = aggregate(full_s, tokens); b = aggregate(full_s, tokens == \"a\");");
        Assert.StartsWith("m at position 0: string has no mean, and 2 values are selected", Assert.Throws<RaspException>(() => text.Run("m", input)).Message, System.StringComparison.Ordinal);
        Assert.StartsWith("b at position 0: bool has no mean", Assert.Throws<RaspException>(() => text.Run("b", input)).Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_causal_length_is_refused() {
        RaspText text = RaspText.Of("x = length + indices; y = selector_width(full_s);");
        Assert.StartsWith("length is not known to a causal program", Assert.Throws<RaspException>(() => RaspProgram.Of(text.Get<int>("x"), causal: true)).Message, System.StringComparison.Ordinal);
        Assert.Equal("[1, 2, 3]", RaspProgram.Of(text.Get<int>("y"), causal: true).Run(new Bindings().With("tokens_str", ["a", "b", "c"])).ToString());
    }

    [Fact]
    public void Names_merge_nothing_and_split_nothing() {
        // RASP renames the object, so the last name of it is every name of it; and merges heads of one object only.
        RaspText text = RaspText.Of("s = select(tokens, tokens, ==); a = selector_width(s); b = a; t = select(tokens, tokens, ==); c = selector_width(t) + b + indicator(indices == 0);");
        Assert.Equal("[3, 2, 2]", text.Run("c", "abc").ToString());
        Assert.Equal("1 layer of 1 head", Flow.Of(ProgramGraph.Of(text["c"])).ToString());
        Assert.Equal("t, s", string.Join(", ", ProgramGraph.Of(text["c"]).Nodes.Single(node => node.Node.Kind == NodeKind.Select).Names));
    }

    [Fact]
    public void A_default_of_another_type_is_refused_and_none_among_strings_is_no_0() {
        RaspText text = RaspText.Of("x = aggregate(select(indices, indices - 1, ==), tokens);");
        Assert.Equal("[null, \"a\"]", text.Run("x", "ab").ToString());
        Assert.Throws<RaspTextException>(() => RaspText.Of("x = aggregate(full_s, tokens, 0);"));
    }

    [Fact]
    public void No_longer_input_leaves_anything_behind() {
        RaspText text = RaspText.Of("w = selector_width(select(indices, indices, >=));");
        Assert.Equal("[5, 4, 3, 2, 1]", text.Run("w", "abcde").ToString());
        Assert.Equal("[2, 1]", text.Run("w", "ab").ToString());
    }

    [Fact]
    public void And_and_or_give_bools_whatever_they_are_given() {
        RaspText text = RaspText.Of("x = indices and 5; y = indices or \"\"; z = (3 and 0) == False;");
        Assert.Equal("[false, true]", text.Run("x", "ab").ToString());
        Assert.Equal("[false, true]", text.Run("y", "ab").ToString());
    }

    [Fact]
    public void Both_arms_of_a_choice_are_computed() {
        // A division by 0 is one where it is not chosen, too; and it says so.
        RaspText text = RaspText.Of("x = 0 if indices == 0 else 6 / indices;");
        Assert.Equal("(6 / map(indices, fraction)) at position 0: DivideByZeroException: 6/0 is no number", Assert.Throws<RaspException>(() => text.Run("x", "ab")).Message);
    }

    [Fact]
    public void An_empty_input_is_refused() => Assert.Throws<RaspException>(() => RaspText.Of("x = indices;").Run("x", ""));
}
