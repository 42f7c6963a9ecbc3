using Xunit;

namespace Sinter.Rasp.Tests;

public class LibraryKernelTests {
    [Fact]
    public void Reverse() {
        Assert.Equal("olleh", LibraryPrograms.Kernels.Reverse.Run("hello").Text());
        Assert.Equal("[1, 1, 2, 2, 1]", LibraryPrograms.Kernels.Histogram.Run("hello").ToString());
        Assert.Equal("ehllo", LibraryPrograms.Kernels.Sort.Run("hello").Text());
        Assert.Equal("[1, 1, 2, 3]", LibraryPrograms.Kernels.SortInts.Run([3, 1, 2, 1]).ToString());
    }
}
