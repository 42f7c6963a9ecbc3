using System;

namespace Sinter.Generators.Learned;

/// <summary>What is wrong with a file of a learned program, and where: line and column count from 1.</summary>
internal sealed class ImportException(string file, int line, int column, string message) : Exception(message) {
    public string File { get; } = file;

    public int Line { get; } = line;

    public int Column { get; } = column;

    public override string ToString() => $"{File}({Line},{Column}): {Message}";
}
