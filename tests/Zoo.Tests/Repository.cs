using System.IO;
using System.Runtime.CompilerServices;

namespace Sinter.Zoo.Tests;

/// <summary>Files of the repository.</summary>
internal static class Repository {
    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>A path below the repository's folder.</summary>
    public static string At(params string[] path) => Path.Combine(Root, Path.Combine(path));

    private static string Find([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
