using Xunit;
using Xunit.Abstractions;

namespace Sinter.Zoo.Tests.Blocks;

public sealed class AttentionBlocksTests(ITestOutputHelper log) {
    private readonly Fixture<AttentionBlocks> fixture = new("AttentionBlocks", log);

    [Theory]
    [InlineData("Gated")]
    [InlineData("Sliding")]
    [InlineData("MultiQuery")]
    [InlineData("Latent")]
    [InlineData("Streaming")]
    [InlineData("Ring")]
    [InlineData("Linear")]
    public void ABlockIsThatOfTheReferenceHoweverTheTokensAreGiven(string block) {
        fixture.Check(block, "1");
        fixture.Check(block, "33");
        fixture.Check(block, "33", chunks: [6, 1, 1, 25]);
        fixture.Check(block, "33", chunks: [1, 1, 11, 2, 4, 14]);
    }

    [Fact]
    public void QueriesMayAttendToAnotherSequence() => fixture.Check("Cross", "cross");

    [Fact]
    public void PackedSequencesOfABatchDoNotMeet() => fixture.Check("Packed", "packed");
}
