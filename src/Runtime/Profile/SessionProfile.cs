using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;

namespace Sinter.Runtime;

/// <summary>
/// What a session's calls took, kernel by kernel. A session made with <see cref="SessionOptions.Profile"/> runs the variants of its
/// functions that look at the clock behind every kernel; all other sessions run functions that know nothing of it.
/// </summary>
/// <remarks>The times have in them what looking at the clock takes, some hundred nanoseconds a kernel.</remarks>
public sealed unsafe class SessionProfile : IDisposable {
    /// <summary>Where in the barrier's block native code finds the address of the record.</summary>
    internal const int RecordAt = 120;

    const int HeadWords = 4;
    const int RunWords = 4;
    // Of one call; the counters of a longer one are not lost, only its single runs.
    const int MostRuns = 1 << 14;
    // About an hour of a small model's steps; a longer session keeps its sums.
    const int MostTraced = 1 << 18;

    readonly NativeBuffer record = new((HeadWords + (long)MostRuns * RunWords) * sizeof(long));
    readonly ImmutableArray<KernelDescription> kernels;
    readonly string[] functions;
    readonly Sums[] sums;
    readonly List<KernelRun> runs = [];
    readonly List<(int Function, long Start, long End)> calls = [];

    internal SessionProfile(ModelSession session, string[] functions, MachineFloors floors) {
        Model = session.Model.Description.Name;
        this.functions = functions;
        kernels = session.Model.Library.Kernels;
        sums = new Sums[kernels.Length];
        Floors = floors;
        *(long*)record.Start = MostRuns;
        *(byte**)((byte*)session.Memory.Barrier + RecordAt) = record.Start;
    }

    /// <summary>The model's name.</summary>
    public string Model { get; }

    /// <summary>The best rates of this machine on the session's threads, measured when the session was made.</summary>
    public MachineFloors Floors { get; }

    /// <summary>Calls of native functions.</summary>
    public long Calls { get; private set; }

    /// <summary>Runs of kernels that are in the sums of none: more than fit the record of one call.</summary>
    public long Lost { get; private set; }

    /// <summary>Every kernel that ran, the one that took longest first.</summary>
    public IReadOnlyList<KernelProfile> Kernels {
        get {
            List<KernelProfile> profiles = [];
            for (int i = 0; i < sums.Length; i++) {
                if (sums[i] is { Runs: > 0 } sum) {
                    double floor = Math.Max(sum.Operations / Floors.OperationsPerSecond, sum.Bytes / Floors.BytesPerSecond);
                    profiles.Add(new KernelProfile(i, kernels[i].Kind, kernels[i].Fuses, sum.Runs, Nanoseconds(sum.Time), Nanoseconds(sum.Waiting), sum.Operations, sum.Bytes, TimeSpan.FromSeconds(floor)));
                }
            }
            profiles.Sort(static (a, b) => b.Time.CompareTo(a.Time));
            return profiles;
        }
    }

    /// <summary>Forgets what was measured.</summary>
    public void Clear() {
        Array.Clear(sums);
        runs.Clear();
        calls.Clear();
        Calls = Lost = 0;
    }

    /// <summary>Writes the kernels as a table: time, share, operations, bytes and rates, and the fraction of the floor.</summary>
    public void WriteTable(TextWriter writer) => ProfileTable.Write(this, writer);

    /// <summary>
    /// Writes the single runs as a trace in the JSON that <c>chrome://tracing</c> and Perfetto read: a line of calls, and below it a
    /// line of their kernels.
    /// </summary>
    public void WriteTrace(Stream stream) => ProfileTrace.Write(this, stream);

    /// <summary>Frees the record; what was measured stays.</summary>
    public void Dispose() => record.Dispose();

    internal ReadOnlySpan<KernelRun> Runs => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(runs);

    internal IReadOnlyList<(int Function, long Start, long End)> TracedCalls => calls;

    internal string Function(int index) => functions[index];

    internal KernelDescription Kernel(int index) => kernels[index];

    /// <summary>Makes room for the runs of the call that comes.</summary>
    internal void Begin() => ((long*)record.Start)[1] = 0;

    /// <summary>Adds up the runs of the call that has ended.</summary>
    internal void End(int function, ReadOnlySpan<long> symbols) {
        long* head = (long*)record.Start;
        long count = Math.Min(head[1], MostRuns);
        Calls++;
        Lost += head[1] - count;
        bool traces = runs.Count + count <= MostTraced;
        for (long i = 0; i < count; i++) {
            long* run = head + HeadWords + i * RunWords;
            int kernel = (int)run[0];
            ref Sums sum = ref sums[kernel];
            sum.Runs++;
            sum.Time += run[3] - run[1];
            sum.Waiting += run[3] - run[2];
            sum.Operations += kernels[kernel].Operations.Evaluate(symbols);
            sum.Bytes += kernels[kernel].Bytes.Evaluate(symbols);
            if (traces) {
                runs.Add(new KernelRun(kernel, run[1], run[3]));
            }
        }
        if (traces && count > 0) {
            calls.Add((function, head[HeadWords + 1], head[HeadWords + (count - 1) * RunWords + 3]));
        }
    }

    static TimeSpan Nanoseconds(long count) => TimeSpan.FromTicks(count / TimeSpan.NanosecondsPerTick);

    struct Sums {
        public long Runs, Time, Waiting, Operations, Bytes;
    }
}
