using System;
using System.IO;
using System.Linq;
using Sinter.Runtime.Tests.Files;
using Xunit;

namespace Sinter.Runtime.Tests;

/// <summary>A model in C counts how often it prepares, so that the tests see whether a load computed or found.</summary>
public sealed class PreparedCacheTests : IDisposable {
    const int Rows = 8, Columns = 6;

    // The prepared buffer is the weight times three; calls of prepare are counted in a file, since each load has a library of its own.
    const string Source = """
        #include <stdint.h>
        #include <stdio.h>
        const int32_t Kept_abi = 2;
        const char Kept_hash[65] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        const int64_t Kept_layout[4] = { 1, 0, 16, 48 * 4 };
        void Kept_prepare(void** table, const int64_t* symbols, uint8_t* scratch, int32_t thread, int32_t threads, void* barrier) {
            if (thread == 0) {
                FILE* file = fopen(COUNTS, "a"); fputc('x', file); fclose(file);
                for (int i = 0; i < 48; i++) ((float*)table[1])[i] = 3 * ((const float*)table[0])[i];
            }
        }
        void Kept_Forward(void** table, const int64_t* symbols, uint8_t* scratch, int32_t thread, int32_t threads, void* barrier) {
            if (thread == 0) for (int i = 0; i < 48; i++) ((float*)table[2])[i] = ((const float*)table[0])[i] + 1000 * ((const float*)table[1])[i];
        }
        """;

    readonly TemporaryFolder folder = new();
    readonly string counts;
    readonly string weights;

