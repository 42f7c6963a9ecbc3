using System;
using System.IO;
using System.Linq;
using Sinter.Runtime;
using Xunit;
using Xunit.Abstractions;

namespace Sinter.Zoo.Tests.Blocks;

/// <summary>At 16,384 tokens a matrix of pairs would take a gigabyte a head.</summary>
public sealed class LongAttentionTests(ITestOutputHelper log) {
    private const int Time = 16_384, Heads = 2, Width = 4, Reach = 100;
    private const long MostBytes = 64 << 20;

    [Fact]
    public void SixteenThousandTokensNeedNoMatrixOfPairs() {
        var random = new Random(7);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1))];
        float[] sinks = Draw(Heads), rows = Draw((Reach + 1) * Width), q = Draw(Time * Heads * Width), k = Draw(Time * Width), v = Draw(Time * Width);
        // The gates fade slowly, so that far keys count; three segments of unequal length.
        float[] fade = [.. Enumerable.Range(0, Heads).SelectMany(h => Enumerable.Range(0, Time).Select(t => -0.0001f * (h + 1) * t))];
        int[] segments = [.. Enumerable.Range(0, Time).Select(t => t < 1000 ? 0 : t < 1003 ? 1 : 2)];
        string path = Path.Combine(Path.GetTempPath(), $"sinter-long-{Guid.NewGuid():N}.safetensors");
        WeightFiles.Write(path, ("sinks", new Values(sinks, [Heads])), ("rows", new Values(rows, [Reach + 1, Width])));
        using LongAttention.Loaded model = LongAttention.Load(path, new LoadOptions { Threads = 2 });
        File.Delete(path);
        using LongAttention.Session session = model.CreateSession();
        // The peak counts from here on; the process is not alone with this test, but no other takes a gigabyte.
        File.WriteAllText("/proc/self/clear_refs", "5");
        long before = PeakMemory.ReadBytes();
        float[] found = session.Encode(q, k, v, segments, fade).ToArray();
        long grown = PeakMemory.ReadBytes() - before;
        log.WriteLine($"{Time} tokens: the peak of memory grew by {grown >> 20} MiB");
        Assert.True(grown < MostBytes, $"{Time} tokens: the peak of memory grew by {grown >> 20} MiB, allowed are {MostBytes >> 20}");

        double worst = 0;
        foreach (int t in (int[])[0, 1, 999, 1000, 1002, 1003, 5000, Time - 1]) {
            for (int h = 0; h < Heads; h++) {
                double[] expected = Expected(t, h, q, k, v, segments, fade, sinks, rows);
                worst = Math.Max(worst, Enumerable.Range(0, Width).Max(e => Math.Abs(found[(t * Heads + h) * Width + e] - expected[e])));
            }
        }
        log.WriteLine($"largest error {worst:E2}");
        Assert.True(worst < 1e-5, $"largest error {worst:E2}");
    }

    private static double[] Expected(int t, int h, float[] q, float[] k, float[] v, int[] segments, float[] fade, float[] sinks, float[] rows) {
        double below = Math.Exp(sinks[h]);
        double[] above = new double[Width];
        for (int s = 0; s <= t; s++) {
            if (segments[s] != segments[t]) {
                continue;
            }
            double dot = Enumerable.Range(0, Width).Sum(d => (double)q[(t * Heads + h) * Width + d] * (k[s * Width + d] + rows[Math.Min(t - s, Reach) * Width + d]));
            double weight = Math.Exp(5 * Math.Tanh(dot / Math.Sqrt(Width) / 5) + fade[h * Time + t] - fade[h * Time + s]);
            below += weight;
            for (int e = 0; e < Width; e++) {
                above[e] += weight * v[s * Width + e];
            }
        }
        return [.. above.Select(value => value / below)];
    }
}
