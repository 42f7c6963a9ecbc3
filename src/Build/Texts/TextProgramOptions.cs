using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Sinter.Build.Texts;

/// <summary>What <c>sinter-compile --rasp</c> is told, by lines of a file: <c>namespace=</c>, <c>folder=</c>, and <c>file=</c> for each program.</summary>
/// <param name="Namespace">The namespace of the classes; empty for none.</param>
/// <param name="Folder">Where the C# and the errors go.</param>
/// <param name="Files">The programs.</param>
internal sealed record TextProgramOptions(string Namespace, string Folder, IReadOnlyList<string> Files) {
    /// <summary>Reads the file.</summary>
    public static TextProgramOptions Read(string path) {
        string[] lines = File.ReadAllLines(path);
        string[] Values(string name) => [.. lines.Where(line => line.StartsWith(name + "=", StringComparison.Ordinal)).Select(line => line[(name.Length + 1)..])];
        return new(Values("namespace").FirstOrDefault(""), Values("folder")[0], Values("file"));
    }
}
