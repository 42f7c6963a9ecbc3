using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Runtime;

/// <summary>The tokens of a learned program, and the classes that it gives them, by their numbers.</summary>
public sealed class TokenNumbers {
    readonly string program;
    readonly string[] tokens;
    readonly string[] classes;
    readonly Dictionary<string, int> numbers;

    /// <summary>The names of a program's tokens and classes, in the order of their numbers.</summary>
    public TokenNumbers(string program, string[] tokens, string[] classes) {
        (this.program, this.tokens, this.classes) = (program, tokens, classes);
        numbers = tokens.Select((token, number) => KeyValuePair.Create(token, number)).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>The tokens.</summary>
    public IReadOnlyList<string> Tokens => tokens;

    /// <summary>The classes.</summary>
    public IReadOnlyList<string> Classes => classes;

    /// <summary>The numbers of tokens.</summary>
    /// <exception cref="ArgumentException">A token is not in the vocabulary.</exception>
    public int[] Encode(ReadOnlySpan<string> words) {
        int[] encoded = new int[words.Length];
        for (int i = 0; i < words.Length; i++) {
            encoded[i] = numbers.TryGetValue(words[i], out int number) ? number : throw new ArgumentException(
                $"Program {program}: expected one of the {tokens.Length} tokens of its vocabulary at {i}, found '{words[i]}'.", nameof(words));
        }
        return encoded;
    }

    /// <summary>The names of classes; the tokens that begin and end a sequence keep their own.</summary>
    public string[] Label(ReadOnlySpan<string> words, ReadOnlySpan<int> found) {
        string[] labels = new string[found.Length];
        for (int i = 0; i < labels.Length; i++) {
            labels[i] = classes[found[i]];
        }
        if (words[0] == "<s>") {
            labels[0] = "<s>";
        }
        if (words[^1] == "</s>") {
            labels[^1] = "</s>";
        }
        return labels;
    }
}
