namespace Sinter.Rasp.Text;

/// <summary>What a token is.</summary>
enum TokenKind {
    Name,
    Integer,
    Decimal,
    String,
    Symbol,
    End,
}

/// <summary>A word of the text; of a string, what stands between its quotes.</summary>
readonly record struct Token(TokenKind Kind, string Text, TextPosition At) {
    public bool Is(string text) => Kind is TokenKind.Name or TokenKind.Symbol && Text == text;

    public override string ToString() => Kind switch {
        TokenKind.End => "the end of the text",
        TokenKind.String => $"\"{Text}\"",
        _ => $"'{Text}'",
    };
}
