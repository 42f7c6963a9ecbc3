using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace Sinter.Build.Targets;

/// <summary>
/// Tells one kind of processor from another without starting LLVM: LLVM's own description of the host is kept
/// between builds under this name. The kernel's report of the first processor is used, without what changes from
/// moment to moment.
/// </summary>
public static class HostIdentity {
    static readonly string[] lasting = [
        "vendor_id", "cpu family", "model", "model name", "stepping", "flags",
        "CPU implementer", "CPU architecture", "CPU variant", "CPU part", "CPU revision", "Features",
    ];

    /// <summary>A file name that differs between processors that code may differ for.</summary>
    public static string Name() => Name(File.ReadLines("/proc/cpuinfo"));

    /// <summary>The name for a given report.</summary>
    internal static string Name(IEnumerable<string> report) {
        IEnumerable<string> first = report
            .TakeWhile(line => line.Length > 0)
            .Where(line => lasting.Contains(line.Split(':')[0].Trim(), StringComparer.Ordinal));
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', first)));
        return $"host-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}.txt";
    }
}
