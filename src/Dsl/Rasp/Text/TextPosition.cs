namespace Sinter.Rasp.Text;

/// <summary>A place in a text.</summary>
/// <param name="File">The file, or another name of the text.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
public readonly record struct TextPosition(string File, int Line, int Column) {
    /// <summary>"sort.rasp:3:7"</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
