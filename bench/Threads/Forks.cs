using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using Sinter.Runtime;

namespace Threads;

/// <summary>Forks and joins of nothing.</summary>
static unsafe class Forks {
    const int StepsOfRound = 100, Rounds = 2000;

    [UnmanagedCallersOnly]
    static void Nothing(void** table, long* symbols, byte* scratch, int thread, int threads, void* barrier) { }

    static NativeCall Call => new() { Function = &Nothing };

    public static (double Best, double Median) Measure() {
        using ThreadTeam team = new(2);
        NativeCall call = Call;
        double[] microseconds = new double[Rounds];
        for (int round = 0; round < Rounds; round++) {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < StepsOfRound; i++) {
                team.Run(call);
            }
            microseconds[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / StepsOfRound;
        }
        Array.Sort(microseconds);
        return (microseconds[0], microseconds[Rounds / 2]);
    }

    // What the scheduler has counted for the worker between a step and long after it.
    public static double IdleMicroseconds() {
        using ThreadTeam team = new(2);
        const int Rests = 20;
        team.Run(Call);
        Thread.Sleep(20);
        double before = Worker();
        for (int i = 0; i < Rests; i++) {
            team.Run(Call);
            Thread.Sleep(20);
        }
        return (Worker() - before) / Rests;
    }

    static double Worker() => Directory.EnumerateDirectories("/proc/self/task")
        .Where(task => File.ReadAllText(Path.Combine(task, "comm")) == "Sinter 1\n")
        .Sum(task => double.Parse(File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture)) / 1e3;
}
