using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading;

namespace Sinter.Runtime;

/// <summary>
/// Threads that run one native function together: the caller as thread 0 and the workers as threads 1 and up. Between
/// calls the workers spin for a bounded time, so that the steps of a generation follow each other within a
/// microsecond, and then sleep. A call allocates nothing on the managed heap.
/// </summary>
/// <remarks>
/// Any thread may call; calls wait for each other, except in a team of one, which runs each call where it is made.
/// </remarks>
public sealed unsafe class ThreadTeam : IDisposable {
    // Long enough for the sampling between two steps of a small model, short enough to be no burden to others.
    static readonly TimeSpan SpinBeforeSleep = TimeSpan.FromMicroseconds(200);

    const int CacheLine = 64;
    const int GenerationAt = 0;
    const int RemainingAt = 1 * CacheLine;
    const int FinishedAt = 2 * CacheLine;
    const int ParkedAt = 3 * CacheLine;

    readonly Lock gate = new();
    readonly NativeBuffer words;
    readonly int* generation;
    readonly int* remaining;
    readonly int* finished;
    readonly WaitPoint[] waitPoints;
    readonly Thread[] workers;
    readonly Crowding crowding = new();
    NativeCall call;
    volatile bool stopping;

    /// <summary>Starts a team.</summary>
    /// <param name="threads">The number of threads, the caller included; 0 for <see cref="DefaultThreads"/>.</param>
    public ThreadTeam(int threads = 0) {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, MaximumThreads);
        Threads = threads == 0 ? DefaultThreads : threads;
        words = new NativeBuffer(ParkedAt + (long)Threads * CacheLine);
        generation = (int*)(words.Start + GenerationAt);
        remaining = (int*)(words.Start + RemainingAt);
        finished = (int*)(words.Start + FinishedAt);
        // With more threads than processors, a thread that spins keeps another from what it waits for.
        TimeSpan spin = Threads <= Environment.ProcessorCount ? SpinBeforeSleep : TimeSpan.Zero;
        waitPoints = new WaitPoint[Threads];
        for (int i = 0; i < Threads; i++) {
            waitPoints[i] = new WaitPoint((int*)(words.Start + ParkedAt + i * CacheLine), spin);
        }
        workers = new Thread[Threads - 1];
        StartWorkers();
    }

    /// <summary>The largest team.</summary>
    public const int MaximumThreads = 1024;

    /// <summary>
    /// The threads that a team has unless told: the processors this process may use (a container's limit and the
    /// affinity included), without counting the second thread of a core, at most 32.
    /// </summary>
    public static int DefaultThreads { get; } =
        Math.Clamp(Math.Min(Environment.ProcessorCount, ProcessorCores.Count()), 1, 32);

    /// <summary>The number of threads, the caller included.</summary>
    public int Threads { get; }

    /// <summary>Runs the function on every thread and returns when all of them have returned.</summary>
    /// <exception cref="ObjectDisposedException">The team was disposed.</exception>
    public void Run(in NativeCall call) {
        if (Threads == 1) {
            ObjectDisposedException.ThrowIf(stopping, this);
            call.Function(call.Table, call.Symbols, call.Scratch, 0, 1, call.Barrier);
            return;
        }
        lock (gate) {
            ObjectDisposedException.ThrowIf(stopping, this);
            if (!call.MayRunAlone) {
                RunTogether(call);
            } else {
                bool isAlone = crowding.RunsAlone((nint)call.Function);
                int slept = Volatile.Read(ref *(int*)((byte*)call.Barrier + NativeCall.SleptAt));
                bool isWatched = crowding.IsWatched;
                long start = Stopwatch.GetTimestamp(), processor = isWatched ? ThreadClock.Ticks() : 0;
                if (isAlone) {
                    call.Function(call.Table, call.Symbols, call.Scratch, -1, Threads, call.Barrier);
                } else {
                    RunTogether(call);
                }
                long taken = Stopwatch.GetTimestamp() - start;
                crowding.Ran(taken, Volatile.Read(ref *(int*)((byte*)call.Barrier + NativeCall.SleptAt)) != slept, isWatched ? ThreadClock.Ticks() - processor : 0);
            }
        }
        GC.KeepAlive(this);
    }

    void RunTogether(in NativeCall call) {
        this.call = call;
        *remaining = Threads - 1;
        int before = *finished;
        Start();
        call.Function(call.Table, call.Symbols, call.Scratch, 0, Threads, call.Barrier);
        waitPoints[0].WaitWhile(finished, before);
    }

    /// <summary>Waits for a call in progress, ends the workers and joins them. A second call does nothing.</summary>
    public void Dispose() {
        lock (gate) {
            if (stopping) {
                return;
            }
            stopping = true;
            Start();
            foreach (Thread worker in workers) {
                // Null where starting the team itself failed half-way.
                worker?.Join();
            }
            foreach (WaitPoint waitPoint in waitPoints) {
                waitPoint.Dispose();
            }
            words.Dispose();
        }
    }

    void StartWorkers() {
        try {
            for (int i = 0; i < workers.Length; i++) {
                int thread = i + 1;
                Thread worker = new(() => Work(thread)) {
                    IsBackground = true,
                    Name = "Sinter " + thread.ToString(CultureInfo.InvariantCulture),
                };
                worker.Start();
                workers[i] = worker;
            }
        } catch {
            Dispose();
            throw;
        }
    }

    void Start() {
        // The increment publishes the call, and is the fence that WaitPoint.Wake asks for.
        Interlocked.Increment(ref *generation);
        for (int i = 1; i < waitPoints.Length; i++) {
            waitPoints[i].Wake();
        }
    }

    void Work(int thread) {
        WaitPoint waitPoint = waitPoints[thread];
        int seen = 0;
        while (true) {
            seen = waitPoint.WaitWhile(generation, seen);
            if (stopping) {
                return;
            }
            ref readonly NativeCall mine = ref call;
            mine.Function(mine.Table, mine.Symbols, mine.Scratch + thread * mine.ScratchStride, thread, Threads, mine.Barrier);
            if (Interlocked.Decrement(ref *remaining) == 0) {
                Interlocked.Increment(ref *finished);
                waitPoints[0].Wake();
            }
        }
    }
}
