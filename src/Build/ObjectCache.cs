using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using Sinter.Build.Plans;
using Sinter.Compiler.Llvm;

namespace Sinter.Build;

/// <summary>
/// Objects of earlier builds, by the hash of all that they depend on: the plan, the processor and the compiler.
/// An object is complete if it is there, because it is moved into place when done.
/// </summary>
/// <param name="folder">The folder of the objects.</param>
public sealed class ObjectCache(string folder) {
    // Deterministic builds: an assembly's module version is a hash of what it was compiled from.
    static readonly string compiler = string.Join(' ', [
        typeof(TargetDescription).Module.ModuleVersionId, typeof(ObjectCache).Module.ModuleVersionId, typeof(Llvm.TargetCode).Module.ModuleVersionId,
    ]);

    readonly HashSet<string> used = new(StringComparer.Ordinal);

    /// <summary>The path of the object of a plan, whether or not it is there yet.</summary>
    public string PathOf(EmbeddedPlan plan, TargetDescription target) {
        string identity = $"{plan.Model}\n{plan.Hash}\n{target.Print()}{compiler}\n{Environment.GetEnvironmentVariable(Llvm.LlvmLibrary.PathVariable)}";
        string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 16));
        string path = Path.Combine(folder, $"{plan.Model}-{key}.o");
        used.Add(path);
        return path;
    }

    /// <summary>Deletes the objects, and the texts beside them, that nothing asked for: those of plans and compilers past.</summary>
    public void Prune() {
        foreach (string file in Directory.EnumerateFiles(folder)) {
            if (!used.Contains(Path.ChangeExtension(file, ".o"))) {
                File.Delete(file);
            }
        }
    }
}
