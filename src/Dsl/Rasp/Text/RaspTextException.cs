using System;

namespace Sinter.Rasp.Text;

/// <summary>A text that is no program: the message names the file, the line and the column, what was expected and what was found.</summary>
public sealed class RaspTextException : Exception {
    internal RaspTextException(TextPosition at, string problem, Exception? inner = null) : base($"{at}: {problem}", inner) {
        At = at;
    }

    internal RaspTextException(TextPosition at, string expected, string found, bool atEnd = false) : base($"{at}: expected {expected}, found {found}") {
        At = at;
        Expected = expected;
        Found = found;
        IsAtEnd = atEnd;
    }

    /// <summary>Where.</summary>
    public TextPosition At { get; }

    /// <summary>What could stand there; null when it is not a matter of grammar.</summary>
    public string? Expected { get; }

    /// <summary>What stands there; null when it is not a matter of grammar.</summary>
    public string? Found { get; }

    /// <summary>Whether the text only ends too early, so that more of it may mend it.</summary>
    public bool IsAtEnd { get; }
}
