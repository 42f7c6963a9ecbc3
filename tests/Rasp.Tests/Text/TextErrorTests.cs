using System.Collections.Generic;
using Sinter.Rasp.Text;
using Xunit;

namespace Sinter.Rasp.Tests.Text;

/// <summary>Texts that are no programs, and the exact words for each: file, line, column, what was expected and what was found.</summary>
public class TextErrorTests {
    [Theory]
    [InlineData("x = 1", "t.rasp:1:6: expected ';', found the end of the text")]
    [InlineData("x = 1\ny = 2;", "t.rasp:2:1: expected ';', found 'y'")]
    [InlineData("x = ;", "t.rasp:1:5: expected an expression, found ';'")]
    [InlineData("x = 3 +* 4;", "t.rasp:1:8: expected an expression, found '*'")]
    [InlineData("if = 3;", "t.rasp:1:1: expected a name, found the word 'if'")]
    [InlineData("for in;", "t.rasp:1:5: expected the name of what the loop goes through, found the word 'in'")]
    [InlineData("def f(x) { y = x; }", "t.rasp:1:19: expected 'return' at the end of the function f, found '}'")]
    [InlineData("def f(1) { return 1; }", "t.rasp:1:7: expected the name of a parameter, found '1'")]
    [InlineData("x = \"abc\n;", "t.rasp:1:5: expected a string that ends on its line, found \"abc without a closing quote")]
    [InlineData("x = 1 $ 2;", "t.rasp:1:7: expected a name, a number, a string or an operator, found '$'")]
    [InlineData("x = 99999999999;", "t.rasp:1:5: expected an integer up to 2147483647, found '99999999999'")]
    [InlineData("x = [1, 2;", "t.rasp:1:10: expected ',' or ']', found ';'")]
    [InlineData("x = 1 if True;", "t.rasp:1:14: expected 'else', found ';'")]
    [InlineData("x = select(indices, indices, 3);", "t.rasp:1:30: expected one of ==, !=, <, <=, >, >=, which holds each key on its left against each query on its right, found '3'")]
    [InlineData("x = select(indices, indices);", "t.rasp:1:28: expected ',', found ')'")]
    [InlineData("x = aggregate(full_s);", "t.rasp:1:5: expected 2 to 3 arguments of aggregate, found 1")]
    [InlineData("x = aggregate(indices, tokens);", "t.rasp:1:5: expected a selector to aggregate by, found an s-op of int")]
    [InlineData("x = aggregate(full_s, tokens, 0);", "t.rasp:1:5: expected a default of the type of what is aggregated, string, found the int 0")]
    [InlineData("x = aggregate(full_s, indices, indices);", "t.rasp:1:5: expected an atom as the default of aggregate, found an s-op of int")]
    [InlineData("x = indces + 1;", "t.rasp:1:5: expected a name that is defined, such as 'indices', found 'indces'")]
    [InlineData("x = nothing_like_it;", "t.rasp:1:5: expected a name that is defined, found 'nothing_like_it'")]
    [InlineData("x = 1 / tokens;", "t.rasp:1:7: expected numbers beside '/', found the int 1 and an s-op of string")]
    [InlineData("x = 1 + \"a\";", "t.rasp:1:7: expected two numbers or two strings beside '+', found the int 1 and the string \"a\"")]
    [InlineData("x = range(7) + 6;", "t.rasp:1:14: expected s-ops or atoms beside '+', found the list [0, 1, 2, 3, 4, 5, 6]")]
    [InlineData("x = full_s and indices;", "t.rasp:1:12: expected two selectors beside 'and', or none, found an s-op of int")]
    [InlineData("x = full_s + 1;", "t.rasp:1:12: expected s-ops or atoms beside '+', found a selector")]
    [InlineData("x = -tokens;", "t.rasp:1:5: expected a number after '-', found an s-op of string")]
    [InlineData("x = tokens < indices;", "t.rasp:1:12: expected two numbers or two strings for '<', found an s-op of string and an s-op of int")]
    [InlineData("x = 1 if full_s else 2;", "t.rasp:1:7: expected an s-op or an atom between 'if' and 'else', found a selector")]
    [InlineData("x = \"a\" if indices > 1 else 2;", "t.rasp:1:9: expected values of one type beside 'if' and 'else', found the string \"a\" and the int 2")]
    [InlineData("x = tokens[indices];", "t.rasp:1:11: expected an integer as the index of an s-op, found an s-op of int")]
    [InlineData("x = [1, 2][2];", "t.rasp:1:11: expected an index from -2 to 1, found 2")]
    [InlineData("x = {\"a\": 1}[\"b\"];", "t.rasp:1:13: expected a key of the dictionary {\"a\": 1}, found \"b\"")]
    [InlineData("x = {\"a\": 1}[indices];", "t.rasp:1:13: expected entries for elements of int, found the dictionary {\"a\": 1}")]
    [InlineData("x = [1, \"a\"][indices];", "t.rasp:1:13: expected values of one type, found the list [1, \"a\"]")]
    [InlineData("x = {[1]: 2};", "t.rasp:1:6: expected an atom as the key of a dictionary, found the list [1]")]
    [InlineData("x = indices in indices;", "t.rasp:1:13: expected a list of atoms after 'in', found an s-op of int")]
    [InlineData("a, b = [1, 2, 3];", "t.rasp:1:1: expected 2 values for a, b, found 3 values")]
    [InlineData("x = selector_width(indices, 1);", "t.rasp:1:19: expected 1 arguments of selector_width(sel), found 2")]
    [InlineData("x = 3(4);", "t.rasp:1:6: expected a function, an s-op or a selector before '(', found the int 3")]
    [InlineData("indices = 3;", "t.rasp:1:1: the name indices is taken by the language; choose another")]
    [InlineData("def sort(a) { return a; }", "t.rasp:1:1: the name sort is taken by the library; choose another")]
    [InlineData("def f(n) { return f(n + 1); } x = f(0);", "t.rasp:1:20: f(n) calls itself more than 200 times deep")]
    [InlineData("x = range(0, 10, 0);", "t.rasp:1:5: expected a step of range other than 0, found 0")]
    [InlineData("x = range(2000000);", "t.rasp:1:5: expected a range of 1000000 elements at most, found one of 2000000")]
    [InlineData("x = zip([1], [1, 2]);", "t.rasp:1:5: expected lists of one length for zip, 1, found one of 2")]
    [InlineData("for i in 3 { x = i; }", "t.rasp:1:10: expected a list or a dictionary to go through, found the int 3")]
    [InlineData("set example []", "t.rasp:1:13: expected an input of one element or more, found none")]
    [InlineData("set example [1, \"a\"]", "t.rasp:1:13: expected elements of one type in an input, found [1, \"a\"]")]
    [InlineData("draw(3);", "t.rasp:1:1: expected an s-op or a selector to draw, found the int 3")]
    [InlineData("x = 1 / 0;", "t.rasp:1:7: 1/0 is no number")]
    [InlineData("examples maybe", "t.rasp:1:10: expected ';', found 'maybe'")]
    [InlineData("full seq display 3", "t.rasp:1:18: expected 'on' or 'off', found '3'")]
    public void Wrong_texts_are_one_message(string source, string message) =>
        Assert.Equal(message, Assert.Throws<RaspTextException>(() => RaspText.Of(source, "t.rasp")).Message);

