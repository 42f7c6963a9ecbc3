using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Sinter.Runtime.Sampling;
using Sinter.Runtime.Tokenizers;
using Xunit;

namespace Sinter.Runtime.Tests;

public class TextGeneratorTests {
    static readonly Tokenizer Tokenizer = new LetterModel.Letters();
    static readonly GenerationOptions Greedy = new() { Sampling = SamplingOptions.Greedy };

    // llama2.c shows as many tokens as it makes steps: begin-of-sequence is fed and not shown, the last is shown and not fed.
    [Theory]
    [InlineData(1, "a")]
    [InlineData(2, "ab")]
    [InlineData(3, "abc")]
    [InlineData(4, "abcd")]
    [InlineData(10, "abcdefghij")]
    public void StepsCountPositionsAsLlama2CDoes(int steps, string expected) {
        using LoadedModel model = LetterModel.Load();
        using ModelSession session = model.CreateSession();
        (string text, GenerationStatistics statistics) = Generate(session, "abc", Greedy with { Steps = steps });
        Assert.Equal(expected, text);
        Assert.Equal(steps, session.Position);
        Assert.Equal(GenerationEnd.Length, statistics.End);
        Assert.Equal(Math.Min(steps, 4), statistics.PromptTokens);
        Assert.Equal(Math.Max(0, steps - 3), statistics.GeneratedTokens);
        Assert.Equal(Math.Max(0, steps - 4), statistics.Steps);
    }

    [Fact]
    public void AFurtherBeginOfSequenceEndsTheText() {
        using LoadedModel model = LetterModel.Load(stop: 8);
        using ModelSession session = model.CreateSession();
        (string text, GenerationStatistics statistics) = Generate(session, "abc", Greedy with { Steps = 100 });
        Assert.Equal("abcdefg", text);
        Assert.Equal(GenerationEnd.StopToken, statistics.End);
        Assert.Equal(5, statistics.GeneratedTokens);
    }

    [Fact]
    public void StopTokensAreThoseGiven() {
        using LoadedModel model = LetterModel.Load();
        using ModelSession session = model.CreateSession();
        Assert.Equal("abcdef", Generate(session, "abc", Greedy with { StopTokens = ['g' - 'a' + 3] }).Text);
    }

    [Theory]
    [InlineData(0, "abc")]
    [InlineData(1, "abcd")]
    [InlineData(4, "abcdefg")]
    public void MaximumTokensCountsThoseAfterThePrompt(int maximum, string expected) {
        using LoadedModel model = LetterModel.Load();
        using ModelSession session = model.CreateSession();
        Assert.Equal(expected, Generate(session, "abc", Greedy with { MaximumTokens = maximum }).Text);
    }

    [Fact]
    public void WithoutALimitTheContextEndsTheText() {
        using LoadedModel model = LetterModel.Load();
        using ModelSession session = model.CreateSession();
        (string text, GenerationStatistics statistics) = Generate(session, "", Greedy);
        Assert.Equal(GenerationEnd.Context, statistics.End);
        Assert.Equal(LetterModel.Context, session.Position);
        // 29 tokens make the 28 characters of one round.
        Assert.StartsWith("abcdefghijklmnopqrstuvwxyz \u00E9abc", text);
        Assert.Equal(LetterModel.Context / 29 * 28 + LetterModel.Context % 29, text.Length);
    }

    [Fact]
    public void ThePromptIsShownOnlyIfAskedFor() {
        using LoadedModel model = LetterModel.Load();
        using ModelSession session = model.CreateSession();
        Assert.Equal("def", Generate(session, "abc", Greedy with { MaximumTokens = 3, EchoPrompt = false }).Text);
    }

    [Fact]
    public void ALaterPromptGoesOn() {
        using LoadedModel model = LetterModel.Load();
        using ModelSession session = model.CreateSession();
        Generate(session, "ab", Greedy with { Steps = 5 });
        Assert.Equal(5, session.Position);
        Assert.Equal("xyz", Generate(session, "x", Greedy with { Steps = 7 }).Text);
        Assert.Equal(7, session.Position);
        Assert.Throws<ArgumentException>(() => Generate(session, "", Greedy));
        Assert.Contains("position of 7", Assert.Throws<ArgumentOutOfRangeException>(() => Generate(session, "a", Greedy with { Steps = 7 })).Message);
    }

