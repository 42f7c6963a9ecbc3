using System.Collections.Generic;
using System.Linq;
using Sinter.Blocks;
using static System.MathF;
using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests.Papers;

/// <summary>A layer whose edges are functions: y_o = sum over i and k of c_oik T_k(tanh x_i), T_k the Chebyshev polynomials.</summary>
[Block]
public sealed class ChebyshevLayer(int inputs, int outputs, int degree) {
    private readonly Weight coefficients = new(outputs, inputs, degree + 1);

    public Tensor this[Tensor x] => Contract("bik,oik->bo", Stack(2, [.. Polynomials(Sinter.Operations.Tanh(x)).Take(degree + 1)]), coefficients);

    // T_0 = 1, T_1 = x, T_(k+1) = 2 x T_k - T_(k-1), without end.
    private static IEnumerable<Tensor> Polynomials(Tensor x) {
        Tensor previous = x * 0f + 1f, current = x;
        yield return previous;
        while (true) {
            yield return current;
            (previous, current) = (current, 2f * x * current - previous);
        }
    }
}

/// <summary>Three such layers with sines of fixed frequencies before them.</summary>
[Model, Symbol("Batch", 1, 9)]
public partial class ChebyshevNetwork {
    private static readonly float[] Frequencies = [.. Enumerable.Range(0, 3).Select(k => Pow(2f, k) * PI)];
    private static readonly int[] Widths = [2 * 3 * 2 + 2, 5, 4, 1];
    private readonly ChebyshevLayer[] layers = [.. Widths.Zip(Widths.Skip(1)).Select((pair, i) => new ChebyshevLayer(pair.First, pair.Second, degree: 4 - i))];

    [Entry]
    public Tensor Field([Shape("Batch", 2)] Tensor position) {
        List<Tensor> features = [position];
        foreach (float frequency in Frequencies) {
            features.AddRange([Sinter.Operations.Sin(position * frequency), Sinter.Operations.Cos(position * frequency)]);
        }
        Tensor x = Concatenate(1, features.ToArray());
        for (int i = 0; i < layers.Length; ++i) {
            x = i < layers.Length - 1 ? layers[i][x] * (1f / Sqrt(Widths[i])) : layers[i][x];
        }
        return Reshape(x, position.Shape[0]);
    }
}
