using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace Sinter.EndToEnd.Tests;

/// <summary>Free-form models: the same C# compiled and eager.</summary>
public sealed class FreeFormTests(ITestOutputHelper output) {
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(300)]
    public void ForgetfulAttentionCompiledEqualsEager(int time) {
        Dictionary<string, (int[] Shape, float[] Values)> weights = [];
        Forgetful eager = new();
        Checkpoint.Bind(eager, path => {
            int[] shape = path == "norm.scale" ? [24] : path == "attention.gate.weight" ? [3, 24] : path == "attention.gate.bias" ? [3] : [24, 24];
            float[] values = HashedWeights.Unit(5, path, shape.Aggregate(1, (a, b) => a * b));
            weights[path] = (shape, values);
            return Tensor.From(values, shape);
        });
        // The running sum of log gates reaches about -time, and its rounding in float32 is that of the scores.
        double tolerance = 1e-6 * Math.Max(20, time);
        float[] x = HashedWeights.Unit(9, "x", time * 24);
        float[] expected = Step.Run(0, Tensor.From(x, time, 24), eager.Encode).ToArray<float>();
        string path = Path.Combine(Path.GetTempPath(), $"sinter-{Guid.NewGuid():N}.safetensors");
        SafetensorsWriter.Write(path, weights);
        foreach (int threads in new[] { 1, 2 }) {
            using Forgetful.Loaded model = Forgetful.Load(path, new Runtime.LoadOptions { Threads = threads });
            using Forgetful.Session session = model.CreateSession();
            ReadOnlySpan<float> actual = session.Encode(x);
            double worst = 0;
            for (int i = 0; i < expected.Length; i++) {
                worst = Math.Max(worst, Math.Abs(actual[i] - expected[i]) / Math.Max(1, Math.Abs(expected[i])));
            }
            output.WriteLine($"{time} tokens, {threads} threads: largest difference {worst:E2}");
            Assert.True(actual.Length == expected.Length && worst < tolerance, $"{time} tokens, {threads} threads: {actual.Length} values, largest difference {worst:E2}");
        }
        File.Delete(path);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(200)]
    public void ACausalConvolutionIsAContractionOfWindows(int time) {
        float[] weight = HashedWeights.Unit(3, "weight", 11 * 3 * 6);
        float[] bias = HashedWeights.Unit(3, "bias", 11);
        float[] x = HashedWeights.Unit(4, "x", time * 6);
        double[] expected = new double[time * 11];
        for (int t = 0; t < time; t++) {
            for (int o = 0; o < 11; o++) {
                double sum = bias[o];
                for (int k = 0; k < 3; k++) {
                    int from = t - (2 - k) * 2;
                    for (int c = 0; c < 6 && from >= 0; c++) {
                        sum += (double)weight[(o * 3 + k) * 6 + c] * x[from * 6 + c];
                    }
                }
                expected[t * 11 + o] = sum;
            }
        }
        CausalConvolution eager = new();
        Checkpoint.Bind(eager, path => path == "weight" ? Tensor.From(weight, 11, 3, 6) : Tensor.From(bias, 11));
        float[] eagerly = Step.Run(0, Tensor.From(x, time, 6), eager.Filter).ToArray<float>();
        string path = Path.Combine(Path.GetTempPath(), $"sinter-{Guid.NewGuid():N}.safetensors");
        SafetensorsWriter.Write(path, new() { ["weight"] = ([11, 3, 6], weight), ["bias"] = ([11], bias) });
        using CausalConvolution.Loaded model = CausalConvolution.Load(path);
        File.Delete(path);
        using CausalConvolution.Session session = model.CreateSession();
        ReadOnlySpan<float> compiled = session.Filter(x);
        for (int i = 0; i < expected.Length; i++) {
            Assert.True(Math.Abs(compiled[i] - expected[i]) < 1e-5 && Math.Abs(eagerly[i] - expected[i]) < 1e-5, $"element {i} of {time} tokens: expected {expected[i]}, compiled {compiled[i]}, eager {eagerly[i]}");
        }
    }
}
