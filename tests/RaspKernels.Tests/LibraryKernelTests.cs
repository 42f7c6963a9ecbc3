using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using static Sinter.Rasp.Tests.Comparing;
using Kernels = Sinter.Rasp.Tests.LibraryPrograms.Kernels;
using Programs = Sinter.Rasp.Tests.LibraryPrograms;

namespace Sinter.Rasp.Tests;

/// <summary>Every program of the library: its kernels, its meaning and, where short, a restatement give the same.</summary>
public class LibraryKernelTests {
    static readonly char[] Letters = ['a', 'b', 'c'];
    static readonly char[] Brackets = ['(', ')', '[', ']'];
    static readonly int[] Numbers = [-3, 0, 7];

    static void Holds<A, R>(Func<SOp<A>, SOp<R>> program, KernelProgram<A, R> kernels, A[] vocabulary, Func<A[], int, object?> restated) {
        AreOne(program, kernels, Inputs(vocabulary));
        foreach (A[] input in Inputs(vocabulary).Where(input => input.Length is 3 or > 5)) {
            Sequence<R> found = kernels.Run(input);
            string expected = $"[{string.Join(", ", input.Select((_, i) => restated(input, i)?.ToString() ?? "null"))}]";
            Assert.Equal(expected, $"[{string.Join(", ", Enumerable.Range(0, found.Length).Select(i => found.IsPresent(i) ? found[i]!.ToString() : "null"))}]");
        }
    }

    [Fact]
    public void Counting() {
        Holds(Programs.LengthByWidth, Kernels.LengthByWidth, Letters, (x, i) => x.Length);
        Holds(Programs.Histogram, Kernels.Histogram, Letters, (x, i) => x.Count(y => y == x[i]));
        Holds(Programs.DoubleHistogram, Kernels.DoubleHistogram, Letters, (x, i) => x.Distinct().Count(y => x.Count(z => z == y) == x.Count(z => z == x[i])));
        Holds(Programs.Count, Kernels.Count, Letters, (x, i) => x.Count(y => y == 'a'));
        Holds(Programs.HasPrevious, Kernels.HasPrevious, Letters, (x, i) => x[..i].Contains(x[i]));
        Holds(Programs.FractionOfPrevious, Kernels.FractionOfPrevious, [true, false], (x, i) => new Rational(x[..(i + 1)].Count(y => y), i + 1));
        Holds(Programs.CumulativeSum, Kernels.CumulativeSum, Numbers, (x, i) => x[..(i + 1)].Sum());
        Holds(Programs.CumulativeCount, Kernels.CumulativeCount, [true, false], (x, i) => x[..(i + 1)].Count(y => y));
    }

    [Fact]
    public void Occurrences() {
        Holds(Programs.FirstOccurrence, Kernels.FirstOccurrence, Letters, (x, i) => Array.IndexOf(x, x[i]));
        Holds(Programs.LastOccurrence, Kernels.LastOccurrence, Letters, (x, i) => Array.LastIndexOf(x, x[i]));
        Holds(Programs.Induction, Kernels.Induction, Letters, (x, i) => i > 0 && Array.LastIndexOf(x, x[i], i - 1) is >= 0 and var at ? x[at + 1] : null);
    }

    [Fact]
    public void Moving() {
        Holds(Programs.Reverse, Kernels.Reverse, Letters, (x, i) => x[^(i + 1)]);
        Holds(Programs.ShiftLater, Kernels.ShiftLater, Letters, (x, i) => i >= 2 ? x[i - 2] : null);
        Holds(Programs.ShiftEarlier, Kernels.ShiftEarlier, Letters, (x, i) => i + 1 < x.Length ? x[i + 1] : null);
        Holds(Programs.IndexSelect, Kernels.IndexSelect, [-1, 0, 2], (x, i) => x[i] >= 0 && x[i] < x.Length ? x[i] * 10 : -7);
    }

