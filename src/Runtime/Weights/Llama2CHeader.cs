using System;
using System.Buffers.Binary;

namespace Sinter.Runtime.Weights;

/// <summary>The seven integers before the data of a llama2.c checkpoint (version 0), and the sizes they imply.</summary>
readonly record struct Llama2CHeader(int Width, int Hidden, int Layers, int Heads, int KeyValueHeads, int RawVocabulary, int Context) {
    public const int Bytes = 7 * sizeof(int);

    public int HeadWidth => Width / Heads;

    public int KeyValueWidth => HeadWidth * KeyValueHeads;

    /// <summary>The sign of the vocabulary in the file says whether the classifier has weights of its own.</summary>
    public bool HasOutput => RawVocabulary < 0;

    public int Vocabulary => Math.Abs(RawVocabulary);

    public static bool TryRead(ReadOnlySpan<byte> bytes, out Llama2CHeader header) {
        header = default;
        if (bytes.Length < Bytes) {
            return false;
        }
        header = new Llama2CHeader(At(bytes, 0), At(bytes, 1), At(bytes, 2), At(bytes, 3), At(bytes, 4), At(bytes, 5), At(bytes, 6));
        return true;
    }

    static int At(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadInt32LittleEndian(bytes[(index * sizeof(int))..]);

    /// <summary>What no model can have, or null.</summary>
    public string? Problem() {
        (string Name, int Value)[] positive = [
            ("dim", Width), ("hidden_dim", Hidden), ("n_layers", Layers), ("n_heads", Heads), ("n_kv_heads", KeyValueHeads), ("seq_len", Context)];
        foreach ((string name, int value) in positive) {
            if (value <= 0) {
                return $"expected a positive {name}, found {value}";
            }
        }
        if (RawVocabulary is 0 or int.MinValue) {
            return $"expected a vocab_size other than 0 and -2^31, found {RawVocabulary}";
        }
        if (Width % Heads != 0) {
            return $"expected n_heads to divide dim {Width}, found {Heads}";
        }
        if (HeadWidth % 2 != 0) {
            return $"expected an even head size for the rotary pairs, found {HeadWidth} (dim {Width} of {Heads} heads)";
        }
        return Heads % KeyValueHeads != 0 ? $"expected n_kv_heads to divide n_heads {Heads}, found {KeyValueHeads}" : null;
    }

    /// <summary>The exact size of the file, or the largest number where it has more digits: no file is of that size.</summary>
    public ulong FileBytes() {
        try {
            checked {
                ulong width = (ulong)Width;
                ulong attention = width + 2 * width * (width + (ulong)KeyValueWidth);
                ulong feedForward = width + 3 * width * (ulong)Hidden;
                ulong table = (ulong)Vocabulary * width * (HasOutput ? 2u : 1u);
                ulong rotary = (ulong)Context * (ulong)HeadWidth;
                return Bytes + (table + (ulong)Layers * (attention + feedForward) + width + rotary) * sizeof(float);
            }
        } catch (OverflowException) {
            return ulong.MaxValue;
        }
    }
}
