using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace Sinter.Runtime.Tests.Files;

/// <summary>Small vocabularies, written as llama2.c and as GGUF have them.</summary>
public static class TokenizerBytes {
    /// <summary>The three marks, all bytes, then pieces with falling scores.</summary>
    public static List<(string Text, float Score, int Kind)> Vocabulary(params string[] pieces) => [
        ("<unk>", 0, 2), ("<s>", 0, 3), ("</s>", 0, 3),
        .. Enumerable.Range(0, 256).Select(i => (string.Create(CultureInfo.InvariantCulture, $"<0x{i:X2}>"), 0f, 6)),
        .. pieces.Select((piece, i) => (piece, -(float)i, 1))];

    public static byte[] Llama2C(IReadOnlyList<(string Text, float Score, int Kind)> vocabulary) {
        var stream = new MemoryStream();
        var writer = new BinaryWriter(stream);
        writer.Write(vocabulary.Max(v => Encoding.UTF8.GetByteCount(v.Text)));
        foreach ((string text, float score, _) in vocabulary) {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            writer.Write(score);
            writer.Write(bytes.Length);
            writer.Write(bytes);
        }
        return stream.ToArray();
    }

    public static GgufBytes Gguf(IReadOnlyList<(string Text, float Score, int Kind)> vocabulary, string model = "llama") => new GgufBytes()
        .Add("tokenizer.ggml.model", model)
        .AddArray("tokenizer.ggml.tokens", [.. vocabulary.Select(v => v.Text.Replace(' ', '▁'))])
        .AddArray("tokenizer.ggml.scores", [.. vocabulary.Select(v => v.Score)])
        .AddArray("tokenizer.ggml.token_type", [.. vocabulary.Select(v => v.Kind)]);
}
