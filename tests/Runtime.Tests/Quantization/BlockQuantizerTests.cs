using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Sinter.Runtime.Quantization;
using Sinter.Runtime.Tests.Files;
using Sinter.Runtime.Tests.Weights;
using Sinter.Runtime.Weights;
using Xunit;

namespace Sinter.Runtime.Tests.Quantization;

/// <summary>Digests are those that tests/reference/quantization.py prints of ggml's own functions.</summary>
public sealed class BlockQuantizerTests : IDisposable {
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheNumbersAreThoseOfTheReference() {
        Assert.Equal("4d01f38d09b1e516d7df5c2443cb55a3c454b892e0fd2d62cac03536f7a31a9c", Digest(ReferenceNumbers.Values()));
        Assert.Equal("e9671576061072e710eed509b05ca0b84549b92ca689969afb028bc5ae4b4728", Digest(ReferenceNumbers.Smooth()));
    }

    [Theory]
    [InlineData("Q8_0", "456bf00a0a74ac8fe44b69b20d51baac3680f6bcd12e4144671b8e57196919ac")]
    [InlineData("Q4_0", "53167a8b868d2be0cd4e689bb2576e258d1999e50cd917bff55c44ced6b021b4")]
    public void BlocksAreTheReferencesToTheByte(string form, string digest) => Assert.Equal(digest, Digest(Quantize(form, ReferenceNumbers.Values())));

    [Theory]
    [InlineData("Q8_0", 34, new[] { 0 }, 3u, "528a97ccacc2e4ab16ef99dac5c56f11e1a9afcc32cda2ba76605d4e46088892")]
    [InlineData("Q4_0", 18, new[] { 0 }, 4u, "badf6b02d6a91ad3c068cd3fe4a829899241d13623df17447847cb99983de703")]
    [InlineData("Q4_K", 144, new[] { 0, 2 }, 5u, "68d92e6c0d24290fabac9cc96b23904091bd43f2b6bd9c2da54b573033b55c53")]
    [InlineData("Q6_K", 210, new[] { 208 }, 6u, "4d3338714e07fc9fbd59e22605589ad8a831ac63148a396725b069d17581aa0b")]
    public void DecodedValuesAreTheReferencesToTheBit(string type, int bytes, int[] halves, uint seed, string digest) =>
        Assert.Equal(digest, Digest(Decode(type, ReferenceNumbers.Blocks(bytes, halves, seed))));

    // The errors of ggml's own rounding of the same numbers are 0.0707 and 0.0175.
    [Theory]
    [InlineData("Q4_K", 0.0707)]
    [InlineData("Q6_K", 0.0175)]
    public void ScalesOfScalesAreChosenAsWellAsTheReferences(string form, double reference) {
        float[] values = ReferenceNumbers.Smooth(), found = Decode(form, Quantize(form, values));
        double error = values.Zip(found).Sum(pair => Math.Pow(pair.First - pair.Second, 2)), all = values.Sum(value => (double)value * value);
        Assert.InRange(Math.Sqrt(error / all), reference * 0.5, reference * 1.05);
    }

    [Theory]
    [InlineData("Q4_K")]
    [InlineData("Q6_K")]
    public void OddRowsSurvive(string form) {
        float[] values = ReferenceNumbers.Values(), found = Decode(form, Quantize(form, values));
        for (int row = 0; row < ReferenceNumbers.Rows; row++) {
            Span<float> before = values.AsSpan(row * 256, 256), after = found.AsSpan(row * 256, 256);
            float largest = before.ToArray().Max(MathF.Abs);
            for (int i = 0; i < 256; i++) {
                // Values of a uniform spread: half a step of 4 bits over twice the largest, and what scales of 6 bits add.
                Assert.True(MathF.Abs(before[i] - after[i]) <= largest * (form == "Q4_K" ? 0.16f : 0.04f) + 1e-7f, $"row {row}, element {i}: {before[i]} became {after[i]}");
            }
        }
    }

    [Fact]
    public void ChannelsOfIntegersShareOneScale() {
        float[] values = ReferenceNumbers.Smooth();
        byte[] blocks = Quantize("int8-per-channel", values);
        float[] found = Decode("Q8_0", blocks);
        for (int row = 0; row < ReferenceNumbers.Rows; row++) {
            byte[][] scales = [.. Enumerable.Range(0, 8).Select(block => blocks.AsSpan((row * 8 + block) * 34, 2).ToArray())];
            Assert.All(scales, scale => Assert.Equal(scales[0], scale));
            float largest = values.AsSpan(row * 256, 256).ToArray().Max(MathF.Abs);
            for (int i = row * 256; i < row * 256 + 256; i++) {
                Assert.InRange(found[i], values[i] - largest * 0.0045f, values[i] + largest * 0.0045f);
            }
        }
    }

    [Theory]
    [InlineData("Q8_0", float.NaN)]
    [InlineData("Q4_0", float.PositiveInfinity)]
    [InlineData("Q6_K", float.NegativeInfinity)]
    [InlineData("Q4_0", 1e6f)]
    [InlineData("Q4_K", float.NaN)]
    [InlineData("int8-per-channel", 1e9f)]
    public void WhatNoBlockHoldsIsRefused(string form, float value) {
        float[] values = ReferenceNumbers.Smooth();
        values[70] = value;
        Assert.Contains($"cannot be stored as {form}", Assert.Throws<ArgumentException>(() => Quantize(form, values)).Message);
    }

    static byte[] Quantize(string name, float[] values) {
        QuantizedForm form = QuantizedForm.Find(name)!;
        (int elements, int bytes) = WeightLayout.Block(form.Type);
        byte[] blocks = new byte[values.Length / elements * bytes];
        int rowBytes = blocks.Length / ReferenceNumbers.Rows;
        for (int row = 0; row < ReferenceNumbers.Rows; row++) {
            BlockQuantizer.Quantize(form, values.AsSpan(row * ReferenceNumbers.Row, ReferenceNumbers.Row), blocks.AsSpan(row * rowBytes, rowBytes));
        }
        return blocks;
    }

    float[] Decode(string type, byte[] blocks) {
        (int elements, int bytes) = WeightLayout.Block(Enum.Parse<WeightType>(type));
        using WeightFile file = WeightFile.Open(folder.Write("x.gguf", new GgufBytes().Add(new TensorBytes("x", type, [blocks.Length / bytes, elements], blocks)).Write()));
        return SafetensorsFileTests.Values(file["x"]);
    }

    static string Digest(float[] values) => Digest(MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
