using System;
using System.IO;

namespace Sinter.Runtime.Tests.Files;

/// <summary>The independent test data, in <c>shared/data</c> beside the repository.</summary>
public static class SharedData {
    public static string At(string name) {
        string folder = Path.GetFullPath(Path.Combine(RepositoryRoot(), "..", "shared", "data"));
        string path = Path.Combine(folder, name);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"this test needs {name} in ../shared/data relative to the repository's root; it was looked for at {path}");
    }

    static string RepositoryRoot() {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent) {
            if (File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props"))) {
                return folder.FullName;
            }
        }
        throw new DirectoryNotFoundException($"no folder above {AppContext.BaseDirectory} is the repository's root: none holds Directory.Packages.props");
    }
}
