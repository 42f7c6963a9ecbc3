using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace Sinter.Runtime;

/// <summary>How much memory this process has held at most.</summary>
public static class PeakMemory {
    /// <summary>Bytes of the largest resident set so far; mapped weights that were touched count.</summary>
    public static long ReadBytes() {
        if (OperatingSystem.IsLinux()) {
            foreach (string line in File.ReadLines("/proc/self/status")) {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal)) {
                    return Parse(line);
                }
            }
        }
        // A sandbox may leave the line out.
        using Process self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }

    // VmHWM:     12345 kB
    static long Parse(string line) =>
        long.Parse(line.AsSpan("VmHWM:".Length).Trim().TrimEnd("kB").Trim(), NumberStyles.None, CultureInfo.InvariantCulture) * 1024;
}
