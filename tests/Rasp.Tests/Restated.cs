using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Rasp.Weights;
using Xunit;

namespace Sinter.Rasp.Tests;

/// <summary>Holds a program against a brute-force restatement of it: on all short inputs over a vocabulary, and on random long ones.</summary>
static class Restated {
    const int Short = 5;
    const int Long = 64;
    const int Samples = 24;
    const int LongAsWeights = 24;
    const int SamplesAsWeights = 8;

    /// <param name="program">The program.</param>
    /// <param name="vocabulary">The elements of its input.</param>
    /// <param name="element">What it gives for an input at a position; null for null.</param>
    /// <param name="longestNormed">The longest sequence of its transformer with layer normalisation.</param>
    public static void Holds<A, R>(Func<SOp<A>, SOp<R>> program, A[] vocabulary, Func<A[], int, object?> element, int longestNormed = LongAsWeights) {
        RaspProgram<A, R> built = RaspProgram.Of(program);
        foreach (A[] input in AllUpTo(Short, vocabulary)) {
            Compare(built.Run(input), input, element, "");
        }
        var random = new Random(20260);
        for (int sample = 0; sample < Samples; sample++) {
            int seed = random.Next();
            A[] input = Sample(new Random(seed), vocabulary);
            Compare(built.Run(input), input, element, $" (seed {seed})");
        }
        AsWeights(built, vocabulary, element, longestNormed);
    }

    // The same as a transformer: of the short inputs, and of random ones to a length at which it is still small.
    static void AsWeights<A, R>(RaspProgram<A, R> program, A[] vocabulary, Func<A[], int, object?> element, int longestNormed) {
        string name = program.Graph.Nodes.Select(node => node.Node).OfType<Nodes.IInputNode>().FirstOrDefault()?.Source ?? "x";
        RaspTransformer<R> Compiled(int length, bool layerNorm, Activation activation = Activation.Relu) =>
            RaspTransformer.Of(program, new WeightOptions(length) { LayerNorm = layerNorm, Activation = activation }.With(name, vocabulary));
        RaspTransformer<R> transformer = Compiled(Short, false);
        foreach (A[] input in AllUpTo(Short, vocabulary).Where(input => input.Length > 0)) {
            Compare(transformer.Run(new Bindings().With(name, input)), input, element, " as weights");
        }
        WithLayerNorm(length => Compiled(length, true), name, vocabulary, element, longestNormed);
        RaspTransformer<R> smooth = Compiled(LongAsWeights, false, Activation.Gelu);
        transformer = Compiled(LongAsWeights, false);
        for (int seed = 0; seed < SamplesAsWeights; seed++) {
            A[] input = [.. Sample(new Random(seed), vocabulary).Take(LongAsWeights)];
            Compare(transformer.Run(new Bindings().With(name, input)), input, element, $" as weights (seed {seed})");
            if (seed % 3 == 0) {
                Compare(smooth.Run(new Bindings().With(name, input)), input, element, $" as weights with GELU (seed {seed})");
            }
        }
    }

    // With layer normalisation: of random inputs, short and long.
    static void WithLayerNorm<A, R>(Func<int, RaspTransformer<R>> compile, string name, A[] vocabulary, Func<A[], int, object?> element, int longest) {
        foreach (int length in (int[])[Short, longest]) {
            RaspTransformer<R> transformer = compile(length);
            for (int seed = 0; seed < SamplesAsWeights; seed++) {
                A[] input = [.. Sample(new Random(seed), vocabulary).Take(length)];
                Compare(transformer.Run(new Bindings().With(name, input), paddedTo: seed % 2 * length), input, element, $" as weights with layer normalisation (seed {seed})");
            }
        }
    }

    /// <summary>Every sequence of these elements of length 0 to the longest.</summary>
    public static IEnumerable<A[]> AllUpTo<A>(int longest, A[] vocabulary) {
        IEnumerable<A[]> current = [[]];
        for (int length = 0; length <= longest; length++) {
            A[][] all = [.. current];
            foreach (A[] input in all) {
                yield return input;
            }
            current = all.SelectMany(input => vocabulary.Select(last => (A[])[.. input, last]));
        }
    }

    /// <summary>A random input of a random length, often short of repetitions and often full of them.</summary>
    public static A[] Sample<A>(Random random, A[] vocabulary) {
        int used = random.Next(1, vocabulary.Length + 1);
        return [.. Enumerable.Range(0, random.Next(1, Long + 1)).Select(_ => vocabulary[random.Next(used)])];
    }

    static void Compare<A, R>(Sequence<R> found, A[] input, Func<A[], int, object?> element, string note) {
        string context = $"on [{string.Join(", ", input)}]{note}";
        Assert.True(found.Length == input.Length, $"{found.Length} elements {context}");
        for (int i = 0; i < input.Length; i++) {
            object? expected = element(input, i);
            bool equal = found.IsPresent(i) ? expected != null && expected.Equals(found[i]) : expected == null;
            Assert.True(equal, $"position {i}: expected {expected ?? "null"}, found {found.TextAt(i)} {context}");
        }
    }
}
