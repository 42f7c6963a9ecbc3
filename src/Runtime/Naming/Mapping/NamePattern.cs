using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Runtime.Naming;

/// <summary>
/// Names with gaps: <c>layers.{i}.norm.{part}</c>. A placeholder of one letter stands for a decimal number without leading
/// zeros, a longer one for any text that is not empty, dots included. One that occurs twice stands for the same both times.
/// </summary>
public sealed class NamePattern {
    // More digits would not be an index of anything.
    private const int MostDigits = 9;
    private readonly List<Part> parts = [];

    private NamePattern(string text) => Text = text;

    /// <summary>The pattern as it is written.</summary>
    public string Text { get; }

    /// <summary>The placeholders, each as often as it occurs.</summary>
    public IEnumerable<string> Placeholders => parts.Where(part => part.IsPlaceholder).Select(part => part.Text);

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">A brace is not closed, or what it holds is no word of lower-case letters.</exception>
    public static NamePattern Parse(string text) {
        NamePattern pattern = new(text);
        int at = 0;
        while (at < text.Length) {
            int brace = text.IndexOf('{', at);
            int end = brace < 0 ? text.Length : brace;
            if (end > at) {
                pattern.parts.Add(new Part(text.Substring(at, end - at), false));
            }
            if (brace < 0) {
                break;
            }
            int close = text.IndexOf('}', brace);
            string word = close < 0 ? "" : text.Substring(brace + 1, close - brace - 1);
            if (word.Length == 0 || word.Any(letter => letter is not ((>= 'a' and <= 'z') or '_'))) {
                throw new FormatException($"the pattern '{text}' has a brace that is no placeholder; write {{i}} for a number or {{word}} for any text");
            }
            pattern.parts.Add(new Part(word, true));
            at = close + 1;
        }
        return pattern;
    }

    /// <summary>Whether a placeholder stands for a number.</summary>
    public static bool IsNumber(string placeholder) => placeholder.Length == 1;

    /// <summary>What the placeholders stand for in <paramref name="name"/>, or null when it is not of the pattern.</summary>
    public IReadOnlyDictionary<string, string>? Match(string name) {
        Dictionary<string, string> values = [];
        return Match(0, name, 0, values) ? values : null;
    }

    /// <summary>The name that these values make of the pattern; placeholders without a value stay.</summary>
    public string Fill(IReadOnlyDictionary<string, string> values) =>
        string.Concat(parts.Select(part => !part.IsPlaceholder ? part.Text : values.TryGetValue(part.Text, out string? value) ? value : "{" + part.Text + "}"));

    /// <inheritdoc/>
    public override string ToString() => Text;

    private bool Match(int index, string name, int at, Dictionary<string, string> values) {
        if (index == parts.Count) {
            return at == name.Length;
        }
        Part part = parts[index];
        if (!part.IsPlaceholder || values.TryGetValue(part.Text, out string? known)) {
            string text = part.IsPlaceholder ? values[part.Text] : part.Text;
            return string.CompareOrdinal(name, at, text, 0, text.Length) == 0 && at + text.Length <= name.Length && Match(index + 1, name, at + text.Length, values);
        }
        if (IsNumber(part.Text)) {
            int end = at;
            while (end < name.Length && name[end] is >= '0' and <= '9') {
                end++;
            }
            return end > at && end - at <= MostDigits && (name[at] != '0' || end == at + 1) && With(index, name, at, end, values);
        }
        for (int end = at + 1; end <= name.Length; end++) {
            if (With(index, name, at, end, values)) {
                return true;
            }
        }
        return false;
    }

    private bool With(int index, string name, int at, int end, Dictionary<string, string> values) {
        values[parts[index].Text] = name.Substring(at, end - at);
        if (Match(index + 1, name, end, values)) {
            return true;
        }
        values.Remove(parts[index].Text);
        return false;
    }

    private sealed class Part(string text, bool isPlaceholder) {
        public string Text { get; } = text;

        public bool IsPlaceholder { get; } = isPlaceholder;
    }
}