    [Fact]
    public void A_missing_file_is_named() => Assert.StartsWith(
        "console:2:1: expected a file that can be read, found none_such.rasp: ",
        Assert.Throws<RaspTextException>(() => RaspText.Of("\nload \"none_such\";", "console")).Message,
        System.StringComparison.Ordinal);

    [Fact]
    public void Too_deep_a_text_is_an_error_and_no_crash() {
        string deep = new('(', 100_000);
        Assert.Contains("nested too deeply", Assert.Throws<RaspTextException>(() => RaspText.Of($"x = {deep}")).Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Statements_before_a_wrong_one_are_done() {
        var text = new RaspText();
        Assert.Throws<RaspTextException>(() => text.Execute("x = 1; y = z;", "t.rasp", _ => { }));
        Assert.Equal(["x"], text.Names);
    }

    [Theory]
    [InlineData("x = tokens == 3;", "t.rasp:1:12: '==' is false everywhere: an s-op of string never equals the int 3")]
    [InlineData("x = select(tokens, indices, !=);", "t.rasp:1:5: '!=' is true everywhere: an s-op of string never equals an s-op of int")]
    [InlineData("x = not tokens in [\"a\"];", "t.rasp:1:16: 'in' is false everywhere: no entry of the list [\"a\"] is a bool; 'not' and '-' bind tighter than 'in'")]
    public void What_is_hardly_meant_is_noted(string source, string message) {
        var notes = new List<string>();
        new RaspText().Execute(source, "t.rasp", result => {
            if (result is WarningResult warning) {
                notes.Add($"{warning.At}: {warning.Message}");
            }
        });
        Assert.Equal([message], notes);
    }

    [Theory]
    [InlineData("1 / indices", "x at position 0: DivideByZeroException: 1/0 is no number")]
    [InlineData("\"ab\"[indices]", "x at position 2: the table has no entry for 2; its 4 entries are for -2, -1, 0, 1. Add one, or say what is otherwise")]
    [InlineData("indices % (indices - 1)", "x at position 1: DivideByZeroException: Attempted to divide by zero.")]
    [InlineData("1000 ^ (length * 3 + indices) + indices * 2147483647", null)]
    [InlineData("indices * 2147483647", "x at position 2: OverflowException: Arithmetic operation resulted in an overflow.")]
    public void What_has_no_value_names_the_expression_and_the_position(string expression, string? message) {
        RaspText text = RaspText.Of($"x = {expression};");
        if (message == null) {
            Assert.Throws<RaspException>(() => text.Run("x", "hello"));
            return;
        }
        Assert.Equal(message, Assert.Throws<RaspException>(() => text.Run("x", "hello")).Message);
    }
}
