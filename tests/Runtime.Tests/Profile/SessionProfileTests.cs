using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace Sinter.Runtime.Tests;

/// <summary>A library in C that writes known times where a compiled one looks at the clock.</summary>
public sealed class SessionProfileTests {
    // A call over Time tokens runs kernel 0 once and kernel 1 twice; times are in nanoseconds from 1000 * Past on.
    const string Source = """
        #include <stdint.h>
        #define ARGUMENTS void** table, const int64_t* symbols, uint8_t* scratch, int32_t thread, int32_t threads, void* barrier
        const int32_t Timed_abi = 2;
        const char Timed_hash[65] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        const int64_t Timed_layout[3] = { 0, 0, 16 };
        const char Timed_costs[] = "contraction\tcontract add\t200*0\t8*0*0+40\nloop\tnegate\t5\t3*1+1\nloop\texp\t1\t1\n";
        void Timed_prepare(ARGUMENTS) { }
        void Timed_Forward(ARGUMENTS) { ((float*)table[1])[0] = 1; }
        static void run(int64_t* record, int64_t kernel, int64_t start, int64_t own, int64_t end) {
            int64_t at = record[1]++;
            if (at < record[0]) { int64_t* line = record + 4 + 4 * at; line[0] = kernel; line[1] = start; line[2] = own; line[3] = end; }
        }
        void Timed_Forward_profiled(ARGUMENTS) {
            Timed_Forward(table, symbols, scratch, thread, threads, barrier);
            if (thread > 0) return;
            int64_t* record = *(int64_t**)((char*)barrier + 120);
            int64_t at = 1000 * symbols[1];
            run(record, 0, at, at + 500, at + 600);
            for (int i = 0; i < MANY; i++) { run(record, 1, at + 600, at + 700, at + 700); }
        }
        void Timed_floor_read(ARGUMENTS) {
            int64_t sum = 0;
            const int64_t* from = (const int64_t*)((char*)table[0] + thread * symbols[0]);
            for (int64_t i = 0; i < symbols[0] / 8; i++) sum += from[i];
            *(int64_t*)((char*)table[1] + 64 * thread) = sum;
        }
        void Timed_floor_multiply(ARGUMENTS) {
            const float* numbers = table[0];
            float sum = 0;
            for (int64_t i = 0; i < symbols[0]; i++) sum = sum * numbers[0] + numbers[1];
            *(float*)((char*)table[1] + 64 * thread) = sum;
        }
        """;

