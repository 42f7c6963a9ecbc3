using System;
using System.IO;

namespace Sinter.Runtime.Tests.Files;

/// <summary>A folder for the files of one test, removed with its content.</summary>
public sealed class TemporaryFolder : IDisposable {
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sinter-tests-");

    public string Write(string name, byte[] content) {
        string path = At(name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string At(string name) => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);
}
