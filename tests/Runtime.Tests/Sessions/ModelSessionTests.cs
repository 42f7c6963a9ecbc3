using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Sinter.Runtime.Tests;

public class ModelSessionTests {
    const int Variant = 0;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void LogitsAreThoseOfTheWholeHistory(int threads) {
        using LoadedModel model = FakeModel.Load(threads);
        using ModelSession session = model.CreateSession();
        int[] tokens = FakeModel.Tokens(20, seed: 1);
        Assert.Equal(FakeModel.Logits(tokens[..7]), session.Forward(tokens.AsSpan(0, 7)).ToArray());
        Assert.Equal(0, Report(session)[Variant]);
        for (int i = 7; i < tokens.Length; i++) {
            Assert.Equal(i, session.Position);
            Assert.Equal(FakeModel.Logits(tokens[..(i + 1)]), session.Forward([tokens[i]]).ToArray());
            Assert.Equal([1, 1, i, threads, 0], Report(session));
        }
    }

    [Theory]
    [InlineData(1, 37)]
    [InlineData(16, 37)]
    [InlineData(17, 64)]
    [InlineData(16, 33)]
    [InlineData(48, 100)]
    [InlineData(1000, 100)]
    public void LongPromptsAreFedInChunks(int chunk, int length) {
        using LoadedModel model = FakeModel.Load();
        using ModelSession session = model.CreateSession(new SessionOptions { ChunkTime = chunk });
        // Tokens take 4 bytes, so runs of them begin at multiples of 16.
        Assert.Equal(chunk > 96 ? 100 : (chunk + 15) / 16 * 16, session.ChunkTime);
        int[] tokens = FakeModel.Tokens(length, seed: 2);
        Assert.Equal(FakeModel.Logits(tokens), session.Forward(tokens).ToArray());
        int[] report = Report(session);
        int last = length % session.ChunkTime == 0 ? Math.Min(length, session.ChunkTime) : length % session.ChunkTime;
        Assert.Equal([last == 1 ? 1 : 0, last, length - last], report[..3]);
        Assert.Equal(length, session.Position);
    }

    [Theory]
    [InlineData(16, 37)]
    [InlineData(100, 37)]
    public void OutputsWithTimeHaveTheRowsOfAllChunks(int chunk, int length) {
        using LoadedModel model = FakeModel.Load(2);
        using ModelSession session = model.CreateSession(new SessionOptions { ChunkTime = chunk });
        int[] tokens = FakeModel.Tokens(length, seed: 3);
        EntryCall score = session.Entry("Score");
        score.Input<int>(0, tokens);
        score.Run();
        float[] expected = [.. Enumerable.Range(1, length).SelectMany(count => FakeModel.Logits(tokens[..count]))];
        Assert.Equal(expected, score.Output<float>(0).ToArray());
        Assert.Equal(FakeModel.Logits([.. tokens, 4]), session.Forward([4]).ToArray());
    }

    [Fact]
    public void AShorterCallAfterALongerOneReadsNoOldRows() {
        using LoadedModel model = FakeModel.Load();
        using ModelSession session = model.CreateSession();
        EntryCall score = session.Entry("Score");
        foreach (int length in (int[])[30, 3, 40]) {
            score.Input<int>(0, FakeModel.Tokens(length, seed: length));
            score.Run();
            Assert.Equal(length * FakeModel.Vocabulary, score.Output<float>(0).Length);
        }
    }

    [Fact]
    public void TheContextIsTheLastTokenThatFits() {
        using LoadedModel model = FakeModel.Load();
        using ModelSession session = model.CreateSession();
        int[] tokens = FakeModel.Tokens(FakeModel.Context, seed: 4);
        Assert.Equal(FakeModel.Context, session.Context);
        session.Forward(tokens.AsSpan(0, 99));
        ContextOverflowException error = Assert.Throws<ContextOverflowException>(() => session.Forward([1, 2]));
        Assert.Equal((99, 2, 100), (error.Past, error.Time, error.Context));
        Assert.Contains("99 earlier tokens and 2 new ones are 101, more than its context of 100", error.Message);
        Assert.Equal(FakeModel.Logits(tokens), session.Forward(tokens.AsSpan(99)).ToArray());
        Assert.Throws<ContextOverflowException>(() => session.Forward([1]));
        Assert.Throws<ContextOverflowException>(() => model.CreateSession().Forward(new int[101]));
    }

