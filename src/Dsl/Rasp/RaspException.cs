using System;

namespace Sinter.Rasp;

/// <summary>
/// A program that cannot be, or that has no value for its inputs. The message names the expression and, of an error at
/// run, the position.
/// </summary>
public sealed class RaspException : Exception {
    internal RaspException(string problem, Exception? inner = null) : base(problem, inner) {
    }

    internal RaspException(string expression, string problem) : base($"{expression}: {problem}") {
        Expression = expression;
    }

    internal RaspException(string expression, int position, string problem, Exception? inner = null)
        : base($"{expression} at position {position}: {problem}", inner) {
        Expression = expression;
        Position = position;
    }

    /// <summary>The expression, by its name or in the words of the language; null when no one expression is at fault.</summary>
    public string? Expression { get; }

    /// <summary>The position at which it has no value; null when that is not the cause.</summary>
    public int? Position { get; }
}
