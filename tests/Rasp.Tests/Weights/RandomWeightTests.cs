using System;
using System.Linq;
using Sinter.Rasp.Weights;
using Xunit;

namespace Sinter.Rasp.Tests.Weights;

/// <summary>Random programs as transformers and evaluated; a failure names its seed.</summary>
public class RandomWeightTests {
    const int Programs = 200, Longest = 4;
    static readonly int[] Values = [0, 1, 3];

    [Fact]
    public void Random_programs_are_equal_as_weights_or_refused() {
        int compiled = 0;
        for (int seed = 0; seed < Programs; seed++) {
            var random = new Random(seed);
            RandomPrograms.Instruction[] recipe = RandomPrograms.Recipe(random);
            compiled += Check(recipe, seed) ? 1 : 0;
        }
        // What is refused has sets of values or tables that are too large.
        Assert.InRange(compiled, Programs * 9 / 10, Programs);
    }

    static bool Check(RandomPrograms.Instruction[] recipe, int seed) {
        RaspProgram<int> program = RaspProgram.Of(RandomPrograms.Shared(recipe));
        RaspTransformer<int> transformer;
        try {
            transformer = RaspTransformer.Of(program, new WeightOptions(Longest).With("tokens", Values));
        } catch (RaspException) {
            return false;
        }
        var random = new Random(seed);
        for (int sample = 0; sample < 5; sample++) {
            int[] input = [.. Enumerable.Range(0, random.Next(1, Longest + 1)).Select(_ => Values[random.Next(Values.Length)])];
            try {
                Weighted.Equal(program, transformer, new Bindings().With("tokens", input), $"on [{string.Join(", ", input)}]", sample % 2 * Longest);
            } catch (Exception) when (recipe.Length > 1) {
                // Shrunk from the end: the step before may be wrong by itself.
                Check(recipe[..^1], seed);
                throw new InvalidOperationException($"seed {seed}, {recipe.Length} steps, on [{string.Join(", ", input)}]:\n{program.Explain()}");
            }
        }
        return true;
    }
}
