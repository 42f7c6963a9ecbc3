using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Attention;

[Trait("System", "S002")]
public sealed class S002Tests(ITestOutputHelper log) {
    private readonly Fixture<PersistentMemory> fixture = new("S002", log);

    [Fact]
    public void OneTokenIsThatOfTheReference() => fixture.Check("Decode", "1");

    [Fact]
    public void ManyTokensAreThoseOfTheReferenceHoweverTheyAreGiven() {
        fixture.Check("Decode", "43");
        fixture.Check("Decode", "43", chunks: [20, 1, 1, 21]);
    }
}
