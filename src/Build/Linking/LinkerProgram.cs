using System;
using System.IO;
using System.Linq;

namespace Sinter.Build.Linking;

/// <summary>A linker that is installed.</summary>
/// <param name="Path">Its file.</param>
/// <param name="IsDriver">Whether it is a C compiler's driver, which hands its options on.</param>
public sealed record LinkerProgram(string Path, bool IsDriver) {
    static readonly string[] names = ["ld", "ld.lld", "cc"];

    /// <summary>Finds the first of ld, ld.lld and cc. For another architecture only ld.lld is sure to know it.</summary>
    /// <param name="isHost">Whether the library is for this machine's architecture.</param>
    /// <param name="searchPath">The folders to look in, as in the variable PATH.</param>
    /// <exception cref="BuildErrorException">There is none.</exception>
    public static LinkerProgram Find(bool isHost, string searchPath) {
        string[] folders = searchPath.Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (string name in isHost ? names : ["ld.lld"]) {
            if (folders.Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } path) {
                return new LinkerProgram(path, name == "cc");
            }
        }
        throw new BuildErrorException(BuildError.LinkerMissing, isHost
            ? "no linker is installed: ld, ld.lld and cc were looked for in PATH. On Debian and Ubuntu: apt-get install binutils. On Fedora: dnf install binutils."
            : "linking for another architecture needs ld.lld, which is not in PATH. On Debian and Ubuntu: apt-get install lld. On Fedora: dnf install lld.");
    }
}
