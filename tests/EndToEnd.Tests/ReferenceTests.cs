using System;
using System.IO;
using Sinter.Runtime;
using Xunit;
using Xunit.Abstractions;

namespace Sinter.EndToEnd.Tests;

/// <summary>Declared, built and loaded models against the independent PyTorch model in float64.</summary>
public sealed class ReferenceTests(ITestOutputHelper output) {
    // Logits of these models reach about 30; float32 sums of some hundred products in another order differ in the sixth digit.
    private const double Tolerance = 2e-4;

    public static TheoryData<string> Names => ["stories-shape", "all-heads-own-keys", "five-heads-untied", "one-key-head-untied", "single-token", "two-key-heads", "wide-heads-long"];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryPositionsLogitsAreThoseOfTheReference(string name) {
        Fixture fixture = Fixture.Read(name);
        float[] expected = fixture.Logits();
        foreach (int threads in new[] { 1, 2 }) {
            using LoadedModel model = Load(fixture, threads);
            foreach (int chunk in new[] { 1, 7, fixture.Tokens.Length }) {
                using ModelSession session = model.CreateSession();
                double worst = 0;
                for (int start = 0; start < fixture.Tokens.Length; start += chunk) {
                    int end = Math.Min(start + chunk, fixture.Tokens.Length);
                    ReadOnlySpan<float> logits = session.Forward(fixture.Tokens.AsSpan(start, end - start));
                    Assert.Equal(fixture.Vocabulary, logits.Length);
                    for (int i = 0; i < logits.Length; i++) {
                        float reference = expected[(end - 1) * fixture.Vocabulary + i];
                        worst = Math.Max(worst, Math.Abs(logits[i] - reference) / Math.Max(1, Math.Abs(reference)));
                    }
                }
                output.WriteLine($"{name}, {threads} threads, {chunk} tokens a call: largest difference {worst:E2}");
                Assert.True(worst < Tolerance, $"{name}, {threads} threads, {chunk} tokens a call: largest difference {worst:E2}, allowed {Tolerance:E1}");
            }
        }
    }

    private static LoadedModel Load(Fixture fixture, int threads) {
        string path = Path.Combine(Path.GetTempPath(), $"sinter-{fixture.Name}-{Guid.NewGuid():N}.safetensors");
        HashedWeights.Write(fixture, path);
        try {
            LoadOptions options = new() { Threads = threads };
            return fixture.Name switch {
                "stories-shape" => StoriesShape.Load(path, options),
                "all-heads-own-keys" => AllHeadsOwnKeys.Load(path, options),
                "five-heads-untied" => FiveHeadsUntied.Load(path, options),
                "one-key-head-untied" => OneKeyHeadUntied.Load(path, options),
                "single-token" => SingleToken.Load(path, options),
                "two-key-heads" => TwoKeyHeads.Load(path, options),
                _ => WideHeadsLong.Load(path, options),
            };
        } finally {
            // The file is mapped, and lives on without a name.
            File.Delete(path);
        }
    }
}
