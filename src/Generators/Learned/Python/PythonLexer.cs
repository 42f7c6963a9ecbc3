using System.Collections.Generic;
using System.Text;

namespace Sinter.Generators.Learned.Python;

/// <summary>
/// Tokens of the Python that exports are written in: names, integers, texts in one pair of quotes, the symbols of expressions, and
/// the indentation of blocks. Anything else is an error, at its place.
/// </summary>
internal sealed class PythonLexer {
    private static readonly string[] Symbols = [
        "==", "!=", "<=", ">=", "**", "//", "->", ":=", "(", ")", "[", "]", "{", "}", ",", ":", ".", "=", "<", ">", "+", "-", "*", "/", "%", "@", ";",
    ];

    private readonly string file;
    private readonly string text;
    private readonly List<PythonToken> tokens = [];
    private readonly Stack<int> indents = new([0]);
    private readonly Stack<(char Close, int Line, int Column)> brackets = new();
    private int position;
    private int line = 1;
    private int lineStart;

    private PythonLexer(string file, string text) => (this.file, this.text) = (file, text);

    public static List<PythonToken> Read(string file, string text) {
        PythonLexer lexer = new(file, text);
        lexer.ReadAll();
        return lexer.tokens;
    }

    private int Column => position - lineStart + 1;

    private char Here => position < text.Length ? text[position] : '\0';

    private void ReadAll() {
        bool atLineStart = true;
        while (true) {
            if (atLineStart && brackets.Count == 0) {
                if (!Indentation()) {
                    break;
                }
                atLineStart = false;
            }
            SkipSpaces();
            if (position >= text.Length) {
                if (brackets.Count > 0) {
                    (char close, int at, int column) = brackets.Peek();
                    throw new ImportException(file, at, column, $"expected '{close}' for this bracket, found the end of the file");
                }
                Add(PythonTokenKind.EndOfLine, "");
                break;
            }
            if (Here == '\n') {
                if (brackets.Count == 0) {
                    Add(PythonTokenKind.EndOfLine, "");
                    atLineStart = true;
                }
                NextLine();
            } else {
                ReadToken();
            }
        }
        while (indents.Pop() > 0) {
            Add(PythonTokenKind.Dedent, "");
        }
        Add(PythonTokenKind.EndOfFile, "");
    }

    // Lines without code have no indentation. False at the end of the file.
    private bool Indentation() {
        while (true) {
            int width = 0;
            while (Here is ' ' or '\t') {
                width = Here == '\t' ? (width / 8 + 1) * 8 : width + 1;
                position++;
            }
            SkipSpaces();
            if (position >= text.Length) {
                return false;
            }
            if (Here == '\n') {
                NextLine();
                continue;
            }
            if (width > indents.Peek()) {
                indents.Push(width);
                Add(PythonTokenKind.Indent, "");
            }
            while (width < indents.Peek()) {
                indents.Pop();
                Add(PythonTokenKind.Dedent, "");
            }
            return width == indents.Peek() ? true : throw Error("expected the indentation of a block around this line, found another");
        }
    }

    private void SkipSpaces() {
        while (position < text.Length) {
            if (Here == '#') {
                while (position < text.Length && Here != '\n') {
                    position++;
                }
            } else if (Here is ' ' or '\t' or '\r' or '\f' or '\uFEFF') {
                position++;
            } else {
                return;
            }
        }
    }

    private void NextLine() {
        position++;
        line++;
        lineStart = position;
    }

    private void ReadToken() {
        int start = position;
        if (IsLetter(Here)) {
            while (IsLetter(Here) || IsDigit(Here)) {
                position++;
            }
            string name = text.Substring(start, position - start);
            if (Here is '"' or '\'') {
                if (name != "f") {
                    position = start;
                    throw Error($"expected a text without a prefix, or with 'f', found the prefix '{name}'");
                }
                ReadText(PythonTokenKind.FormattedText, start);
            } else {
                Add(PythonTokenKind.Name, name, start);
            }
        } else if (IsDigit(Here)) {
            while (IsDigit(Here)) {
                position++;
            }
            if (Here == '.' || IsLetter(Here)) {
                position = start;
                throw Error("expected an integer, found a number of another form");
            }
            Add(PythonTokenKind.Integer, text.Substring(start, position - start), start);
        } else if (Here is '"' or '\'') {
            ReadText(PythonTokenKind.Text, start);
        } else {
            ReadSymbol(start);
        }
    }

    private void ReadSymbol(int start) {
        foreach (string symbol in Symbols) {
            if (string.CompareOrdinal(text, position, symbol, 0, symbol.Length) == 0) {
                char first = symbol[0];
                if (first is '(' or '[' or '{') {
                    brackets.Push((first == '(' ? ')' : first == '[' ? ']' : '}', line, Column));
                } else if (first is ')' or ']' or '}') {
                    if (brackets.Count == 0 || brackets.Peek().Close != first) {
                        throw Error(brackets.Count == 0 ? $"expected no '{first}', which closes nothing" : $"expected '{brackets.Peek().Close}', which closes line {brackets.Peek().Line}, found '{first}'");
                    }
                    brackets.Pop();
                }
                position += symbol.Length;
                Add(PythonTokenKind.Symbol, symbol, start);
                return;
            }
        }
        throw Error($"expected Python as exports write it, found the character '{Here}'");
    }

    private void ReadText(PythonTokenKind kind, int start) {
        char quote = Here;
        position++;
        StringBuilder content = new();
        while (Here != quote) {
            if (position >= text.Length || Here is '\n' or '\r') {
                position = start;
                throw Error("expected a quote that ends this text on its line");
            }
            if (Here == '\\') {
                content.Append(Escaped());
            } else {
                content.Append(Here);
                position++;
            }
        }
        position++;
        Add(kind, content.ToString(), start);
    }

    private string Escaped() {
        position++;
        char code = Here;
        int digits = code switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0) {
            if (position + digits < text.Length
                && int.TryParse(text.Substring(position + 1, digits), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out int point)
                && point is >= 0 and <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF)) {
                position += digits + 1;
                return char.ConvertFromUtf32(point);
            }
            throw Error($"expected {digits} hexadecimal digits of a character after '\\{code}'");
        }
        string? meaning = code switch { 'n' => "\n", 't' => "\t", 'r' => "\r", '\\' => "\\", '\'' => "'", '"' => "\"", _ => null };
        if (meaning is null) {
            throw Error($"expected one of \\n \\t \\r \\\\ \\' \\\" \\x \\u \\U in a text, found '\\{code}'");
        }
        position++;
        return meaning;
    }

    private void Add(PythonTokenKind kind, string content, int start = -1) =>
        tokens.Add(new PythonToken(kind, content, line, start < 0 ? Column : start - lineStart + 1));

    private ImportException Error(string message) => new(file, line, Column, message);

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_';

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}
