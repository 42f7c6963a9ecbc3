using System.Runtime.Intrinsics.X86;

namespace Sinter.Runtime;

/// <summary>The vectors of the processor that this process runs on.</summary>
static class ProcessorVectors {
    /// <summary>Bytes of the widest vectors, or null where this does not know how to ask.</summary>
    public static long? WidestBytes { get; } = Ask();

    // Asks the processor itself: what .NET calls supported also depends on its settings, and ahead of time on
    // what the app was compiled for.
    static long? Ask() {
        if (!X86Base.IsSupported) {
            return null;
        }
        int highest = X86Base.CpuId(0, 0).Eax;
        bool avx = (X86Base.CpuId(1, 0).Ecx >> 28 & 1) != 0;
        bool wide = highest >= 7 && (X86Base.CpuId(7, 0).Ebx >> 16 & 1) != 0;
        return wide ? 64 : avx ? 32 : 16;
    }
}
