using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Sinter.Runtime;
using Sinter.Runtime.Sampling;
using Sinter.Runtime.Tokenizers;
using Xunit;

namespace Sinter.EndToEnd.Tests;

/// <summary>A trained model in the three formats tells the stories that its own engine tells.</summary>
public sealed class StoriesTests {
    private sealed record Story(string Prompt, int Steps, string Text);

    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    private static Story[] Stories(string path) => JsonSerializer.Deserialize<Story[]>(File.ReadAllText(path), Options)!;

    public static TheoryData<string, int> Files => new() {
        { "stories260K.safetensors", 1 }, { "stories260K.gguf", 1 }, { "stories260K.bin", 1 }, { "stories260K.safetensors", 2 }, { "stories260K.gguf", 3 },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryStoryIsToldWordForWord(string weights, int threads) {
        using StoriesShape.Loaded model = StoriesShape.Load(Repository.Shared(weights), new LoadOptions { Threads = threads });
        Tokenizer tokenizer = Tokenizer.Open(Repository.Shared(weights.EndsWith(".gguf", StringComparison.Ordinal) ? weights : "stories260K.tokenizer.bin"), 512);
        foreach (Story story in Stories(Repository.Shared("stories260K.expected.json"))) {
            using ModelSession session = model.CreateSession();
            Assert.Equal(story.Text, Tell(session, tokenizer, story));
        }
    }

    [Fact]
    public void TheExamplesOwnModelTellsWhatItsTrainingRecorded() {
        using StoriesShape.Loaded model = StoriesShape.Load(Repository.File("examples", "Stories", "Model", "stories.safetensors"));
        Tokenizer tokenizer = Tokenizer.Open(Repository.File("examples", "Stories", "Model", "stories.tokenizer.bin"), 512);
        foreach (Story story in Stories(Repository.File("examples", "Stories", "Model", "stories.expected.json"))) {
            using ModelSession session = model.CreateSession();
            Assert.Equal(story.Text, Tell(session, tokenizer, story));
        }
    }

    [Fact]
    public void PrefillThenDecodingEqualsDecodingAll() {
        using StoriesShape.Loaded model = StoriesShape.Load(Repository.Shared("stories260K.safetensors"));
        int[] tokens = [.. Enumerable.Range(0, 200).Select(i => i == 0 ? 1 : 3 + (i * 7919) % 509)];
        using ModelSession stepwise = model.CreateSession();
        foreach (int prefix in new[] { 1, 2, 5, 6, 7, 63, 128, 199 }) {
            using ModelSession prefilled = model.CreateSession();
            stepwise.Reset();
            float[] expected = [];
            for (int i = 0; i < tokens.Length; i++) {
                float[] logits = stepwise.Forward(tokens.AsSpan(i, 1)).ToArray();
                float[] other = i < prefix - 1 ? [] : i == prefix - 1 ? prefilled.Forward(tokens.AsSpan(0, prefix)).ToArray() : prefilled.Forward(tokens.AsSpan(i, 1)).ToArray();
                for (int j = 0; j < other.Length; j++) {
                    Assert.True(Math.Abs(logits[j] - other[j]) < 1e-4, $"prefix {prefix}, position {i}, logit {j}: {logits[j]} stepwise, {other[j]} prefilled");
                }
                expected = logits;
            }
            Assert.Equal(512, expected.Length);
        }
    }

    [Fact]
    public void ADecodingStepAllocatesNothing() {
        using StoriesShape.Loaded model = StoriesShape.Load(Repository.Shared("stories260K.safetensors"), new LoadOptions { Threads = 1 });
        using StoriesShape.Session session = model.CreateSession();
        Sampler sampler = new(new SamplingOptions { Temperature = 0.8f, TopP = 0.9f, Seed = 1 }, 512);
        int[] token = [1];
        for (int i = 0; i < 40; i++) {
            token[0] = sampler.Sample(session.Forward(token));
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 400; i++) {
            token[0] = sampler.Sample(session.Forward(token));
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task ManySessionsOnManyThreadsTellTheSameStory() {
        using StoriesShape.Loaded model = StoriesShape.Load(Repository.Shared("stories260K.safetensors"), new LoadOptions { Threads = 2 });
        Tokenizer tokenizer = Tokenizer.Open(Repository.Shared("stories260K.tokenizer.bin"), 512);
        Story story = Stories(Repository.Shared("stories260K.expected.json"))[0];
        string[] told = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => {
            using ModelSession session = model.CreateSession();
            return Tell(session, tokenizer, story);
        })));
        Assert.All(told, text => Assert.Equal(story.Text, text));
    }

    [Fact]
    public async Task TextStreamsAndStopsWhenItIsCancelled() {
        using StoriesShape.Loaded model = StoriesShape.Load(Repository.Shared("stories260K.safetensors"));
        Tokenizer tokenizer = Tokenizer.Open(Repository.Shared("stories260K.tokenizer.bin"), 512);
        Story story = Stories(Repository.Shared("stories260K.expected.json"))[0];
        using ModelSession session = model.CreateSession();
        using CancellationTokenSource cancelled = new();
        StringBuilder text = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => {
            await foreach (string piece in TextGenerator.GenerateAsync(session, tokenizer, story.Prompt, new GenerationOptions { Sampling = SamplingOptions.Greedy }, cancellation: cancelled.Token)) {
                text.Append(piece);
                if (text.Length > 60) {
                    cancelled.Cancel();
                }
            }
        });
        Assert.StartsWith(text.ToString(), story.Text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 60, 120);
    }

    private static string Tell(ModelSession session, Tokenizer tokenizer, Story story) {
        StringBuilder text = new();
        TextGenerator.Generate(session, tokenizer, story.Prompt, piece => text.Append(piece), new GenerationOptions { Steps = story.Steps, Sampling = SamplingOptions.Greedy });
        return text.ToString();
    }
}
