using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Sinter.Runtime.Tests.Tokenizers;

/// <summary>
/// The encoding as llama2.c's run.c describes it, plainly: after each join all pairs are looked at again, on the
/// tokens' texts. Reads tokenizer.bin by itself, so that it shares nothing with the code it checks.
/// </summary>
public sealed class ScanningEncoder {
    readonly List<string> texts = [];
    readonly List<float> scores = [];
    readonly Dictionary<string, int> tokens = new(StringComparer.Ordinal);

    public ScanningEncoder(byte[] file) {
        var reader = new BinaryReader(new MemoryStream(file));
        reader.ReadInt32();
        while (reader.BaseStream.Position < file.Length) {
            scores.Add(reader.ReadSingle());
            texts.Add(Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadInt32())));
            tokens.TryAdd(texts[^1], texts.Count - 1);
        }
    }

    public IReadOnlyList<string> Texts => texts;

    public List<int> Encode(string text) {
        var result = new List<int> { 1 };
        if (text.Length > 0) {
            result.Add(tokens[" "]);
        }
        foreach (Rune character in text.EnumerateRunes()) {
            if (tokens.TryGetValue(character.ToString(), out int token)) {
                result.Add(token);
            } else {
                foreach (byte value in Encoding.UTF8.GetBytes(character.ToString())) {
                    result.Add(value + 3);
                }
            }
        }
        while (true) {
            float best = -1e10f;
            int bestAt = -1, bestToken = -1;
            for (int i = 0; i + 1 < result.Count; i++) {
                if (tokens.TryGetValue(texts[result[i]] + texts[result[i + 1]], out int joined) && scores[joined] > best) {
                    (best, bestAt, bestToken) = (scores[joined], i, joined);
                }
            }
            if (bestAt < 0) {
                return result;
            }
            result[bestAt] = bestToken;
            result.RemoveAt(bestAt + 1);
        }
    }
}
