using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

#region snippet
using Sinter.Rasp;
using Sinter.Rasp.Text;
using Sinter.Rasp.Weights;
using static Sinter.Rasp.Language;
#endregion

namespace Sinter.Documents.Tests;

/// <summary>
/// The snippets of docs/rasp.md, compiled and run. Each C# block of the document is one region of this file, in this
/// order, and each text block is what the region before it prints.
/// </summary>
public partial class DocumentTests {
    static void Positions() {
        #region snippet
        var positions = RaspProgram.Of((SOp<char> tokens) => Indices);
        Console.WriteLine(positions.Run("hello"));
        #endregion
    }

    static void Elements() {
        #region snippet
        var marks = RaspProgram.Of((SOp<char> tokens) => If(tokens == 'l', Length - Indices, -1));
        Console.WriteLine(marks.Run("hello"));
        #endregion
    }

    static void Functions() {
        #region snippet
        var shout = RaspProgram.Of((SOp<char> tokens) => Zip(tokens, Indices, (c, i) => i % 2 == 0 ? char.ToUpperInvariant(c) : c));
        Console.WriteLine(shout.Run("hello").Text());

        var vowels = new Dictionary<char, int> { ['a'] = 1, ['e'] = 2, ['i'] = 3, ['o'] = 4, ['u'] = 5 };
        Console.WriteLine(RaspProgram.Of((SOp<char> tokens) => Lookup(tokens, vowels, otherwise: 0)).Run("hello"));
        #endregion
    }

    static void Named() {
        #region snippet
        var line = RaspProgram.Of(Input<double>("slope") * Input<double>("x") + Input<double>("offset"));
        Console.WriteLine(line.Run(new Bindings().With("x", [1.0, 2.0]).With("slope", [0.5, 0.5]).With("offset", [3.0, 4.0])));
        #endregion
    }

    static void Selectors() {
        #region snippet
        var same = RaspProgram.Of((SOp<char> tokens) => SelectorWidth(Select(tokens, tokens, Equal)));
        Console.WriteLine(same.Trace("hello"));
        #endregion
    }

    static void Combined() {
        #region snippet
        var repeated = RaspProgram.Of((SOp<char> tokens) => SelectorWidth(Select(tokens, tokens, Equal) & Select(Indices, Indices, Less)) > 0);
        Console.WriteLine(repeated.Run("hello"));
        #endregion
    }

    #region snippet
    [RaspProgram]
    public static SOp<char> Reverse(SOp<char> tokens) => Aggregate(Select(Indices, Length - Indices - 1, Equal), tokens);
    #endregion

    static void Reversed() {
        #region snippet
        var reverse = RaspProgram.Of<char, char>(Reverse);
        Console.WriteLine(reverse.Run("hello").Text());
        Console.WriteLine(reverse.Explain());
        #endregion
    }

    static void Means() {
        #region snippet
        var fraction = RaspProgram.Of((SOp<char> tokens) => Mean(Select(Indices, Indices, LessEqual), tokens == 'l'));
        Console.WriteLine(fraction.Run("hello"));
        Console.WriteLine(fraction.Run("hello")[4] == Fraction(2, 5));
        #endregion
    }

    static void Refused() {
        #region snippet
        try {
            RaspProgram.Of((SOp<char> tokens) => Aggregate(All, tokens)).Run("no");
        } catch (RaspException exception) {
            Console.WriteLine(exception.Message);
        }
        #endregion
    }

    static void Reductions() {
        #region snippet
        var next = RaspProgram.Of((SOp<int> x) => First(Select(x, x, Greater) & !Select(Indices, Indices, LessEqual), x));
        var longest = RaspProgram.Of((SOp<string> words) => Best(All, words.Map(word => word.Length), words));
        Console.WriteLine(next.Run([3, 1, 4, 1, 5]));
        Console.WriteLine(longest.Run(["a", "list", "of", "words"])[0]);
        #endregion
    }

