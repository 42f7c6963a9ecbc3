using System;
using Sinter.Rasp;
using Sinter.Rasp.Text;
using Xunit;

namespace Sinter.Learned.Tests;

/// <summary>Programs in RASP's text language that this project's build made classes of.</summary>
public class TextTests {
    [Fact]
    public void NamesHaveTheTypesOfTheText() {
        SOp<int> occurrences = Frequency.occurrences;
        SOp<Rational> share = Frequency.share;
        SOp<string> sorted = Frequency.by_frequency;
        Selector same = Frequency.same;
        Assert.Equal("[1, 2, 2]", RaspText.Run(occurrences, "abb").ToString());
        Assert.Equal("[1/3, 2/3, 2/3]", RaspText.Run(share, "abb").ToString());
        Assert.Equal("[\"b\", \"b\", \"a\"]", RaspText.Run(sorted, "abb").ToString());
        Assert.Equal("[1, 2, 2]", RaspProgram.Of(Language.SelectorWidth(same)).Run(new Bindings().With("tokens_str", ["a", "b", "b"])).ToString());
    }

    [Fact]
    public void KernelsBearTheSameNames() {
        Assert.Equal("[1, 2, 2]", Frequency.Kernels.occurrences.Run(["a", "b", "b"]).ToString());
        Assert.Equal("[1/3, 2/3, 2/3]", RaspText.Run(Frequency.Kernels.share, "abb").ToString());
        Assert.Equal("[\"b\", \"b\", \"a\"]", RaspText.Run(Frequency.Kernels.by_frequency, "abb").ToString());
        Assert.Equal("[1, 2, 3]", Sorting.Kernels.in_order.Run([3, 1, 2]).ToString());
    }

    [Fact]
    public void AFileThatAnotherLoadsIsAProgramToo() => Assert.Equal("[1, 2, 3]", Sorting.Program.Run("in_order", Example.Of([3, 1, 2])).ToString());
}
