using System;
using System.Collections.Immutable;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Naming;

/// <summary>The known naming schemes, and which one a file follows.</summary>
public static class NamingSchemes {
    /// <summary>The model's own paths.</summary>
    public static NamingScheme Canonical { get; } = new("Canonical", [], []);

    /// <summary>Llama in the names of Hugging Face's transformers; rotary is half-split, as in Sinter.</summary>
    public static NamingScheme HuggingFaceLlama { get; } = new("HuggingFaceLlama", [
        new("embedding.weight", "model.embed_tokens.weight"),
        new("layers.{i}.attention_norm.scale", "model.layers.{i}.input_layernorm.weight"),
        new("layers.{i}.attention.query.weight", "model.layers.{i}.self_attn.q_proj.weight"),
        new("layers.{i}.attention.key.weight", "model.layers.{i}.self_attn.k_proj.weight"),
        new("layers.{i}.attention.value.weight", "model.layers.{i}.self_attn.v_proj.weight"),
        new("layers.{i}.attention.output.weight", "model.layers.{i}.self_attn.o_proj.weight"),
        new("layers.{i}.feed_forward_norm.scale", "model.layers.{i}.post_attention_layernorm.weight"),
        new("layers.{i}.feed_forward.gate.weight", "model.layers.{i}.mlp.gate_proj.weight"),
        new("layers.{i}.feed_forward.up.weight", "model.layers.{i}.mlp.up_proj.weight"),
        new("layers.{i}.feed_forward.down.weight", "model.layers.{i}.mlp.down_proj.weight"),
        new("norm.scale", "model.norm.weight"),
        new("output.weight", "lm_head.weight"),
    ], [
        new("model.layers.{i}.self_attn.rotary_emb.inv_freq"),
        new("model.rotary_emb.inv_freq"),
    ]);

    /// <summary>Llama in GGUF, whose converter turns query and key to interleaved rotary.</summary>
    public static NamingScheme GgufLlama { get; } = new("GgufLlama", [
        new("embedding.weight", "token_embd.weight"),
        new("layers.{i}.attention_norm.scale", "blk.{i}.attn_norm.weight"),
        new("layers.{i}.attention.query.weight", "blk.{i}.attn_q.weight", RowOrder.Interleaved),
        new("layers.{i}.attention.key.weight", "blk.{i}.attn_k.weight", RowOrder.Interleaved),
        new("layers.{i}.attention.value.weight", "blk.{i}.attn_v.weight"),
        new("layers.{i}.attention.output.weight", "blk.{i}.attn_output.weight"),
        new("layers.{i}.feed_forward_norm.scale", "blk.{i}.ffn_norm.weight"),
        new("layers.{i}.feed_forward.gate.weight", "blk.{i}.ffn_gate.weight"),
        new("layers.{i}.feed_forward.up.weight", "blk.{i}.ffn_up.weight"),
        new("layers.{i}.feed_forward.down.weight", "blk.{i}.ffn_down.weight"),
        new("norm.scale", "output_norm.weight"),
        new("output.weight", "output.weight"),
    ], [
        // Llama 3.1 stretches its rotary frequencies by these factors; a model that does not must not ignore them.
        new("rope_freqs.weight", IgnoreWhen.AllOnes),
        new("blk.{i}.attn_rot_embd"),
    ]);

    /// <summary>Llama in a llama2.c checkpoint, under Meta's names; rotary is interleaved.</summary>
    public static NamingScheme Llama2C { get; } = new("Llama2C", [
        new("embedding.weight", "tok_embeddings.weight"),
        new("layers.{i}.attention_norm.scale", "layers.{i}.attention_norm.weight"),
        new("layers.{i}.attention.query.weight", "layers.{i}.attention.wq.weight", RowOrder.Interleaved),
        new("layers.{i}.attention.key.weight", "layers.{i}.attention.wk.weight", RowOrder.Interleaved),
        new("layers.{i}.attention.value.weight", "layers.{i}.attention.wv.weight"),
        new("layers.{i}.attention.output.weight", "layers.{i}.attention.wo.weight"),
        new("layers.{i}.feed_forward_norm.scale", "layers.{i}.ffn_norm.weight"),
        new("layers.{i}.feed_forward.gate.weight", "layers.{i}.feed_forward.w1.weight"),
        new("layers.{i}.feed_forward.up.weight", "layers.{i}.feed_forward.w3.weight"),
        new("layers.{i}.feed_forward.down.weight", "layers.{i}.feed_forward.w2.weight"),
        new("norm.scale", "norm.weight"),
        new("output.weight", "output.weight"),
    ], [new("rope.freqs")]);

    /// <summary>All schemes.</summary>
    public static ImmutableArray<NamingScheme> All { get; } = [Canonical, HuggingFaceLlama, GgufLlama, Llama2C];

    /// <summary>
    /// The scheme for a file, given the one that the model declares. The file's format decides where it fixes the names:
    /// a llama2.c checkpoint always, GGUF unless the model declares the canonical paths.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="declared">A scheme's name, as in <see cref="ModelDescription.Naming"/>; null for the canonical paths.</param>
    /// <exception cref="ArgumentException">No scheme is called <paramref name="declared"/>.</exception>
    /// <exception cref="WeightFileException">The file is GGUF of an architecture whose names are not known.</exception>
    public static NamingScheme For(WeightFile file, string? declared) {
        NamingScheme scheme = Find(declared ?? Canonical.Name);
        if (file.Format == WeightFormat.Llama2C) {
            return Llama2C;
        }
        if (file.Format != WeightFormat.Gguf || ReferenceEquals(scheme, Canonical)) {
            return scheme;
        }
        // Architectures differ in the order of rotary rows under the very same names, so none is guessed.
        string? architecture = CheckpointFacts.Read(file).Architecture;
        return architecture == "llama"
            ? GgufLlama
            : throw new WeightFileException(file.Path, $"expected general.architecture to be 'llama', found {(architecture is null ? "none" : $"'{architecture}'")}");
    }

    static NamingScheme Find(string name) {
        foreach (NamingScheme scheme in All) {
            if (scheme.Name == name) {
                return scheme;
            }
        }
        throw new ArgumentException($"no naming scheme is called '{name}'", nameof(name));
    }
}
