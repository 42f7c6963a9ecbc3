using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Runtime.Tests;

/// <summary>
/// A model in C that follows the native interface with every feature: weights, a prepared buffer, an appended state,
/// slots, scratch, barriers, variants. Its logits tell each token and each position apart, in whole numbers that
/// f32 holds exactly, so that results are compared for equality.
/// </summary>
/// <remarks>
/// <c>logits[v] = 2 weight[v] + (v + 1) sum_i (i + 1) token_i</c>, over all tokens so far; the second output is
/// (variant, Time, Past, threads, faults), where faults counts threads whose scratch memory was not their own.
/// </remarks>
static class FakeModel {
    public const int Vocabulary = 11;
    public const int Context = 100;
    public const int ScratchBytes = 100;
    public const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    const int Time = 0, Past = 1;

    /// <summary>Where threads meet; kept apart because other sources of the tests use it too.</summary>
    public const string Barrier = """
        #include <stdint.h>
        #include <stdatomic.h>
        #include <sched.h>
        static void meet(void* memory, int32_t threads) {
            if (threads == 1) return;
            _Atomic int32_t* count = memory;
            _Atomic int32_t* turn = (_Atomic int32_t*)((char*)memory + 64);
            int32_t mine = atomic_load(turn);
            if (atomic_fetch_add(count, 1) == threads - 1) {
                atomic_store(count, 0);
                atomic_fetch_add(turn, 1);
            } else {
                for (int spins = 0; atomic_load(turn) == mine; spins++) if (spins > 1000) sched_yield();
            }
        }

        """;

    const string Source = Barrier + """
        #ifndef ABI
        #define ABI 2
        #endif
        #ifndef HASH
        #define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
        #endif
        #ifndef PREPARED
        #define PREPARED 1
        #endif
        #ifndef VECTOR
        #define VECTOR 16
        #endif
        enum { V = 11, SCRATCH = 100 };
        const int32_t Fake_abi = ABI;
        const char Fake_hash[65] = HASH;
        const int64_t Fake_layout[4] = { PREPARED, SCRATCH, VECTOR, V * 4 };

        #ifndef NO_PREPARE
        void Fake_prepare(void** table, const int64_t* symbols, uint8_t* scratch, int32_t thread, int32_t threads, void* barrier) {
            const float* weight = table[0];
            float* prepared = table[1];
            for (int v = thread; v < V; v += threads) prepared[v] = 2 * weight[v];
        }
        #endif

        static void step(void** table, const int64_t* symbols, uint8_t* scratch, int32_t thread, int32_t threads, void* barrier, int variant, int all) {
            int64_t time = symbols[0], past = symbols[1];
            const float* prepared = table[1];
            int32_t* history = table[2];
            const int32_t* tokens = table[3];
            float* logits = table[4];
            int32_t* report = table[5];
            float* sums = table[6];
            int32_t* faults = table[7];
            if (thread == 0) { *faults = 0; for (int64_t t = 0; t < time; t++) history[past + t] = tokens[t]; }
            for (int i = 0; i < SCRATCH; i++) scratch[i] = (uint8_t)thread;
            meet(barrier, threads);
            for (int i = 0; i < SCRATCH; i++) if (scratch[i] != (uint8_t)thread) { atomic_fetch_add((_Atomic int32_t*)faults, 1); break; }
            for (int64_t t = thread; t < time; t += threads) {
                int64_t sum = 0;
                for (int64_t i = 0; i <= past + t; i++) sum += (i + 1) * history[i];
                sums[t] = (float)sum;
            }
            meet(barrier, threads);
            for (int64_t t = all ? 0 : time - 1; t < time; t++)
                for (int v = thread; v < V; v += threads)
                    logits[(all ? t * V : 0) + v] = prepared[v] + (v + 1) * sums[t];
            meet(barrier, threads);
            if (thread == 0) { report[0] = variant; report[1] = time; report[2] = past; report[3] = threads; report[4] = *faults; }
        }
        #define ENTRY(name, variant, all) void name(void** table, const int64_t* symbols, uint8_t* scratch, int32_t thread, int32_t threads, void* barrier) \
            { step(table, symbols, scratch, thread, threads, barrier, variant, all); }
        ENTRY(Fake_Forward, 0, 0)
        ENTRY(Fake_Forward_Time1, 1, 0)
        ENTRY(Fake_Score, 2, 1)
        """;

    public static ModelDescription Description { get; } = new() {
        Name = "Tests.Fake",
        Prefix = "Fake",
        PlanHash = Hash,
        Library = "libFake.sinter.so",
        Symbols = [new("Time", 1, Context), new("Past", 0, Context - 1)],
        Weights = [new("weight", [Vocabulary])],
        States = [new("history", Context * sizeof(int), ScalarType.I32)],
        PreparedCount = 1,
        Entries = [
            Entry("Forward", "Fake_Forward", [Vocabulary]),
            Entry("Forward", "Fake_Forward_Time1", [Vocabulary]) with { FixedSymbols = [new(Time, 1)] },
            Entry("Score", "Fake_Score", [new Extent(new Term(1, Time)), Vocabulary]),
        ],
    };

    static EntryDescription Entry(string name, string function, params Extent[] logits) => new() {
        Name = name,
        Function = function,
        Inputs = [new("tokens", ScalarType.I32, [new Extent(new Term(1, Time))], Vocabulary)],
        Outputs = [new("logits", ScalarType.F32, [.. logits]), new("report", ScalarType.I32, [5])],
        Slots = [new Extent(new Term(4, Time)), 4],
        SplitsTime = true,
    };

    public static string Library(params string[] definitions) => NativeSource.Compile(Source, definitions);

    public static LoadedModel Load(int threads = 1) => new(Description, Options(threads), Weights);

    public static LoadOptions Options(int threads = 1) => new() { Threads = threads, LibraryPath = Library() };

    public static float Weight(int v) => 3 * v - 7;

    public static unsafe ModelWeights Weights() {
        NativeBuffer memory = new(Vocabulary * sizeof(float));
        for (int v = 0; v < Vocabulary; v++) {
            ((float*)memory.Start)[v] = Weight(v);
        }
        return new ModelWeights([(nint)memory.Start], memory);
    }

    /// <summary>The logits after a whole history of tokens.</summary>
    public static float[] Logits(IReadOnlyList<int> history) {
        long sum = history.Select((token, i) => (i + 1L) * token).Sum();
        return [.. Enumerable.Range(0, Vocabulary).Select(v => 2 * Weight(v) + (v + 1) * (float)sum)];
    }

    public static int[] Tokens(int count, int seed) {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(Vocabulary))];
    }
}
