using System;
using System.Diagnostics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Threading;

namespace Sinter.Runtime;

/// <summary>
/// The place where one thread waits for a word of memory to change: it looks at the word for a bounded time, which
/// answers within a fraction of a microsecond, and then sleeps, which costs no processor time. Allocates nothing.
/// </summary>
sealed unsafe class WaitPoint : IDisposable {
    // Looks at the clock only once in so many looks at the word: reading it takes longer.
    const int LooksPerClock = 32;

    readonly int* parked;
    readonly SemaphoreSlim wakes = new(0);
    readonly long spinTicks;
    readonly long politeTicks;

    /// <summary>Makes a place to wait.</summary>
    /// <param name="parked">A zeroed word on a cache line of its own: 1 while the thread sleeps or is about to.</param>
    /// <param name="spin">How long to look before sleeping.</param>
    public WaitPoint(int* parked, TimeSpan spin) {
        this.parked = parked;
        spinTicks = (long)(spin.TotalSeconds * Stopwatch.Frequency);
        politeTicks = spinTicks / 10;
    }

    /// <summary>Waits while the word is <paramref name="value"/> and returns what it changed to. One thread at a time.</summary>
    public int WaitWhile(int* word, int value) {
        int found = Look(word, value);
        while (found == value) {
            // The exchange is a full fence: either this thread sees the new word below, or the thread that
            // wrote it sees the mark and wakes this one.
            Interlocked.Exchange(ref *parked, 1);
            found = Volatile.Read(ref *word);
            if (found == value) {
                Sleep();
                found = Volatile.Read(ref *word);
            } else if (Interlocked.Exchange(ref *parked, 0) == 0) {
                // The other side has taken the mark and owes a wake, which must not be left for a later wait.
                Sleep();
            }
        }
        return found;
    }

    /// <summary>Wakes the thread if it sleeps. Called after the word was written by an interlocked operation.</summary>
    public void Wake() {
        if (Volatile.Read(ref *parked) != 0 && Interlocked.Exchange(ref *parked, 0) != 0) {
            wakes.Release();
        }
    }

    public void Dispose() => wakes.Dispose();

    void Sleep() {
        bool interrupted = false;
        while (true) {
            try {
                wakes.Wait();
                break;
            } catch (ThreadInterruptedException) {
                // To leave now would free buffers that the other threads still use. The interruption waits.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.CurrentThread.Interrupt();
        }
    }

    int Look(int* word, int value) {
        int found = Volatile.Read(ref *word);
        if (found != value || spinTicks == 0) {
            return found;
        }
        long start = Stopwatch.GetTimestamp(), elapsed;
        do {
            for (int look = 0; look < LooksPerClock; look++) {
                Pause();
                found = Volatile.Read(ref *word);
                if (found != value) {
                    return found;
                }
            }
            elapsed = Stopwatch.GetTimestamp() - start;
            if (elapsed > politeTicks) {
                // Perhaps the thread waited for has lost its processor, even to this one.
                Thread.Yield();
            }
        } while (elapsed < spinTicks);
        return found;
    }

    static void Pause() {
        if (X86Base.IsSupported) {
            X86Base.Pause();
        } else if (ArmBase.IsSupported) {
            ArmBase.Yield();
        } else {
            Thread.SpinWait(1);
        }
    }
}
