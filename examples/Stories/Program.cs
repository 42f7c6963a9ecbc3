using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using Sinter.Runtime;
using Sinter.Runtime.Sampling;
using Sinter.Runtime.Tokenizers;
using Sinter.Runtime.Weights;
using Stories;

string ownModel = Path.Combine(AppContext.BaseDirectory, "Model");
Option<string?> weights = new("--weights") { Description = "Weights of this architecture: a safetensors, GGUF or llama2.c file. Default: the model that ships with the example.", HelpName = "FILE" };
Option<string?> tokenizer = new("--tokenizer") { Description = "A llama2.c tokenizer.bin, or a GGUF file with a tokenizer inside. Default: the GGUF weights' own, or the example's.", HelpName = "FILE" };
Option<string> prompt = new("--prompt") { Description = "The text to go on from.", DefaultValueFactory = _ => "Once upon a time", HelpName = "TEXT" };
Option<int> steps = new("--steps") { Description = "Positions to fill, the prompt's and the leading begin-of-sequence token included; at most the model's context of 512.", DefaultValueFactory = _ => 512, HelpName = "N" };
Option<float> temperature = new("--temperature") { Description = "0 always takes the most probable token, 1 draws by the model's probabilities.", DefaultValueFactory = _ => 0.8f, HelpName = "T" };
Option<int> topK = new("--top-k") { Description = "Draw from the k most probable tokens only; 0 for all.", HelpName = "K" };
Option<float> topP = new("--top-p") { Description = "Draw from the most probable tokens that together reach this probability; 1 for all.", DefaultValueFactory = _ => 0.9f, HelpName = "P" };
Option<float> minP = new("--min-p") { Description = "Drop tokens less probable than this share of the most probable one; 0 for none.", HelpName = "P" };
Option<ulong?> seed = new("--seed") { Description = "Makes a drawn text repeatable.", HelpName = "N" };
Option<int> threads = new("--threads") { Description = "Threads to compute with; 0 for one a core.", DefaultValueFactory = _ => 1, HelpName = "N" };
Option<bool> stats = new("--stats") { Description = "Print load time, tokens per second and peak memory to standard error afterwards." };
Option<bool> profile = new("--profile") { Description = "Print to standard error afterwards what each kernel took." };
Option<string> trace = new("--trace") { Description = "Write each run of a kernel to this file, for chrome://tracing or Perfetto.", HelpName = "FILE" };
Option<bool> keep = new("--keep-prepared") { Description = "Keep what loading computes beside the weights, and use it the next time." };

RootCommand command = new("Tells a story with a small Llama, declared in C# and compiled by the build.") {
    weights, tokenizer, prompt, steps, temperature, topK, topP, minP, seed, threads, stats, profile, trace, keep,
};
command.SetAction(arguments => {
    using CancellationTokenSource cancelled = new();
    Console.CancelKeyPress += (_, pressed) => {
        pressed.Cancel = true;
        cancelled.Cancel();
    };
    try {
        string weightPath = arguments.GetValue(weights) ?? Path.Combine(ownModel, "stories.safetensors");
        GenerationOptions options = new() {
            Steps = arguments.GetValue(steps),
            Sampling = new SamplingOptions {
                Temperature = arguments.GetValue(temperature),
                TopK = arguments.GetValue(topK),
                TopP = arguments.GetValue(topP),
                MinP = arguments.GetValue(minP),
                Seed = arguments.GetValue(seed),
            },
        };
        using Stories260K.Loaded model = Stories260K.Load(weightPath, new LoadOptions {
            Threads = arguments.GetValue(threads),
            PreparedCache = arguments.GetValue(keep) ? new PreparedCacheOptions() : null,
        });
        Tokenizer words = OpenTokenizer(arguments.GetValue(tokenizer), weightPath);
        using ModelSession session = model.CreateSession(new SessionOptions { Profile = arguments.GetValue(profile) || arguments.GetValue(trace) is not null });
        using Stream output = Console.OpenStandardOutput();
        byte[] bytes = new byte[1024];
        GenerationStatistics statistics = TextGenerator.Generate(session, words, arguments.GetValue(prompt)!, piece => {
            // Straight to the stream, piece by piece: the reader sees the text as it comes.
            while (!piece.IsEmpty) {
                int count = Math.Min(piece.Length, bytes.Length / 3);
                output.Write(bytes.AsSpan(0, Encoding.UTF8.GetBytes(piece[..count], bytes)));
                piece = piece[count..];
            }
            output.Flush();
        }, options, cancelled.Token);
        Console.WriteLine();
        if (arguments.GetValue(stats)) {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"load {model.LoadTime.TotalMilliseconds:F1} ms, prompt {statistics.PromptTokensPerSecond:F0} tokens/s ({statistics.PromptTokens}), generated {statistics.GeneratedTokensPerSecond:F0} tokens/s ({statistics.GeneratedTokens}), peak memory {PeakMemory.ReadBytes() / 1048576.0:F1} MiB, seed {statistics.Seed}"));
        }
        if (arguments.GetValue(profile)) {
            session.Profile!.WriteTable(Console.Error);
        }
        if (arguments.GetValue(trace) is string traceFile) {
            using FileStream file = File.Create(traceFile);
            session.Profile!.WriteTrace(file);
        }
        return 0;
    } catch (OperationCanceledException) {
        Console.WriteLine();
        return 130;
    } catch (Exception error) when (error is WeightFileException or TokenizerException or NativeLibraryException or ContextOverflowException or IOException or UnauthorizedAccessException or ArgumentException) {
        Console.Error.WriteLine($"stories: {error.Message}");
        return 1;
    }
});
return command.Parse(args).Invoke();

Tokenizer OpenTokenizer(string? path, string weightPath) {
    if (path is null) {
        using FileStream file = File.OpenRead(weightPath);
        Span<byte> magic = stackalloc byte[4];
        bool isGguf = file.Read(magic) == 4 && magic.SequenceEqual("GGUF"u8);
        path = isGguf ? weightPath : Path.Combine(ownModel, "stories.tokenizer.bin");
    }
    return Tokenizer.Open(path, 512);
}
