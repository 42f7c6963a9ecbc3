using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using Xunit;
using Xunit.Abstractions;

namespace Sinter.Runtime.Tests;

[Collection("Threads that spin")]
public unsafe class ThreadTeamTests(ITestOutputHelper output) {
    // count: every thread adds one to its own counter. ring: after a barrier every thread adds its neighbour's
    // counter to its sum, so that a thread that runs early, late or not at all spoils all sums.
    // pause: the last thread is late by a millisecond, longer than the others look before they sleep, however idle or busy the machine.
    const string Source = FakeModel.Barrier + """
        #include <time.h>
        void count(int64_t** table, const int64_t* symbols, uint8_t* scratch, int32_t thread, int32_t threads, void* barrier) {
            table[0][thread * 8]++;
        }
        void ring(int64_t** table, const int64_t* symbols, uint8_t* scratch, int32_t thread, int32_t threads, void* barrier) {
            table[0][thread * 8]++;
            meet(barrier, threads);
            table[1][thread * 8] += table[0][(thread + 1) % threads * 8];
            meet(barrier, threads);
            table[2][thread * 8] = (int64_t)scratch;
        }
        void pause(int64_t** table, const int64_t* symbols, uint8_t* scratch, int32_t thread, int32_t threads, void* barrier) {
            if (thread == threads - 1) nanosleep(&(struct timespec){0, 1000000}, 0);
            table[0][thread * 8]++;
        }
        """;

    static readonly nint Library = NativeLibrary.Load(NativeSource.Compile(Source));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void EveryThreadRunsEveryStep(int threads) {
        using var memory = new Memory("count");
        using var team = new ThreadTeam(threads);
        // A team larger than the machine sleeps in each step.
        int steps = threads <= Environment.ProcessorCount ? 100_000 : 5_000;
        for (int step = 1; step <= steps; step++) {
            team.Run(memory.Call);
            for (int thread = 0; thread < threads; thread++) {
                Assert.Equal(step, memory.Row(0)[thread * 8]);
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void ThreadsOfAStepMeetAtBarriers(int threads) {
        using var memory = new Memory("ring");
        using var team = new ThreadTeam(threads);
        const long Steps = 20_000;
        for (long step = 0; step < Steps; step++) {
            team.Run(memory.Call);
        }
        for (int thread = 0; thread < threads; thread++) {
            Assert.Equal(Steps * (Steps + 1) / 2, memory.Row(1)[thread * 8]);
            Assert.Equal((long)memory.Call.Scratch + thread * memory.Call.ScratchStride, memory.Row(2)[thread * 8]);
        }
    }

    [Fact]
    public void SleepingThreadsWake() {
        using var memory = new Memory("ring");
        using var team = new ThreadTeam(2);
        for (int step = 0; step < 20; step++) {
            team.Run(memory.Call);
            // Longer than workers spin.
            Thread.Sleep(5);
        }
        Assert.Equal(20, memory.Row(0)[8]);
    }

    [Fact]
    public void ACallerWhoseWorkersAreLateSleepsAndWakes() {
        using var memory = new Memory("pause");
        using var team = new ThreadTeam(3);
        for (int step = 0; step < 100; step++) {
            team.Run(memory.Call);
        }
        Assert.Equal(100, memory.Row(0)[16]);
    }

    [Fact]
    public void CallsFromManyThreadsTakeTurns() {
        using var memory = new Memory("ring");
        using var team = new ThreadTeam(2);
        NativeCall call = memory.Call;
        Thread[] callers = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() => {
            for (int step = 0; step < 500; step++) {
                team.Run(call);
            }
        }))];
        Array.ForEach(callers, caller => caller.Start());
        Array.ForEach(callers, caller => caller.Join());
        Assert.Equal(2000, memory.Row(0)[0]);
        Assert.Equal(2000L * 2001 / 2, memory.Row(1)[0]);
    }

