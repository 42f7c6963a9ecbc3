using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Sinter.Blocks;
using Sinter.Runtime;
using Xunit;

namespace Sinter.EndToEnd.Tests;

/// <summary>A decoder whose checkpoints are laid out as GPT-2's: matrices [in, out], query, key and value in one, output tied.</summary>
[Model]
[Decoder(Width = 12, Layers = 2, Vocabulary = 29, Context = 16), Attention(Heads = 3, Bias = true)]
[FeedForward(Hidden = 20, Activation = Activation.GeluTanh), Normalization(Norm.Layer)]
[Checkpoint("""
    embedding.weight = wte.weight
    output.weight = lm_head.weight else wte.weight
    layers.{i}.attention.query.weight = transpose(h.{i}.attn.c_attn.weight)[0 of 3]
    layers.{i}.attention.key.weight = transpose(h.{i}.attn.c_attn.weight)[1 of 3]
    layers.{i}.attention.value.weight = transpose(h.{i}.attn.c_attn.weight)[2 of 3]
    layers.{i}.attention.query.bias = h.{i}.attn.c_attn.bias[0 of 3]
    layers.{i}.attention.key.bias = h.{i}.attn.c_attn.bias[1 of 3]
    layers.{i}.attention.value.bias = h.{i}.attn.c_attn.bias[2 of 3]
    layers.{i}.attention.output.weight = transpose(h.{i}.attn.c_proj.weight)
    layers.{i}.feed_forward.up.weight = transpose(h.{i}.mlp.c_fc.weight)
    layers.{i}.feed_forward.down.weight = transpose(h.{i}.mlp.c_proj.weight)
    {layer}.attention_norm.scale = {layer}.ln_1.g else 1
    rename layers.{i}.{rest} = h.{i}.{rest}
    rename {layer}.feed_forward_norm.{part} = {layer}.ln_2.{part}
    rename {layer}.attention_norm.bias = {layer}.ln_1.bias
    rename norm.{part} = ln_f.{part}
    ignore h.{i}.attn.bias
    """)]
public partial class FusedDecoder;

public sealed class MappingTests {
    private const int Width = 12, Hidden = 20, Vocabulary = 29;

    [Fact]
    public void AFusedCheckpointGivesTheModelThatItsPartsGive() {
        Dictionary<string, (int[] Shape, float[] Values)> tensors = Tensors();
        // The parts by hand, under the model's own paths.
        Decoder byHand = Declaration.Decoder(typeof(FusedDecoder));
        Checkpoint.Bind(byHand, path => Part(tensors, path));
        string file = Path.Combine(Path.GetTempPath(), $"sinter-{Guid.NewGuid():N}.safetensors");
        SafetensorsWriter.Write(file, tensors);
        Decoder eager = Declaration.Load(typeof(FusedDecoder), file);
        using FusedDecoder.Loaded model = FusedDecoder.Load(file, new LoadOptions { Threads = 1 });
        File.Delete(file);
        using FusedDecoder.Session session = model.CreateSession();
        int[] tokens = [3, 28, 0, 11, 11, 7, 19];
        float[] expected = Step.Run(0, Tensor.From(tokens), byHand.Score).ToArray<float>();
        Assert.Equal(expected, Step.Run(0, Tensor.From(tokens), eager.Score).ToArray<float>());
        ReadOnlySpan<float> compiled = session.Score(tokens);
        Assert.Equal(expected.Length, compiled.Length);
        Assert.True(expected.Max() - expected.Min() > 1, "the logits are all alike");
        for (int i = 0; i < expected.Length; i++) {
            Assert.True(Math.Abs(expected[i] - compiled[i]) < 1e-4, $"logit {i}: {expected[i]} eager, {compiled[i]} compiled");
        }
    }

    private static Dictionary<string, (int[] Shape, float[] Values)> Tensors() {
        Dictionary<string, (int[], float[])> tensors = [];
        void Add(string name, params int[] shape) => tensors.Add(name, (shape, HashedWeights.Unit(11, name, shape.Aggregate(1, (a, b) => a * b))));
        Add("wte.weight", Vocabulary, Width);
        for (int i = 0; i < 2; i++) {
            Add($"h.{i}.attn.c_attn.weight", Width, 3 * Width);
            Add($"h.{i}.attn.c_attn.bias", 3 * Width);
            Add($"h.{i}.attn.c_proj.weight", Width, Width);
            Add($"h.{i}.mlp.c_fc.weight", Width, Hidden);
            Add($"h.{i}.mlp.c_proj.weight", Hidden, Width);
            Add($"h.{i}.ln_1.bias", Width);
            Add($"h.{i}.ln_2.scale", Width);
            Add($"h.{i}.ln_2.bias", Width);
            Add($"h.{i}.attn.bias", 1, 1, 4, 4);
        }
        Add("ln_f.scale", Width);
        Add("ln_f.bias", Width);
        return tensors;
    }

    private static Tensor? Part(Dictionary<string, (int[] Shape, float[] Values)> tensors, string path) {
        string[] words = path.Split('.');
        string layer = words[0] == "layers" ? $"h.{words[1]}." : "";
        string rest = words[0] == "layers" ? string.Join('.', words[2..]) : path;
        Tensor? Whole(string name) => Tensor.From(tensors[name].Values, tensors[name].Shape);
        Tensor Turned(string name, int first, int count) {
            (int[] shape, float[] values) = tensors[name];
            return Tensor.From([.. Enumerable.Range(0, count * shape[0]).Select(at => values[at % shape[0] * shape[1] + first + at / shape[0]])], count, shape[0]);
        }
        int part = rest.Contains("query", StringComparison.Ordinal) ? 0 : rest.Contains("key", StringComparison.Ordinal) ? 1 : 2;
        return rest switch {
            "embedding.weight" => Whole("wte.weight"),
            "output.weight" => null,
            "norm.scale" or "norm.bias" => Whole("ln_f." + words[1]),
            "attention_norm.scale" => Tensor.From([.. Enumerable.Repeat(1f, Width)]),
            "attention_norm.bias" => Whole(layer + "ln_1.bias"),
            "feed_forward_norm.scale" or "feed_forward_norm.bias" => Whole($"{layer}ln_2.{words[^1]}"),
            "attention.output.weight" => Turned(layer + "attn.c_proj.weight", 0, Width),
            "feed_forward.up.weight" => Turned(layer + "mlp.c_fc.weight", 0, Hidden),
            "feed_forward.down.weight" => Turned(layer + "mlp.c_proj.weight", 0, Width),
            _ when rest.EndsWith("bias", StringComparison.Ordinal) => Tensor.From(tensors[layer + "attn.c_attn.bias"].Values[(part * Width)..((part + 1) * Width)]),
            _ => Turned(layer + "attn.c_attn.weight", part * Width, Width),
        };
    }
}
