using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Sinter.Runtime;
using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Modality;

[Trait("System", "S152")]
public sealed class S152Tests(ITestOutputHelper log) {
    private const int Start = 1, End = 2, Longest = 14;

    private readonly Fixture<Transformer> fixture = new("S152", log);

    [Theory]
    [InlineData("1")]
    [InlineData("9")]
    public void EncodedSourcesAreThoseOfTheReference(string @case) => fixture.Check("Encode", "encode" + @case);

    [Fact]
    public void LogitsAreThoseOfTheReferenceHoweverTokensAreGiven() {
        fixture.Check("Decode", "decode1");
        fixture.Check("Decode", "decode9");
        fixture.Check("Decode", "decode9", chunks: [6, 1, 1, 5]);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("9")]
    public void GreedyDecodingFindsTheTokensOfTheReference(string @case) {
        FoundSequence found = Assert.Single(Translate(@case, beams: 1, penalty: 0));
        int[] expected = (int[])fixture[$"output.tokens.greedy{@case}"].Elements;
        Assert.Equal(expected, found.Ended ? [.. found.Tokens, End] : found.Tokens);
        Assert.Equal(fixture[$"output.score.greedy{@case}"].Floats[0], found.LogProbability, 1e-4);
    }

    [Theory]
    [InlineData("1", 3, 0.6)]
    [InlineData("1", 5, 0)]
    [InlineData("9", 3, 0.6)]
    [InlineData("9", 5, 0)]
    public void BeamSearchFindsTheSequencesOfTheReference(string @case, int beams, double penalty) {
        ImmutableArray<FoundSequence> found = Translate(@case, beams, penalty);
        Assert.True(found.Length > 1 && found.All(sequence => sequence.Ended), $"{found.Length} sequences");
        for (int rank = 0; rank < found.Length; rank++) {
            string name = string.Create(CultureInfo.InvariantCulture, $"beam{@case}.{beams}.{rank}");
            Assert.Equal((int[])fixture[$"output.tokens.{name}"].Elements, found[rank].Tokens);
            Assert.Equal(fixture[$"output.score.{name}"].Floats[0], found[rank].Score, 1e-4);
        }
    }

    private ImmutableArray<FoundSequence> Translate(string @case, int beams, double penalty) {
        using LoadedModel model = fixture.Load();
        SearchOptions options = new() { EndToken = End, MaximumTokens = Longest, Beams = beams, LengthPenalty = penalty };
        return Translation.Of(model, (int[])fixture[$"input.source.encode{@case}"].Elements, Start, options);
    }
}