    [Fact]
    public void AnInterruptionWaitsForTheStep() {
        using var memory = new Memory("pause");
        using var team = new ThreadTeam(2);
        NativeCall call = memory.Call;
        bool interrupted = false, sent = false;
        using var began = new SemaphoreSlim(0);
        var caller = new Thread(() => {
            try {
                // Interrupted in a step, it goes on through some more.
                for (int after = 0; after < 5; after += Volatile.Read(ref sent) ? 1 : 0) {
                    team.Run(call);
                    began.Release();
                }
                Thread.Sleep(Timeout.Infinite);
            } catch (ThreadInterruptedException) {
                interrupted = true;
            }
        });
        caller.Start();
        began.Wait();
        caller.Interrupt();
        Volatile.Write(ref sent, true);
        caller.Join();
        Assert.True(interrupted);
        // Both threads have made the same number of steps: none was left half-done.
        team.Run(call);
        Assert.Equal(memory.Row(0)[0], memory.Row(0)[8]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AStepAllocatesNothing(int threads) {
        using var memory = new Memory("count");
        using var team = new ThreadTeam(threads);
        team.Run(memory.Call);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 1000; step++) {
            team.Run(memory.Call);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ADisposedTeamRefuses(int threads) {
        using var memory = new Memory("count");
        var team = new ThreadTeam(threads);
        team.Dispose();
        team.Dispose();
        NativeCall call = memory.Call;
        Assert.Throws<ObjectDisposedException>(() => team.Run(call));
        Assert.Equal(0, memory.Row(0)[0]);
    }

    [Fact]
    public void DisposeEndsTheThreads() {
        int before = Process.GetCurrentProcess().Threads.Count;
        for (int i = 0; i < 200; i++) {
            using var team = new ThreadTeam(3);
        }
        int after = Process.GetCurrentProcess().Threads.Count;
        Assert.True(after < before + 100, $"200 teams of two workers each left {after - before} threads behind");
    }

    [Fact]
    public void TheDefaultFitsTheMachine() {
        Assert.InRange(ThreadTeam.DefaultThreads, 1, Environment.ProcessorCount);
        Assert.InRange(ProcessorCores.Count(), 1, 1 << 16);
        using var team = new ThreadTeam();
        Assert.Equal(ThreadTeam.DefaultThreads, team.Threads);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(ThreadTeam.MaximumThreads + 1)]
    public void ImpossibleSizesAreRefused(int threads) => Assert.Throws<ArgumentOutOfRangeException>(() => new ThreadTeam(threads));

    [Fact]
    public void ForkAndJoinAreCheap() {
        using var memory = new Memory("count");
        using var team = new ThreadTeam(2);
        // Short rounds: on a loaded machine some of them still have both cores to themselves.
        const int Steps = 50;
        double[] microseconds = new double[400];
        for (int round = 0; round < microseconds.Length; round++) {
            long start = Stopwatch.GetTimestamp();
            for (int step = 0; step < Steps; step++) {
                team.Run(memory.Call);
            }
            microseconds[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / Steps;
        }
        Array.Sort(microseconds);
        output.WriteLine($"fork and join of 2 threads: best {microseconds[0]:F2} us, median {microseconds[microseconds.Length / 2]:F2} us a step");
        // A kernel's wake-up costs tens of microseconds even on a loaded machine; the bound only catches a lost wake.
        Assert.True(microseconds[0] < 2000, $"{microseconds[0]:F1} us a step");
    }

    [Fact]
    public void IdleWorkersTakeNoProcessorTime() {
        using var memory = new Memory("count");
        using var team = new ThreadTeam(3);
        const int Rounds = 20;
        for (int round = 0; round < Rounds; round++) {
            team.Run(memory.Call);
            Thread.Sleep(5);
        }
        double before = WorkersProcessorMilliseconds();
        Thread.Sleep(300);
        double idle = WorkersProcessorMilliseconds() - before;
        output.WriteLine($"2 workers: {before / Rounds:F3} ms of processor time a step with 5 ms of rest behind it, {idle:F3} ms in 300 ms of rest");
        // Two workers that never slept would take 10 ms a step and 600 ms of rest.
        Assert.True(before / Rounds < 2, $"{before / Rounds:F3} ms a step");
        Assert.True(idle < 5, $"{idle:F3} ms");
    }

    [Fact]
    public void AnOversubscribedMachineDelaysAStepAndNeverKeepsIt() {
        using var memory = new Memory("ring");
        using var team = new ThreadTeam(2);
        bool ended = false;
        Thread[] busy = [.. Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => new Thread(() => {
            while (!Volatile.Read(ref ended)) {
                Thread.SpinWait(1000);
            }
        }))];
        Array.ForEach(busy, thread => thread.Start());
        const long Steps = 50;
        for (long step = 0; step < Steps; step++) {
            team.Run(memory.Call);
        }
        Volatile.Write(ref ended, true);
        Array.ForEach(busy, thread => thread.Join());
        Assert.Equal(Steps * (Steps + 1) / 2, memory.Row(1)[8]);
    }

    // What the scheduler counted for the threads that teams name so; no other test of teams runs at the same time.
    static double WorkersProcessorMilliseconds() => Directory.EnumerateDirectories("/proc/self/task")
        .Where(task => File.ReadAllText(Path.Combine(task, "comm")) is "Sinter 1\n" or "Sinter 2\n")
        .Sum(task => double.Parse(File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture)) / 1e6;

    /// <summary>A call over three rows of counters, a cache line for each of 8 threads.</summary>
    sealed class Memory : IDisposable {
        readonly NativeBuffer buffer = new(1 << 16);
        public readonly NativeCall Call;

        public Memory(string function) {
            void** table = (void**)buffer.Start;
            for (int row = 0; row < 3; row++) {
                table[row] = Row(row);
            }
            Call = new NativeCall {
                Function = (delegate* unmanaged<void**, long*, byte*, int, int, void*, void>)NativeLibrary.GetExport(Library, function),
                Table = table,
                Symbols = (long*)(buffer.Start + 64),
                Barrier = buffer.Start + 128,
                Scratch = buffer.Start + 8192,
                ScratchStride = 192,
            };
        }

        public long* Row(int row) => (long*)(buffer.Start + 1024 + row * 1024);

        public void Dispose() => buffer.Dispose();
    }
}
