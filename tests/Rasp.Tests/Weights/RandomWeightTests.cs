using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Sinter.Rasp.Weights;
using Xunit;

namespace Sinter.Rasp.Tests.Weights;

/// <summary>
/// Random programs as transformers and evaluated; a failure names its seed. tests/RaspKernels.Tests holds the same programs
/// as kernels, too. <c>SINTER_RASP_RANDOM</c> says how many are tried, <c>SINTER_RASP_SEED</c> the first.
/// </summary>
public class RandomWeightTests {
    [Fact]
    public void Random_programs_are_equal_as_weights_or_refused() {
        int count = Number("SINTER_RASP_RANDOM", 300), first = Number("SINTER_RASP_SEED", 1);
        var refused = new List<string>();
        for (int seed = first; seed < first + count; seed++) {
            var random = new RandomProgram(seed);
            if (Difference(random, random.Last, refused) is not null) {
                Assert.Fail(Shrunk(random));
            }
        }
        // What is refused has sets of values or tables that are too large, or predicates without a value.
        Assert.True(refused.Count <= count / 10, $"{refused.Count} of {count} refused:\n{string.Join("\n", refused)}");
    }

    // The first step at which it goes wrong.
    static string Shrunk(RandomProgram random) => random.Results
        .Select(step => Difference(random, step, []) is { } difference ? $"seed {random.Seed}: {difference}\n{random.Method(step)}" : null)
        .First(difference => difference != null)!;

    static string? Difference(RandomProgram random, int step, List<string> refused) {
        RaspProgram<int> program = RaspProgram.Of(random.Shared(step));
        (RaspTransformer<int>? transformer, string? refusal) = RandomWeights.Compile(program, random.Seed);
        if (transformer == null) {
            refused.Add($"seed {random.Seed}: {refusal}");
            return null;
        }
        return RandomWeights.Difference(program, transformer, random.Seed);
    }

    static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
