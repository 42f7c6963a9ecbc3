using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Tests.Files;

/// <summary>
/// A Llama of lopsided extents with seeded weights, kept under canonical paths in half-split rotary order, and
/// written in any format. Every row transform a format needs is done here in its own way, independent of the readers.
/// </summary>
public sealed class TinyLlama {
    public const int Width = 12, Hidden = 20, Layers = 3, Heads = 3, KeyValueHeads = 1, Vocabulary = 7, Context = 6;
    public const int HeadWidth = Width / Heads;

    readonly Dictionary<string, float[]> weights = new();

    public TinyLlama(bool ownOutput = true, int seed = 20) {
        OwnOutput = ownOutput;
        var random = new Random(seed);
        foreach ((string path, long[] shape) in Shapes(ownOutput)) {
            weights[path] = [.. Enumerable.Range(0, (int)Size(shape)).Select(_ => (float)(random.NextDouble() * 2 - 1))];
        }
    }

    public bool OwnOutput { get; }

    public float[] this[string path] => weights[path];

    public static IEnumerable<(string Path, long[] Shape)> Shapes(bool ownOutput) {
        yield return ("embedding.weight", [Vocabulary, Width]);
        for (int i = 0; i < Layers; i++) {
            yield return ($"layers.{i}.attention_norm.scale", [Width]);
            yield return ($"layers.{i}.attention.query.weight", [Width, Width]);
            yield return ($"layers.{i}.attention.key.weight", [KeyValueHeads * HeadWidth, Width]);
            yield return ($"layers.{i}.attention.value.weight", [KeyValueHeads * HeadWidth, Width]);
            yield return ($"layers.{i}.attention.output.weight", [Width, Width]);
            yield return ($"layers.{i}.feed_forward_norm.scale", [Width]);
            yield return ($"layers.{i}.feed_forward.gate.weight", [Hidden, Width]);
            yield return ($"layers.{i}.feed_forward.up.weight", [Hidden, Width]);
            yield return ($"layers.{i}.feed_forward.down.weight", [Width, Hidden]);
        }
        yield return ("norm.scale", [Width]);
        if (ownOutput) {
            yield return ("output.weight", [Vocabulary, Width]);
        }
    }

    public static long Size(long[] shape) => shape.Aggregate(1L, (product, extent) => product * extent);

    public byte[] Safetensors() => SafetensorsBytes.Write([.. Tensors(HuggingFaceName, interleaved: false)], "{\"format\":\"pt\"}");

    public GgufBytes Gguf(Func<TensorBytes, TensorBytes>? convert = null) {
        var file = new GgufBytes()
            .Add("general.architecture", "llama")
            .Add("llama.embedding_length", (uint)Width)
            .Add("llama.block_count", (uint)Layers)
            .Add("llama.attention.layer_norm_rms_epsilon", 1e-5f)
            .Add("llama.rope.freq_base", 10_000f)
            .AddArray("tokenizer.ggml.tokens", ["<unk>", "<s>", "▁a", "é"])
            .AddArray("tokenizer.ggml.scores", [0f, 0f, -1f, -2f]);
        foreach (TensorBytes tensor in Tensors(GgufName, interleaved: true)) {
            file.Add(convert is null ? tensor : convert(tensor));
        }
        return file;
    }

    public byte[] Llama2C() {
        var stream = new MemoryStream();
        foreach (int value in (int[])[Width, Hidden, Layers, Heads, KeyValueHeads, OwnOutput ? -Vocabulary : Vocabulary, Context]) {
            stream.Write(BitConverter.GetBytes(value));
        }
        void Write(float[] values) => stream.Write(MemoryMarshal.AsBytes(values.AsSpan()));
        Write(weights["embedding.weight"]);
        foreach ((string name, int heads) in ((string, int)[])[("attention_norm.scale", 0), ("attention.query.weight", Heads), ("attention.key.weight", KeyValueHeads),
            ("attention.value.weight", 0), ("attention.output.weight", 0), ("feed_forward_norm.scale", 0),
            ("feed_forward.gate.weight", 0), ("feed_forward.down.weight", 0), ("feed_forward.up.weight", 0)]) {
            for (int i = 0; i < Layers; i++) {
                Write(heads == 0 ? weights[$"layers.{i}.{name}"] : Interleave(weights[$"layers.{i}.{name}"], heads));
            }
        }
        Write(weights["norm.scale"]);
        Write(new float[Context * HeadWidth]);
        if (OwnOutput) {
            Write(weights["output.weight"]);
        }
        return stream.ToArray();
    }

    IEnumerable<TensorBytes> Tensors(Func<string, string> rename, bool interleaved) {
        foreach ((string path, long[] shape) in Shapes(OwnOutput)) {
            int heads = path.EndsWith("query.weight") ? Heads : path.EndsWith("key.weight") ? KeyValueHeads : 0;
            yield return TensorBytes.Floats(rename(path), shape, interleaved && heads > 0 ? Interleave(weights[path], heads) : weights[path]);
        }
    }

    /// <summary>Half-split rows (j, j + head/2) to interleaved (2j, 2j + 1), head by head.</summary>
    public static float[] Interleave(float[] rows, int heads) {
        int width = Width, head = rows.Length / width / heads;
        var result = new float[rows.Length];
        for (int h = 0; h < heads; h++) {
            for (int j = 0; j < head / 2; j++) {
                Array.Copy(rows, (h * head + j) * width, result, (h * head + 2 * j) * width, width);
                Array.Copy(rows, (h * head + j + head / 2) * width, result, (h * head + 2 * j + 1) * width, width);
            }
        }
        return result;
    }

    static string HuggingFaceName(string path) => "model." + path
        .Replace("embedding.", "embed_tokens.").Replace("attention_norm.scale", "input_layernorm.weight")
        .Replace("feed_forward_norm.scale", "post_attention_layernorm.weight").Replace("norm.scale", "norm.weight")
        .Replace("attention.query", "self_attn.q_proj").Replace("attention.key", "self_attn.k_proj")
        .Replace("attention.value", "self_attn.v_proj").Replace("attention.output", "self_attn.o_proj")
        .Replace("feed_forward.gate", "mlp.gate_proj").Replace("feed_forward.up", "mlp.up_proj").Replace("feed_forward.down", "mlp.down_proj") is var name
        && name == "model.output.weight" ? "lm_head.weight" : name;

    static string GgufName(string path) => path
        .Replace("layers.", "blk.").Replace("embedding.", "token_embd.").Replace("feed_forward_norm.scale", "ffn_norm.weight")
        .Replace("attention_norm.scale", "attn_norm.weight").Replace("attention.query", "attn_q").Replace("attention.key", "attn_k")
        .Replace("attention.value", "attn_v").Replace("attention.output", "attn_output")
        .Replace("feed_forward.", "ffn_") is var name && name == "norm.scale" ? "output_norm.weight" : name;
}
