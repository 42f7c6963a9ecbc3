using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Sinter.Runtime;

/// <summary>
/// The classes of processors that a published app brings libraries for, and which of them this one belongs to. Those of x86-64 are
/// the micro-architecture levels of its psABI.
/// </summary>
static class ProcessorTiers {
    /// <summary>The environment variable that names the tier to load, in place of the best; <see cref="Native"/> is the library without a tier.</summary>
    public const string Variable = "SINTER_TIER";

    /// <summary>The name of the library that was compiled for one machine, without a tier.</summary>
    public const string Native = "native";

    /// <summary>The tiers that this processor can run, the best first.</summary>
    public static IReadOnlyList<string> Supported { get; } = Find();

    /// <summary>The file name of a library for a tier: <c>libApp.sinter.so</c> is <c>libApp.sinter.x86-64-v3.so</c>.</summary>
    public static string FileName(string library, string tier) =>
        tier == Native || !library.EndsWith(".so", StringComparison.Ordinal) ? library : $"{library.AsSpan(0, library.Length - 3)}.{tier}.so";

    static List<string> Find() {
        if (RuntimeInformation.ProcessArchitecture == Architecture.Arm64) {
            return ["armv8-a"];
        }
        // The processor itself is asked: what .NET calls supported also depends on its settings, and ahead of time on what
        // the app was compiled for.
        if (!X86Base.IsSupported) {
            return [];
        }
        List<string> tiers = ["x86-64"];
        int highest = X86Base.CpuId(0, 0).Eax;
        int extended = X86Base.CpuId(unchecked((int)0x80000000), 0).Eax;
        int basic = X86Base.CpuId(1, 0).Ecx;
        int seven = highest >= 7 ? X86Base.CpuId(7, 0).Ebx : 0;
        int more = unchecked((uint)extended >= 0x80000001) ? X86Base.CpuId(unchecked((int)0x80000001), 0).Ecx : 0;
        // SSE3, SSSE3, CMPXCHG16B, SSE4.1, SSE4.2, POPCNT; LAHF.
        if (Has(basic, 0, 9, 13, 19, 20, 23) && Has(more, 0)) {
            tiers.Insert(0, "x86-64-v2");
            // FMA, MOVBE, AVX, F16C, and that the system keeps the wide registers; BMI1, AVX2, BMI2; LZCNT.
            if (Has(basic, 12, 22, 27, 28, 29) && Has(seven, 3, 5, 8) && Has(more, 5)) {
                tiers.Insert(0, "x86-64-v3");
                // AVX-512 F, DQ, CD, BW, VL.
                if (Has(seven, 16, 17, 28, 30, 31)) {
                    tiers.Insert(0, "x86-64-v4");
                }
            }
        }
        return tiers;
    }

    static bool Has(int register, params ReadOnlySpan<int> bits) {
        foreach (int bit in bits) {
            if ((register >> bit & 1) == 0) {
                return false;
            }
        }
        return true;
    }
}
