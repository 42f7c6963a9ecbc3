using System;
using System.Linq;
using Sinter.Rasp.Text;
using Xunit;

namespace Sinter.Rasp.Tests.Text;

/// <summary>The library that RASP ships and the programs of its paper, in text, against brute-force restatements.</summary>
public class TextLibraryTests {
    const int Samples = 12;

    static readonly RaspText Programs = RaspText.Load(System.IO.Path.Combine(AppContext.BaseDirectory, "Text", "programs.rasp"));

    static void Holds(string name, char[] vocabulary, Func<char[], int, object?> element, int longest = 4) {
        foreach (char[] input in Restated.AllUpTo(longest, vocabulary).Where(input => input.Length > 0)) {
            Compare(name, input, element, "");
        }
        var random = new Random(4041);
        for (int sample = 0; sample < Samples; sample++) {
            int seed = random.Next();
            Compare(name, Restated.Sample(new Random(seed), vocabulary), element, $" (seed {seed})");
        }
    }

    static void Compare(string name, char[] input, Func<char[], int, object?> element, string note) {
        string word = new(input);
        string expected = $"[{string.Join(", ", input.Select((_, i) => element(input, i) switch { string text => $"\"{text}\"", null => "null", bool truth => truth ? "true" : "false", var other => other.ToString() }))}]";
        Assert.True(expected == Programs.Run(name, word).ToString(), $"{name}(\"{word}\"): expected {expected}, found {Programs.Run(name, word)}{note}");
    }

    static int Count(char[] x, char letter) => x.Count(other => other == letter);

    static int Before(char[] x, int i) => x[..i].Count(other => other == x[i]);

    [Fact]
    public void Lengths_widths_and_counts() {
        Holds("has_a", ['a', 'b'], (x, i) => x.Contains('a'));
        Holds("how_many_a", ['a', 'b'], (x, i) => Count(x, 'a'));
        Holds("hist", ['a', 'b', 'c'], (x, i) => Count(x, x[i]));
        Holds("earlier", ['a', 'b', 'c'], (x, i) => Before(x, i) > 0);
    }

    [Fact]
    public void Moves() {
        Holds("reverse", ['a', 'b'], (x, i) => x[x.Length - 1 - i].ToString());
        Holds("moved", ['a', 'b'], (x, i) => i < 2 ? "-" : x[i - 2].ToString());
        Holds("third", ['a', 'b'], (x, i) => x.Length > 2 ? x[2].ToString() : null);
    }

    [Fact]
    public void Firsts_lasts_and_nexts() {
        Holds("last_a", ['a', 'b'], (x, i) => i == Array.LastIndexOf(x, 'a'));
        Holds("first_a", ['a', 'b'], (x, i) => i == Array.IndexOf(x, 'a'));
        Holds("from_last_a", ['a', 'b'], (x, i) => Math.Max(Array.LastIndexOf(x, 'a'), 0));
        Holds("from_first_a", ['a', 'b'], (x, i) => Math.Max(Array.IndexOf(x, 'a'), 0));
        Holds("next_same", ['a', 'b'], (x, i) => Array.IndexOf(x, x[i], i + 1));
    }

    [Fact]
    public void Extremes_and_averages() {
        Holds("greater", ['a', 'b'], (x, i) => Math.Max(i, 2));
        Holds("less", ['a', 'b'], (x, i) => Math.Min(i, 2));
        Holds("mean_index", ['a', 'b'], (x, i) => new Rational(x.Length - 1, 2));
    }

    [Fact]
    public void Sorts() {
        Holds("sorted", ['b', 'a', 'c'], (x, i) => x.Order().ElementAt(i).ToString());
        Holds("by_frequency", ['b', 'a', 'c'], (x, i) => x.Distinct().OrderByDescending(letter => Count(x, letter)).ThenBy(letter => Array.IndexOf(x, letter)).Select(letter => letter.ToString()).ElementAtOrDefault(i) ?? "-");
    }

    [Fact]
    public void Double_histogram() => Holds("hist2", ['a', 'b', 'c'], (x, i) => x.Distinct().Count(letter => Count(x, letter) == Count(x, x[i])));

    [Fact]
    public void Dyck_1() => Holds("dyck1", ['(', ')', 'x'], (x, i) => Verdict(x[..(i + 1)], "()"), 5);

    [Fact]
    public void Dyck_2() => Holds("dyck2", ['(', ')', '{', '}'], (x, i) => Verdict(x[..(i + 1)], "()", "{}"), 5);

    static string Verdict(char[] prefix, params string[] pairs) {
        string open = "";
        foreach (char letter in prefix) {
            if (pairs.Any(pair => pair[0] == letter)) {
                open += letter;
            } else if (pairs.FirstOrDefault(pair => pair[1] == letter) is { } pair) {
                if (open.Length == 0 || open[^1] != pair[0]) {
                    return "F";
                }
                open = open[..^1];
            }
        }
        return open.Length == 0 ? "T" : "P";
    }

    [Fact]
    public void Long_addition() {
        var random = new Random(77);
        for (int sample = 0; sample < 40; sample++) {
            int seed = random.Next();
            var numbers = new Random(seed);
            int left = numbers.Next(1_000_000);
            int right = numbers.Next(1_000_000);
            string word = $"{left}+{right}";
            string digits = (left + right).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(word.Length, '0');
            Assert.True($"[{string.Join(", ", digits.ToCharArray())}]" == Programs.Run("sum", word).ToString(), $"{word} = {Programs.Run("sum", word)} (seed {seed})");
        }
    }
}
