using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Sinter.Build;

/// <summary>Errors for the build targets, one on a line: the id, a space and the message.</summary>
static class ErrorFile {
    public static void Write(string path, IReadOnlyList<BuildError> errors) {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) {
            Directory.CreateDirectory(folder);
        }
        File.WriteAllLines(path, errors.Select(error => $"{error.Id} {error.Message.ReplaceLineEndings(" ")}"));
    }
}
