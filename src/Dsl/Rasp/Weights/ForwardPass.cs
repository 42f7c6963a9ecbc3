using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Rasp.Weights;

/// <summary>
/// The transformer in f32, row by row, as anyone would write it down: it keeps the residual stream after each half layer and
/// what each head attends to.
/// </summary>
sealed class ForwardPass {
    readonly Dictionary<string, (int Rows, int Columns, float[] Values)> weights;
    readonly Dictionary<string, (int Column, float Value)[][]> sparse = [];
    readonly TransformerShape shape;

    public ForwardPass(TransformerShape shape, IEnumerable<TransformerWeight> weights) {
        this.shape = shape;
        this.weights = weights.ToDictionary(weight => weight.Name, weight => (weight.Shape[0], weight.Shape.Length > 1 ? weight.Shape[1] : 1, weight.Values.ToArray()));
    }

    /// <summary>The residual stream after each half layer, the embedding first; the attention of each layer's heads; the output.</summary>
    public sealed record Result(IReadOnlyList<float[][]> Residual, IReadOnlyList<float[][][]> Attention, float[][] Logits);

    /// <param name="tokens">For each position, that of the rest first, a token of each input.</param>
    public Result Run(int[][] tokens) {
        int time = tokens.Length;
        float[][] x = [.. tokens.Select((row, position) => Add([.. row.Select(token => Row("embedding.weight", token)), Row("positions.weight", position)]))];
        var residual = new List<float[][]> { x };
        var attention = new List<float[][][]>();
        for (int layer = 0; layer < shape.Layers; layer++) {
            var patterns = new float[shape.Heads[layer]][][];
            if (shape.Heads[layer] > 0) {
                float[][] mixed = Attend($"layers.{layer}.attention", Normed($"layers.{layer}.attention_norm", x), patterns);
                x = [.. x.Zip(mixed, (a, b) => Add([a, b]))];
            }
            attention.Add(patterns);
            residual.Add(x);
            if (shape.Hidden[layer] > 0) {
                float[][] normed = Normed($"layers.{layer}.feed_forward_norm", x);
                x = [.. x.Select((row, position) => Add([row, Mlp($"layers.{layer}.feed_forward", normed[position])]))];
            }
            residual.Add(x);
        }
        return new Result(residual, attention, [.. Normed("norm", x).Select(row => Times("output.weight", row))]);
    }

    // scale (x - mean) / sqrt(variance + epsilon) + bias, as Blocks.LayerNorm.
    float[][] Normed(string path, float[][] x) {
        if (!shape.LayerNorm) {
            return x;
        }
        float[] scale = weights[$"{path}.scale"].Values, bias = weights[$"{path}.bias"].Values;
        return [.. x.Select(row => {
            float mean = row.Sum() / row.Length;
            float[] centred = [.. row.Select(value => value - mean)];
            float factor = 1f / MathF.Sqrt((centred.Select(value => value * value).Sum() / row.Length) + 1e-5f);
            return centred.Select((value, i) => (value * factor * scale[i]) + bias[i]).ToArray();
        })];
    }

    float[][] Attend(string path, float[][] x, float[][][] patterns) {
        float[][] queries = [.. x.Select(row => Times($"{path}.query.weight", row))], keys = [.. x.Select(row => Times($"{path}.key.weight", row))], values = [.. x.Select(row => Times($"{path}.value.weight", row))];
        float scale = 1f / MathF.Sqrt(shape.HeadWidth);
        var joined = new float[x.Length][];
        for (int query = 0; query < x.Length; query++) {
            joined[query] = new float[queries[query].Length];
        }
        for (int head = 0; head < patterns.Length; head++) {
            int start = head * shape.HeadWidth;
            patterns[head] = new float[x.Length][];
            for (int query = 0; query < x.Length; query++) {
                int seen = shape.Causal ? query + 1 : x.Length;
                float[] weights = new float[x.Length];
                for (int key = 0; key < seen; key++) {
                    float sum = 0;
                    for (int d = start; d < start + shape.HeadWidth; d++) {
                        sum += queries[query][d] * keys[key][d];
                    }
                    weights[key] = sum * scale;
                }
                float largest = weights.Take(seen).Max(), total = 0;
                for (int key = 0; key < seen; key++) {
                    total += weights[key] = MathF.Exp(weights[key] - largest);
                }
                for (int key = 0; key < seen; key++) {
                    weights[key] /= total;
                    for (int d = start; d < start + shape.HeadWidth; d++) {
                        joined[query][d] += weights[key] * values[key][d];
                    }
                }
                patterns[head][query] = weights;
            }
        }
        return [.. joined.Select(row => Times($"{path}.output.weight", row))];
    }

    float[] Mlp(string path, float[] x) {
        float[] hidden = Add([Times($"{path}.up.weight", x), weights[$"{path}.up.bias"].Values]);
        for (int i = 0; i < hidden.Length; i++) {
            hidden[i] = shape.Activation == Activation.Relu ? MathF.Max(hidden[i], 0) : Gelu(hidden[i]);
        }
        return Add([Times($"{path}.down.weight", hidden), weights[$"{path}.down.bias"].Values]);
    }

    static float Gelu(float x) => 0.5f * x * (1f + (float)Eager.ErrorFunction.Erf(x * 0.70710678f));

    // Most elements are 0, and adding them changes nothing.
    float[] Times(string name, float[] x) {
        if (!sparse.TryGetValue(name, out (int Column, float Value)[][]? matrix)) {
            (int rows, int columns, float[] values) = weights[name];
            matrix = new (int, float)[rows][];
            for (int row = 0; row < rows; row++) {
                var entries = new List<(int, float)>();
                for (int column = 0; column < columns; column++) {
                    if (values[(row * columns) + column] is not 0 and var value) {
                        entries.Add((column, value));
                    }
                }
                matrix[row] = [.. entries];
            }
            sparse.Add(name, matrix);
        }
        float[] result = new float[matrix.Length];
        for (int row = 0; row < result.Length; row++) {
            float sum = 0;
            foreach ((int column, float value) in matrix[row]) {
                sum += value * x[column];
            }
            result[row] = sum;
        }
        return result;
    }

    float[] Row(string name, int row) => weights[name].Values.AsSpan(row * shape.Width, shape.Width).ToArray();

    static float[] Add(float[][] parts) {
        float[] sum = [.. parts[0]];
        foreach (float[] part in parts.AsSpan(1)) {
            for (int i = 0; i < sum.Length; i++) {
                sum[i] += part[i];
            }
        }
        return sum;
    }
}