    [Fact]
    public void ALongPromptIsFedInChunks() {
        using LoadedModel model = LetterModel.Load();
        using ModelSession session = model.CreateSession(new SessionOptions { ChunkTime = 16 });
        string prompt = new('k', 100);
        (string text, GenerationStatistics statistics) = Generate(session, prompt, Greedy with { MaximumTokens = 2 });
        Assert.Equal(prompt + "lm", text);
        Assert.Equal(101, statistics.PromptTokens);
        Assert.True(statistics.PromptTokensPerSecond > 0);
        Assert.True(statistics.GeneratedTokensPerSecond > 0);
    }

    [Fact]
    public void APromptBeyondTheContextIsRefusedBeforeItIsShown() {
        using LoadedModel model = LetterModel.Load();
        using ModelSession session = model.CreateSession();
        string prompt = new('a', LetterModel.Context);
        ContextOverflowException error = Assert.Throws<ContextOverflowException>(() => session.Generate(Tokenizer, prompt, _ => Assert.Fail("shown"), Greedy));
        Assert.Equal(LetterModel.Context + 1, error.Time);
        Assert.Throws<ContextOverflowException>(() => session.GenerateAsync(Tokenizer, prompt, Greedy));
        Assert.Equal(0, session.Position);
    }

    [Fact]
    public void ImpossibleOptionsAreRefused() {
        using LoadedModel model = LetterModel.Load();
        using ModelSession session = model.CreateSession();
        Assert.Throws<ArgumentOutOfRangeException>(() => Generate(session, "a", Greedy with { Steps = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Generate(session, "a", Greedy with { MaximumTokens = -1 }));
        Assert.Contains("at most 32 tokens, found one of 33", Assert.Throws<ArgumentException>(
            () => session.Generate(new LetterModel.Letters(33), "a", _ => { })).Message);
    }

    [Fact]
    public void ACharacterOfTwoTokensComesWhole() {
        using LoadedModel model = LetterModel.Load();
        using ModelSession session = model.CreateSession();
        List<string> pieces = [];
        session.Generate(Tokenizer, "y", piece => pieces.Add(piece.ToString()), Greedy with { Steps = 6 });
        Assert.Equal(["y", "z", " ", "\u00E9", "a"], pieces);
        session.Reset();
        pieces.Clear();
        session.Generate(Tokenizer, "y", piece => pieces.Add(piece.ToString()), Greedy with { Steps = 4 });
        // Cut in the middle, the half character is marked as such.
        Assert.Equal(["y", "z", " ", "\uFFFD"], pieces);
    }

    [Fact]
    public async Task TheStreamIsTheSameText() {
        using LoadedModel model = LetterModel.Load();
        using ModelSession session = model.CreateSession();
        var statistics = new GenerationStatistics();
        List<string> pieces = [];
        await foreach (string piece in session.GenerateAsync(Tokenizer, "y", Greedy with { Steps = 6 }, statistics)) {
            pieces.Add(piece);
        }
        Assert.Equal(["y", "z", " ", "\u00E9", "a"], pieces);
        Assert.Equal(GenerationEnd.Length, statistics.End);
        Assert.Equal(2, statistics.PromptTokens);
    }

    [Fact]
    public async Task CancellationEndsTheStreamBetweenSteps() {
        using LoadedModel model = LetterModel.Load(stepMicroseconds: 1000);
        using ModelSession session = model.CreateSession();
        using var source = new CancellationTokenSource();
        int pieces = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => {
            await foreach (string piece in session.GenerateAsync(Tokenizer, "a", Greedy, cancellation: source.Token)) {
                if (++pieces == 5) {
                    source.Cancel();
                }
            }
        });
        Assert.Equal(5, pieces);
        // The prompt of two tokens is the first piece, the next comes with it fed.
        Assert.Equal(5, session.Position);
        Assert.Equal("xyz", Generate(session, "x", Greedy with { MaximumTokens = 2 }).Text);
    }

    [Fact]
    public async Task CancellationByTheConsumerWorksToo() {
        using LoadedModel model = LetterModel.Load(stepMicroseconds: 1000);
        using ModelSession session = model.CreateSession();
        using var source = new CancellationTokenSource();
        int pieces = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => {
            await foreach (string piece in session.GenerateAsync(Tokenizer, "a", Greedy).WithCancellation(source.Token)) {
                if (++pieces == 5) {
                    source.Cancel();
                }
            }
        });
        Assert.Equal(5, pieces);
        Assert.Equal(5, session.Position);
    }

