#if !USE_VERIFY_PACKAGE
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Tasks;
using Xunit.Sdk;

namespace Sinter.Verification;

/// <summary>
/// Snapshot tests in Verify's conventions: the text of a test stands in <c>Class.Method.verified.txt</c> beside it; another
/// text fails the test and is written to <c>Class.Method.received.txt</c>. Setting <c>UseVerifyPackage</c> uses the package instead.
/// </summary>
public static class Verifier {
    /// <summary>Compares a text with the verified one.</summary>
    public static Task Verify(string text, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "") => Verify(text, null, sourceFile, method);

    /// <summary>Compares one of several texts of a test, told apart by a name.</summary>
    public static Task Verify(string text, string? part, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "") {
        string name = $"{Path.GetFileNameWithoutExtension(sourceFile)}.{method}{(part is null ? "" : "_" + part)}";
        string folder = Path.GetDirectoryName(sourceFile)!;
        string verified = Path.Combine(folder, name + ".verified.txt");
        string received = Path.Combine(folder, name + ".received.txt");
        text = text.Replace("\r\n", "\n");
        string? expected = File.Exists(verified) ? File.ReadAllText(verified).Replace("\r\n", "\n") : null;
        // Verify itself forgives a last line feed, which editors add.
        if (expected is not null && expected.TrimEnd('\n') == text.TrimEnd('\n')) {
            File.Delete(received);
            return Task.CompletedTask;
        }
        File.WriteAllText(received, text);
        throw new XunitException(expected is null
            ? $"There is no {name}.verified.txt. If the text is right, rename {name}.received.txt to it:\n{text}"
            : $"{name}.received.txt differs from {name}.verified.txt (- verified, + received):\n{Difference(expected, text)}");
    }

    private static string Difference(string expected, string found) {
        string[] old = expected.Split('\n');
        string[] now = found.Split('\n');
        int start = 0;
        while (start < old.Length && start < now.Length && old[start] == now[start]) {
            start++;
        }
        int end = 0;
        while (end < old.Length - start && end < now.Length - start && old[old.Length - 1 - end] == now[now.Length - 1 - end]) {
            end++;
        }
        StringBuilder text = new();
        text.Append($"@@ line {start + 1} @@\n");
        IEnumerable<string> Shown(string[] lines, string mark) => lines.Skip(start).Take(Math.Min(lines.Length - start - end, 40)).Select(line => mark + line);
        return text.AppendJoin('\n', Shown(old, "-").Concat(Shown(now, "+"))).ToString();
    }
}
#endif