    static readonly ModelDescription Description = new() {
        Name = "Tests.Timed",
        Prefix = "Timed",
        PlanHash = FakeModel.Hash,
        Library = "libTimed.sinter.so",
        Symbols = [new("Time", 1, 100), new("Past", 0, 99)],
        Weights = [],
        Entries = [new() {
            Name = "Forward", Function = "Timed_Forward", SplitsTime = true,
            Inputs = [new("tokens", ScalarType.I32, [new Extent(new Term(1, 0))])], Outputs = [new("y", ScalarType.F32, [1])], Slots = [],
        }],
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TheSumsAreThoseOfTheRuns(int threads) {
        using LoadedModel model = Load("2");
        using ModelSession session = model.CreateSession(new SessionOptions { Profile = true, Threads = threads });
        session.Forward([1, 2, 3]);
        session.Forward([4]);

        SessionProfile profile = session.Profile!;
        Assert.Equal((2L, 0L), (profile.Calls, profile.Lost));
        Assert.True(profile.Floors.OperationsPerSecond > 0 && profile.Floors.BytesPerSecond > 0);
        Assert.Equal(2, profile.Kernels.Count);
        KernelProfile first = profile.Kernels[0], second = profile.Kernels[1];
        Assert.Equal((0, "contraction", "contract add", 2L), (first.Index, first.Kind, first.Fuses, first.Runs));
        Assert.Equal(TimeSpan.FromTicks(1200 / 100), first.Time);
        Assert.Equal(TimeSpan.FromTicks(200 / 100), first.Waiting);
        // Time is 3 and then 1: 200 Time operations, 8 Time Time + 40 bytes.
        Assert.Equal((800L, 72L + 40 + 8 + 40), (first.Operations, first.Bytes));
        Assert.Equal((1, 4L, TimeSpan.FromTicks(4), TimeSpan.Zero), (second.Index, second.Runs, second.Time, second.Waiting));
        // Past is 0 and then 3: 3 Past + 1 bytes, twice in each call.
        Assert.Equal((20L, 2 * 1L + 2 * 10), (second.Operations, second.Bytes));
        double floor = Math.Max(first.Operations / profile.Floors.OperationsPerSecond, first.Bytes / profile.Floors.BytesPerSecond);
        Assert.Equal(floor, first.Floor.TotalSeconds, 1e-7);

        profile.Clear();
        Assert.Empty(profile.Kernels);
    }

    [Fact]
    public void TheTableHasALineForEachKernelAndOneForAll() {
        using LoadedModel model = Load("2");
        using ModelSession session = model.CreateSession(new SessionOptions { Profile = true });
        session.Forward([1, 2, 3]);
        using StringWriter writer = new(CultureInfo.InvariantCulture);
        session.Profile!.WriteTable(writer);
        string[] lines = writer.ToString().Split(writer.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, lines.Length);
        Assert.StartsWith("Tests.Timed: 1 calls", lines[0]);
        Assert.StartsWith("kernel", lines[1]);
        Assert.StartsWith("0 contraction", lines[2]);
        Assert.EndsWith("contract add", lines[2]);
        Assert.Contains(" 75% ", lines[2]);
        Assert.StartsWith("1 loop", lines[3]);
        Assert.StartsWith("all", lines[4]);
    }

    [Fact]
    public void TheTraceIsInTheTraceEventFormat() {
        using LoadedModel model = Load("2");
        using ModelSession session = model.CreateSession(new SessionOptions { Profile = true });
        session.Forward([1, 2, 3]);
        session.Forward([4]);
        using MemoryStream stream = new();
        session.Profile!.WriteTrace(stream);
        JsonElement[] events = [.. JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("traceEvents").EnumerateArray()];
        JsonElement[] complete = [.. events.Where(one => one.GetProperty("ph").GetString() == "X")];
        Assert.Equal(["Timed_Forward", "Timed_Forward", "0 contraction", "1 loop", "1 loop", "0 contraction", "1 loop", "1 loop"], complete.Select(one => one.GetProperty("name").GetString()));
        Assert.Equal([0, 3, 0, 0.6, 0.6, 3, 3.6, 3.6], complete.Select(one => one.GetProperty("ts").GetDouble()));
        Assert.Equal([0.7, 0.7, 0.6, 0.1, 0.1, 0.6, 0.1, 0.1], complete.Select(one => one.GetProperty("dur").GetDouble()));
        Assert.Equal("contract add", complete[2].GetProperty("args").GetProperty("fuses").GetString());
    }

    [Fact]
    public void RunsBeyondTheRecordAreCountedAsLost() {
        using LoadedModel model = Load("20000");
        using ModelSession session = model.CreateSession(new SessionOptions { Profile = true });
        session.Forward([1]);
        SessionProfile profile = session.Profile!;
        Assert.Equal(20_001, profile.Lost + profile.Kernels.Sum(kernel => kernel.Runs));
        Assert.True(profile.Lost > 0);
    }

    [Fact]
    public void ALibraryThatCannotProfileSaysSo() {
        using LoadedModel model = FakeModel.Load();
        NativeLibraryException error = Assert.Throws<NativeLibraryException>(() => model.CreateSession(new SessionOptions { Profile = true }));
        Assert.Equal(NativeLibraryFault.MissingSymbol, error.Fault);
        Assert.Equal("Fake_Forward_Time1_profiled", error.Expected);
    }

    [Fact]
    public void OtherSessionsMeasureNothing() {
        using LoadedModel model = Load("2");
        using ModelSession session = model.CreateSession();
        session.Forward([1]);
        Assert.Null(session.Profile);
    }

    static LoadedModel Load(string many) => new(Description, new LoadOptions { Threads = 1, LibraryPath = NativeSource.Compile(Source, $"MANY={many}") }, () => new ModelWeights([], new NativeBuffer(0)));
}
