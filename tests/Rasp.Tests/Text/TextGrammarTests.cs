using System.Collections.Generic;
using Sinter.Rasp.Text;
using Xunit;

namespace Sinter.Rasp.Tests.Text;

/// <summary>The grammar of the text language: what binds tighter, and the values of every construct.</summary>
public class TextGrammarTests {
    internal static string Value(string expression, string input = "hello") {
        RaspText text = RaspText.Of($"x = {expression};");
        return text.Run("x", input).ToString();
    }

    internal static string Shown(string source) {
        string last = "";
        new RaspText().Execute(source, "test.rasp", result => last = result is DefinedResult given ? given.Text : last);
        return last;
    }

    [Theory]
    [InlineData("-2^2", "4")]
    [InlineData("2^3^2", "64")]
    [InlineData("7 % 2 * 3", "1")]
    [InlineData("2 * 7 % 4", "2")]
    [InlineData("1 + 7 % 4", "4")]
    [InlineData("10 - 3 - 2", "5")]
    [InlineData("8 / 4 / 2", "1")]
    [InlineData("True or True and False", "False")]
    [InlineData("False and True or True", "True")]
    [InlineData("not 1 == 2", "False")]
    [InlineData("not (1 == 2)", "True")]
    [InlineData("1 if True else 2 if False else 3", "3")]
    [InlineData("1 if True else (2 if False else 3)", "1")]
    [InlineData("1 + 1 in [2]", "True")]
    [InlineData("3 if 1 in [2] else 4", "4")]
    [InlineData("1 in [2] if False else [1]", "True")]
    [InlineData("-[5, 6][1]", "-6")]
    [InlineData("1 < 2 == True", "True")]
    public void Operators_bind_as_in_the_grammar(string expression, string value) => Assert.Equal(value, Shown($"x = {expression};"));

    [Theory]
    [InlineData("-7 % 3", "2")]
    [InlineData("7 % -3", "-2")]
    [InlineData("7 / 2", "7/2")]
    [InlineData("0.1 + 0.2 == 0.3", "True")]
    [InlineData("2^-1", "1/2")]
    [InlineData("4^0.5", "2")]
    [InlineData("round(2.5)", "2")]
    [InlineData("round(3.5)", "4")]
    [InlineData("round(-2.5)", "-2")]
    [InlineData("round(-2.6)", "-3")]
    [InlineData("True + True", "2")]
    [InlineData("\"a\" + \"b\"", "\"ab\"")]
    [InlineData("\"abc\"[-1]", "\"c\"")]
    [InlineData("[1, 2] + [\"x\"]", "[1, 2, \"x\"]")]
    [InlineData("{\"a\": 1, \"b\": [2]}[\"b\"][0]", "2")]
    [InlineData("{1: \"x\", 1.0: \"y\"}", "{1: \"y\"}")]
    [InlineData("range(3)", "[0, 1, 2]")]
    [InlineData("range(5, 0, -2)", "[5, 3, 1]")]
    [InlineData("range(2, 2)", "[]")]
    [InlineData("zip([1, 2], [\"a\", \"b\"])", "[[1, \"a\"], [2, \"b\"]]")]
    [InlineData("len([4, 5])", "2")]
    [InlineData("[a + b for a, b in zip([1, 2], [10, 20])]", "[11, 22]")]
    [InlineData("{k: k * k for k in range(3)}", "{0: 0, 1: 1, 2: 4}")]
    [InlineData("[k for k in {\"p\": 1, \"q\": 2}]", "[\"p\", \"q\"]")]
    public void Atoms_lists_and_dictionaries_have_values(string expression, string value) => Assert.Equal(value, Shown($"x = {expression};"));

