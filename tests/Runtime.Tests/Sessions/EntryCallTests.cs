using System;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests;

/// <summary>Entries that are no language models: several inputs, symbols of their own, a state that is replaced.</summary>
public class EntryCallTests {
    const int Batch = 0, Time = 1;

    const string Source = """
        #include <stdint.h>
        const int32_t Free_abi = 2;
        const char Free_hash[65] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        const int64_t Free_layout[3] = { 0, 0, 16 };
        void Free_prepare(void** table, const int64_t* symbols, uint8_t* scratch, int32_t thread, int32_t threads, void* barrier) { }
        // table: state, inputs x f32[Batch, Time, 3] and scale f64[Time], output f32[Batch, Time], slot
        void Free_Mix(void** table, const int64_t* symbols, uint8_t* scratch, int32_t thread, int32_t threads, void* barrier) {
            const float* x = table[1];
            const double* scale = table[2];
            float* y = table[3];
            for (int64_t b = 0; b < symbols[0]; b++)
                for (int64_t t = 0; t < symbols[1]; t++, x += 3)
                    *y++ = (float)(scale[t] * (x[0] + 2 * x[1] + 3 * x[2]));
        }
        // table: state, input i64[Time], output i64[]
        void Free_Count(void** table, const int64_t* symbols, uint8_t* scratch, int32_t thread, int32_t threads, void* barrier) {
            int64_t* total = table[0];
            const int64_t* x = table[1];
            for (int64_t t = 0; t < symbols[1]; t++) *total += x[t];
            *(int64_t*)table[2] = *total;
        }
        // table: state, output i64[]
        void Free_Read(void** table, const int64_t* symbols, uint8_t* scratch, int32_t thread, int32_t threads, void* barrier) {
            *(int64_t*)table[1] = *(int64_t*)table[0];
        }
        """;

    static readonly Extent TimeExtent = new(new Term(1, Time));

    static readonly ModelDescription Description = new() {
        Name = "Tests.Free",
        Prefix = "Free",
        PlanHash = FakeModel.Hash,
        Library = "libFree.sinter.so",
        Symbols = [new("Batch", 1, 4), new("Time", 1, 1000)],
        Weights = [],
        States = [new("total", sizeof(long), ScalarType.I64, Appends: false)],
        Entries = [
            new() {
                Name = "Mix", Function = "Free_Mix",
                Inputs = [new("x", ScalarType.F32, [new Extent(new Term(1, Batch)), TimeExtent, 3]), new("scale", ScalarType.F64, [TimeExtent])],
                Outputs = [new("y", ScalarType.F32, [new Extent(new Term(1, Batch)), TimeExtent])],
                Slots = [new Extent(new Term(12, Batch, Time))],
            },
            new() {
                Name = "Count", Function = "Free_Count",
                Inputs = [new("x", ScalarType.I64, [TimeExtent])], Outputs = [new("total", ScalarType.I64, [])], Slots = [],
            },
            new() { Name = "Read", Function = "Free_Read", Inputs = [], Outputs = [new("total", ScalarType.I64, [])], Slots = [] },
        ],
    };

    [Fact]
    public void SymbolsFollowFromBoundOnesAndLengths() {
        using LoadedModel model = Load();
        using ModelSession session = model.CreateSession();
        EntryCall mix = session.Entry("Mix");
        foreach ((int batch, int time) in ((int, int)[])[(2, 5), (1, 1), (4, 333), (3, 7)]) {
            float[] x = [.. Enumerable.Range(0, batch * time * 3).Select(i => (float)(i % 17))];
            double[] scale = [.. Enumerable.Range(0, time).Select(t => 1.0 + t)];
            mix.Bind("Batch", batch);
            mix.Input<float>(0, x);
            mix.Input<double>(1, scale);
            mix.Run();
            float[] expected = [.. Enumerable.Range(0, batch * time)
                .Select(row => (float)(scale[row % time] * (x[row * 3] + 2 * x[row * 3 + 1] + 3 * x[row * 3 + 2])))];
            Assert.Equal(expected, mix.Output<float>(0).ToArray());
        }
    }

