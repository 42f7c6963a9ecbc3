using System.IO;
using System.Runtime.CompilerServices;

namespace Sinter.EndToEnd.Tests;

/// <summary>Files that the tests read.</summary>
internal static class Repository {
    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    /// <summary>A file of the repository.</summary>
    public static string File(params string[] path) => Existing(Path.Combine(Root(), Path.Combine(path)));

    /// <summary>A file of the shared test data, beside the repository.</summary>
    public static string Shared(string name) => Existing(Path.Combine(Root(), "..", "shared", "data", name));

    private static string Existing(string path) =>
        System.IO.File.Exists(path) ? path : throw new FileNotFoundException($"the tests need the file {path}", path);
}
