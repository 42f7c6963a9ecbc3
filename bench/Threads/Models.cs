using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Sinter;

namespace Threads;

/// <summary>A Llama of the size of stories260K.</summary>
[Model]
[Decoder(Width = 64, Layers = 5, Vocabulary = 512, Context = 512)]
[Attention(Heads = 8, KeyValueHeads = 4), Rotary(Theta = 10_000)]
[FeedForward(Hidden = 172, Activation = Activation.Silu, Gated = true), Normalization(Norm.Rms, Epsilon = 1e-5f)]
public partial class Small;

/// <summary>Weights for it: random, the same each time.</summary>
static class RandomWeights {
    public static string Write(string path) {
        const int Width = 64, KeyValue = 32, Hidden = 172;
        List<(string Name, int[] Shape)> tensors = [("embedding.weight", [512, Width]), ("norm.scale", [Width])];
        for (int i = 0; i < 5; i++) {
            string layer = FormattableString.Invariant($"layers.{i}.");
            tensors.AddRange([
                (layer + "attention_norm.scale", [Width]), (layer + "attention.query.weight", [Width, Width]), (layer + "attention.key.weight", [KeyValue, Width]),
                (layer + "attention.value.weight", [KeyValue, Width]), (layer + "attention.output.weight", [Width, Width]), (layer + "feed_forward_norm.scale", [Width]),
                (layer + "feed_forward.gate.weight", [Hidden, Width]), (layer + "feed_forward.up.weight", [Hidden, Width]), (layer + "feed_forward.down.weight", [Width, Hidden])]);
        }
        Random random = new(1);
        Dictionary<string, object> header = [];
        List<float> values = [];
        foreach ((string name, int[] shape) in tensors) {
            int first = values.Count;
            values.AddRange(Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(_ => random.NextSingle() * 0.2f - 0.1f));
            header[name] = new { dtype = "F32", shape, data_offsets = new[] { first * 4L, values.Count * 4L } };
        }
        byte[] text = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(header));
        using FileStream file = File.Create(path);
        file.Write(BitConverter.GetBytes((long)text.Length));
        file.Write(text);
        file.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values)));
        return path;
    }
}
