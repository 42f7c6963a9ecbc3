namespace Sinter.Blocks;

/// <summary>Which two of a head's channels rotary positions turn together.</summary>
public enum RotaryOrder {
    /// <summary>x[k] and x[k + D/2], as in GPT-NeoX and Llama in Hugging Face's layout.</summary>
    HalfSplit,
    /// <summary>x[2k] and x[2k + 1], as in the paper.</summary>
    Interleaved,
}
