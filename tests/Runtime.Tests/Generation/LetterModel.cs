using System;
using System.Text;
using Sinter.Runtime.Tokenizers;

namespace Sinter.Runtime.Tests;

/// <summary>
/// A model that knows the alphabet: after a comes b, after z a space, then the two bytes of é one by one, then a again.
/// After <c>Stop</c> tokens it says begin-of-sequence.
/// </summary>
static class LetterModel {
    public const int Context = 600;
    const int Vocabulary = 32;

    const string Source = """
        #include <stdint.h>
        #include <unistd.h>
        enum { V = 32 };
        const int32_t Letters_abi = 2;
        const char Letters_hash[65] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        const int64_t Letters_layout[3] = { 0, 0, 16 };
        void Letters_prepare(void** table, const int64_t* symbols, uint8_t* scratch, int32_t thread, int32_t threads, void* barrier) { }
        // table: stop f32[2] (the position to stop at, the microseconds a step takes), tokens, logits
        void Letters_Forward(void** table, const int64_t* symbols, uint8_t* scratch, int32_t thread, int32_t threads, void* barrier) {
            const float* stop = table[0];
            const int32_t* tokens = table[1];
            float* logits = table[2];
            int last = tokens[symbols[0] - 1];
            int next = last < 3 ? 3 : last == V - 1 ? 3 : last + 1;
            if (symbols[0] + symbols[1] >= stop[0]) next = 1;
            if (stop[1] > 0) usleep((unsigned)stop[1]);
            for (int v = 0; v < V; v++) logits[v] = v == next ? 5 : 0;
        }
        """;

    static readonly ModelDescription Description = new() {
        Name = "Tests.Letters",
        Prefix = "Letters",
        PlanHash = FakeModel.Hash,
        Library = "libLetters.sinter.so",
        Symbols = [new("Time", 1, Context), new("Past", 0, Context - 1)],
        Weights = [new("stop", [2])],
        Entries = [
            new() {
                Name = "Forward", Function = "Letters_Forward",
                Inputs = [new("tokens", ScalarType.I32, [new Extent(new Term(1, 0))], Vocabulary)],
                Outputs = [new("logits", ScalarType.F32, [Vocabulary])],
                Slots = [], SplitsTime = true,
            },
        ],
    };

    public static unsafe LoadedModel Load(int stop = int.MaxValue, int stepMicroseconds = 0) => new(
        Description, new LoadOptions { Threads = 1, LibraryPath = NativeSource.Compile(Source) }, () => {
            NativeBuffer memory = new(8);
            ((float*)memory.Start)[0] = stop;
            ((float*)memory.Start)[1] = stepMicroseconds;
            return new ModelWeights([(nint)memory.Start], memory);
        });

    /// <summary>A token a letter: 1 begins, 2 ends, 3 to 28 are a to z, 29 a space, 30 and 31 the bytes of é.</summary>
    public sealed class Letters(int size = Vocabulary) : Tokenizer {
        static readonly byte[][] Bytes = [.. Array.ConvertAll(Encoding.Latin1.GetBytes("\0\0\0abcdefghijklmnopqrstuvwxyz \u00C3\u00A9"), value => (byte[])[value])];

        public override int VocabularySize => size;

        public override int BeginOfSequence => 1;

        public override int EndOfSequence => 2;

        public override int MaximumTokens(ReadOnlySpan<char> text) => text.Length + 1;

        public override int Encode(ReadOnlySpan<char> text, bool addBeginOfSequence, Span<int> tokens) {
            int count = 0;
            if (addBeginOfSequence) {
                tokens[count++] = 1;
            }
            foreach (char letter in text) {
                tokens[count++] = letter == ' ' ? 29 : letter - 'a' + 3;
            }
            return count;
        }

        protected internal override bool AddsLeadingSpace => false;

        protected internal override int LongestTokenBytes => 1;

        protected internal override ReadOnlySpan<byte> TextBytes(int token) => token < 3 ? [] : Bytes[token];
    }
}
