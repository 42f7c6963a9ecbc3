using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests;

public class ExplanationTests {
    static readonly RaspProgram<char, char> Reverse = RaspProgram.Of((SOp<char> tokens) => Library.Reverse(tokens).Named("reverse"));

    [Fact]
    public void A_program_is_a_line_for_each_node() => Assert.Equal(
        """
        %0 = indices : int
        %1 = length : int
        %2 = (%1 - %0) : int
        %3 = 1 : int
        %4 = (%2 - %3) : int
        %5 = select(%0, %4, ==) : selector
        %6 = tokens : char
        %7 = aggregate(%5, %6) : char  # reverse
        return %7
        """,
        Reverse.Explain());

    [Fact]
    public void An_expression_reads_as_it_was_written() {
        Assert.Equal("aggregate(select(indices, ((length - indices) - 1), ==), tokens)", Library.Reverse(Tokens<char>()).ToString());
        Assert.Equal("reverse", Library.Reverse(Tokens<char>()).Named("reverse").ToString());
        Assert.Equal("sum((!select(x, 'a', ==) & all), 1, default 0)", Sum(!Select(Input<char>("x"), 'a', Equal) & All, 1, Empty.Default(0)).ToString());
        Assert.Equal("lookup(t, {1: 'a', 2: 'b', 3: 'c', 4: 'd', ...}, otherwise '\\'')", Lookup(Input<int>("t"), "abcde".Select((letter, i) => KeyValuePair.Create(i + 1, letter)), '\'').ToString());
        Assert.Equal("if(!(t > 0.5), or_else(null, \"x\\\"y\"), \"\")", If(!(Input<double>("t") > 0.5), Null<string>().OrElse("x\"y"), "").ToString());
        Assert.Equal("zip(indices, length, (a, b) => a * b)", Zip(Indices, Length, (a, b) =>
            a * b).ToString());
    }

    [Fact]
    public void A_trace_shows_every_expression_at_every_position() => Assert.Equal(
        """
        %0 = indices                       0    1    2
        %1 = length                        3    3    3
        %2 = (%1 - %0)                     3    2    1
        %3 = 1                             1    1    1
        %4 = (%2 - %3)                     2    1    0
        %5 = select(%0, %4, ==)            .    .    x
                                           .    x    .
                                           x    .    .
        %6 = tokens                        'a'  'b'  'c'
        %7 = aggregate(%5, %6)  # reverse  'c'  'b'  'a'
        """,
        Reverse.Trace("abc").ToString());

    [Fact]
    public void A_trace_is_read_by_name() {
        Trace trace = RaspProgram.Of((SOp<char> x) => Library.Dyck(x, ('(', ')'), ('[', ']'))).Trace("([)");
        Assert.Equal("[1, 2, 1]", trace["depth"].Sequence!.ToString());
        Assert.Equal("[1, 2, 2]", trace["level"].Sequence!.ToString());
        Assert.Equal("[-1, -1, 1]", trace["partner"].Sequence!.ToString());
        Assert.Equal("[0, 1, 0]", trace["pair"].Sequence!.ToString());
        Assert.Equal("no expression of the program is named \"width\"", Assert.Throws<KeyNotFoundException>(() => trace["width"]).Message);
    }

    [Fact]
    public void A_trace_agrees_with_a_run() {
        RaspProgram<char, char> program = RaspProgram.Of((SOp<char> x) => Library.Induction(x));
        foreach (char[] input in Restated.AllUpTo(4, ['a', 'b'])) {
            Trace trace = program.Trace(input);
            Assert.Equal(program.Run(input), trace.Steps[program.Graph.Results[0]].Sequence);
            Assert.Equal(program.Graph.Nodes.Length, trace.Steps.Length);
        }
    }
}