    [Fact]
    public void OneSymbolIsNotGuessedFromTwo() {
        using LoadedModel model = Load();
        using ModelSession session = model.CreateSession();
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => session.Entry("Mix").Input<float>(0, new float[6]));
        Assert.Contains("'x' of shape [Batch, Time, 3]: its length alone does not say Time; bind it first", error.Message);
    }

    [Fact]
    public void LengthsThatContradictTheShapeAreRefused() {
        using LoadedModel model = Load();
        using ModelSession session = model.CreateSession();
        EntryCall mix = session.Entry("Mix");
        mix.Bind("Batch", 2);
        Assert.Contains("a multiple of 6 elements, found 13", Assert.Throws<ArgumentException>(() => mix.Input<float>(0, new float[13])).Message);
        mix.Bind("Batch", 2);
        mix.Input<float>(0, new float[12]);
        Assert.Contains("expected 2 elements, found 3", Assert.Throws<ArgumentException>(() => mix.Input<double>(1, new double[3])).Message);
        Assert.Contains("'x'", Assert.Throws<InvalidOperationException>(mix.Run).Message);
    }

    [Fact]
    public void ASymbolOutsideItsBoundsIsRefused() {
        using LoadedModel model = Load();
        using ModelSession session = model.CreateSession();
        EntryCall mix = session.Entry("Mix");
        Assert.Contains("expected Batch from 1 to 4, found 5", Assert.Throws<ArgumentOutOfRangeException>(() => mix.Bind("Batch", 5)).Message);
        Assert.Contains("Batch, Time, found 'Width'", Assert.Throws<ArgumentException>(() => mix.Bind("Width", 5)).Message);
        Assert.Contains("expected Time from 1 to 1000, found 1001",
            Assert.Throws<ArgumentOutOfRangeException>(() => session.Entry("Count").Input<long>(0, new long[1001])).Message);
    }

    [Fact]
    public void AnotherElementTypeIsRefused() {
        using LoadedModel model = Load();
        using ModelSession session = model.CreateSession();
        EntryCall count = session.Entry("Count");
        Assert.Contains("elements of type I64, found Int32", Assert.Throws<ArgumentException>(() => count.Input<int>(0, [1])).Message);
        Assert.Contains("elements of type I64, found Double", Assert.Throws<ArgumentException>(() => { _ = count.Output<double>(0); }).Message);
    }

    [Fact]
    public void AnOutputIsNotReadBeforeItIsComputed() {
        using LoadedModel model = Load();
        using ModelSession session = model.CreateSession();
        Assert.Contains("has not run yet", Assert.Throws<InvalidOperationException>(() => { _ = session.Entry("Count").Output<long>(0); }).Message);
        Assert.Contains("'x'", Assert.Throws<InvalidOperationException>(session.Entry("Count").Run).Message);
    }

    [Fact]
    public void AReplacedStateStartsAgainButDoesNotGoBack() {
        using LoadedModel model = Load();
        using ModelSession session = model.CreateSession(), other = model.CreateSession();
        Assert.Equal(6, Count(session, 1, 2, 3));
        Assert.Equal(106, Count(session, 100));
        Assert.Equal(7, Count(other, 7));
        Assert.Equal(4, session.Position);
        EntryCall read = session.Entry("Read");
        read.Run();
        Assert.Equal(106, read.Output<long>(0)[0]);
        // An entry without Time takes in no tokens.
        Assert.Equal(4, session.Position);
        Assert.Contains("'total'", Assert.Throws<InvalidOperationException>(() => session.Rewind(3)).Message);
        session.Rewind(4);
        Assert.Equal(107, Count(session, 1));
        session.Rewind(0);
        Assert.Equal(5, Count(session, 5));
    }

    [Fact]
    public void WithoutATokenEntryForwardSaysSo() {
        using LoadedModel model = Load();
        using ModelSession session = model.CreateSession();
        Assert.Contains("Entry(name)", Assert.Throws<InvalidOperationException>(() => session.Forward([1])).Message);
    }

    static long Count(ModelSession session, params long[] values) {
        EntryCall count = session.Entry("Count");
        count.Input<long>(0, values);
        count.Run();
        return count.Output<long>(0)[0];
    }

    static LoadedModel Load() => new(
        Description, new LoadOptions { Threads = 1, LibraryPath = NativeSource.Compile(Source) }, () => new ModelWeights([], new NativeBuffer(0)));
}
