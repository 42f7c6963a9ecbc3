using System;
using System.Globalization;
using System.Text;

namespace Sinter.Runtime.Naming;

/// <summary>
/// Names with numbers in them: <c>layers.{i}.norm.{j}</c>. A placeholder is one lower-case letter in braces and stands
/// for a decimal number without leading zeros.
/// </summary>
static class NamePattern {
    const int Placeholders = 26;

    /// <summary>Whether <paramref name="name"/> is of the pattern; its numbers go by letter into <paramref name="numbers"/>.</summary>
    public static bool TryMatch(string pattern, string name, Span<int> numbers) {
        int at = 0;
        for (int i = 0; i < pattern.Length; i++) {
            if (pattern[i] != '{') {
                if (at == name.Length || name[at] != pattern[i]) {
                    return false;
                }
                at++;
                continue;
            }
            int letter = pattern[i + 1] - 'a';
            i += 2;
            int start = at;
            while (at < name.Length && char.IsAsciiDigit(name[at])) {
                at++;
            }
            ReadOnlySpan<char> digits = name.AsSpan(start, at - start);
            if (digits is [] or ['0', _, ..] || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[letter])) {
                return false;
            }
        }
        return at == name.Length;
    }

    /// <summary>Whether <paramref name="name"/> is of the pattern.</summary>
    public static bool Matches(string pattern, string name) => TryMatch(pattern, name, stackalloc int[Placeholders]);

    /// <summary>A name of one pattern as the corresponding name of another, or null when it is not of the first.</summary>
    public static string? Rename(string from, string to, string name) {
        Span<int> numbers = stackalloc int[Placeholders];
        if (!TryMatch(from, name, numbers)) {
            return null;
        }
        var renamed = new StringBuilder();
        for (int i = 0; i < to.Length; i++) {
            if (to[i] == '{') {
                renamed.Append(CultureInfo.InvariantCulture, $"{numbers[to[i + 1] - 'a']}");
                i += 2;
            } else {
                renamed.Append(to[i]);
            }
        }
        return renamed.ToString();
    }
}