    [Fact]
    public void RewindForgetsTheLatestTokens() {
        using LoadedModel model = FakeModel.Load();
        using ModelSession session = model.CreateSession();
        int[] tokens = FakeModel.Tokens(9, seed: 5);
        session.Forward(tokens);
        session.Rewind(4);
        Assert.Equal(4, session.Position);
        Assert.Equal(FakeModel.Logits([.. tokens[..4], 10, 3]), session.Forward([10, 3]).ToArray());
        session.Reset();
        Assert.Equal(0, session.Position);
        Assert.Equal(FakeModel.Logits([6]), session.Forward([6]).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Rewind(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Rewind(-1));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(FakeModel.Vocabulary)]
    [InlineData(int.MinValue)]
    public void ATokenOutsideTheVocabularyIsNamedAndChangesNothing(int token) {
        using LoadedModel model = FakeModel.Load();
        using ModelSession session = model.CreateSession();
        session.Forward([5]);
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => session.Forward([1, token, 2]));
        Assert.Contains($"element 1: expected 0 to 10, found {token}", error.Message);
        Assert.Equal(1, session.Position);
        Assert.Equal(FakeModel.Logits([5, 7]), session.Forward([7]).ToArray());
    }

    [Fact]
    public void NoTokensAreRefused() {
        using LoadedModel model = FakeModel.Load();
        using ModelSession session = model.CreateSession();
        Assert.Contains("expected Time from 1 to 100, found 0", Assert.Throws<ArgumentOutOfRangeException>(() => session.Forward([])).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AStepAllocatesNothing(int threads) {
        using LoadedModel model = FakeModel.Load(threads);
        using ModelSession session = model.CreateSession();
        int[] prompt = FakeModel.Tokens(20, seed: 6);
        session.Forward(prompt);
        session.Reset();
        long before = GC.GetAllocatedBytesForCurrentThread();
        session.Forward(prompt);
        for (int i = 0; i < 50; i++) {
            session.Forward([i % FakeModel.Vocabulary]);
        }
        session.Rewind(30);
        session.Reset();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(2)]
    public void ManySessionsRunFromManyThreads(int? threads) {
        using LoadedModel model = FakeModel.Load(2);
        Parallel.For(0, 12, new ParallelOptions { MaxDegreeOfParallelism = 6 }, seed => {
            using ModelSession session = model.CreateSession(new SessionOptions { Threads = threads, ChunkTime = 16 });
            int[] tokens = FakeModel.Tokens(60, seed);
            Assert.Equal(FakeModel.Logits(tokens[..35]), session.Forward(tokens.AsSpan(0, 35)).ToArray());
            for (int i = 35; i < tokens.Length; i++) {
                Assert.Equal(FakeModel.Logits(tokens[..(i + 1)]), session.Forward([tokens[i]]).ToArray());
                Assert.Equal([1, 1, i, threads ?? 2, 0], Report(session));
            }
        });
    }

    [Fact]
    public void ASessionHasAnAnswerOnlyForOneThreadAtATime() {
        using LoadedModel model = FakeModel.Load();
        using ModelSession session = model.CreateSession();
        session.Enter();
        Exception? found = null;
        var other = new Thread(() => found = Record.Exception(() => session.Forward([1])));
        other.Start();
        other.Join();
        session.Leave();
        Assert.Contains("in use on another thread", Assert.IsType<InvalidOperationException>(found).Message);
        Assert.Equal(FakeModel.Logits([1]), session.Forward([1]).ToArray());
    }

    [Fact]
    public void ADisposedSessionRefusesEverything() {
        using LoadedModel model = FakeModel.Load();
        ModelSession session = model.CreateSession();
        ReadOnlySpan<float> kept = session.Forward([3]);
        session.Dispose();
        session.Dispose();
        // The span outlives the session: it is managed memory.
        Assert.Equal(FakeModel.Logits([3]), kept.ToArray());
        Assert.Throws<ObjectDisposedException>(() => session.Forward([1]));
        Assert.Throws<ObjectDisposedException>(() => session.Reset());
        Assert.Throws<ObjectDisposedException>(() => session.Entry("Score").Run());
        Assert.Throws<ObjectDisposedException>(() => session.Entry("Forward").Output<float>(0).ToArray());
    }

    [Fact]
    public void DisposeDuringACallTakesEffectWhenTheCallEnds() {
        using LoadedModel model = FakeModel.Load();
        ModelSession session = model.CreateSession();
        session.Enter();
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Enter());
        // Still there: the call in progress may write to it.
        session.Memory.ClearState(0);
        session.Leave();
        Assert.Throws<ObjectDisposedException>(() => session.Forward([1]));
    }

    static int[] Report(ModelSession session) => session.Entry("Forward").Output<int>(1).ToArray();
}
