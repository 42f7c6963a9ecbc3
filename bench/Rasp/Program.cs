using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Sinter.Rasp;
using Sinter.Runtime;

namespace Sinter.RaspBench;

/// <summary>The library's sort and histogram, compiled.</summary>
[RaspProgram]
public static partial class Programs {
    public static SOp<int> Sort(SOp<int> tokens) => Library.Sort(tokens);

    public static SOp<int> Histogram(SOp<int> tokens) => Library.Histogram(tokens);
}

/// <summary>
/// Sort and histogram of 100,000 tokens as kernels at 2 threads, beside Array.Sort and a dictionary's count of the same data in the same
/// run: best of many short repeats that alternate.
/// </summary>
static class Bench {
    const int Length = 100_000;
    const int Repeats = 40;

    static int Main() {
        var random = new Random(1);
        int[] wide = [.. Enumerable.Range(0, Length).Select(_ => random.Next())];
        int[] narrow = [.. Enumerable.Range(0, Length).Select(_ => random.Next(1000))];
        var options = new LoadOptions { Threads = 2 };
        KernelProgram<int, int> sort = Programs.Kernels.Sort.With(options);
        KernelProgram<int, int> histogram = Programs.Kernels.Histogram.With(options);
        int[] result = new int[Length];
        int[] expected = new int[Length];
        bool isRight = true;
        foreach ((string name, int[] tokens) in new[] { ("31-bit tokens", wide), ("1,000 tokens", narrow) }) {
            (double sorted, double arraySort) = Best(() => sort.Run(tokens, result), () => {
                tokens.CopyTo(expected, 0);
                Array.Sort(expected);
            });
            isRight &= result.AsSpan().SequenceEqual(expected);
            (double counted, double dictionary) = Best(() => histogram.Run(tokens, result), () => {
                var counts = new Dictionary<int, int>();
                foreach (int token in tokens) {
                    System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, token, out _)++;
                }
                for (int i = 0; i < tokens.Length; i++) {
                    expected[i] = counts[tokens[i]];
                }
            });
            isRight &= result.AsSpan().SequenceEqual(expected);
            Console.WriteLine($"{name}: sort {sorted:F2} ms, Array.Sort {arraySort:F2} ms, ratio {sorted / arraySort:F2}; histogram {counted:F2} ms, Dictionary {dictionary:F2} ms, ratio {counted / dictionary:F2}");
        }
        Console.WriteLine(isRight ? "results agree" : "RESULTS DIFFER");
        return isRight ? 0 : 1;
    }

    static (double Ours, double Theirs) Best(Action ours, Action theirs) {
        (double a, double b) = (double.PositiveInfinity, double.PositiveInfinity);
        for (int i = 0; i < Repeats; i++) {
            a = Math.Min(a, Time(ours));
            b = Math.Min(b, Time(theirs));
        }
        return (a, b);
    }

    static double Time(Action action) {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
