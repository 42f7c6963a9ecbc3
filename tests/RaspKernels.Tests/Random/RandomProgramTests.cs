using System;
using System.Globalization;
using System.Linq;
using Xunit;

namespace Sinter.Rasp.Tests;

/// <summary>
/// Random programs are what they mean. <c>SINTER_RASP_RANDOM</c> says how many are tried (2,000 by hand), <c>SINTER_RASP_SEED</c> the first.
/// </summary>
public class RandomProgramTests {
    const int PerBuild = 24;

    [Fact]
    public void KernelsAreTheMeaning() {
        int count = Number("SINTER_RASP_RANDOM", PerBuild);
        int first = Number("SINTER_RASP_SEED", 1);
        for (int start = first; start < first + count; start += PerBuild) {
            RandomProgram[] programs = [.. Enumerable.Range(start, Math.Min(PerBuild, first + count - start)).Select(seed => new RandomProgram(seed))];
            using var compiled = new CompiledPrograms(string.Concat(programs.Select(program => program.Method(program.Last))));
            foreach (RandomProgram program in programs) {
                if (Difference(compiled, program) is not null) {
                    Assert.Fail(Shrunk(program));
                }
            }
        }
    }

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
        string name = string.Create(CultureInfo.InvariantCulture, $"P{program.Seed}");
        RaspProgram<int, int> meaning = compiled.Meaning(name);
        KernelProgram<int, int> kernels = compiled.Kernels(name);
        var random = new Random(program.Seed);
        for (int i = 0; i < 20; i++) {
            int[] input = [.. Enumerable.Range(0, i < 6 ? i + 1 : random.Next(2, 65)).Select(_ => random.Next(i % 3 == 0 ? 3 : 20) - 2)];
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
