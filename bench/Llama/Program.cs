using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using Llama;
using Sinter.Bench;
using Sinter.Runtime;

// One measurement, in the form that bench.py describes: Llama MODEL TOKENS PREFILL DECODE ROUNDS [THREADS [KEEP]]; KEEP is a folder
// where what loading computes is kept, and found by the next process.
// The work is that of peers/llama2c.c, step by step.
if (args.Length is < 5 or > 7) {
    Console.Error.WriteLine("expected MODEL TOKENS PREFILL DECODE ROUNDS [THREADS [KEEP]]");
    return 2;
}
string path = args[0];
int prefill = int.Parse(args[2], CultureInfo.InvariantCulture);
int decode = int.Parse(args[3], CultureInfo.InvariantCulture);
int rounds = int.Parse(args[4], CultureInfo.InvariantCulture);
LoadOptions options = new() {
    Threads = args.Length > 5 ? int.Parse(args[5], CultureInfo.InvariantCulture) : 1,
    PreparedCache = args.Length > 6 ? new PreparedCacheOptions { Folder = args[6] } : null,
};
int[] prompt = [.. File.ReadAllText(args[1]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(prefill).Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
if (prompt.Length != prefill) {
    Console.Error.WriteLine($"{args[1]}: expected {prefill} tokens, found {prompt.Length}");
    return 2;
}

long clock = Stopwatch.GetTimestamp();

using LoadedModel model = ReadWidth(path) == 64 ? Stories260K.Load(path, options) : Random110M.Load(path, options);
double loaded = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
using ModelSession session = model.CreateSession();
Best(session.Forward(prompt.AsSpan(0, 1)));
double first = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;

// The runtime's own start counts too, so the clock is the process's age; asking for it takes long, so that is done now.
using Process process = Process.GetCurrentProcess();
double started = (DateTime.Now - process.StartTime).TotalMilliseconds - Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
loaded += started;
first += started;

double filling = double.PositiveInfinity, decoding = double.PositiveInfinity;
float[] after = [];
List<int> tokens = new(decode);
int[] next = new int[1];
for (int round = 0; round < rounds; round++) {
    session.Reset();
    tokens.Clear();
    double begin = Seconds();
    ReadOnlySpan<float> logits = session.Forward(prompt);
    filling = Math.Min(filling, Seconds() - begin);
    after = logits.ToArray();
    begin = Seconds();
    for (int i = 0; i < decode; i++) {
        next[0] = Best(logits);
        tokens.Add(next[0]);
        logits = session.Forward(next);
    }
    decoding = Math.Min(decoding, Seconds() - begin);
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{{\"load_ms\": {loaded:F3}, \"first_token_ms\": {first:F3}, \"prefill_tokens_per_second\": {prefill / filling:F3}, \"decode_tokens_per_second\": {decode / decoding:F3}, \"tokens\": [{string.Join(", ", tokens)}], \"logits\": [{string.Join(", ", after.Select(value => value.ToString("G9", CultureInfo.InvariantCulture)))}]}}"));
return 0;

// Of one thread its own processor time, which a busy machine does not lengthen.
double Seconds() => model.Threads == 1 ? ThreadClock.Seconds : Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

static int ReadWidth(string path) {
    using BinaryReader reader = new(File.OpenRead(path));
    return reader.ReadInt32();
}

static int Best(ReadOnlySpan<float> logits) {
    int best = 0;
    for (int i = 1; i < logits.Length; i++) {
        if (logits[i] > logits[best]) {
            best = i;
        }
    }
    return best;
}
