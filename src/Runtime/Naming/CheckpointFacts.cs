using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Naming;

/// <summary>
/// What a file says of its model beside the weights, so that a caller can compare it with what the model declares.
/// A property is null when the file does not say; safetensors files say nothing.
/// </summary>
public sealed record CheckpointFacts {
    /// <summary>The architecture, such as <c>llama</c>.</summary>
    public string? Architecture { get; init; }

    /// <summary>The width of the embedding.</summary>
    public long? Width { get; init; }

    /// <summary>The width between the two halves of the feed-forward part.</summary>
    public long? Hidden { get; init; }

    /// <summary>The number of layers.</summary>
    public long? Layers { get; init; }

    /// <summary>Heads of the queries.</summary>
    public long? Heads { get; init; }

    /// <summary>Heads of keys and values.</summary>
    public long? KeyValueHeads { get; init; }

    /// <summary>The number of tokens.</summary>
    public long? Vocabulary { get; init; }

    /// <summary>The longest sequence the model was trained for.</summary>
    public long? Context { get; init; }

    /// <summary>The number added under the root of the norms.</summary>
    public double? NormEpsilon { get; init; }

    /// <summary>The base of the rotary frequencies.</summary>
    public double? RotaryTheta { get; init; }

    /// <summary>Elements of a head that rotary turns.</summary>
    public long? RotaryDimensions { get; init; }

    /// <summary>How the rotary frequencies are stretched, such as <c>none</c>, <c>linear</c> or <c>yarn</c>.</summary>
    public string? RotaryScaling { get; init; }

    /// <summary>Reads the facts of a file.</summary>
    /// <exception cref="MalformedWeightFileException">A fact is there with a value of the wrong kind.</exception>
    public static CheckpointFacts Read(WeightFile file) => file.Format switch {
        WeightFormat.Gguf => ReadGguf(file),
        WeightFormat.Llama2C => ReadLlama2C(file),
        _ => new CheckpointFacts(),
    };

    static CheckpointFacts ReadGguf(WeightFile file) {
        string? architecture = Text(file, "general.architecture");
        string prefix = architecture + ".";
        return architecture is null ? new CheckpointFacts() : new CheckpointFacts {
            Architecture = architecture,
            Width = Integer(file, prefix + "embedding_length"),
            Hidden = Integer(file, prefix + "feed_forward_length"),
            Layers = Integer(file, prefix + "block_count"),
            Heads = Integer(file, prefix + "attention.head_count"),
            KeyValueHeads = Integer(file, prefix + "attention.head_count_kv"),
            Vocabulary = Integer(file, prefix + "vocab_size"),
            Context = Integer(file, prefix + "context_length"),
            NormEpsilon = Number(file, prefix + "attention.layer_norm_rms_epsilon"),
            RotaryTheta = Number(file, prefix + "rope.freq_base"),
            RotaryDimensions = Integer(file, prefix + "rope.dimension_count"),
            RotaryScaling = Text(file, prefix + "rope.scaling.type"),
        };
    }

    // The two constants are in run.c, not in the file; the format means them all the same.
    static CheckpointFacts ReadLlama2C(WeightFile file) => new() {
        Architecture = "llama",
        Width = Integer(file, "llama2c.dim"),
        Hidden = Integer(file, "llama2c.hidden_dim"),
        Layers = Integer(file, "llama2c.n_layers"),
        Heads = Integer(file, "llama2c.n_heads"),
        KeyValueHeads = Integer(file, "llama2c.n_kv_heads"),
        Vocabulary = Integer(file, "llama2c.vocab_size"),
        Context = Integer(file, "llama2c.seq_len"),
        NormEpsilon = 1e-5f,
        RotaryTheta = 10_000,
    };

    static string? Text(WeightFile file, string key) =>
        !file.TryGetMetadata(key, out MetadataValue? value) ? null : value.TryGetString(out string? text) ? text : throw Wrong(file, key, "a string", value);

    static long? Integer(WeightFile file, string key) =>
        !file.TryGetMetadata(key, out MetadataValue? value) ? null : value.TryGetInt64(out long integer) ? integer : throw Wrong(file, key, "an integer", value);

    static double? Number(WeightFile file, string key) =>
        !file.TryGetMetadata(key, out MetadataValue? value) ? null : value.TryGetDouble(out double number) ? number : throw Wrong(file, key, "a number", value);

    static MalformedWeightFileException Wrong(WeightFile file, string key, string expected, MetadataValue found) =>
        new(file.Path, $"metadata '{key}': expected {expected}, found {found}");
}
