using System;
using System.Collections.Immutable;
using System.Linq;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Naming;

/// <summary>The known mappings, and which one a file follows.</summary>
public static class NamingSchemes {
    /// <summary>The model's own paths.</summary>
    public static CheckpointMapping Canonical { get; } = CheckpointMapping.Parse("", "Canonical");

    /// <summary>Llama in the names of Hugging Face's transformers; rotary is half-split, as in Sinter.</summary>
    public static CheckpointMapping HuggingFaceLlama { get; } = CheckpointMapping.Parse("""
        embedding.weight = model.embed_tokens.weight
        layers.{i}.attention_norm.scale = model.layers.{i}.input_layernorm.weight
        layers.{i}.attention.query.{part} = model.layers.{i}.self_attn.q_proj.{part}
        layers.{i}.attention.key.{part} = model.layers.{i}.self_attn.k_proj.{part}
        layers.{i}.attention.value.{part} = model.layers.{i}.self_attn.v_proj.{part}
        layers.{i}.attention.output.weight = model.layers.{i}.self_attn.o_proj.weight
        layers.{i}.feed_forward_norm.scale = model.layers.{i}.post_attention_layernorm.weight
        layers.{i}.feed_forward.gate.weight = model.layers.{i}.mlp.gate_proj.weight
        layers.{i}.feed_forward.up.weight = model.layers.{i}.mlp.up_proj.weight
        layers.{i}.feed_forward.down.weight = model.layers.{i}.mlp.down_proj.weight
        norm.scale = model.norm.weight
        output.weight = lm_head.weight
        ignore model.layers.{i}.self_attn.rotary_emb.inv_freq
        ignore model.rotary_emb.inv_freq
        """, "HuggingFaceLlama");

    /// <summary>Llama in GGUF, whose converter turns query and key to interleaved rotary.</summary>
    public static CheckpointMapping GgufLlama { get; } = CheckpointMapping.Parse("""
        embedding.weight = token_embd.weight
        layers.{i}.attention_norm.scale = blk.{i}.attn_norm.weight
        layers.{i}.attention.query.{part} = interleaved(blk.{i}.attn_q.{part})
        layers.{i}.attention.key.{part} = interleaved(blk.{i}.attn_k.{part})
        layers.{i}.attention.value.{part} = blk.{i}.attn_v.{part}
        layers.{i}.attention.output.weight = blk.{i}.attn_output.weight
        layers.{i}.feed_forward_norm.scale = blk.{i}.ffn_norm.weight
        layers.{i}.feed_forward.gate.weight = blk.{i}.ffn_gate.weight
        layers.{i}.feed_forward.up.weight = blk.{i}.ffn_up.weight
        layers.{i}.feed_forward.down.weight = blk.{i}.ffn_down.weight
        norm.scale = output_norm.weight
        output.weight = output.weight
        # Llama 3.1 stretches its rotary frequencies by these factors; a model that does not must not ignore them.
        ignore rope_freqs.weight if 1
        ignore blk.{i}.attn_rot_embd
        """, "GgufLlama");

    /// <summary>Llama in a llama2.c checkpoint, under Meta's names; rotary is interleaved.</summary>
    public static CheckpointMapping Llama2C { get; } = CheckpointMapping.Parse("""
        embedding.weight = tok_embeddings.weight
        layers.{i}.attention_norm.scale = layers.{i}.attention_norm.weight
        layers.{i}.attention.query.weight = interleaved(layers.{i}.attention.wq.weight)
        layers.{i}.attention.key.weight = interleaved(layers.{i}.attention.wk.weight)
        layers.{i}.attention.value.weight = layers.{i}.attention.wv.weight
        layers.{i}.attention.output.weight = layers.{i}.attention.wo.weight
        layers.{i}.feed_forward_norm.scale = layers.{i}.ffn_norm.weight
        layers.{i}.feed_forward.gate.weight = layers.{i}.feed_forward.w1.weight
        layers.{i}.feed_forward.up.weight = layers.{i}.feed_forward.w3.weight
        layers.{i}.feed_forward.down.weight = layers.{i}.feed_forward.w2.weight
        norm.scale = norm.weight
        output.weight = output.weight
        ignore rope.freqs
        """, "Llama2C");

    /// <summary>The metadata key of GGUF files whose tensors keep the names and the order of rows of a file of another format, and its value names that.</summary>
    public const string NamesOfSource = "sinter.names_of";

    /// <summary>All of them.</summary>
    public static ImmutableArray<CheckpointMapping> All { get; } = [Canonical, HuggingFaceLlama, GgufLlama, Llama2C];

    /// <summary>The mapping of that name, or null.</summary>
    public static CheckpointMapping? Find(string name) => All.FirstOrDefault(mapping => mapping.Name == name);

    /// <summary>
    /// The mapping for a file, given the one that the model declares. The file's format decides where it fixes the names:
    /// a llama2.c checkpoint always, GGUF unless the model declares the canonical paths or the file says that its names are
    /// those of the file it was made from (<see cref="NamesOfSource"/>).
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="declared">A mapping's name, as in <see cref="ModelDescription.Naming"/>; null for the canonical paths.</param>
    /// <exception cref="ArgumentException">No mapping is called <paramref name="declared"/>.</exception>
    /// <exception cref="WeightFileException">The file is GGUF of an architecture whose names are not known.</exception>
    public static CheckpointMapping For(WeightFile file, string? declared) {
        CheckpointMapping mapping = Find(declared ?? Canonical.Name) ?? throw new ArgumentException($"no naming scheme is called '{declared}'", nameof(declared));
        if (file.Format == WeightFormat.Llama2C) {
            return Llama2C;
        }
        if (file.Format != WeightFormat.Gguf || ReferenceEquals(mapping, Canonical) || file.Metadata.ContainsKey(NamesOfSource)) {
            return mapping;
        }
        // Architectures differ in the order of rotary rows under the very same names, so none is guessed.
        string? architecture = CheckpointFacts.Read(file).Architecture;
        return architecture == "llama"
            ? GgufLlama
            : throw new WeightFileException(file.Path, $"expected general.architecture to be 'llama', found {(architecture is null ? "none" : $"'{architecture}'")}");
    }
}
