using System;
using System.Linq;
using Sinter.Runtime.Tests.Files;
using Sinter.Runtime.Weights;
using Xunit;

namespace Sinter.Runtime.Tests.Weights;

public sealed class Llama2CFileTests : IDisposable {
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void CutsTheStacksIntoLayers(bool ownOutput) {
        var llama = new TinyLlama(ownOutput);
        using WeightFile file = WeightFile.Open(folder.Write("any-name", llama.Llama2C()));
        Assert.Equal(WeightFormat.Llama2C, file.Format);
        Assert.Equal(2 + 9 * TinyLlama.Layers + (ownOutput ? 1 : 0), file.Tensors.Count);
        Assert.Equal([TinyLlama.Hidden, (long)TinyLlama.Width], file["layers.2.feed_forward.w1.weight"].Shape.ToArray());
        Assert.Equal(llama["layers.2.feed_forward.gate.weight"], SafetensorsFileTests.Values(file["layers.2.feed_forward.w1.weight"]));
        Assert.Equal(llama["layers.1.feed_forward.down.weight"], SafetensorsFileTests.Values(file["layers.1.feed_forward.w2.weight"]));
        Assert.Equal(llama["layers.0.attention.value.weight"], SafetensorsFileTests.Values(file["layers.0.attention.wv.weight"]));
        Assert.Equal(llama["norm.scale"], SafetensorsFileTests.Values(file["norm.weight"]));
        if (ownOutput) {
            Assert.Equal(llama["output.weight"], SafetensorsFileTests.Values(file["output.weight"]));
        }
        Assert.True(file.Metadata["llama2c.vocab_size"].TryGetInt64(out long vocabulary) && vocabulary == TinyLlama.Vocabulary);
    }

    [Theory]
    [InlineData(0, 0, "expected a positive dim, found 0")]
    [InlineData(1, -20, "expected a positive hidden_dim, found -20")]
    [InlineData(3, 5, "expected n_heads to divide dim 12, found 5")]
    [InlineData(3, 4, "expected an even head size for the rotary pairs, found 3")]
    [InlineData(4, 2, "expected n_kv_heads to divide n_heads 3, found 2")]
    [InlineData(5, int.MinValue, "expected a vocab_size other than 0 and -2^31")]
    [InlineData(2, int.MaxValue, "the file is truncated: its header implies")]
    [InlineData(2, 1, "expected the file to end after the")]
    [InlineData(0, 2147483646, "the file is truncated: its header implies")]
    public void SaysWhatIsWrong(int field, int value, string message) {
        byte[] content = new TinyLlama().Llama2C();
        BitConverter.GetBytes(value).CopyTo(content, field * 4);
        string path = folder.Write("model.bin", content);
        var error = Assert.ThrowsAny<MalformedWeightFileException>(() => WeightFile.Open(path));
        Assert.StartsWith(path + ": ", error.Message);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void TheSharedModelIsTheSameInThreeFormats() {
        using WeightFile bin = WeightFile.Open(SharedData.At("stories260K.bin"));
        using WeightFile safetensors = WeightFile.Open(SharedData.At("stories260K.safetensors"));
        using WeightFile gguf = WeightFile.Open(SharedData.At("stories260K.gguf"));
        Assert.Equal(SafetensorsFileTests.Values(bin["layers.4.feed_forward.w2.weight"]), SafetensorsFileTests.Values(safetensors["model.layers.4.mlp.down_proj.weight"]));
        Assert.Equal(SafetensorsFileTests.Values(bin["layers.4.feed_forward.w2.weight"]), SafetensorsFileTests.Values(gguf["blk.4.ffn_down.weight"]));
        Assert.Equal(SafetensorsFileTests.Values(bin["layers.4.attention.wq.weight"]), SafetensorsFileTests.Values(gguf["blk.4.attn_q.weight"]));
        Assert.False(SafetensorsFileTests.Values(bin["layers.4.attention.wq.weight"]).SequenceEqual(SafetensorsFileTests.Values(safetensors["model.layers.4.self_attn.q_proj.weight"])));
    }
}
