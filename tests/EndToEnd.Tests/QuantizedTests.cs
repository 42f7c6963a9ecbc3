using System;
using System.IO;
using System.Linq;
using Sinter.Runtime;
using Sinter.Runtime.Quantization;
using Sinter.Runtime.Weights;
using Xunit;
using Xunit.Abstractions;

namespace Sinter.EndToEnd.Tests;

/// <summary>Large enough for its matrices to be used as they are stored, but for those of keys and values.</summary>
[Model]
[Decoder(Width = 256, Layers = 2, Vocabulary = 384, Context = 64)]
[Attention(Heads = 8, KeyValueHeads = 4), Rotary(Theta = 10_000)]
[FeedForward(Hidden = 512, Activation = Activation.Silu, Gated = true), Normalization(Norm.Rms, Epsilon = 1e-5f)]
[Checkpoint(Naming.HuggingFaceLlama)]
public partial class QuantizedDecoder;

public sealed class QuantizedTests(ITestOutputHelper output) : IDisposable {
    private static readonly Fixture shape = new("quantized", 23, 256, 2, 384, 64, 8, 4, 512, 10_000, 1e-5f, Tied: true, [.. Enumerable.Range(0, 19).Select(i => i * i % 384)]);
    private readonly string folder = Directory.CreateTempSubdirectory("sinter-quantized-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // Against the f32 evaluation of the very numbers stored, only the rounding of activations to 8 bits is left; against the original
    // weights, that of the weights besides. Bounds are about twice what was measured.
    [Theory]
    [InlineData("Q8_0", WeightType.Q8_0, 0.06, 0.1)]
    [InlineData("int8-per-channel", WeightType.Q8_0, 0.06, 0.1)]
    [InlineData("Q6_K", WeightType.Q6_K, 0.06, 0.28)]
    [InlineData("Q4_0", WeightType.Q4_0, 0.06, 0.8)]
    [InlineData("Q4_K", WeightType.Q4_K, 0.06, 0.8)]
    public void LogitsAreThoseOfTheNumbersStored(string form, WeightType type, double asStored, double asGiven) {
        string original = Path.Combine(folder, "model.safetensors"), file = Path.Combine(folder, "model.gguf");
        HashedWeights.Write(shape, original);
        CheckpointQuantization.Run(original, file, QuantizedForm.Find(form)!);
        float[] stored = Logits(file, new LoadOptions { Threads = 2 }, out LoadedWeight[] weights);
        float[] expanded = Logits(file, new LoadOptions { Threads = 1, ExpandWeights = true }, out LoadedWeight[] grown);
        float[] exact = Logits(original, new LoadOptions { Threads = 1 }, out _);
        output.WriteLine($"{form}: {Distance(expanded, stored):E2} from the numbers stored, {Distance(exact, stored):E2} from those given");
        Assert.InRange(Distance(expanded, stored), 1e-7, asStored);
        Assert.InRange(Distance(exact, stored), 1e-7, asGiven);
        Assert.All(weights.Where(weight => weight.Path.EndsWith("norm.scale", StringComparison.Ordinal)), weight => Assert.Equal((WeightType.F32, false), (weight.Stored, weight.IsExpanded)));
        Assert.All(weights.Where(weight => weight.Path.EndsWith(".weight", StringComparison.Ordinal)), weight =>
            Assert.Equal((type, weight.Path.Contains(".key.", StringComparison.Ordinal) || weight.Path.Contains(".value.", StringComparison.Ordinal)), (weight.Stored, weight.IsExpanded)));
        Assert.All(grown, weight => Assert.Equal(weight.Stored != WeightType.F32, weight.IsExpanded));
        Assert.Equal(stored, Logits(file, new LoadOptions { Threads = 2 }, out _));
    }

    [Fact]
    public void RowsInAnotherOrderAreStillUsedAsStored() {
        string original = Path.Combine(folder, "model.safetensors"), file = Path.Combine(folder, "model.gguf");
        HashedWeights.Write(shape, original);
        CheckpointQuantization.Run(original, file, QuantizedForm.Q8_0);
        LoadOptions options = new() {
            Threads = 2,
            Mapping = """
                layers.{i}.attention.query.weight = interleaved(model.layers.{i}.self_attn.q_proj.weight)
                layers.{i}.attention.key.weight = interleaved(model.layers.{i}.self_attn.k_proj.weight)
                layers.{i}.feed_forward.gate.weight = reshape(join(0, model.layers.{i}.mlp.gate_proj.weight[256:512], model.layers.{i}.mlp.gate_proj.weight[0:256]))
                use HuggingFaceLlama
                """,
        };
        float[] stored = Logits(file, options, out LoadedWeight[] weights), expanded = Logits(file, options with { ExpandWeights = true }, out _);
        Assert.InRange(Distance(expanded, stored), 1e-7, 0.06);
        Assert.True(Distance(Logits(file, new LoadOptions(), out _), stored) > 0.05, "the order of rows makes no difference");
        // What is put together of several tensors is expanded.
        Assert.Equal(0, weights.Count(weight => weight.Path.Contains("gate", StringComparison.Ordinal) && weight.Stored is not null));
    }

    [Fact]
    public void HalvesAreUsedAsStored() {
        string original = Path.Combine(folder, "model.safetensors"), file = Path.Combine(folder, "halves.safetensors");
        HashedWeights.Write(shape, original);
        using (WeightFile source = WeightFile.Open(original)) {
            HalfFile.Write(file, source);
        }
        float[] stored = Logits(file, new LoadOptions { Threads = 2 }, out LoadedWeight[] weights);
        float[] expanded = Logits(file, new LoadOptions { Threads = 1, ExpandWeights = true }, out _);
        Assert.InRange(Distance(expanded, stored), 0, 1e-5);
        Assert.Contains(weights, weight => weight is { Stored: WeightType.F16, IsExpanded: false });
    }

    // Some tokens at once, then one by one.
    private static float[] Logits(string file, LoadOptions options, out LoadedWeight[] weights) {
        using QuantizedDecoder.Loaded model = QuantizedDecoder.Load(file, options);
        weights = [.. model.Weights];
        using QuantizedDecoder.Session session = model.CreateSession();
        float[] logits = session.Score(shape.Tokens.AsSpan(0, 13)).ToArray();
        foreach (int token in shape.Tokens[13..]) {
            logits = [.. logits, .. session.Forward([token])];
        }
        return logits;
    }

    // Root mean square of the differences over that of the logits.
    private static double Distance(float[] expected, float[] actual) =>
        Math.Sqrt(expected.Zip(actual).Sum(pair => Math.Pow(pair.First - pair.Second, 2)) / expected.Sum(value => (double)value * value));
}

/// <summary>Writes a file's tensors as halves.</summary>
internal static class HalfFile {
    public static void Write(string path, WeightFile source) {
        using MemoryStream data = new();
        string header = "{" + string.Join(",", source.Tensors.Values.Select(tensor => {
            long start = data.Length;
            float[] values = new float[tensor.ElementCount];
            tensor.CopyTo(values);
            foreach (float value in values) {
                data.Write(BitConverter.GetBytes((Half)value));
            }
            return $"\"{tensor.Name}\":{{\"dtype\":\"F16\",\"shape\":[{string.Join(',', tensor.Shape)}],\"data_offsets\":[{start},{data.Length}]}}";
        })) + "}";
        byte[] text = System.Text.Encoding.UTF8.GetBytes(header.PadRight((header.Length + 7) / 8 * 8));
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)text.Length), .. text, .. data.ToArray()]);
    }
}
