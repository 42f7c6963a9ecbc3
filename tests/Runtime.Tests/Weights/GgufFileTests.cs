using System;
using System.Linq;
using Sinter.Runtime.Tests.Files;
using Sinter.Runtime.Weights;
using Xunit;

namespace Sinter.Runtime.Tests.Weights;

public sealed class GgufFileTests : IDisposable {
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(2u, 32)]
    [InlineData(3u, 64)]
    [InlineData(3u, 8)]
    public void ReadsTensorsOfAnyAlignment(uint version, int alignment) {
        var writer = new GgufBytes { Version = version, Alignment = alignment };
        writer.Add("general.alignment", (uint)alignment)
            .Add(TensorBytes.Floats("a", [2, 3], [1, 2, 3, 4, 5, 6]))
            .Add(TensorBytes.Halves("b", [5], [1, 2, 3, 4, 5]))
            .Add(TensorBytes.BrainFloats("c", [1, 1, 2, 1], [-1, 0.25f]));
        using var file = (GgufFile)WeightFile.Open(folder.Write("x", writer.Write()));
        Assert.Equal((WeightFormat.Gguf, (int)version, (long)alignment), (file.Format, file.Version, file.Alignment));
        Assert.Equal([2L, 3L], file["a"].Shape.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], SafetensorsFileTests.Values(file["a"]));
        Assert.Equal([1, 2, 3, 4, 5], SafetensorsFileTests.Values(file["b"]));
        Assert.Equal([-1, 0.25f], SafetensorsFileTests.Values(file["c"]));
        Assert.All(file.Tensors.Values, t => Assert.Equal(0, t.FileOffset % alignment));
    }

    [Fact]
    public void ReadsEveryKindOfMetadata() {
        byte[] content = new GgufBytes()
            .Add("u8", MetadataKind.UInt8, w => w.Write((byte)200)).Add("i8", MetadataKind.Int8, w => w.Write((sbyte)-3))
            .Add("u16", MetadataKind.UInt16, w => w.Write((ushort)60000)).Add("i16", MetadataKind.Int16, w => w.Write((short)-30000))
            .Add("u32", MetadataKind.UInt32, w => w.Write(4_000_000_000)).Add("i32", MetadataKind.Int32, w => w.Write(-5))
            .Add("u64", MetadataKind.UInt64, w => w.Write(ulong.MaxValue)).Add("i64", MetadataKind.Int64, w => w.Write(long.MinValue))
            .Add("f32", 0.1f).Add("f64", MetadataKind.Double, w => w.Write(0.1)).Add("yes", true).Add("no", false).Add("text", "naïve")
            .AddArray("words", ["", "b", "日本"]).AddArray("scores", [1.5f, -2f]).AddArray("kinds", [1, -1])
            .AddArray("nested", MetadataKind.Array, new[] { 1, 2 }, (w, v) => { w.Write((uint)MetadataKind.UInt8); w.Write(1UL); w.Write((byte)v); })
            .Write();
        using WeightFile file = WeightFile.Open(folder.Write("x.gguf", content));
        long Integer(string key) => file.Metadata[key].TryGetInt64(out long value) ? value : throw new InvalidOperationException(key);
        double Number(string key) => file.Metadata[key].TryGetDouble(out double value) ? value : throw new InvalidOperationException(key);
        Assert.Equal([200, -3, 60000, -30000, 4_000_000_000, -5, long.MinValue], new[] { "u8", "i8", "u16", "i16", "u32", "i32", "i64" }.Select(Integer));
        Assert.False(file.Metadata["u64"].TryGetInt64(out _));
        Assert.Equal(ulong.MaxValue, Number("u64"));
        Assert.Equal(0.1f, Number("f32"));
        Assert.Equal(0.1, Number("f64"));
        Assert.True(file.Metadata["yes"].TryGetBoolean(out bool yes) && yes);
        Assert.True(file.Metadata["no"].TryGetBoolean(out bool no) && !no);
        Assert.False(file.Metadata["yes"].TryGetInt64(out _));
        Assert.True(file.Metadata["text"].TryGetString(out string? text) && text == "naïve");
        Assert.True(file.Metadata["words"].TryGetStrings(out string[]? words));
        Assert.Equal(["", "b", "日本"], words);
        Assert.True(file.Metadata["scores"].TryGetSingles(out float[]? scores));
        Assert.Equal([1.5f, -2f], scores);
        Assert.True(file.Metadata["kinds"].TryGetInt32s(out int[]? kinds));
        Assert.Equal([1, -1], kinds);
        Assert.False(file.Metadata["kinds"].TryGetSingles(out _));
        Assert.Equal((MetadataKind.Array, 2L), (file.Metadata["nested"].ElementKind!.Value, file.Metadata["nested"].Count));
    }

    [Fact]
    public void AQuantisationThatCannotBeReadIsStillMeasuredAndMattersOnlyWhenUsed() {
        var writer = new GgufBytes().Add(new TensorBytes("q4", "Q4_1", [2, 64], new byte[4 * 20])).Add(new TensorBytes("q6", "Q6_K", [256], new byte[210]))
            .Add(TensorBytes.Floats("f", [1], [2]));
        using WeightFile file = WeightFile.Open(folder.Write("x.gguf", writer.Write()));
        Assert.Equal((80L, 210L), (file["q4"].ByteLength, file["q6"].ByteLength));
        Assert.Equal([2], SafetensorsFileTests.Values(file["f"]));
        Assert.Contains("tensor 'q4': values of type Q4_1 cannot be read", Assert.Throws<UnsupportedWeightTypeException>(() => SafetensorsFileTests.Values(file["q4"])).Message);
        string cut = folder.Write("cut.gguf", new GgufBytes().Add(new TensorBytes("q6", "Q6_K", [256], new byte[209])).Write());
        Assert.Contains("tensor 'q6': the file is truncated: expected 210 bytes of data from byte 0, found 209", Assert.Throws<TruncatedWeightFileException>(() => WeightFile.Open(cut)).Message);
        string ragged = folder.Write("ragged.gguf", new GgufBytes().Add(new TensorBytes("q4", "Q4_0", [2, 48], new byte[54])).Write());
        Assert.Contains("tensor 'q4': shape [2, 48] of type Q4_0: expected a multiple of 32 elements in a row, found 48", Assert.ThrowsAny<MalformedWeightFileException>(() => WeightFile.Open(ragged)).Message);
    }

    [Theory]
    [InlineData("magic", 0x47475546UL, "found a GGUF file with swapped bytes")]
    [InlineData("version", 1UL, "expected GGUF version 2 or 3, found 1")]
    [InlineData("version", 0x03000000UL, "expected a little-endian GGUF file, found a big-endian one")]
    [InlineData("tensor count", 1UL << 63, "the file is truncated: expected 9223372036854775808 tensors of at least 24 bytes each")]
    [InlineData("metadata count", ulong.MaxValue, "the file is truncated: expected 18446744073709551615 metadata pairs")]
    [InlineData("string length of key", 70_000UL, "the file is truncated: expected 70000 bytes of metadata key")]
    [InlineData("kind of words", 13UL, "metadata 'words': expected a kind from 0 to 12, found 13")]
    [InlineData("length of words", 1UL << 62, "the file is truncated: expected 4611686018427387904 elements of String for metadata 'words'")]
    [InlineData("rank of first", 5UL, "tensor 'first': expected at most 4 dimensions, found 5")]
    [InlineData("extent of first", 1UL << 63, "tensor 'first': expected an extent of at most 2^63-1, found 9223372036854775808")]
    [InlineData("extent of first", 1UL << 61, "tensor 'first': shape [2305843009213693952] of type F32 takes more than 2^63-1 bytes")]
    [InlineData("type of first", 4UL, "tensor 'first': expected a tensor type of ggml, found 4")]
    [InlineData("offset of second", 8UL, "tensor 'second': expected an offset that is a multiple of 32, found 8")]
    [InlineData("offset of second", 0UL, "which overlaps tensor '")]
    [InlineData("offset of second", 0xFFFF_FFFF_FFFF_FFE0UL, "tensor 'second': the file is truncated")]
    public void SaysWhatIsWrong(string field, ulong value, string message) {
        var writer = new GgufBytes().AddArray("words", ["a", "b"]).Add(TensorBytes.Floats("first", [3], [1, 2, 3])).Add(TensorBytes.Floats("second", [1], [4]));
        byte[] content = writer.Write();
        (int offset, int bytes, _) = writer.Fields.First(f => f.Name == field);
        BitConverter.GetBytes(value).AsSpan(0, bytes).CopyTo(content.AsSpan(offset));
        string path = folder.Write("x.data", content);
        var error = Assert.ThrowsAny<WeightFileException>(() => WeightFile.Open(path));
        Assert.StartsWith(path + ": ", error.Message);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void NamesAndKeysOccurOnce() {
        string tensors = folder.Write("t", new GgufBytes().Add(TensorBytes.Floats("a", [1], [1])).Add(TensorBytes.Floats("a", [1], [1])).Write());
        Assert.Contains("tensor 'a': the name occurs twice", Assert.ThrowsAny<MalformedWeightFileException>(() => WeightFile.Open(tensors)).Message);
        string keys = folder.Write("k", new GgufBytes().Add("k", 1u).Add("k", 1u).Write());
        Assert.Contains("the metadata key 'k' occurs twice", Assert.ThrowsAny<MalformedWeightFileException>(() => WeightFile.Open(keys)).Message);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(12u)]
    public void AnAlignmentIsAMultipleOfEight(uint alignment) {
        string path = folder.Write("x", new GgufBytes().Add("general.alignment", alignment).Write());
        Assert.Contains($"expected general.alignment to be a UInt32 and a positive multiple of 8, found {alignment}", Assert.ThrowsAny<MalformedWeightFileException>(() => WeightFile.Open(path)).Message);
    }

    [Fact]
    public void ANestingBombIsRefused() {
        byte[] content = new GgufBytes().Add("bomb", MetadataKind.Array, w => {
            for (int i = 0; i < 100_000; i++) {
                w.Write((uint)MetadataKind.Array);
                w.Write(1UL);
            }
        }).Write();
        string path = folder.Write("x", content);
        Assert.Contains("metadata 'bomb': expected arrays nested at most 8 deep", Assert.ThrowsAny<MalformedWeightFileException>(() => WeightFile.Open(path)).Message);
    }

    [Fact]
    public void BadUtf8AndBadBooleansAreNamed() {
        string text = folder.Write("t", new GgufBytes().Add("k", MetadataKind.String, w => { w.Write(1UL); w.Write((byte)0xFF); }).Write());
        Assert.Contains("metadata 'k': expected UTF-8", Assert.ThrowsAny<MalformedWeightFileException>(() => WeightFile.Open(text)).Message);
        string flag = folder.Write("b", new GgufBytes().Add("k", MetadataKind.Boolean, w => w.Write((byte)2)).Write());
        Assert.Contains("metadata 'k': expected a boolean of 0 or 1, found 2", Assert.ThrowsAny<MalformedWeightFileException>(() => WeightFile.Open(flag)).Message);
    }

    [Fact]
    public void TheSharedModelIsRead() {
        using WeightFile file = WeightFile.Open(SharedData.At("stories260K.gguf"));
        Assert.Equal([172L, 64L], file["blk.0.ffn_gate.weight"].Shape.ToArray());
        Assert.Equal(47, file.Tensors.Count);
        Assert.Equal(512, file.Metadata["tokenizer.ggml.tokens"].Count);
    }
}
