using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace Sinter.EndToEnd.Tests;

/// <summary>The weights of a fixture: each number is a hash of seed, name and index, as tests/reference/llama_reference.py defines it.</summary>
internal static class HashedWeights {
    /// <summary>Elements of the tensor, each in [-1, 1) with 24 bits.</summary>
    public static float[] Unit(ulong seed, string name, int count) {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte part in Encoding.UTF8.GetBytes(name)) {
            hash = (hash ^ part) * 0x100000001B3;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            ulong z = (seed ^ hash) + ((ulong)i + 1) * 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            z ^= z >> 31;
            values[i] = ((long)(z >> 40) - (1 << 23)) * (1f / (1 << 23));
        }
        return values;
    }

    /// <summary>Writes the checkpoint of a specification as safetensors under Hugging Face's names.</summary>
    public static void Write(Fixture fixture, string path) {
        int width = fixture.Width;
        int keys = width / fixture.Heads * fixture.KeyValueHeads;
        List<(string Name, int[] Shape)> tensors = [("model.embed_tokens.weight", [fixture.Vocabulary, width])];
        for (int i = 0; i < fixture.Layers; i++) {
            string layer = $"model.layers.{i}.";
            tensors.Add((layer + "input_layernorm.weight", [width]));
            tensors.Add((layer + "self_attn.q_proj.weight", [width, width]));
            tensors.Add((layer + "self_attn.k_proj.weight", [keys, width]));
            tensors.Add((layer + "self_attn.v_proj.weight", [keys, width]));
            tensors.Add((layer + "self_attn.o_proj.weight", [width, width]));
            tensors.Add((layer + "post_attention_layernorm.weight", [width]));
            tensors.Add((layer + "mlp.gate_proj.weight", [fixture.Hidden, width]));
            tensors.Add((layer + "mlp.up_proj.weight", [fixture.Hidden, width]));
            tensors.Add((layer + "mlp.down_proj.weight", [width, fixture.Hidden]));
        }
        tensors.Add(("model.norm.weight", [width]));
        if (!fixture.Tied) {
            tensors.Add(("lm_head.weight", [fixture.Vocabulary, width]));
        }
        Dictionary<string, object> header = [];
        using MemoryStream data = new();
        byte[] bytes = new byte[4];
        foreach ((string name, int[] shape) in tensors) {
            int count = shape.Aggregate(1, (product, extent) => product * extent);
            float[] values = Unit(fixture.Seed, name, count);
            for (int i = 0; i < count; i++) {
                values[i] = name.EndsWith("norm.weight", StringComparison.Ordinal) || name.EndsWith("layernorm.weight", StringComparison.Ordinal)
                    ? 1 + values[i] * 0.25f
                    : name == "model.embed_tokens.weight" ? values[i] : values[i] * 0.25f;
            }
            header[name] = new { dtype = "F32", shape, data_offsets = new[] { data.Length, data.Length + 4L * count } };
            foreach (float value in values) {
                BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
                data.Write(bytes);
            }
        }
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(header);
        byte[] padded = [.. text, .. Enumerable.Repeat((byte)' ', (8 - text.Length % 8) % 8)];
        using FileStream file = File.Create(path);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, padded.Length);
        file.Write(length);
        file.Write(padded);
        data.Position = 0;
        data.CopyTo(file);
    }
}

/// <summary>A specification of tests/reference/fixtures with the logits that the independent model in float64 gives for its tokens.</summary>
internal sealed record Fixture(
    string Name, ulong Seed, int Width, int Layers, int Vocabulary, int Context, int Heads, int KeyValueHeads, int Hidden, float Theta, float Epsilon, bool Tied, int[] Tokens) {
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    /// <summary>Reads a fixture.</summary>
    public static Fixture Read(string name) =>
        JsonSerializer.Deserialize<Fixture>(File.ReadAllText(Repository.File("tests", "reference", "fixtures", name + ".json")), Options)!;

    /// <summary>The stored logits, position by position.</summary>
    public float[] Logits() {
        byte[] bytes = File.ReadAllBytes(Repository.File("tests", "reference", "fixtures", Name + ".safetensors"));
        int start = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        float[] logits = new float[Tokens.Length * Vocabulary];
        Buffer.BlockCopy(bytes, start, logits, 0, logits.Length * 4);
        return logits;
    }
}
