using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Sinter.Rasp.Weights;
using Xunit;
using Xunit.Abstractions;

namespace Sinter.Rasp.Tests;

/// <summary>
/// Random programs in all three ways: evaluated, as kernels and as transformers. <c>SINTER_RASP_RANDOM</c> says how many are
/// tried (2,000 by hand), <c>SINTER_RASP_SEED</c> the first.
/// </summary>
public class RandomProgramTests(ITestOutputHelper output) {
    const int InAll = 200, PerBuild = 100;

    [Fact]
    public void KernelsAndWeightsAreTheMeaning() {
        int count = Number("SINTER_RASP_RANDOM", InAll);
        int first = Number("SINTER_RASP_SEED", 1);
        var refused = new List<string>();
        int same = 0;
        for (int start = first; start < first + count; start += PerBuild) {
            RandomProgram[] programs = [.. Enumerable.Range(start, Math.Min(PerBuild, first + count - start)).Select(seed => new RandomProgram(seed))];
            using var compiled = new CompiledPrograms(string.Concat(programs.Select(program => program.Method(program.Last))));
            foreach (RandomProgram program in programs) {
                if (Difference(compiled, program) is not null) {
                    Assert.Fail(Shrunk(program));
                }
                RaspProgram<int> meaning = compiled.Meaning(NameOf(program));
                // The generator reads the C#; the tests of weights alone have it as nodes, where steps of one lambda are one.
                RaspProgram<int> nodes = RaspProgram.Of(program.Shared(program.Last));
                if (nodes.Graph.Nodes.Length == meaning.Graph.Nodes.Length) {
                    Assert.Equal(nodes.Explain(), meaning.Explain());
                    same++;
                }
                if (WeightsDiffer(meaning, program, refused) is { } difference) {
                    Assert.Fail($"seed {program.Seed}: {difference}\n{program.Method(program.Last)}");
                }
            }
        }
        output.WriteLine($"{count} programs, {refused.Count} of them refused as weights:\n{string.Join("\n", refused)}");
        Assert.True(same > count * 4 / 5, $"{same} of {count} are the same written as C# and as nodes");
        Assert.True(refused.Count <= count / 10, $"{refused.Count} of {count} are refused as weights:\n{string.Join("\n", refused)}");
    }

    static string? WeightsDiffer(RaspProgram<int> meaning, RandomProgram program, List<string> refused) {
        (RaspTransformer<int>? transformer, string? refusal) = RandomWeights.Compile(meaning, program.Seed);
        if (transformer == null) {
            refused.Add($"seed {program.Seed}: {refusal}");
            return null;
        }
        return RandomWeights.Difference(meaning, transformer, program.Seed);
    }

    static string NameOf(RandomProgram program) => string.Create(CultureInfo.InvariantCulture, $"P{program.Seed}");

    // The first step at which it goes wrong, alone.
    static string Shrunk(RandomProgram program) {
        foreach (int step in program.Results) {
            string method = program.Method(step);
            using var compiled = new CompiledPrograms(method);
            if (Difference(compiled, program) is { } difference) {
                return $"seed {program.Seed}: {difference}\n{method}";
            }
        }
        return $"seed {program.Seed}: only together with others";
    }

    static string? Difference(CompiledPrograms compiled, RandomProgram program) {
        string name = NameOf(program);
        RaspProgram<int, int> meaning = compiled.Meaning(name);
        KernelProgram<int, int> kernels = compiled.Kernels(name);
        var random = new Random(program.Seed);
        IEnumerable<int[]> inputs = Enumerable.Range(0, 20).Select(i => Enumerable.Range(0, i < 6 ? i + 1 : random.Next(2, 65)).Select(_ => random.Next(i % 3 == 0 ? 3 : 20) - 2).ToArray());
        foreach (int[] input in inputs.Concat(RandomWeights.Inputs(program.Seed))) {
            (string? expected, string? found) = (Outcome(() => meaning.Run(input)), Outcome(() => kernels.Run(input)));
            if (expected != found) {
                return $"[{string.Join(", ", input)}]: means {expected}, compiled {found}";
            }
        }
        return null;
    }

    static string Outcome(Func<Sequence<int>> run) {
        try {
            return run().ToString();
        } catch (RaspException exception) {
            return $"{exception.Expression} at {exception.Position}";
        }
    }

    static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
