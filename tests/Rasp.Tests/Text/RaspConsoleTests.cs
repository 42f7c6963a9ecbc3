using System.Collections.Generic;
using System.IO;
using Sinter.Rasp.Text;
using Xunit;

namespace Sinter.Rasp.Tests.Text;

/// <summary>The console of the text language, line by line.</summary>
public class RaspConsoleTests {
    static string Shown(params string[] lines) {
        using var output = new StringWriter { NewLine = "\n" };
        Queue<string> input = new(lines);
        new RaspConsole(_ => input.TryDequeue(out string? line) ? line : null, output).Run();
        return output.ToString().TrimEnd('\n');
    }

    static void Shows(string expected, params string[] lines) => Assert.Equal(expected, Shown(lines));

    [Fact]
    public void SOps_are_shown_on_the_example() => Shows(
        """
           s-op: x
              x("hello") = [1, 2, 3, 4, 5]
        """,
        "x = indices + 1;");

    [Fact]
    public void Selectors_are_shown_as_a_grid() => Shows(
        """
           selector: before
              before("abc"), a row for each query and a column for each key:
                | a b c
              a | . . .
              b | x . .
              c | x x .
        """,
        "set example \"abc\"",
        "before = select(indices, indices, <);");

    [Fact]
    public void Examples_are_set_shown_and_differ() => Shows(
        """
           s-op example: [1, 2]
           selector example: "ab"
           s-op: out
              out([1, 2]) = [2, 4]
           s-op: x
           value: out = 3
        """,
        "set s-op example [1, 2]",
        "set selector example \"ab\"",
        "show example",
        "tokens_int * 2;",
        "s-op examples off",
        "x = indices;",
        "1 + 2;");

    [Fact]
    public void Statements_go_on_over_lines_and_errors_leave_the_rest_alone() => Shows(
        """
           function: twice(a)
        console:1:8: expected an expression, found ';'
        console:1:1: expected a name that is defined, found 'unheard_of'
           s-op: x
              x("hello") = [0, 2, 4, 6, 8]
        """,
        "def twice(a) {",
        "    # a comment",
        "    return a * 2;",
        "}",
        "y = 2 +;",
        "unheard_of;",
        "x = twice(",
        "indices",
        ")",
        ";");

    [Fact]
    public void What_has_no_value_on_the_example_is_said_and_defined() => Shows(
        """
           s-op: n
              n("hello") has no value: tokens_int at position 0: "h" is no int
           n("12") = [1, 2]
        """,
        "n = tokens_int;",
        "n(\"12\");");

    [Fact]
    public void Applying_shows_the_value_for_that_input() => Shows(
        """
           out("ab") = ["b", "a"]
           full_s("ab"), a row for each query and a column for each key:
             | a b
           a | x x
           b | x x
        """,
        "aggregate(select(indices, length - 1 - indices, ==), tokens)(\"ab\");",
        "full_s(\"ab\");");

    [Fact]
    public void The_full_display_stands_under_the_input() => Shows(
        """
           s-op: x
              input:   h  e  l  l  o
              output: -1 -2 -3 -4 -5
        """,
        "full seq display on",
        "x = -indices - 1;");

    [Fact]
    public void Drawing_shows_layers_heads_and_all_values() => Shows(
        """
           function: hist(x)
           s-op: y
           y("aba"): 2 layers of 1 and 1 heads
           %0 = tokens_str               "a"  "b"  "a"
           %1 = select(%0, %0, ==)       x    .    x
                                         .    x    .
                                         x    .    x
           %2 = selector_width(%1)       2    1    2
           %3 = select(%2, %2, ==)       x    .    x
                                         .    x    .
                                         x    .    x
           %4 = selector_width(%3)  # y  2    1    2
        """,
        "examples off",
        "def hist(x) { return selector_width(select(x, x, ==)); }",
        "y = hist(hist(tokens));",
        "draw(y, \"aba\");");

    [Fact]
    public void History_is_listed_and_called_back() => Shows(
        """
           value: a = 1
           value: a = 2
            1  a = 1;
            2  a = a + 1;
        a = a + 1;
           value: a = 3
        expected !! or ! and the number of a line in the history, 1 to 2, found !9
        """,
        "a = 1;",
        "a = a + 1;",
        "history",
        "!!",
        "!9");

    [Fact]
    public void Names_and_help_are_listed() {
        Assert.StartsWith("   value: a = 1\nyours:   a\nlibrary: ", Shown("a = 1;", "names"), System.StringComparison.Ordinal);
        Assert.Contains("aggregate(selector, s-op, default)", Shown("help"), System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit")]
    [InlineData("quit()")]
    [InlineData("exit;")]
    public void Exit_ends(string exit) => Assert.Equal("   value: out = 1", Shown("1;", exit, "2;"));

    [Fact]
    public void An_unfinished_end_is_an_error_and_cancel_drops_it() {
        Assert.Equal("console:2:1: expected ';', found the end of the text", Shown("x = 1"));
        Assert.Equal("   value: out = 2", Shown("x = (1", "cancel", "2;"));
    }

    [Fact]
    public void Of_a_file_the_names_are_shown_and_what_it_asks_for() {
        using var output = new StringWriter { NewLine = "\n" };
        Queue<string> input = new(["load \"lib/a\";", "x;", "load \"lib/b\";"]);
        var text = new RaspText(read: path => path.EndsWith("a.rasp", System.StringComparison.Ordinal) ? "x = 1; _y = 2; x = 3; x; indices(\"ab\");" : "z = ;");
        new RaspConsole(_ => input.TryDequeue(out string? line) ? line : null, output) { Text = text }.Run();
        string[] lines = output.ToString().Replace('\\', '/').TrimEnd('\n').Split('\n');
        Assert.Equal(["   indices(\"ab\") = [0, 1]", "lib/a.rasp: x", "   value: x = 3", "lib/b.rasp:1:5: expected an expression, found ';'"], lines);
    }

    [Fact]
    public void Notes_are_shown() => Assert.StartsWith("console:1:8: note: '==' is false everywhere", Shown("tokens == 1;"), System.StringComparison.Ordinal);
}
