using System;

namespace Sinter;

// The properties below are, in camel case, the parameters of the constructor of Sinter.Blocks.Decoder. A property
// that a declaration leaves out takes that parameter's default, so the defaults are written once, there.

/// <summary>Declares a decoder-only transformer; it expands to <c>Sinter.Blocks.Decoder</c>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DecoderAttribute : Attribute {
    /// <summary>The size of a token's vector.</summary>
    public int Width { get; set; }

    /// <summary>The number of layers.</summary>
    public int Layers { get; set; }

    /// <summary>The number of different tokens.</summary>
    public int Vocabulary { get; set; }

    /// <summary>The most positions that a sequence may have, and so the capacity of the key/value caches.</summary>
    public int Context { get; set; }
}

/// <summary>Declares the attention of a model.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AttentionAttribute : Attribute {
    /// <summary>The number of query heads.</summary>
    public int Heads { get; set; }

    /// <summary>The number of key and value heads, a divisor of <see cref="Heads"/>; as many as those when left out.</summary>
    public int KeyValueHeads { get; set; }

    /// <summary>The size of a head; width / heads when left out.</summary>
    public int HeadWidth { get; set; }

    /// <summary>Whether the projections to queries, keys and values add a bias; no when left out.</summary>
    public bool Bias { get; set; }

    /// <summary>The number of latest positions that a query sees; all of them when left out.</summary>
    public int Window { get; set; }
}

/// <summary>Declares rotary positions.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RotaryAttribute : Attribute {
    /// <summary>The base of the frequencies.</summary>
    public float Theta { get; set; }
}

/// <summary>Declares the feed-forward network of a model.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class FeedForwardAttribute : Attribute {
    /// <summary>The size of the hidden vector.</summary>
    public int Hidden { get; set; }

    /// <summary>The function between the matrices.</summary>
    public Activation Activation { get; set; }

    /// <summary>Whether a second projection multiplies the activated one.</summary>
    public bool Gated { get; set; }
}

/// <summary>Declares the normalisation of a model.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NormalizationAttribute(Norm norm) : Attribute {
    /// <summary>The kind of normalisation.</summary>
    public Norm Norm { get; } = norm;

    /// <summary>Added to the mean square (or variance) before the root.</summary>
    public float Epsilon { get; set; }
}
