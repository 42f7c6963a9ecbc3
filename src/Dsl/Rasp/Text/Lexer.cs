using System;
using System.Collections.Generic;

namespace Sinter.Rasp.Text;

/// <summary>Cuts a text into tokens; spaces, lines and comments from # to the end of the line fall away.</summary>
static class Lexer {
    static readonly string[] Symbols = ["==", "!=", "<=", ">=", "<", ">", "=", "(", ")", "[", "]", "{", "}", ",", ";", ":", "+", "-", "*", "/", "%", "^"];

    public static List<Token> Read(string text, string file) {
        var tokens = new List<Token>();
        int at = 0;
        int line = 1;
        int start = 0;
        while (at < text.Length) {
            char first = text[at];
            var position = new TextPosition(file, line, at - start + 1);
            if (first == '\n') {
                line++;
                start = ++at;
            } else if (first is ' ' or '\t' or '\r' or '\uFEFF') {
                at++;
            } else if (first == '#') {
                at = text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;
            } else {
                Token token = Next(text, at, position, out at);
                tokens.Add(token);
            }
        }
        tokens.Add(new Token(TokenKind.End, "", new TextPosition(file, line, at - start + 1)));
        return tokens;
    }

    static Token Next(string text, int at, TextPosition position, out int end) {
        char first = text[at];
        end = at + 1;
        if (first == '_' || char.IsAsciiLetter(first)) {
            end = After(text, at, character => character == '_' || char.IsAsciiLetterOrDigit(character));
            return new Token(TokenKind.Name, text[at..end], position);
        }
        if (char.IsAsciiDigit(first)) {
            end = After(text, at, char.IsAsciiDigit);
            if (end + 1 >= text.Length || text[end] != '.' || !char.IsAsciiDigit(text[end + 1])) {
                return new Token(TokenKind.Integer, text[at..end], position);
            }
            end = After(text, end + 1, char.IsAsciiDigit);
            return new Token(TokenKind.Decimal, text[at..end], position);
        }
        if (first == '"') {
            end = After(text, at + 1, character => character is not ('"' or '\r' or '\n'));
            return end < text.Length && text[end] == '"'
                ? new Token(TokenKind.String, text[(at + 1)..end++], position)
                : throw new RaspTextException(position, "a string that ends on its line", $"{text[at..end]} without a closing quote");
        }
        foreach (string symbol in Symbols) {
            if (string.CompareOrdinal(text, at, symbol, 0, symbol.Length) == 0) {
                end = at + symbol.Length;
                return new Token(TokenKind.Symbol, symbol, position);
            }
        }
        throw new RaspTextException(position, "a name, a number, a string or an operator", $"'{first}'");
    }

    static int After(string text, int at, Func<char, bool> belongs) {
        while (at < text.Length && belongs(text[at])) {
            at++;
        }
        return at;
    }
}
