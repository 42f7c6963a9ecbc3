namespace Sinter.Generators.Learned.Python;

/// <summary>What a token of Python is.</summary>
internal enum PythonTokenKind {
    Name,
    Integer,
    Text,

    /// <summary>A text with places, <c>f"..."</c>, kept as it is written between its quotes.</summary>
    FormattedText,
    Symbol,
    EndOfLine,
    Indent,
    Dedent,
    EndOfFile,
}

/// <summary>A token: its text (of a string, what it means), and its place from 1.</summary>
internal readonly record struct PythonToken(PythonTokenKind Kind, string Text, int Line, int Column) {
    public bool Is(string symbolOrWord) => Kind is PythonTokenKind.Symbol or PythonTokenKind.Name && Text == symbolOrWord;

    public string Describe() => Kind switch {
        PythonTokenKind.EndOfLine => "the end of the line",
        PythonTokenKind.Indent => "a deeper indentation",
        PythonTokenKind.Dedent => "the end of the block",
        PythonTokenKind.EndOfFile => "the end of the file",
        PythonTokenKind.Text => $"the text \"{Text}\"",
        PythonTokenKind.FormattedText => $"the text f\"{Text}\"",
        _ => $"'{Text}'",
    };
}