    static void Emptiness() {
        #region snippet
        Selector before = Select(Indices, Indices - 1, Equal);
        var asTracr = RaspProgram.Of((SOp<int> x) => x + Aggregate(before, x, Empty.Null));
        var asRasp = RaspProgram.Of((SOp<int> x) => x + Aggregate(before, x, Empty.Default(0)));
        var replaced = RaspProgram.Of((SOp<int> x) => (x + Aggregate(before, x)).OrElse(-1));
        Console.WriteLine(asTracr.Run([3, 4, 5]));
        Console.WriteLine(asRasp.Run([3, 4, 5]));
        Console.WriteLine(replaced.Run([3, 4, 5]));
        #endregion
    }

    #region snippet
    static SOp<V> SortedBy<V, K>(SOp<V> values, SOp<K> keys) {
        Selector before = Select(keys, keys, Less) | (Select(keys, keys, Equal) & Select(Indices, Indices, Less));
        SOp<int> place = SelectorWidth(before).Named("place");
        return Aggregate(Select(place, Indices, Equal), values);
    }
    #endregion

    static void Sorted() {
        #region snippet
        var sorted = RaspProgram.Of((SOp<string> words, SOp<int> ages) => SortedBy(words, ages));
        Console.WriteLine(sorted.Run(["oak", "elm", "ash"], [90, 12, 40]));
        Console.WriteLine(sorted.Trace(["oak", "elm", "ash"], [90, 12, 40])["place"].Sequence!);
        #endregion
    }

    #region snippet
    [RaspProgram(Causal = true)]
    public static SOp<char> Induction(SOp<char> tokens) {
        SOp<int> occurrence = Last(Select(tokens, tokens, Equal) & Select(Indices, Indices, Less), Indices, Empty.Default(-2));
        return Aggregate(Select(Indices, occurrence + 1, Equal), tokens);
    }
    #endregion

    static void Induced() {
        #region snippet
        Console.WriteLine(RaspProgram.Of<char, char>(Induction).Run("abcab"));
        #endregion
    }

    #region snippet
    static SOp<Balance> Dyck1(SOp<char> tokens) {
        Selector upToHere = Select(Indices, Indices, LessEqual);
        SOp<int> opened = SelectorWidth(upToHere & Select(tokens, '(', Equal));
        SOp<int> closed = SelectorWidth(upToHere & Select(tokens, ')', Equal));
        SOp<int> depth = (opened - closed).Named("depth");
        SOp<bool> failed = SelectorWidth(upToHere & Select(depth, 0, Less)) > 0;
        return If(failed, Balance.Failed, If<Balance>(depth == 0, Balance.Balanced, Balance.Open));
    }
    #endregion

    static void Dyck() {
        #region snippet
        Console.WriteLine(RaspProgram.Of<char, Balance>(Dyck1).Run("(())())("));
        #endregion
    }

    static void DyckK() {
        #region snippet
        var dyck = RaspProgram.Of((SOp<char> tokens) => Library.Dyck(tokens, ('(', ')'), ('[', ']')));
        Trace trace = dyck.Trace("([])[)");
        foreach (string name in (string[])["depth", "level", "pair", "partner"]) {
            Console.WriteLine($"{name,-8}{trace[name].Sequence}");
        }
        Console.WriteLine(dyck.Run("([])[)"));
        #endregion
    }

    static void Walk() {
        #region snippet
        SOp<char> tokens = Tokens<char>();
        ProgramGraph graph = ProgramGraph.Of(Library.Histogram(tokens) + Library.Histogram(Tokens<char>()));
        foreach (GraphNode node in graph.Nodes) {
            Console.WriteLine($"{node.Id}: {node.Node.Kind} of [{string.Join(", ", node.Operands)}]");
        }
        #endregion
    }

