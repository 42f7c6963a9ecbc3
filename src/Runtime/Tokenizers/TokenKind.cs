namespace Sinter.Runtime.Tokenizers;

/// <summary>What a token of a vocabulary is, numbered as GGUF numbers them.</summary>
public enum TokenKind {
    /// <summary>A piece of text.</summary>
    Normal = 1,
    /// <summary>Stands for what the vocabulary cannot express.</summary>
    Unknown = 2,
    /// <summary>Marks the begin or end of a sequence and the like; has no text.</summary>
    Control = 3,
    /// <summary>A piece of text added by hand.</summary>
    UserDefined = 4,
    /// <summary>Kept free.</summary>
    Unused = 5,
    /// <summary>One byte, written <c>&lt;0x0A&gt;</c>.</summary>
    Byte = 6,
}
