using System;
using System.Linq;
using Bert;
using Sinter.Runtime;
using Xunit;

namespace Sinter.Encoders.Tests;

public sealed class BertTests {
    // Float32 in another order than the reference's float64; a wrong formula is far beyond it.
    const double Bound = 1e-5;

    static readonly int[][] Tokens = [.. Enumerable.Range(0, 6).Select(number => Fixtures.Read<int>("bert-cases", $"tokens.{number}"))];
    static readonly int[][] Kinds = [.. Enumerable.Range(0, 6).Select(number => Fixtures.Read<int>("bert-cases", $"kinds.{number}"))];

    [Theory]
    [InlineData("bert-prefixed", 1)]
    [InlineData("bert-bare", 3)]
    public void ASequenceIsThatOfTheReference(string checkpoint, int threads) {
        using SmallBert.Loaded model = SmallBert.Load(Fixtures.At(checkpoint), new LoadOptions { Threads = threads });
        using SmallBert.Session session = model.CreateSession();
        for (int number = 0; number < Tokens.Length; number++) {
            double distance = Fixtures.Distance(session.Encode(Tokens[number]), Fixtures.Read<float>("bert-cases", $"single.{number}"));
            Assert.True(distance < Bound, $"sequence {number} of {Tokens[number].Length} tokens is {distance:E2} from the reference");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void PackedSequencesAreThoseOfTheReferenceOneByOne(int threads) {
        using SmallBert.Loaded model = SmallBert.Load(Fixtures.At("bert-bare"), new LoadOptions { Threads = threads });
        using SmallBert.Session session = model.CreateSession();
        // All together, in several orders and numbers; two that are equal show that a sequence does not see its like.
        foreach (int[] chosen in (int[][])[[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [2, 2], [1, 1, 1, 1], [3], [1, 2, 1]]) {
            CheckPacked(session, chosen);
        }
    }

    [Fact]
    public void PackedCallsFollowOneAnotherAsLongAsOneLikes() {
        // No call depends on the ones before, so no context fills up.
        using SmallBert.Loaded model = SmallBert.Load(Fixtures.At("bert-bare"), new LoadOptions { Threads = 1 });
        using SmallBert.Session session = model.CreateSession();
        for (int call = 0; call < 20; call++) {
            CheckPacked(session, [call % 6, 2, (call + 3) % 6]);
        }
    }

    [Fact]
    public void EagerAndCompiledAgree() {
        SmallBert eager = new();
        Checkpoint.Load(eager, Fixtures.At("bert-prefixed"));
        PackedBatch batch = Pack([4, 0]);
        Tensor packed = eager.EncodePacked(Vector(batch.Tokens), Vector(batch.Kinds), Vector(batch.Places), Vector(batch.Sequences));
        double distance = Fixtures.Distance(packed.ToArray<float>(), [.. Expected("joined", [4, 0])]);
        Assert.True(distance < Bound, $"the eager packed batch is {distance:E2} from the reference");

        static Tensor Vector(int[] values) => Tensor.From(values, values.Length);
    }

    [Fact]
    public void APlaceBeyondTheContextIsRefused() {
        using SmallBert.Loaded model = SmallBert.Load(Fixtures.At("bert-bare"), new LoadOptions { Threads = 1 });
        using SmallBert.Session session = model.CreateSession();
        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => { session.EncodePacked([7], [0], [24], [0]); });
        Assert.Contains("places", refused.Message, StringComparison.Ordinal);
    }

    static void CheckPacked(SmallBert.Session session, int[] chosen) {
        PackedBatch batch = Pack(chosen);
        double distance = Fixtures.Distance(session.EncodePacked(batch.Tokens, batch.Kinds, batch.Places, batch.Sequences), [.. Expected("joined", chosen)]);
        Assert.True(distance < Bound, $"sequences {string.Join(", ", chosen)} packed are {distance:E2} from the reference");
    }

    static PackedBatch Pack(int[] chosen) {
        PackedBatch batch = new([.. chosen.Select(number => Tokens[number])]);
        chosen.SelectMany(number => Kinds[number]).ToArray().CopyTo(batch.Kinds, 0);
        return batch;
    }

    static float[] Expected(string what, int[] chosen) => [.. chosen.SelectMany(number => Fixtures.Read<float>("bert-cases", $"{what}.{number}"))];
}
