using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Rasp.Weights;
using Xunit;

namespace Sinter.Rasp.Tests.Weights;

/// <summary>Holds a program's transformer against the evaluated program: on all short inputs over a vocabulary, and on random longer ones.</summary>
static class Weighted {
    public const int Short = 5;
    public const int Long = 24;

    public static void Holds<A, R>(RaspProgram<A, R> program, A[] vocabulary, int longest = Long, int samples = 6, WeightOptions? options = null) {
        Compare(program, vocabulary, Restated.AllUpTo(Short, vocabulary).Where(input => input.Length > 0), options, Short, "");
        if (longest > Short) {
            int seed = 2026;
            var random = new Random(seed);
            Compare(program, vocabulary, Enumerable.Range(0, samples).Select(_ => Input(random, vocabulary, longest)), options, longest, $" (seed {seed})");
        }
    }

    public static A[] Input<A>(Random random, A[] vocabulary, int longest) {
        int used = random.Next(1, vocabulary.Length + 1);
        return [.. Enumerable.Range(0, random.Next(longest / 2, longest + 1)).Select(_ => vocabulary[random.Next(used)])];
    }

    static void Compare<A, R>(RaspProgram<A, R> program, A[] vocabulary, IEnumerable<A[]> inputs, WeightOptions? options, int length, string note) {
        string[] names = [.. program.Graph.Nodes.Select(node => node.Node).OfType<Nodes.IInputNode>().Select(node => node.Source)];
        string name = names.Length > 0 ? names[0] : "x";
        WeightOptions forLength = (options == null ? new WeightOptions(length) : options with { MaximumLength = length }).With(name, vocabulary);
        RaspTransformer<R> transformer = RaspTransformer.Of(program, forLength);
        foreach (A[] input in inputs) {
            Equal(program, transformer, new Bindings().With(name, input), $"on [{string.Join(", ", input)}]{note}\n{program.Explain()}");
        }
    }

    /// <summary>The same values, nulls and errors.</summary>
    public static void Equal<R>(RaspProgram<R> program, RaspTransformer<R> transformer, Bindings bindings, string context, int paddedTo = 0) {
        string expected = Outcome(() => program.Run(bindings)), found = Outcome(() => transformer.Run(bindings, paddedTo));
        Assert.True(expected == found, $"expected {expected}, found {found} {context}");
    }

    static string Outcome<R>(Func<Sequence<R>> run) {
        try {
            return run().ToString();
        } catch (RaspException) {
            return "no value";
        }
    }
}
