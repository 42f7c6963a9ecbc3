using Xunit;
using Xunit.Abstractions;
using Zoo;

namespace Sinter.Zoo.Tests.Attention;

[Trait("System", "S023")]
public sealed class S023Tests(ITestOutputHelper log) {
    private readonly Fixture<Linformer> fixture = new("S023", log);

    [Theory]
    [InlineData("1")]
    [InlineData("33")]
    [InlineData("50")]
    public void SequencesUpToTheLongestAreThoseOfTheReference(string tokens) => fixture.Check("Encode", tokens);
}
