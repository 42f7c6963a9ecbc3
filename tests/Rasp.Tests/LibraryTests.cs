using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using static Sinter.Rasp.Language;
using static Sinter.Rasp.Tests.Restated;

namespace Sinter.Rasp.Tests;

public class LibraryTests {
    static readonly char[] Letters = ['c', 'a', 'b'];
    static readonly int[] Numbers = [3, -1, 7];

    [Fact]
    public void Length_by_width() => Holds((SOp<char> x) => Library.LengthByWidth(), Letters, (x, i) => x.Length);

    [Fact]
    public void Histogram() => Holds((SOp<char> x) => Library.Histogram(x), Letters, (x, i) => x.Count(other => other == x[i]));

    [Fact]
    public void Double_histogram() => Holds(
        (SOp<char> x) => Library.DoubleHistogram(x),
        Letters,
        (x, i) => x.Distinct().Count(token => x.Count(other => other == token) == x.Count(other => other == x[i])));

    [Fact]
    public void Count() => Holds((SOp<char> x) => Library.Count(x, 'a'), Letters, (x, i) => x.Count(other => other == 'a'));

    [Fact]
    public void Has_previous() => Holds((SOp<char> x) => Library.HasPrevious(x), Letters, (x, i) => x[..i].Contains(x[i]));

    [Fact]
    public void Fraction_of_previous() => Holds(
        (SOp<char> x) => Library.FractionOfPrevious(x == 'a'),
        Letters,
        (x, i) => new Rational(x[..(i + 1)].Count(other => other == 'a'), i + 1));

    [Fact]
    public void Cumulative_sum() => Holds((SOp<int> x) => Library.CumulativeSum(x), Numbers, (x, i) => x[..(i + 1)].Sum());

    [Fact]
    public void Cumulative_count() => Holds((SOp<int> x) => Library.CumulativeCount(x > 0), Numbers, (x, i) => x[..(i + 1)].Count(other => other > 0));

    [Fact]
    public void First_and_last_occurrence() {
        Holds((SOp<char> x) => Library.FirstOccurrence(x), Letters, (x, i) => Array.IndexOf(x, x[i]));
        Holds((SOp<char> x) => Library.LastOccurrence(x), Letters, (x, i) => Array.LastIndexOf(x, x[i]));
        Holds((SOp<char> x) => Library.FirstOccurrence(x, 'b'), Letters, (x, i) => x.Contains('b') ? Array.IndexOf(x, 'b') : null);
        Holds((SOp<char> x) => Library.LastOccurrence(x, 'b'), Letters, (x, i) => x.Contains('b') ? Array.LastIndexOf(x, 'b') : null);
    }

