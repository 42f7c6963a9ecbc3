using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Sinter.Generators;

/// <summary>A place in a source file as plain data, so that steps of the generator can compare it.</summary>
internal sealed record SourceSpan(string File, int Start, int Length, int StartLine, int StartColumn, int EndLine, int EndColumn) {
    public static SourceSpan Of(SyntaxNode node) => Of(node.SyntaxTree, node.Span);

    public static SourceSpan Of(SyntaxToken token) => Of(token.SyntaxTree!, token.Span);

    // Of C# that was made of another text, and says so with #line, the place in that text.
    public static SourceSpan Of(SyntaxTree tree, TextSpan span) {
        FileLinePositionSpan place = tree.GetMappedLineSpan(span);
        LinePositionSpan lines = place.Span;
        return new(place.HasMappedPath ? place.Path : tree.FilePath, span.Start, span.Length, lines.Start.Line, lines.Start.Character, lines.End.Line, lines.End.Character);
    }

    public Location ToLocation() =>
        Location.Create(File, new TextSpan(Start, Length), new LinePositionSpan(new(StartLine, StartColumn), new(EndLine, EndColumn)));
}

/// <summary>
/// Where something happened, in the user's own source. What happened inside a standard block is placed at the user's
/// expression that led there, and <see cref="Within"/> names the block's expression.
/// </summary>
internal sealed record Site(SourceSpan Span, string Within);
