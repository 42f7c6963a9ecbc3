using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Sinter.Blocks;
using Xunit;

namespace Sinter.Tests;

// The first listing of the design, word for word but for the missing generator's half.
[Model]
[Decoder(Width = 64, Layers = 5, Vocabulary = 512, Context = 512)]
[Attention(Heads = 8, KeyValueHeads = 4), Rotary(Theta = 10_000)]
[FeedForward(Hidden = 172, Activation = Activation.Silu, Gated = true), Normalization(Norm.Rms, Epsilon = 1e-5f)]
[Checkpoint(Naming.HuggingFaceLlama)]
public partial class Stories260K;

[Model]
[Decoder(Width = 64, Layers = 5, Vocabulary = 512, Context = 512), Attention(Heads = 7), FeedForward(Hidden = 8)]
public partial class SevenHeads;

[Model]
[Decoder(Width = 64, Layers = 5, Vocabulary = 512, Context = 512), FeedForward(Hidden = 8)]
public partial class NoHeads;

public class StoriesTests {
    static Decoder Load() {
        Dictionary<string, Tensor> tensors = SharedData.Safetensors("stories260K.safetensors");
        Decoder decoder = Declaration.Decoder(typeof(Stories260K));
        Checkpoint.Bind(decoder, path => tensors.GetValueOrDefault(HuggingFaceName(path)));
        return decoder;
    }

    static string HuggingFaceName(string path) {
        foreach ((string ours, string theirs) in new[] {
            ("attention_norm.scale", "input_layernorm.weight"), ("feed_forward_norm.scale", "post_attention_layernorm.weight"),
            ("attention.query", "self_attn.q_proj"), ("attention.key", "self_attn.k_proj"), ("attention.value", "self_attn.v_proj"),
            ("attention.output", "self_attn.o_proj"), ("feed_forward.", "mlp."), ("gate.", "gate_proj."), ("up.", "up_proj."), ("down.", "down_proj."),
            ("embedding.weight", "embed_tokens.weight"), ("norm.scale", "norm.weight"),
        }) {
            path = path.Replace(ours, theirs, StringComparison.Ordinal);
        }
        return path == "output.weight" ? "lm_head.weight" : $"model.{path}";
    }

    static int Best(Tensor logits) {
        double[] values = logits.ToArray<double>();
        return Array.IndexOf(values, values.Max());
    }

    [Fact]
    public void A_decoder_declared_by_attributes_tells_the_known_story_eagerly() {
        const int Steps = 24;
        string[] pieces = SharedData.Pieces("stories260K.tokenizer.bin", 512);
        string story = SharedData.Expected("stories260K.expected.json", "Once upon a time");
        // Begin of sequence, then the pieces of the prompt.
        List<int> tokens = [1, 403, 407, 261, 378];
        Assert.Equal(" Once upon a time", string.Concat(tokens.Skip(1).Select(token => pieces[token])));
        Decoder decoder = Load();
        int past = 0;
        for (int step = 0; step < Steps; step++) {
            Tensor logits = Step.Run(past, Tensor.From(tokens.ToArray()[past..]), decoder.Forward);
            past = tokens.Count;
            tokens.Add(Best(logits));
        }
        string told = string.Concat(tokens.Skip(1).Select(token => pieces[token]))[1..];
        Assert.StartsWith(told, story, StringComparison.Ordinal);
        Assert.True(told.Length > 50, told);
        // Scoring all at once chooses the same tokens.
        Tensor scores = Step.Run(0, Tensor.From(tokens.ToArray()[..^1]), decoder.Score);
        Assert.Equal(tokens.Skip(5), Enumerable.Range(4, Steps).Select(i => Best(scores[i])));
    }

    [Fact]
    public void Wrong_declarations_name_the_model() {
        Assert.Equal(
            "SevenHeads: 7 heads do not divide the width 64; say HeadWidth for heads of another size",
            Assert.Throws<ArgumentException>(() => Declaration.Decoder(typeof(SevenHeads))).Message);
        Assert.Equal("NoHeads: the attributes say no heads", Assert.Throws<ArgumentException>(() => Declaration.Decoder(typeof(NoHeads))).Message);
    }

    [Fact]
    public void Every_property_of_the_attributes_is_a_parameter_of_the_decoder() {
        string[] parameters = [.. typeof(Decoder).GetConstructors().Single().GetParameters().Select(parameter => parameter.Name!)];
        string[] properties = [.. new[] { typeof(DecoderAttribute), typeof(AttentionAttribute), typeof(RotaryAttribute), typeof(FeedForwardAttribute), typeof(NormalizationAttribute) }
            .SelectMany(attribute => attribute.GetProperties().Where(property => property.DeclaringType == attribute))
            .Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..])];
        Assert.Equal(parameters.Order(), properties.Order());
    }
}

/// <summary>Reads the reference data that lies beside the repository; these few lines trust the files.</summary>
static class SharedData {
    static string Find(string name) {
        string folder = typeof(SharedData).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
            .Cast<System.Reflection.AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "SharedData").Value!;
        string path = Path.Combine(folder, name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"the reference data {name} is not in ../shared/data of the repository", path);
    }

    public static Dictionary<string, Tensor> Safetensors(string name) {
        byte[] file = File.ReadAllBytes(Find(name));
        int header = (int)BitConverter.ToUInt64(file);
        var tensors = new Dictionary<string, Tensor>();
        using JsonDocument document = JsonDocument.Parse(file.AsMemory(8, header));
        foreach (JsonProperty entry in document.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__")) {
            int[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32())];
            float[] values = new float[new Shape(shape).Count];
            Buffer.BlockCopy(file, 8 + header + entry.Value.GetProperty("data_offsets")[0].GetInt32(), values, 0, values.Length * sizeof(float));
            tensors[entry.Name] = Tensor.From(values, shape);
        }
        return tensors;
    }

    public static string[] Pieces(string name, int count) {
        using var reader = new BinaryReader(File.OpenRead(Find(name)));
        reader.ReadInt32();
        string[] pieces = new string[count];
        for (int i = 0; i < count; i++) {
            reader.ReadSingle();
            pieces[i] = System.Text.Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadInt32()));
        }
        return pieces;
    }

    public static string Expected(string name, string prompt) {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Find(name)));
        return document.RootElement.EnumerateArray().Single(entry => entry.GetProperty("prompt").GetString() == prompt).GetProperty("text").GetString()!;
    }
}