    [Theory]
    [InlineData("indices + 1", "[1, 2, 3, 4, 5]")]
    [InlineData("length - 1 - indices", "[4, 3, 2, 1, 0]")]
    [InlineData("tokens == \"l\"", "[false, false, true, true, false]")]
    [InlineData("indices / 2", "[0, 1/2, 1, 3/2, 2]")]
    [InlineData("(indices - 2) % 3", "[1, 2, 0, 1, 2]")]
    [InlineData("2 ^ indices", "[1, 2, 4, 8, 16]")]
    [InlineData("round(indices / 2)", "[0, 0, 1, 2, 2]")]
    [InlineData("indicator(indices)", "[0, 1, 1, 1, 1]")]
    [InlineData("not indices", "[true, false, false, false, false]")]
    [InlineData("indices > 1 and indices < 4", "[false, false, true, true, false]")]
    [InlineData("tokens if indices % 2 == 0 else \"-\"", "[\"h\", \"-\", \"l\", \"-\", \"o\"]")]
    [InlineData("tokens in [\"l\", \"o\", 3]", "[false, false, true, true, true]")]
    [InlineData("indices in [1, 4.0, 0.5]", "[false, true, false, false, true]")]
    [InlineData("\"e\" in tokens", "[true, true, true, true, true]")]
    [InlineData("tokens[1]", "[\"e\", \"e\", \"e\", \"e\", \"e\"]")]
    [InlineData("tokens[-1]", "[\"o\", \"o\", \"o\", \"o\", \"o\"]")]
    [InlineData("indices[9]", "[0, 0, 0, 0, 0]")]
    [InlineData("\"abcde\"[indices]", "[\"a\", \"b\", \"c\", \"d\", \"e\"]")]
    [InlineData("[7, 8][-(indices % 2)]", "[7, 8, 7, 8, 7]")]
    [InlineData("{\"h\": 1, \"e\": 2, \"l\": 3.5, \"o\": 4}[tokens]", "[1, 2, 7/2, 7/2, 4]")]
    [InlineData("tokens + \"!\"", "[\"h!\", \"e!\", \"l!\", \"l!\", \"o!\"]")]
    [InlineData("aggregate(select(indices, indices - 1, ==), tokens, \"?\")", "[\"?\", \"h\", \"e\", \"l\", \"l\"]")]
    [InlineData("aggregate(select(indices, indices, <=), indices)", "[0, 1/2, 1, 3/2, 2]")]
    [InlineData("aggregate(select(indices, indices - 1, ==), indices)", "[0, 0, 1, 2, 3]")]
    [InlineData("aggregate(full_s, 0.1)", "[1/10, 1/10, 1/10, 1/10, 1/10]")]
    [InlineData("selector_width(select(tokens, tokens, ==) and not select(indices, indices, ==))", "[0, 0, 1, 1, 0]")]
    [InlineData("selector_width(select(indices, 1, <=) or select(3, indices, ==))", "[2, 2, 2, 5, 2]")]
    [InlineData("selector_width(select(indices, indices, !=))", "[4, 4, 4, 4, 4]")]
    public void SOps_have_values(string expression, string value) => Assert.Equal(value, Value(expression));

    [Fact]
    public void Functions_nest_return_several_and_see_what_is_defined_later() {
        RaspText text = RaspText.Of("""
            def outer(a) { # a comment; with "quotes"
                def inner(b) { return a + b + late; }
                low, high = inner(1), inner(2);
                return low, high;
            }
            late = 100;
            x, y = outer(indices);
            """);
        Assert.Equal("[101, 102]", text.Run("x", "ab").ToString());
        Assert.Equal("[102, 103]", text.Run("y", "ab").ToString());
    }

    [Fact]
    public void Loops_keep_what_they_set_and_comprehensions_do_not() {
        Assert.Equal("[9, 3]", Shown("a = 3; for i in range(4) { a = a + i; } x = [a, i];"));
        Assert.Throws<RaspTextException>(() => Shown("x = [k for k in range(3)]; k;"));
    }

    [Fact]
    public void Words_of_the_console_are_names_elsewhere() => Assert.Equal("[6, 3]", Shown("set = 1; show = 2; example = 3; full = 4; y = [set + show + example, example];"));

