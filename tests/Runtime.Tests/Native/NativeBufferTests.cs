using System;
using System.Threading.Tasks;
using Xunit;

namespace Sinter.Runtime.Tests;

public unsafe class NativeBufferTests {
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(2_097_151)]
    [InlineData(2_097_152)]
    [InlineData(5_000_001)]
    public void MemoryIsAlignedZeroedAndWritable(int bytes) {
        using NativeBuffer buffer = new(bytes);
        Assert.Equal(0, (nint)buffer.Start % NativeBuffer.Alignment);
        var span = new Span<byte>(buffer.Start, bytes);
        Assert.Equal(-1, span.IndexOfAnyExcept((byte)0));
        span.Fill(7);
        buffer.Clear();
        Assert.Equal(-1, span.IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void AddressSpaceIsNotMemory() {
        // More than this machine has: only the pages touched take memory.
        using NativeBuffer buffer = new(1L << 40);
        buffer.Start[0] = 1;
        buffer.Start[buffer.Length - 1] = 1;
    }

    [Fact]
    public void ImpossibleSizesAreOutOfMemory() {
        Assert.Throws<OutOfMemoryException>(() => new NativeBuffer(1L << 60));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NativeBuffer(-1));
    }

    [Fact]
    public void DisposeTwiceFreesOnce() {
        NativeBuffer buffer = new(1 << 20);
        Parallel.For(0, 8, _ => buffer.Dispose());
        Assert.Throws<ObjectDisposedException>(buffer.Clear);
    }
}
