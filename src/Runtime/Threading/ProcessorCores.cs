using System;
using System.Collections.Generic;
using System.IO;

namespace Sinter.Runtime;

/// <summary>
/// The cores of this machine. Two threads of one core share its vector units, so a second one adds waiting at
/// barriers rather than speed.
/// </summary>
static class ProcessorCores {
    /// <summary>Cores, or the processors that .NET reports where the system does not say which share a core.</summary>
    public static int Count() {
        if (!OperatingSystem.IsLinux()) {
            return Environment.ProcessorCount;
        }
        try {
            HashSet<string> cores = [];
            foreach (string processor in Directory.EnumerateDirectories("/sys/devices/system/cpu", "cpu*")) {
                string siblings = Path.Combine(processor, "topology", "thread_siblings_list");
                if (File.Exists(siblings)) {
                    cores.Add(File.ReadAllText(siblings).Trim());
                }
            }
            return cores.Count == 0 ? Environment.ProcessorCount : cores.Count;
        } catch (Exception error) when (error is IOException or UnauthorizedAccessException) {
            return Environment.ProcessorCount;
        }
    }
}
