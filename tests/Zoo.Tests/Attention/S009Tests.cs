using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Attention;

[Trait("System", "S009")]
public sealed class S009Tests(ITestOutputHelper log) {
    [Fact]
    public void RowsAndLogitsAreThoseOfTheReference() => new Fixture<FNet>("S009", log).Check("Encode");
}
