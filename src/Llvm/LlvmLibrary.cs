using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using LLVMSharp.Interop;

namespace Sinter.Llvm;

/// <summary>
/// Finds the LLVM shared library. Distributions give it different names (Debian's and Fedora's libLLVM.so.19.1,
/// older libLLVM-19.so, Homebrew's libLLVM.dylib), so every usual one is tried by its name alone and the dynamic
/// linker's own search path decides where it lies. The variable SINTER_LLVM names one file instead.
/// </summary>
public static unsafe class LlvmLibrary {
    /// <summary>The environment variable that names the library file to use.</summary>
    public const string PathVariable = "SINTER_LLVM";

    /// <summary>The oldest LLVM whose IR and C API are the ones written here.</summary>
    public const int OldestMajor = 19;

    // Newer releases than any known one cost only failed look-ups.
    const int NewestMajor = 30;
    const int OldestNamed = 11;

    static readonly Lazy<Found> library = new(Find, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>Where the binding's calls go, and what is there.</summary>
    readonly record struct Found(nint Handle, string Name, Version Version);

    /// <summary>The version of the library in use.</summary>
    /// <exception cref="LlvmNotFoundException">There is none, or only older ones.</exception>
    public static Version Version => library.Value.Version;

    /// <summary>The file name or path of the library in use.</summary>
    /// <exception cref="LlvmNotFoundException">There is none, or only older ones.</exception>
    public static string Name => library.Value.Name;

    /// <summary>Binds the C API to the library, once for the process.</summary>
    /// <exception cref="LlvmNotFoundException">There is none, or only older ones.</exception>
    public static void Load() => _ = library.Value;

    static Found Find() {
        string? chosen = Environment.GetEnvironmentVariable(PathVariable);
        Found found = string.IsNullOrEmpty(chosen) ? FindByUsualName() : FindAt(chosen);
        LLVM.ResolveLibrary += (name, _, _) => name == "libLLVM" ? found.Handle : 0;
        return found;
    }

    static Found FindAt(string path) {
        if (!TryOpen(path, out Found found)) {
            throw new LlvmNotFoundException($"{PathVariable} is '{path}', which is no LLVM library that can be loaded; it must name the file of LLVM {OldestMajor} or newer, such as libLLVM.so.{OldestMajor}.1.");
        }
        return found.Version.Major >= OldestMajor
            ? found
            : throw new LlvmNotFoundException($"{PathVariable} is '{path}', which is LLVM {Describe(found.Version)}; LLVM {OldestMajor} or newer is needed.");
    }

    static Found FindByUsualName() {
        foreach (string name in Names(OldestMajor, NewestMajor).Append("libLLVM.so").Append("libLLVM.dylib")) {
            if (TryOpen(name, out Found found) && found.Version.Major >= OldestMajor) {
                return found;
            }
        }
        throw new LlvmNotFoundException($"LLVM {OldestMajor} or newer is not installed{TooOld()}. On Debian and Ubuntu: apt-get install libllvm{OldestMajor}. On Fedora: dnf install llvm-libs. Elsewhere set {PathVariable} to the file of its shared library.");
    }

    /// <summary>The names of some releases, in the order of the releases.</summary>
    internal static IEnumerable<string> Names(int oldest, int newest) {
        for (int major = oldest; major <= newest; major++) {
            yield return $"libLLVM.so.{major}.1";
            yield return $"libLLVM-{major}.so";
            yield return $"libLLVM-{major}.so.1";
        }
    }

    static string TooOld() {
        foreach (string name in Names(OldestNamed, OldestMajor - 1).Reverse().Append("libLLVM.so")) {
            if (TryOpen(name, out Found found)) {
                return $" ({name} is here, but is LLVM {Describe(found.Version)})";
            }
        }
        return "";
    }

    static bool TryOpen(string name, out Found found) {
        found = default;
        if (!NativeLibrary.TryLoad(name, out nint handle)) {
            return false;
        }
        // LLVMGetVersion came with LLVM 16, LLVMContextCreate is as old as the C API.
        if (NativeLibrary.TryGetExport(handle, "LLVMGetVersion", out nint export)) {
            uint major, minor, patch;
            ((delegate* unmanaged<uint*, uint*, uint*, void>)export)(&major, &minor, &patch);
            found = new Found(handle, name, new Version((int)major, (int)minor, (int)patch));
            return true;
        }
        if (NativeLibrary.TryGetExport(handle, "LLVMContextCreate", out _)) {
            found = new Found(handle, name, new Version(0, 0, 0));
            return true;
        }
        return false;
    }

    static string Describe(Version version) => version.Major == 0 ? "15 or older" : version.ToString();
}
