using System;
using System.Diagnostics;

namespace Sinter.Runtime;

/// <summary>Measures the best rates of a machine by two functions of a model's library, which use the same vectors as its kernels.</summary>
static unsafe class FloorMeasurement {
    // More than caches hold, and still read within some milliseconds.
    const long BytesOfAll = 128 << 20;
    // What the function reads in one turn, at most.
    const long BytesOfTurn = 512;
    const long Turns = 200_000;
    // As many as ProfileEmitter writes, two operations each.
    const long OperationsOfLane = 10 * 2;
    const int Repeats = 4;

    /// <summary>The best of a few measurements on the team.</summary>
    public static MachineFloors Measure(NativeModelLibrary library, ThreadTeam team) {
        int threads = team.Threads;
        long share = NativeBuffer.AlignUp(BytesOfAll / threads, BytesOfTurn);
        using NativeBuffer memory = new(share * threads);
        // Pages that were never written are all one page.
        new Span<byte>(memory.Start, checked((int)memory.Length)).Fill(1);
        using NativeBuffer work = new(1024 + 64L * threads);
        float* numbers = (float*)(work.Start + 512);
        (numbers[0], numbers[1]) = (0.999f, 1e-3f);
        double read = share * threads / Best(team, library.FloorRead, memory.Start, share, work.Start);
        double operations = Turns * OperationsOfLane * (library.VectorBytes / sizeof(float)) * threads
            / Best(team, library.FloorMultiply, (byte*)numbers, Turns, work.Start);
        return new MachineFloors(operations, read);
    }

    static double Best(ThreadTeam team, nint function, byte* data, long amount, byte* work) {
        void** table = (void**)work;
        table[0] = data;
        table[1] = work + 1024;
        long* symbols = (long*)(work + 64);
        symbols[0] = amount;
        double best = double.PositiveInfinity;
        for (int repeat = 0; repeat < Repeats; repeat++) {
            long start = Stopwatch.GetTimestamp();
            team.Run(new NativeCall {
                Function = (delegate* unmanaged<void**, long*, byte*, int, int, void*, void>)function,
                Table = table,
                Symbols = symbols,
                Scratch = work,
                ScratchStride = 0,
                Barrier = work + 128,
            });
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return best;
    }
}
