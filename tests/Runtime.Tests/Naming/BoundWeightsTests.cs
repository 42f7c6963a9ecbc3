using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Runtime.Naming;
using Sinter.Runtime.Tests.Files;
using Sinter.Runtime.Weights;
using Xunit;

namespace Sinter.Runtime.Tests.Naming;

public sealed unsafe class BoundWeightsTests : IDisposable {
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ThreeFormatsGiveOneModel(bool ownOutput) {
        var llama = new TinyLlama(ownOutput);
        foreach ((string name, byte[] content, int mapped) in ((string, byte[], int)[])[
            ("safetensors", llama.Safetensors(), 9), ("gguf", llama.Gguf().Write(), 7), ("llama2.c", llama.Llama2C(), 7)]) {
            using WeightFile file = WeightFile.Open(folder.Write(name, content));
            using BoundWeights bound = BoundWeights.Bind(file, NamingSchemes.For(file, "HuggingFaceLlama"), Expected());
            AssertHolds(llama, bound, name);
            Assert.Equal(mapped * TinyLlama.Layers + 3, Enumerable.Range(0, bound.Count).Count(bound.IsMapped));
        }
    }

    [Theory]
    [InlineData("F16")]
    [InlineData("BF16")]
    public void NarrowTypesAreDecodedAndUntwisted(string type) {
        var llama = new TinyLlama(ownOutput: false);
        float[] Values(TensorBytes tensor) => [.. Enumerable.Range(0, tensor.Data.Length / 4).Select(i => BitConverter.ToSingle(tensor.Data, i * 4))];
        byte[] content = llama.Gguf(t => type == "F16" ? TensorBytes.Halves(t.Name, t.Shape, Values(t)) : TensorBytes.BrainFloats(t.Name, t.Shape, Values(t))).Write();
        using WeightFile file = WeightFile.Open(folder.Write("x", content));
        using BoundWeights bound = BoundWeights.Bind(file, NamingSchemes.GgufLlama, Expected(), threads: 2);
        AssertHolds(llama, bound, type, v => type == "F16" ? (float)(Half)v : BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(v) & 0xFFFF0000));
        Assert.DoesNotContain(true, Enumerable.Range(0, bound.Count).Select(bound.IsMapped));
        // The tied output is the embedding's buffer, not a second one.
        Assert.True(bound.Pointer(0) == bound.Pointer(bound.Count - 1));
        Assert.Equal(TinyLlama.Shapes(ownOutput: false).Sum(s => TinyLlama.Size(s.Shape)) * 4, bound.DecodedBytes);
    }

    [Fact]
    public void AWeightOfManyPartsIsWhole() {
        // Above the size of a part, with a row that divides no part, in two heads of interleaved rows.
        const int rows = 1028, width = 773, heads = 2, head = rows / heads;
        float[] values = [.. Enumerable.Range(0, rows * width).Select(i => i * 0.25f)];
        using WeightFile file = WeightFile.Open(folder.Write("x", SafetensorsBytes.Write([TensorBytes.Floats("w", [rows, width], values)])));
        CheckpointMapping scheme = CheckpointMapping.Parse("query = interleaved(w)");
        using BoundWeights bound = BoundWeights.Bind(file, scheme, [new("query", [rows, width], RotaryHeads: heads)], threads: 3);
        var found = (float*)bound.Pointer(0);
        for (int row = 0; row < rows; row++) {
            int within = row % head, source = row - within + (within < head / 2 ? 2 * within : 2 * (within - head / 2) + 1);
            Assert.True(new ReadOnlySpan<float>(found + row * width, width).SequenceEqual(values.AsSpan(source * width, width)), $"row {row} is not row {source} of the file");
        }
        Assert.Equal(0, (long)found % 64);
    }

    [Fact]
    public void EverythingThatIsWrongIsSaidAtOnce() {
        byte[] content = SafetensorsBytes.Write([
            TensorBytes.Floats("model.embed_tokens.weight", [3, 2], new float[6]), TensorBytes.Floats("model.norm.weigth", [2], new float[2]),
            new TensorBytes("lm_head.weight", "I32", [3, 2], new byte[24]), TensorBytes.Floats("vision.tower", [1], [0]),
            TensorBytes.Floats("model.layers.0.self_attn.rotary_emb.inv_freq", [1], [1])]);
        string path = folder.Write("x.safetensors", content);
        using WeightFile file = WeightFile.Open(path);
        var error = Assert.Throws<WeightBindingException>(() => BoundWeights.Bind(file, NamingSchemes.HuggingFaceLlama, [
            new("embedding.weight", [4, 2]), new("norm.scale", [2]), new("output.weight", [3, 2], TiedTo: "embedding.weight"), new("own.path", [1])]));
        Assert.Equal($"""
            {path}: the file does not fit the model (6 faults, names of HuggingFaceLlama):
              misshapen embedding.weight: tensor 'model.embed_tokens.weight': expected shape [4, 2], found [3, 2]
              missing norm.scale: expected a tensor 'model.norm.weight' of shape [2], found none; the nearest name is 'model.norm.weigth'
              unreadable output.weight: tensor 'lm_head.weight': expected values that can be read as F32, found type I32
              missing own.path: expected a tensor 'own.path' of shape [1], found none
              surplus tensor 'model.norm.weigth' of shape [2]: the model has no such weight; the nearest name is 'model.norm.weight'
              surplus tensor 'vision.tower' of shape [1]: the model has no such weight
            """, error.Message);
        Assert.Equal([BindingFault.Misshapen, BindingFault.Missing, BindingFault.Unreadable, BindingFault.Missing, BindingFault.Surplus, BindingFault.Surplus], error.Problems.Select(p => p.Fault));
        Assert.Equal("model.norm.weigth", error.Problems[1].Nearest);
    }

    [Theory]
    [InlineData(1f, false)]
    [InlineData(8f, true)]
    public void RotaryFactorsAreIgnoredOnlyWhenTheyDoNothing(float last, bool refused) {
        var factors = new float[300];
        Array.Fill(factors, 1f);
        factors[^1] = last;
        using WeightFile file = WeightFile.Open(folder.Write("x", new GgufBytes().Add(TensorBytes.Floats("output_norm.weight", [1], [1])).Add(TensorBytes.Floats("rope_freqs.weight", [300], factors)).Write()));
        Exception? error = Record.Exception(() => BoundWeights.Bind(file, NamingSchemes.GgufLlama, [new("norm.scale", [1])]).Dispose());
        Assert.Equal(refused, error is WeightBindingException);
        Assert.True(refused ? error!.Message.Contains("'rope_freqs.weight' of shape [300]: the model has no such weight; it may be ignored only when all of its elements are 1") : error is null);
    }

    [Fact]
    public void WeightsOfOtherTypesAreTakenAsTheyAre() {
        using WeightFile file = WeightFile.Open(folder.Write("x", SafetensorsBytes.Write([new("pad", "U8", [1], [5]), new("index", "I32", [2], [1, 0, 0, 0, 2, 0, 0, 0])])));
        using BoundWeights bound = BoundWeights.Bind(file, NamingSchemes.Canonical, [new("pad", [1], ScalarType.U8), new("index", [2], ScalarType.I32)]);
        Assert.True(bound.IsMapped(0));
        Assert.False(bound.IsMapped(1));
        Assert.Equal([1, 2], new ReadOnlySpan<int>(bound.Pointer(1), 2).ToArray());
    }

    [Fact]
    public void HeadsThatDoNotDivideTheRowsAreRefused() {
        using WeightFile file = WeightFile.Open(folder.Write("x", new TinyLlama().Llama2C()));
        WeightDescription[] weights = [.. Expected().Select(w => w.RotaryHeads > 1 ? w with { RotaryHeads = 5 } : w)];
        Assert.Contains("misshapen layers.0.attention.query.weight: interleaved(layers.0.attention.wq.weight): expected rows that make 5 heads", Assert.Throws<WeightBindingException>(() => BoundWeights.Bind(file, NamingSchemes.Llama2C, weights)).Message);
    }

    [Fact]
    public void PointersEndWithTheirOwner() {
        using WeightFile file = WeightFile.Open(folder.Write("x", new TinyLlama().Llama2C()));
        BoundWeights bound = BoundWeights.Bind(file, NamingSchemes.Llama2C, Expected());
        bound.Dispose();
        bound.Dispose();
        Assert.Throws<ObjectDisposedException>(() => (long)bound.Pointer(0));
    }

    [Fact]
    public void TheSharedModelIsOneModelInThreeFormats() {
        WeightDescription[] weights = [.. SharedWeights()];
        using WeightFile bin = WeightFile.Open(SharedData.At("stories260K.bin")), gguf = WeightFile.Open(SharedData.At("stories260K.gguf")), safetensors = WeightFile.Open(SharedData.At("stories260K.safetensors"));
        using BoundWeights first = BoundWeights.Bind(bin, NamingSchemes.For(bin, "HuggingFaceLlama"), weights);
        using BoundWeights second = BoundWeights.Bind(gguf, NamingSchemes.For(gguf, "HuggingFaceLlama"), weights);
        using BoundWeights third = BoundWeights.Bind(safetensors, NamingSchemes.For(safetensors, "HuggingFaceLlama"), weights);
        for (int i = 0; i < weights.Length; i++) {
            int count = (int)TinyLlama.Size([.. weights[i].Shape]);
            ReadOnlySpan<float> values = new(third.Pointer(i), count);
            Assert.True(values.SequenceEqual(new ReadOnlySpan<float>(first.Pointer(i), count)), $"{weights[i].Path} of llama2.c");
            Assert.True(values.SequenceEqual(new ReadOnlySpan<float>(second.Pointer(i), count)), $"{weights[i].Path} of GGUF");
        }
    }

    static void AssertHolds(TinyLlama llama, BoundWeights bound, string format, Func<float, float>? round = null) {
        WeightDescription[] weights = Expected();
        Assert.Equal(weights.Length, bound.Count);
        for (int i = 0; i < weights.Length; i++) {
            string source = weights[i].Path == "output.weight" && !llama.OwnOutput ? "embedding.weight" : weights[i].Path;
            float[] expected = [.. llama[source].Select(v => round is null ? v : round(v))];
            Assert.True(new ReadOnlySpan<float>(bound.Pointer(i), expected.Length).SequenceEqual(expected), $"{format}: {weights[i].Path}, from {bound.TensorName(i)}");
        }
    }

    static WeightDescription[] Expected() => [.. TinyLlama.Shapes(ownOutput: true).Select(shape => new WeightDescription(shape.Path, [.. shape.Shape],
        TiedTo: shape.Path == "output.weight" ? "embedding.weight" : null,
        RotaryHeads: shape.Path.EndsWith("query.weight") ? TinyLlama.Heads : shape.Path.EndsWith("key.weight") ? TinyLlama.KeyValueHeads : 0))];

    internal static IEnumerable<WeightDescription> SharedWeights() {
        yield return new("embedding.weight", [512, 64]);
        for (int i = 0; i < 5; i++) {
            yield return new($"layers.{i}.attention_norm.scale", [64]);
            yield return new($"layers.{i}.attention.query.weight", [64, 64], RotaryHeads: 8);
            yield return new($"layers.{i}.attention.key.weight", [32, 64], RotaryHeads: 4);
            yield return new($"layers.{i}.attention.value.weight", [32, 64]);
            yield return new($"layers.{i}.attention.output.weight", [64, 64]);
            yield return new($"layers.{i}.feed_forward_norm.scale", [64]);
            yield return new($"layers.{i}.feed_forward.gate.weight", [172, 64]);
            yield return new($"layers.{i}.feed_forward.up.weight", [172, 64]);
            yield return new($"layers.{i}.feed_forward.down.weight", [64, 172]);
        }
        yield return new("norm.scale", [64]);
        yield return new("output.weight", [512, 64], TiedTo: "embedding.weight");
    }
}