    [Fact]
    public void Inputs_are_read_as_the_type_that_is_asked_for() {
        RaspText text = RaspText.Of("i = tokens_int + 1; f = tokens_float * 2; b = not tokens_bool; s = tokens_str + \"!\";");
        Assert.Equal("[2, 3]", text.Run("i", "12").ToString());
        Assert.Equal("[2, 3]", text.Run("i", Example.Of([1, 2])).ToString());
        Assert.Equal("[1/5, -5000]", text.Run("f", Example.Of([0.1, -2.5e3])).ToString());
        Assert.Equal("[false, true]", text.Run("b", Example.Of([true, false])).ToString());
        Assert.Equal("[true, false]", text.Run("b", Example.Of([0, 2])).ToString());
        Assert.Equal("[true, false]", text.Run("b", Example.Of(["False", "True"])).ToString());
        Assert.Equal("tokens_bool at position 0: \"h\" is no bool", Assert.Throws<RaspException>(() => text.Run("b", "h")).Message);
        Assert.Equal("[\"1!\", \"2!\"]", text.Run("s", Example.Of([1, 2])).ToString());
        Assert.Equal("tokens_int at position 0: \"h\" is no int", Assert.Throws<RaspException>(() => text.Run("i", "hello")).Message);
    }

    [Fact]
    public void Tokens_may_become_another_input() => Assert.Equal("[2, 4]", RaspText.Of("tokens = tokens_int; x = tokens * 2;").Run("x", "12").ToString());

    [Fact]
    public void Values_are_the_graph_of_the_language() {
        RaspText text = RaspText.Of("flip = select(indices, length - 1 - indices, ==); reverse = aggregate(flip, tokens);");
        SOp<string> reverse = text.Get<string>("reverse");
        Assert.Equal("[\"c\", \"b\", \"a\"]", RaspProgram.Of(reverse).Run(new Bindings().With("tokens_str", ["a", "b", "c"])).ToString());
        Assert.Equal("[2, 1, 0]", RaspText.Trace(reverse, "abc").Steps[4].Sequence!.ToString());
        Assert.Equal(["..x", ".x.", "x.."], text.Select("flip", "abc").ToString().Split('\n'));
        Assert.StartsWith("reverse is no s-op of int", Assert.Throws<KeyNotFoundException>(() => text.Get<int>("reverse")).Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Null_is_the_other_dialect_of_emptiness() {
        const string Source = "x = aggregate(select(indices, indices - 1, ==), indices) + 1; y = aggregate(select(indices, indices - 1, ==), tokens);";
        Assert.Equal("[1, 1, 2]", RaspText.Of(Source).Run("x", "abc").ToString());
        Assert.Equal("[null, 1, 2]", RaspText.Of(Source, emptiness: Emptiness.Null).Run("x", "abc").ToString());
        Assert.Equal("[null, \"a\", \"b\"]", RaspText.Of(Source).Run("y", "abc").ToString());
    }

    [Fact]
    public void Files_give_their_public_names() {
        var files = new Dictionary<string, string> {
            ["lib/a.rasp"] = "load \"b\"; _hidden = 5; public = _hidden + other;",
            ["lib/b.rasp"] = "other = 10;",
            ["lib/c.rasp"] = "load \"c\";",
        };
        var text = new RaspText(read: path => files[path.Replace('\\', '/')]);
        text.Execute("load \"lib/a\"; x = [public, other];", "console", _ => { });
        Assert.Equal(["other", "public", "x"], System.Linq.Enumerable.Order(text.Names));
        Assert.Throws<RaspTextException>(() => text.Execute("_hidden;", "console", _ => { }));
        Assert.Contains("loads itself", Assert.Throws<RaspTextException>(() => text.Execute("load \"lib/c\";", "console", _ => { })).Message, System.StringComparison.Ordinal);
    }
}
