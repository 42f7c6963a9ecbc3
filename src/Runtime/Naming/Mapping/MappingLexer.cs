using System.Collections.Generic;

namespace Sinter.Runtime.Naming;

internal enum MappingTokenKind { Word, Quoted, Symbol, NewLine, End }

internal sealed record MappingToken(MappingTokenKind Kind, string Text, int Line) {
    public override string ToString() => Kind switch {
        MappingTokenKind.NewLine => "the end of the line",
        MappingTokenKind.End => "the end of the text",
        _ => $"'{Text}'",
    };
}

/// <summary>
/// The words of a mapping: names run until a space or one of <c>( ) [ ] , = #</c>, and inside brackets until a colon; names
/// with such characters stand in quotes. Lines end rules, except inside parentheses and before <c>else</c>.
/// </summary>
internal static class MappingLexer {
    public static List<MappingToken> Read(string text) {
        List<MappingToken> tokens = [];
        int line = 1, depth = 0, brackets = 0, at = 0;
        while (at < text.Length) {
            char letter = text[at];
            if (letter == '\n') {
                if (depth == 0) {
                    tokens.Add(new(MappingTokenKind.NewLine, "", line));
                }
                line++;
                at++;
            } else if (char.IsWhiteSpace(letter)) {
                at++;
            } else if (letter == '#') {
                while (at < text.Length && text[at] != '\n') {
                    at++;
                }
            } else if (letter == '"') {
                int end = text.IndexOfAny(['"', '\n'], at + 1);
                if (end < 0 || text[end] == '\n') {
                    throw new MappingException(line, "a quote is not closed on its line");
                }
                tokens.Add(new(MappingTokenKind.Quoted, text.Substring(at + 1, end - at - 1), line));
                at = end + 1;
            } else if (IsSymbol(letter, brackets)) {
                depth += letter is '(' or '[' ? 1 : letter is ')' or ']' ? -1 : 0;
                brackets += letter == '[' ? 1 : letter == ']' ? -1 : 0;
                // A stray closing bracket is the parser's to report; the lines after it are lines all the same.
                depth = depth < 0 ? 0 : depth;
                brackets = brackets < 0 ? 0 : brackets;
                tokens.Add(new(MappingTokenKind.Symbol, letter.ToString(), line));
                at++;
            } else {
                int start = at;
                while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('#' or '"') && !IsSymbol(text[at], brackets)) {
                    at++;
                }
                tokens.Add(new(MappingTokenKind.Word, text.Substring(start, at - start), line));
            }
        }
        tokens.Add(new(MappingTokenKind.End, "", line));
        return tokens;
    }

    private static bool IsSymbol(char letter, int brackets) => letter is '(' or ')' or '[' or ']' or ',' or '=' || (letter == ':' && brackets > 0);
}