    static void Transformer() {
        #region snippet
        var count = RaspProgram.Of((SOp<char> tokens) => Library.Histogram(tokens));
        RaspTransformer<int> transformer = RaspTransformer.Of(count, new WeightOptions(maximumLength: 5).With("tokens", "helo"));
        Console.WriteLine(transformer.Run("hello"));
        Console.WriteLine(transformer.Report());
        foreach (TransformerTraceStep step in transformer.Trace(new Bindings().With("tokens", "hello"))) {
            Console.WriteLine(step);
        }
        #endregion
    }

    static void Refusal() {
        #region snippet
        try {
            RaspTransformer.Of(RaspProgram.Of((SOp<int> x) => x + 1), new WeightOptions(maximumLength: 5));
        } catch (RaspException exception) {
            Console.WriteLine(exception.Message);
        }
        #endregion
    }

    static void Text() {
        #region snippet
        RaspText text = RaspText.Of("""
            def share(letter) {
                return aggregate(select(indices, indices, <=), indicator(tokens == letter));
            }
            ls = share("l");
            """);
        Console.WriteLine(text.Run("ls", "hello"));
        Console.WriteLine(RaspProgram.Of(text.Get<Rational>("ls")).Explain());
        #endregion
    }

    // The snippets that print, in the order of the document.
    static readonly Action[] Printing = [
        Positions, Elements, Functions, Named, Selectors, Combined, Reversed, Means, Refused, Reductions, Emptiness, Sorted, Induced, Dyck, DyckK, Walk, Transformer, Refusal, Text,
    ];

    [Fact]
    public void The_document_shows_the_regions_of_this_file() {
        string source = Read("DocumentTests.cs");
        string[] regions = [.. Region().Matches(source).Select(match => Unindented(match.Groups[1].Value))];
        Assert.Equal(regions, Blocks("csharp"));
    }

    [Fact]
    public void The_document_shows_what_they_print() {
        var printed = new List<string>();
        foreach (Action snippet in Printing) {
            Console.Lines.Clear();
            snippet();
            printed.Add(string.Join('\n', Console.Lines));
        }
        Assert.Equal(printed, Blocks("text"));
    }

    [Fact]
    public void The_document_shows_a_session_at_the_console() {
        using var output = new StringWriter { NewLine = "\n" };
        var lines = new Queue<string>(Blocks("rasp").SelectMany(block => block.Split('\n')).Where(line => line.StartsWith(">> ", StringComparison.Ordinal) || line.StartsWith(".. ", StringComparison.Ordinal)));
        Assert.NotEmpty(lines);
        new RaspConsole(
            prompt => {
                if (!lines.TryDequeue(out string? line)) {
                    return null;
                }
                Assert.StartsWith(prompt, line, StringComparison.Ordinal);
                output.WriteLine(line);
                return line[prompt.Length..];
            },
            output).Run();
        Assert.Equal(string.Join('\n', Blocks("rasp")), output.ToString().TrimEnd('\n'));
    }

    [GeneratedRegex(@"^ *#region snippet\n(.*?)\n *#endregion", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();

    // The section of the three ways needs what the build makes of a program, and is run by the tests of kernels.
    static string Page() => Regex.Replace(Read("rasp.md"), @"^## One program, three ways\n.*?(?=^## )", "", RegexOptions.Multiline | RegexOptions.Singleline);

    static List<string> Blocks(string language) =>
        [.. Regex.Matches(Page(), $@"^```{language}\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline).Select(match => match.Groups[1].Value)];

    static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, name)).Replace("\r\n", "\n", StringComparison.Ordinal);

    static string Unindented(string text) {
        string[] lines = text.Split('\n');
        int margin = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? "" : line[margin..]));
    }

    /// <summary>Stands before the console's name, so that the snippets read as in a program.</summary>
    static class Console {
        public static List<string> Lines { get; } = [];

        public static void WriteLine(object value) => Lines.Add(value.ToString()!);
    }
}