    public PreparedCacheTests() {
        counts = folder.At("counts");
        weights = folder.At("weights.safetensors");
        Write(1);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ASecondLoadFindsWhatTheFirstComputed() {
        Check(PreparedCacheState.Written, 1, scale: 1);
        Check(PreparedCacheState.Found, 1, scale: 1);
        Assert.StartsWith(weights + ".", Kept(), StringComparison.Ordinal);
    }

    [Fact]
    public void NothingIsKeptUnlessAskedFor() {
        using (LoadedModel model = LoadedModel.Load(Description(), weights, new LoadOptions { Threads = 1, LibraryPath = Library() })) {
            Assert.Equal(PreparedCacheState.Unused, model.PreparedCacheState);
        }
        Assert.Equal(2, Directory.GetFiles(Folder).Length);
    }

    [Fact]
    public void OtherWeightsUnderTheSameNameAreComputedAnew() {
        Check(PreparedCacheState.Written, 1, scale: 1);
        DateTime before = File.GetLastWriteTimeUtc(weights);
        Write(2);
        // As if an archive had been unpacked: size and time of modification are those of before.
        File.SetLastWriteTimeUtc(weights, before);
        Check(PreparedCacheState.Written, 2, scale: 2);
        Check(PreparedCacheState.Found, 2, scale: 2);
    }

    [Fact]
    public void ACopyOfTheSameWeightsIsRecognisedByItsContent() {
        Check(PreparedCacheState.Written, 1, scale: 1);
        File.Copy(weights, weights + ".copy");
        File.Move(weights + ".copy", weights, overwrite: true);
        Check(PreparedCacheState.Found, 1, scale: 1);
        Check(PreparedCacheState.Found, 1, scale: 1);
    }

    [Fact]
    public void EveryDamageIsFound() {
        Check(PreparedCacheState.Written, 1, scale: 1);
        byte[] sound = File.ReadAllBytes(Kept());
        int computed = 1;
        // Bytes of the header, of the decoded weights, of the prepared buffers; and files that end early or late.
        foreach (int at in (int[])[0, 9, 17, 30, 41, 70, 2000, 4090, 4096, 4096 + 191, 8192, 8192 + 100]) {
            byte[] damaged = [.. sound];
            damaged[at] ^= 0x10;
            Replace(damaged);
            Check(PreparedCacheState.Written, ++computed, scale: 1);
        }
        foreach (int length in (int[])[0, 100, 4096, sound.Length - 1]) {
            Replace(sound[..length]);
            Check(PreparedCacheState.Written, ++computed, scale: 1);
        }
        Replace([.. sound, 0]);
        Check(PreparedCacheState.Written, ++computed, scale: 1);
        Check(PreparedCacheState.Found, computed, scale: 1);
    }

    [Fact]
    public void WhatIsTooLargeIsNotKept() {
        using LoadedModel model = Load(new PreparedCacheOptions { MaximumBytes = 5000 });
        Assert.Equal(PreparedCacheState.NotWritten, model.PreparedCacheState);
        Assert.Contains("expected at most 5000 bytes", model.PreparedCacheProblem);
        Assert.Empty(Directory.GetFiles(Folder, "*.prepared"));
    }

    [Fact]
    public void WhatWasUsedLongestAgoMakesRoom() {
        string place = folder.At("kept");
        PreparedCacheOptions options = new() { Folder = place, MaximumBytes = 30_000 };
        string[] files = [.. Enumerable.Range(0, 3).Select(i => folder.At($"w{i}.safetensors"))];
        for (int i = 0; i < files.Length; i++) {
            File.Copy(weights, files[i]);
            using LoadedModel model = LoadedModel.Load(Description(), files[i], Options(options));
            Assert.Equal(PreparedCacheState.Written, model.PreparedCacheState);
            foreach (string kept in Directory.GetFiles(place, "*.prepared")) {
                File.SetLastAccessTimeUtc(kept, DateTime.UtcNow.AddDays(Path.GetFileName(kept)[1] - '0' - 10));
            }
        }
        // Each takes 12 KiB, so two of them fit.
        Assert.Equal(["w1", "w2"], Directory.GetFiles(place, "*.prepared").Select(kept => Path.GetFileName(kept)[..2]).Order());
    }

    [Fact]
    public void AFolderThatCannotBeWrittenIsNoError() {
        File.WriteAllText(folder.At("file"), "");
        using LoadedModel model = Load(new PreparedCacheOptions { Folder = Path.Combine(folder.At("file"), "below") });
        Assert.Equal(PreparedCacheState.NotWritten, model.PreparedCacheState);
        Assert.NotNull(model.PreparedCacheProblem);
        CheckResult(model, 1);
    }

    [Fact]
    public void FilesThatWereLeftHalfWrittenAreRemoved() {
        string old = weights + ".0123456789abcdef.prepared.1-2.unfinished", young = weights + ".fedcba9876543210.prepared.1-2.unfinished";
        File.WriteAllText(old, "x");
        File.WriteAllText(young, "x");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));
        Check(PreparedCacheState.Written, 1, scale: 1);
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
    }

    void Check(PreparedCacheState state, int computed, float scale) {
        using LoadedModel model = Load(new PreparedCacheOptions());
        Assert.Equal(state, model.PreparedCacheState);
        Assert.Null(model.PreparedCacheProblem);
        Assert.Equal(computed, File.ReadAllText(counts).Length);
        CheckResult(model, scale);
    }

    static void CheckResult(LoadedModel model, float scale) {
        using ModelSession session = model.CreateSession();
        EntryCall call = session.Entry("Forward");
        call.Run();
        // Interleaved rotary: rows 0 2 1 3 of each head of four.
        int[] rows = [0, 2, 1, 3, 4, 6, 5, 7];
        float[] expected = [.. rows.SelectMany(row => Enumerable.Range(0, Columns).Select(column => scale * (row * Columns + column) * 3001))];
        Assert.Equal(expected, call.Output<float>(0).ToArray());
    }

    LoadedModel Load(PreparedCacheOptions cache) => LoadedModel.Load(Description(), weights, Options(cache));

    LoadOptions Options(PreparedCacheOptions cache) => new() { Threads = 1, LibraryPath = Library(), Mapping = "w = interleaved(w)", PreparedCache = cache };

    string Library() => NativeSource.Compile(Source, $"COUNTS=\"{counts}\"");

    string Folder => Path.GetDirectoryName(weights)!;

    string Kept() => Assert.Single(Directory.GetFiles(Folder, "*.prepared"));

    void Replace(byte[] content) {
        string kept = Kept();
        File.Delete(kept);
        File.WriteAllBytes(kept, content);
    }

    void Write(float scale) {
        float[] values = [.. Enumerable.Range(0, Rows * Columns).Select(i => scale * i)];
        File.WriteAllBytes(weights, SafetensorsBytes.WithHeader(
            $"{{\"w\":{{\"dtype\":\"F32\",\"shape\":[{Rows},{Columns}],\"data_offsets\":[0,{values.Length * 4}]}}}}",
            [.. values.SelectMany(BitConverter.GetBytes)]));
    }

    static ModelDescription Description() => new() {
        Name = "Tests.Kept",
        Prefix = "Kept",
        PlanHash = FakeModel.Hash,
        Library = "libKept.sinter.so",
        Symbols = [],
        Weights = [new("w", [Rows, Columns], ScalarType.F32, null, 2)],
        PreparedCount = 1,
        Entries = [new() { Name = "Forward", Function = "Kept_Forward", Inputs = [], Outputs = [new("y", ScalarType.F32, [Rows * Columns])], Slots = [] }],
    };
}
