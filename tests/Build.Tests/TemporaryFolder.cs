using System;
using System.IO;

namespace Sinter.Build.Tests;

/// <summary>A folder outside the repository for the length of a test.</summary>
sealed class TemporaryFolder : IDisposable {
    public string Path { get; } = Directory.CreateTempSubdirectory("sinter-build-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