    [Fact]
    public void Sorting() {
        Holds(Programs.Sort, Kernels.Sort, Letters, (x, i) => x.Order().ElementAt(i));
        Holds(Programs.SortOfNumbers, Kernels.SortOfNumbers, [int.MinValue, -1, 5], (x, i) => x.Order().ElementAt(i));
        Holds(Programs.SortDescending, Kernels.SortDescending, Letters, (x, i) => x.OrderDescending().ElementAt(i));
        Holds(Programs.SortByKey, Kernels.SortByKey, Numbers, (x, i) => Enumerable.Range(0, x.Length).OrderBy(j => x[j]).ElementAt(i));
        Holds(Programs.SortByKeyDescending, Kernels.SortByKeyDescending, Numbers, (x, i) => Enumerable.Range(0, x.Length).OrderByDescending(j => x[j]).ElementAt(i));
        Holds(Programs.SortByFrequency, Kernels.SortByFrequency, Letters, (x, i) => x.OrderByDescending(y => x.Count(z => z == y)).ElementAt(i));
        Holds(Programs.MostFrequent, Kernels.MostFrequent, Letters, (x, i) => x.Distinct().OrderByDescending(y => x.Count(z => z == y)).Select(y => (object?)y).ElementAtOrDefault(i));
    }

    [Fact]
    public void Brackets_of_one_pair() {
        Holds(Programs.PairBalance, Kernels.PairBalance, ['(', ')', '-'], (x, i) => new Rational(Depth(x, i), i + 1));
        Holds(Programs.ShuffleDyck1, Kernels.ShuffleDyck1, ['(', ')', '-'], (x, i) => Depth(x, x.Length - 1) == 0 && Enumerable.Range(0, x.Length).All(j => Depth(x, j) >= 0));
        Holds(Programs.Dyck1, Kernels.Dyck1, ['(', ')', '-'], (x, i) =>
            Enumerable.Range(0, i + 1).Any(j => Depth(x, j) < 0) ? Balance.Failed : Depth(x, i) == 0 ? Balance.Balanced : Balance.Open);
    }

    static int Depth(char[] x, int i) => x[..(i + 1)].Sum(y => y == '(' ? 1 : y == ')' ? -1 : 0);

    [Fact]
    public void Brackets_of_several_pairs() {
        AreOne(Programs.ShuffleDyck, Kernels.ShuffleDyck, Inputs(Brackets));
        AreOne(Programs.Dyck, Kernels.Dyck, Inputs(Brackets));
    }

    [Fact]
    public void Addition() => AreOne(Programs.LongAddition, Kernels.LongAddition, Inputs('9', '0', '+', 'x'));

    [Fact]
    public void Threads_and_batches_change_nothing() {
        char[][] inputs = [.. Inputs(Letters).Where(input => input.Length > 20)];
        KernelProgram<char, int> two = Kernels.Histogram.With(new Runtime.LoadOptions { Threads = 2 });
        string[] expected = [.. inputs.Select(input => RaspProgram.Of<char, int>(Programs.Histogram).Run(input).ToString())];
        Assert.Equal(expected, inputs.Select(input => two.Run(input).ToString()));
        Assert.Equal(expected, two.RunBatch(inputs).Select(result => result.ToString()));
    }

    [Fact]
    public void Spans_are_read_and_filled() {
        int[] results = new int[4];
        Kernels.SortOfNumbers.Run(new[] { 4, 1, 3, 2 }, results);
        Assert.Equal([1, 2, 3, 4], results);
        Assert.Throws<ArgumentException>(() => Kernels.SortOfNumbers.Run(new[] { 4, 1 }, results));
        char[] shifted = new char[3];
        RaspException problem = Assert.Throws<RaspException>(() => Kernels.ShiftLater.Run(new[] { 'a', 'b', 'c' }, shifted));
        Assert.Equal(0, problem.Position);
    }
}
