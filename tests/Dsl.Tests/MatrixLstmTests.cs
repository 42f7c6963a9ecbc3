using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Blocks;
using Xunit;

namespace Sinter.Tests;

/// <summary>The memory of an mLSTM against its equations as the paper has them, in double precision and without the scale that keeps them from overflowing.</summary>
public class MatrixLstmTests {
    const int Rows = 7, Heads = 2, Keys = 3, Channels = 4;

    [Theory]
    [InlineData(new[] { 7 })]
    [InlineData(new[] { 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData(new[] { 3, 1, 3 })]
    public void The_memory_is_its_equations_at_once_and_in_steps(int[] calls) {
        Random random = new(5);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(4 * random.NextDouble() - 2))];
        float[] q = Numbers(Rows * Heads * Keys), k = Numbers(Rows * Heads * Keys), v = Numbers(Rows * Heads * Channels), input = Numbers(Rows * Heads), forget = Numbers(Rows * Heads);
        MatrixLstm block = new(Heads, Keys, Channels);
        List<double> found = [];
        int past = 0;
        foreach (int time in calls) {
            Tensor Part(float[] numbers, params int[] shape) => Operations.Slice(Tensor.From(numbers, [Rows, .. shape]), 0, past, time);
            found.AddRange(Step.Run(past, time, () => block[
                Part(q, Heads, Keys), Part(k, Heads, Keys), Part(v, Heads, Channels), Part(input, Heads), Part(forget, Heads)]).ToArray<double>());
            past += time;
        }
        double[] expected = Equations(q, k, v, input, forget);
        double largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++) {
            Assert.True(Math.Abs(found[i] - expected[i]) <= 5e-6 * largest, $"element {i}: expected {expected[i]:G9}, found {found[i]:G9}");
        }
    }

    static double[] Equations(float[] q, float[] k, float[] v, float[] input, float[] forget) {
        double[] result = new double[Rows * Heads * Channels];
        for (int head = 0; head < Heads; head++) {
            double[,] c = new double[Keys, Channels];
            double[] n = new double[Keys];
            for (int t = 0; t < Rows; t++) {
                int row = t * Heads + head;
                double f = 1 / (1 + Math.Exp(-forget[row])), i = Math.Exp(input[row]), weight = 0;
                for (int d = 0; d < Keys; d++) {
                    n[d] = f * n[d] + i * k[row * Keys + d];
                    weight += q[row * Keys + d] / Math.Sqrt(Keys) * n[d];
                    for (int e = 0; e < Channels; e++) {
                        c[d, e] = f * c[d, e] + i * k[row * Keys + d] * v[row * Channels + e];
                        result[row * Channels + e] += q[row * Keys + d] / Math.Sqrt(Keys) * c[d, e];
                    }
                }
                for (int e = 0; e < Channels; e++) {
                    result[row * Channels + e] /= Math.Max(Math.Abs(weight), 1);
                }
            }
        }
        return result;
    }
}
