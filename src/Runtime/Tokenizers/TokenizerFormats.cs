using System;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Tokenizers;

/// <summary>Tells the format of a tokenizer file.</summary>
static class TokenizerFormats {
    public static unsafe Tokenizer Open(string path, int? vocabularySize) {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using (MappedFile file = MappedFile.Open(path)) {
            var head = new ReadOnlySpan<byte>(file.Start, (int)Math.Min(file.Length, 4));
            if (head is not [(byte)'G', (byte)'G', (byte)'U', (byte)'F']) {
                if (Foreign(head) is string foreign) {
                    throw new TokenizerException(path, $"expected a llama2.c tokenizer.bin or a GGUF file, found {foreign}, which is not supported");
                }
                return Llama2CTokenizer.Read(file, vocabularySize);
            }
        }
        using WeightFile gguf = WeightFile.Open(path, WeightFormat.Gguf);
        return GgufTokenizer.Read(gguf, vocabularySize);
    }

    // A SentencePiece model begins with its first piece, a message in field 1 that begins with its text in field 1. As
    // the first number of a tokenizer.bin those bytes would claim a token of at least 655 370 bytes.
    static string? Foreign(ReadOnlySpan<byte> head) => head switch {
        [(byte)'{', ..] => "JSON, perhaps Hugging Face's tokenizer.json",
        [0x0A, _, 0x0A, _] => "perhaps a SentencePiece tokenizer.model",
        _ => null,
    };
}
