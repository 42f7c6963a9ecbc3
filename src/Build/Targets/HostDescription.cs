using System;
using System.IO;
using System.Linq;
using Sinter.Compiler.Llvm;
using Sinter.Llvm;

namespace Sinter.Build.Targets;

/// <summary>Describes the processor of this machine by LLVM and by what Linux reports of its caches.</summary>
static class HostDescription {
    const string Caches = "/sys/devices/system/cpu/cpu0/cache";

    /// <summary>Asks LLVM, so this belongs in a worker.</summary>
    /// <param name="triple">The triple to compile for.</param>
    public static TargetDescription Detect(string triple) {
        HostProcessor host = HostProcessor.Detect();
        // LLVM lists features in the order of a hash table.
        string features = string.Join(',', host.Features.Split(',').Order(StringComparer.Ordinal));
        return TargetDescription.ForProcessor(triple, host.Cpu, features, CacheBytes(1), CacheBytes(2), CacheBytes(3));
    }

    // 0 when the system does not say, as in some containers.
    static long CacheBytes(int level) {
        if (!Directory.Exists(Caches)) {
            return 0;
        }
        foreach (string cache in Directory.EnumerateDirectories(Caches, "index*")) {
            if (Read(cache, "level") == level.ToString() && Read(cache, "type") != "Instruction" && Size(Read(cache, "size")) is > 0 and long bytes) {
                return bytes;
            }
        }
        return 0;
    }

    static string Read(string cache, string property) {
        string path = Path.Combine(cache, property);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : "";
    }

    static long Size(string text) =>
        text.EndsWith('K') && long.TryParse(text[..^1], out long kibibytes) ? kibibytes << 10
        : text.EndsWith('M') && long.TryParse(text[..^1], out long mebibytes) ? mebibytes << 20
        : 0;
}
