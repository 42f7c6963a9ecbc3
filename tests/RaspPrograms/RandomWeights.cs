using System;
using System.Linq;
using Sinter.Rasp.Weights;

namespace Sinter.Rasp.Tests;

/// <summary>Random programs as transformers: short sequences over few values, so that most have tables that are small.</summary>
static class RandomWeights {
    public const int Longest = 4;
    const int Samples = 5;
    static readonly int[] Values = [0, 1, 3];

    /// <summary>The transformer; what it is refused for, where it is.</summary>
    /// <param name="program">The program.</param>
    /// <param name="seed">Of every two programs one has layer normalisation, of every four one GELU.</param>
    public static (RaspTransformer<int>? Transformer, string? Refused) Compile(RaspProgram<int> program, int seed) {
        try {
            return (RaspTransformer.Of(program, new WeightOptions(Longest) { LayerNorm = seed % 2 == 1, Activation = seed % 4 == 2 ? Activation.Gelu : Activation.Relu }.With("x", Values)), null);
        } catch (RaspException refusal) {
            return (null, refusal.Message);
        }
    }

    /// <summary>Inputs of a program.</summary>
    public static int[][] Inputs(int seed) {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Samples).Select(_ => Enumerable.Range(0, random.Next(1, Longest + 1)).Select(_ => Values[random.Next(Values.Length)]).ToArray())];
    }

    /// <summary>Where transformer and program differ; null where they are equal.</summary>
    public static string? Difference(RaspProgram<int> program, RaspTransformer<int> transformer, int seed) {
        int[][] inputs = Inputs(seed);
        for (int sample = 0; sample < inputs.Length; sample++) {
            Bindings bindings = new Bindings().With("x", inputs[sample]);
            string expected = Outcome(() => program.Run(bindings)), found = Outcome(() => transformer.Run(bindings, sample % 2 * Longest));
            if (expected != found) {
                return $"[{string.Join(", ", inputs[sample])}]: means {expected}, as weights {found}";
            }
        }
        return null;
    }

    static string Outcome(Func<Sequence<int>> run) {
        try {
            return run().ToString();
        } catch (RaspException) {
            return "no value";
        }
    }
}