    [Fact]
    public void Reverse() => Holds((SOp<char> x) => Library.Reverse(x), Letters, (x, i) => x[x.Length - 1 - i]);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(0)]
    [InlineData(-2)]
    public void Shift(int by) => Holds(
        (SOp<char> x) => Library.Shift(x, by),
        Letters,
        (x, i) => i - by >= 0 && i - by < x.Length ? x[i - by] : null);

    [Fact]
    public void Index_select() {
        Holds((SOp<int> x) => Library.IndexSelect(x, x), Numbers, (x, i) => x[i] >= 0 && x[i] < x.Length ? x[x[i]] : null);
        Holds((SOp<int> x) => Library.IndexSelect(x, x, Empty.Default(9)), Numbers, (x, i) => x[i] >= 0 && x[i] < x.Length ? x[x[i]] : 9);
    }

    [Fact]
    public void Induction() => Holds((SOp<char> x) => Library.Induction(x), Letters, (x, i) => {
        for (int earlier = i - 1; earlier >= 0; earlier--) {
            if (x[earlier] == x[i]) {
                return x[earlier + 1];
            }
        }
        return null;
    });

    // Insertion, unlike the library's counting and unlike Array.Sort: stable.
    static List<int> Order<K>(IReadOnlyList<K> keys, Func<K, K, bool> precedes) {
        var order = new List<int>();
        for (int i = 0; i < keys.Count; i++) {
            int place = order.Count;
            while (place > 0 && precedes(keys[i], keys[order[place - 1]])) {
                place--;
            }
            order.Insert(place, i);
        }
        return order;
    }

    [Fact]
    public void Sort() {
        Holds((SOp<char> x) => Library.Sort(x), Letters, (x, i) => x[Order(x, (a, b) => a < b)[i]]);
        Holds((SOp<char> x) => Library.Sort(x, descending: true), Letters, (x, i) => x[Order(x, (a, b) => a > b)[i]]);
    }

    [Fact]
    public void Sort_by_key_is_stable() {
        Holds((SOp<int> x) => Library.Sort(Indices, x), Numbers, (x, i) => Order(x, (a, b) => a < b)[i]);
        Holds((SOp<int> x) => Library.Sort(Indices, x, descending: true), Numbers, (x, i) => Order(x, (a, b) => a > b)[i]);
    }

    [Fact]
    public void Sort_by_frequency() => Holds((SOp<char> x) => Library.SortByFrequency(x), Letters, (x, i) => {
        int[] frequencies = [.. x.Select(token => x.Count(other => other == token))];
        return x[Order(frequencies, (a, b) => a > b)[i]];
    });

    [Fact]
    public void Most_frequent() => Holds((SOp<char> x) => Library.MostFrequent(x), Letters, (x, i) => {
        char[] distinct = [.. x.Distinct()];
        int[] frequencies = [.. distinct.Select(token => x.Count(other => other == token))];
        return i < distinct.Length ? distinct[Order(frequencies, (a, b) => a > b)[i]] : null;
    });

    [Fact]
    public void Pair_balance() => Holds(
        (SOp<char> x) => Library.PairBalance(x, '(', ')'),
        ['(', ')', '-'],
        (x, i) => new Rational(x[..(i + 1)].Count(token => token == '(') - x[..(i + 1)].Count(token => token == ')'), i + 1));

    static bool Shuffled(char[] x, string pairs) {
        for (int pair = 0; pair < pairs.Length; pair += 2) {
            int depth = 0;
            foreach (char token in x) {
                depth += token == pairs[pair] ? 1 : token == pairs[pair + 1] ? -1 : 0;
                if (depth < 0) {
                    return false;
                }
            }
            if (depth != 0) {
                return false;
            }
        }
        return true;
    }

    [Fact]
    public void Shuffle_dyck_1() => Holds((SOp<char> x) => Library.ShuffleDyck1(x, '(', ')'), ['(', ')', '-'], (x, i) => Shuffled(x, "()"));

    [Fact]
    public void Shuffle_dyck_k() {
        Holds((SOp<char> x) => Library.ShuffleDyck(x, ('(', ')'), ('[', ']')), ['(', ')', '[', ']'], (x, i) => Shuffled(x, "()[]"));
        // Random inputs are rarely balanced: crossing pairs that are, and that miss by one.
        RaspProgram<char, bool> program = RaspProgram.Of((SOp<char> x) => Library.ShuffleDyck(x, ('(', ')'), ('[', ']')));
        Assert.Equal("[true, true, true, true]", program.Run("([)]").ToString());
        Assert.Equal("[false, false, false, false, false]", program.Run("([)](").ToString());
    }

    static Balance Prefix(char[] x, int i, string pairs) {
        var open = new Stack<int>();
        foreach (char token in x[..(i + 1)]) {
            int role = pairs.IndexOf(token, StringComparison.Ordinal);
            if (role >= 0 && role % 2 == 0) {
                open.Push(role / 2);
            } else if (role >= 0 && (!open.TryPop(out int pair) || pair != role / 2)) {
                return Balance.Failed;
            }
        }
        return open.Count == 0 ? Balance.Balanced : Balance.Open;
    }

    [Fact]
    public void Dyck_1() => Holds((SOp<char> x) => Library.Dyck1(x, '(', ')'), ['(', ')', '-'], (x, i) => Prefix(x, i, "()"));

    [Fact]
    public void Dyck_k() => Holds(
        (SOp<char> x) => Library.Dyck(x, ('(', ')'), ('[', ']')), ['(', ')', '[', ']'], (x, i) => Prefix(x, i, "()[]"));

    [Fact]
    public void Dyck_k_on_long_words_of_the_language_and_their_neighbours() {
        const string Pairs = "()[]{}";
        RaspProgram<char, Balance> program = RaspProgram.Of((SOp<char> x) => Library.Dyck(x, ('(', ')'), ('[', ']'), ('{', '}')));
        for (int seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            var word = new List<char>();
            var open = new Stack<char>();
            while (word.Count + open.Count < 64) {
                if (open.Count > 0 && random.Next(5) < 2) {
                    word.Add(open.Pop());
                } else {
                    int pair = random.Next(3);
                    word.Add(Pairs[2 * pair]);
                    open.Push(Pairs[(2 * pair) + 1]);
                }
            }
            word.AddRange(open);
            if (seed % 2 == 1) {
                word[random.Next(word.Count)] = Pairs[random.Next(6)];
            }
            char[] input = [.. word];
            Balance[] expected = [.. input.Select((_, i) => Prefix(input, i, Pairs))];
            Assert.True(expected.SequenceEqual(program.Run(input).ToArray()), $"seed {seed}: {new string(input)}");
        }
    }

    static object? Digit(char[] x, int i) {
        string[] terms = new string(x).Split('+');
        if (terms.Length != 2) {
            return null;
        }
        var sum = terms.Aggregate(System.Numerics.BigInteger.Zero, (sum, term) => sum + (term.Length == 0 ? 0 : System.Numerics.BigInteger.Parse(term, System.Globalization.CultureInfo.InvariantCulture)));
        return (int)(sum / System.Numerics.BigInteger.Pow(10, x.Length - 1 - i) % 10);
    }

    [Fact]
    public void Long_addition() => Holds((SOp<char> x) => Library.LongAddition(x), ['9', '0', '+', '4'], Digit, longestNormed: 10);

    [Fact]
    public void Long_addition_carries_far() {
        RaspProgram<char, int> program = RaspProgram.Of((SOp<char> x) => Library.LongAddition(x));
        for (int seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            char[] input = [.. Enumerable.Range(0, 3 + random.Next(62)).Select(_ => random.Next(3) == 0 ? (char)('0' + random.Next(10)) : random.Next(2) == 0 ? '9' : '0')];
            input[random.Next(input.Length)] = '+';
            int[] expected = [.. input.Select((_, i) => (int)Digit(input, i)!)];
            Assert.True(expected.SequenceEqual(program.Run(input).ToArray()), $"seed {seed}: {new string(input)}");
        }
    }
}
