using System;
using System.Linq;
using System.Text;
using Sinter.Runtime.Tests.Files;
using Sinter.Runtime.Tokenizers;
using Xunit;

namespace Sinter.Runtime.Tests.Tokenizers;

public sealed class TokenDecoderTests : IDisposable {
    readonly TemporaryFolder folder = new();
    readonly Tokenizer tokenizer;
    // Three marks and 256 bytes come first.
    const int Byte = 3, Space = 259, A = 260, SpaceA = 261, TwoSpaces = 262;

    public TokenDecoderTests() => tokenizer = Tokenizer.Open(folder.Write("t", TokenizerBytes.Llama2C(TokenizerBytes.Vocabulary(" ", "a", " a", "  "))));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ACharacterAppearsWithItsLastByte() {
        TokenDecoder decoder = tokenizer.CreateDecoder();
        string[] parts = [.. Encoding.UTF8.GetBytes("😀é\n").Select(value => decoder.Append(Byte + value).ToString())];
        Assert.Equal(["", "", "", "😀", "", "é", "\n"], parts);
        Assert.Equal("", decoder.Finish().ToString());
    }

    [Fact]
    public void BytesThatAreNoCharacterAreReplaced() {
        TokenDecoder decoder = tokenizer.CreateDecoder();
        Assert.Equal("", decoder.Append(Byte + 0xF0).ToString());
        Assert.Equal("\uFFFDa", decoder.Append(A).ToString());
        Assert.Equal("\uFFFD", decoder.Append(Byte + 0xFF).ToString());
        Assert.Equal("", decoder.Append(Byte + 0xE2).ToString());
        Assert.Equal("\uFFFD", decoder.Finish().ToString());
    }

    [Fact]
    public void OnlyTheSpaceThatEncodingAddedIsDropped() {
        Assert.Equal("a a", tokenizer.Decode(1, SpaceA, SpaceA));
        Assert.Equal("a a", tokenizer.Decode(SpaceA, SpaceA));
        Assert.Equal(" a", tokenizer.Decode(1, TwoSpaces, A));
        Assert.Equal("aa", tokenizer.Decode(1, SpaceA, 1, SpaceA));
        Assert.Equal("a", tokenizer.Decode(1, Space, A));
        TokenDecoder continued = tokenizer.CreateDecoder(continues: true);
        Assert.Equal(" a", continued.Append(SpaceA).ToString());
    }

    [Fact]
    public void MarksHaveNoText() {
        Assert.Equal("", tokenizer.Decode(1, 2));
        Assert.Equal("<unk>", tokenizer.Decode(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode(263));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode(-1));
    }

    [Fact]
    public void StreamingAllocatesNothing() {
        TokenDecoder decoder = tokenizer.CreateDecoder();
        int[] tokens = [1, SpaceA, Byte + 0xC3, Byte + 0xA9, TwoSpaces, Byte + 0xF0, A, 2];
        int Run(int times) {
            int length = 0;
            for (int i = 0; i < times; i++) {
                foreach (int token in tokens) {
                    length += decoder.Append(token).Length;
                }
            }
            return length;
        }
        Run(1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int characters = Run(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(characters > 0);
    }
}
