using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Generators.Learned;

/// <summary>The files that a project gives for its learned programs. A program names others by paths from where it was exported.</summary>
internal sealed class ImportFiles(IEnumerable<(string Path, string Text)> files) {
    private readonly (string Path, string Text)[] files = [.. files];

    /// <summary>The file with that ending that shares most with a path: the folders beside its name, and then those of the program.</summary>
    /// <param name="wanted">The path as the program has it, with forward slashes.</param>
    /// <param name="program">The file that asks.</param>
    /// <returns>Null where no file has that name.</returns>
    public (string Path, string Text)? Find(string wanted, string program) {
        string[] parts = wanted.Split('/');
        IEnumerable<(string Path, string Text)> named = files.Where(file => Parts(file.Path).Last() == parts[parts.Length - 1]);
        return named
            .OrderByDescending(file => Shared(Enumerable.Reverse(Parts(file.Path)), Enumerable.Reverse(parts)))
            .ThenByDescending(file => Shared(Parts(file.Path), Parts(program)))
            .ThenBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => ((string, string)?)file)
            .FirstOrDefault();
    }

    private static int Shared(IEnumerable<string> left, IEnumerable<string> right) => left.Zip(right, (a, b) => a == b).TakeWhile(same => same).Count();

    private static string[] Parts(string path) => path.Replace('\\', '/').Split('/');
}
