using System;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sinter.Runtime;

/// <summary>How long the calling thread has had a processor.</summary>
static unsafe partial class ThreadClock {
    const int ThreadProcessorTime = 3;

    /// <summary>In ticks of <see cref="Stopwatch"/>; where the system does not tell, those that have passed.</summary>
    public static long Ticks() {
        Span<long> time = stackalloc long[2];
        fixed (long* at = time) {
            if (!OperatingSystem.IsLinux() || GetTime(ThreadProcessorTime, at) != 0) {
                return Stopwatch.GetTimestamp();
            }
        }
        return (long)((time[0] + time[1] * 1e-9) * Stopwatch.Frequency);
    }

    // clockid_t and the two words of timespec are as wide on all 64-bit Linux systems. CLOCK_THREAD_CPUTIME_ID is 3.
    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, long* time);
}
