using System.Collections.Generic;

namespace Guide;

/// <summary>Stands before the console's name, so that the snippets read as in a program.</summary>
static class Console {
    public static List<string> Lines { get; } = [];

    public static void WriteLine(object value) => Lines.AddRange(value.ToString()!.TrimEnd('\n').Split('\n'));
}
