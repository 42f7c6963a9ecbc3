using System;
using System.IO;
using System.Linq;
using Sinter.Rasp;
using Xunit;

namespace Sinter.Examples.Tests;

/// <summary>The programs of examples/Rasp, against restatements of what they say, and the command that runs them.</summary>
public class ExampleTests {
    static readonly string[] Words = ["a", "hello", "abacabad", "mississippi", "()", "([])[)", "(]", "[()]()", "zzyzx"];

    [Fact]
    public void HistogramCounts() => Each(word => Assert.Equal(
        word.Select(c => word.Count(other => other == c)), RaspProgram.Of<char, int>(RaspExamples.Histogram.Run).Run(word).ToArray()));

    [Fact]
    public void ReverseReverses() => Each(word => Assert.Equal(
        word.Reverse(), RaspProgram.Of<char, char>(RaspExamples.Reverse.Run).Run(word).ToArray()));

    [Fact]
    public void SortSorts() => Each(word => Assert.Equal(
        word.Order(), RaspProgram.Of<char, char>(RaspExamples.Sort.Run).Run(word).ToArray()));

    [Fact]
    public void MostFrequentIsByFrequency() => Each(word => {
        char[] expected = [.. word.Distinct().OrderByDescending(c => word.Count(other => other == c))];
        Sequence<char> found = RaspProgram.Of<char, char>(RaspExamples.MostFrequent.Run).Run(word);
        Assert.Equal(new string(expected).PadRight(word.Length, '-'), new string(found.ToArray('-')));
    });

    [Fact]
    public void InductionFindsWhatFollowed() => Each(word => {
        char[] expected = [.. word.Select((c, i) => i > 0 && word.LastIndexOf(c, i - 1) is var last and >= 0 ? word[last + 1] : '-')];
        Assert.Equal(new string(expected), new string(RaspProgram.Of<char, char>(RaspExamples.Induction.Run).Run(word).ToArray('-')));
    });

    [Fact]
    public void BracketsNest() => Each(word => {
        string brackets = string.Concat(word.Where("()[]".Contains));
        var expected = Enumerable.Range(1, brackets.Length).Select(length => Nests(brackets[..length]));
        Assert.Equal(expected, RaspProgram.Of<char, Balance>(RaspExamples.Brackets.Run).Run(brackets).ToArray());
    });

    [Fact]
    public void TheCommandShowsResultAndSteps() {
        var output = new StringWriter { NewLine = "\n" };
        Assert.Equal(0, RaspExamples.Program.Run(["histogram", "aba"], TextReader.Null, output));
        Assert.Equal("""
            [2, 1, 2]
            %0 = tokens                       'a'  'b'  'a'
            %1 = select(%0, %0, ==)           x    .    x
                                              .    x    .
                                              x    .    x
            %2 = selector_width(%1)  # count  2    1    2

            """.ReplaceLineEndings("\n"), output.ToString());
        Assert.Equal(1, RaspExamples.Program.Run(["histogramm", "aba"], TextReader.Null, output));
    }

    [Theory]
    [InlineData("reverse", "abc", "['c', 'b', 'a']")]
    [InlineData("sort", "cab", "['a', 'b', 'c']")]
    [InlineData("most-frequent", "abb", "['b', 'a', null]")]
    [InlineData("induction", "abab", "[null, null, 'b', 'a']")]
    [InlineData("brackets", "()(", "[Open, Balanced, Open]")]
    public void TheCommandRuns(string program, string word, string expected) {
        var output = new StringWriter { NewLine = "\n" };
        Assert.Equal(0, RaspExamples.Program.Run([program, word], TextReader.Null, output));
        Assert.StartsWith(expected + "\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheConsoleLoadsTheText() {
        var output = new StringWriter { NewLine = "\n" };
        string file = Path.Combine(AppContext.BaseDirectory, "Programs", "frequency.rasp");
        Assert.Equal(0, RaspExamples.Program.Run(["console", file], new StringReader("by_frequency(\"abb\");\ncounts(\"abb\");\n"), output));
        Assert.Contains("by_frequency(\"abb\") = [\"b\", \"b\", \"a\"]", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("counts(\"abb\") = [1, 2, 2]", output.ToString(), StringComparison.Ordinal);
    }

    static void Each(Action<string> check) {
        foreach (string word in Words) {
            check(word);
        }
    }

    // By a stack, which the program does without.
    static Balance Nests(string prefix) {
        string open = "";
        foreach (char c in prefix) {
            if (c is '(' or '[') {
                open += c;
            } else if (open.Length == 0 || open[^1] != (c == ')' ? '(' : '[')) {
                return Balance.Failed;
            } else {
                open = open[..^1];
            }
        }
        return open.Length == 0 ? Balance.Balanced : Balance.Open;
    }
}