    [Fact]
    public void CancellationEndsALongPrompt() {
        using LoadedModel model = LetterModel.Load();
        using ModelSession session = model.CreateSession(new SessionOptions { ChunkTime = 16 });
        using var source = new CancellationTokenSource();
        var progress = new AtPiece(3, source.Cancel);
        Assert.ThrowsAny<OperationCanceledException>(
            () => session.Generate(Tokenizer, new string('a', 590), _ => { }, Greedy with { PromptProgress = progress }, source.Token));
        Assert.Equal(48, session.Position);
        // The prompt goes with the token that begins a sequence.
        Assert.Equal([new(16, 591), new(32, 591), new(48, 591)], progress.Reports);
    }

    sealed class AtPiece(int last, Action end) : IProgress<PromptProgress> {
        public List<PromptProgress> Reports { get; } = [];

        public void Report(PromptProgress value) {
            Reports.Add(value);
            if (Reports.Count == last) {
                end();
            }
        }
    }

    [Fact]
    public async Task LeavingTheStreamLeavesTheSessionWhereItIs() {
        using LoadedModel model = LetterModel.Load();
        using ModelSession session = model.CreateSession();
        await foreach (string piece in session.GenerateAsync(Tokenizer, "abc", Greedy)) {
            if (piece == "f") {
                break;
            }
        }
        Assert.Equal(6, session.Position);
    }

    [Fact]
    public void TheSameSeedMakesTheSameText() {
        using LoadedModel model = LetterModel.Load();
        using ModelSession session = model.CreateSession();
        var options = new GenerationOptions { Sampling = new SamplingOptions { Temperature = 3, TopK = 20 }, Steps = 60 };
        (string first, GenerationStatistics statistics) = Generate(session, "abc", options);
        session.Reset();
        options = options with { Sampling = options.Sampling with { Seed = statistics.Seed } };
        Assert.Equal(first, Generate(session, "abc", options).Text);
        session.Reset();
        options = options with { Sampling = options.Sampling with { Seed = statistics.Seed + 1 } };
        Assert.NotEqual(first, Generate(session, "abc", options).Text);
    }

    [Fact]
    public async Task ManyStreamsRunAtOnce() {
        using LoadedModel model = LetterModel.Load();
        string[] texts = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i => {
            using ModelSession session = model.CreateSession();
            var text = new StringBuilder();
            await foreach (string piece in session.GenerateAsync(Tokenizer, ((char)('a' + i)).ToString(), Greedy with { MaximumTokens = 10 })) {
                text.Append(piece);
            }
            return text.ToString();
        }));
        Assert.All(texts, (text, i) => Assert.Equal("abcdefghijklmnopqrstuvwxyz".Substring(i, 11), text));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ATokenMoreAllocatesNothing(float temperature) {
        using LoadedModel model = LetterModel.Load();
        using ModelSession session = model.CreateSession();
        var sampling = new SamplingOptions { Temperature = temperature, TopK = 8, TopP = 0.9f, Seed = 1 };
        long Allocated(int tokens) {
            session.Reset();
            var options = new GenerationOptions { Sampling = sampling, MaximumTokens = tokens, StopTokens = [] };
            long before = GC.GetAllocatedBytesForCurrentThread();
            session.Generate(Tokenizer, "abc", _ => { }, options);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Allocated(3);
        Assert.Equal(Allocated(3), Allocated(500));
    }

    [Fact]
    public void PeakMemoryIsThatOfTheProcess() {
        long before = PeakMemory.ReadBytes();
        Assert.InRange(before, 1 << 20, 1L << 45);
        byte[] block = new byte[64 << 20];
        Array.Fill(block, (byte)1);
        Assert.True(PeakMemory.ReadBytes() >= Math.Max(before, block.Length));
    }

    static (string Text, GenerationStatistics Statistics) Generate(ModelSession session, string prompt, GenerationOptions options) {
        var text = new StringBuilder();
        GenerationStatistics statistics = session.Generate(Tokenizer, prompt, piece => text.Append(piece), options);
        return (text.ToString(), statistics);
    }
}
