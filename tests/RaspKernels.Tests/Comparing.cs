using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Runtime;
using Xunit;

namespace Sinter.Rasp.Tests;

/// <summary>Holds the kernels of a program against its meaning.</summary>
static class Comparing {
    public const int Longest = 64;

    /// <summary>All inputs up to length 5 over a vocabulary, and random ones to length 64.</summary>
    public static IEnumerable<T[]> Inputs<T>(params T[] vocabulary) {
        int longest = vocabulary.Length > 3 ? 4 : 5;
        for (int length = 0; length <= longest; length++) {
            int count = (int)Math.Pow(vocabulary.Length, length);
            for (int number = 0; number < count; number++) {
                int rest = number;
                yield return [.. Enumerable.Range(0, length).Select(_ => {
                    T value = vocabulary[rest % vocabulary.Length];
                    rest /= vocabulary.Length;
                    return value;
                })];
            }
        }
        for (int seed = 0; seed < 24; seed++) {
            var random = new Random(seed);
            yield return [.. Enumerable.Range(0, random.Next(6, Longest + 1)).Select(_ => vocabulary[random.Next(vocabulary.Length)])];
        }
    }

    /// <summary>Evaluated and compiled are equal on all of these: in values and nulls, or in the expression and position that have none.</summary>
    public static void AreOne<A, R>(Func<SOp<A>, SOp<R>> program, KernelProgram<A, R> kernels, IEnumerable<A[]> inputs, bool? causal = null) {
        RaspProgram<A, R> evaluated = RaspProgram.Of(program, causal);
        KernelProgram<A, R> compiled = kernels.With(new LoadOptions { Threads = 1 });
        foreach (A[] input in inputs) {
            Holds(() => evaluated.Run(input), () => compiled.Run(input), input);
        }
    }

    public static void AreOne<A, B, R>(Func<SOp<A>, SOp<B>, SOp<R>> program, KernelProgram<A, B, R> kernels, IEnumerable<A[]> firsts, IEnumerable<B[]> seconds) {
        RaspProgram<A, B, R> evaluated = RaspProgram.Of(program);
        KernelProgram<A, B, R> compiled = kernels.With(new LoadOptions { Threads = 1 });
        foreach ((A[] first, B[] second) in firsts.Zip(seconds).Where(pair => pair.First.Length == pair.Second.Length)) {
            Holds(() => evaluated.Run(first, second), () => compiled.Run(first, second), first);
        }
    }

    static void Holds<A, R>(Func<Sequence<R>> evaluated, Func<Sequence<R>> compiled, A[] input) {
        string shown = $"[{string.Join(", ", input)}]";
        Sequence<R>? expected = null;
        RaspException? problem = null;
        try {
            expected = evaluated();
        } catch (RaspException exception) {
            problem = exception;
        }
        if (problem is null) {
            Sequence<R> found = compiled();
            Assert.True(expected!.Equals(found), $"{shown}: evaluated {expected}, compiled {found}");
        } else {
            RaspException thrown = Assert.Throws<RaspException>(() => compiled());
            Assert.True(problem.Expression == thrown.Expression && problem.Position == thrown.Position, $"{shown}: evaluated '{problem.Message}', compiled '{thrown.Message}'");
        }
    }
}
