using System;
using System.Linq;
using Xunit;
using static Sinter.Operations;
using static Sinter.Tests.Samples;

namespace Sinter.Tests;

public class CompositeTests {
    static readonly Tensor X = Tensor.From([-3f, -1f, -0.25f, 0f, 0.5f, 1f, 2.5f]);

    static void Matches(Func<double, double> equation, Func<Tensor, Tensor> composite) =>
        Close([.. X.ToArray<float>().Select(x => equation(x))], composite(X), 2e-7);

    [Fact]
    public void Activations_match_their_equations() {
        Matches(x => x / (1 + Math.Exp(-x)), Silu);
        Matches(x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))), GeluTanh);
        Matches(x => Math.Max(x, 0), Relu);
        Matches(x => Math.Pow(Math.Max(x, 0), 2), SquaredRelu);
        Matches(x => Math.Log(1 + Math.Exp(x)), Softplus);
        Matches(x => -Math.Log(1 + Math.Exp(-x)), LogSigmoid);
    }

    [Fact]
    public void Gelu_is_x_times_the_normal_distribution() {
        // Phi from the integral of its density by Simpson's rule, so that nothing depends on the error function here.
        static double Phi(double x) {
            const int Steps = 2000;
            double h = x / Steps, sum = 0;
            for (int i = 0; i <= Steps; i++) {
                double weight = i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2;
                sum += weight * Math.Exp(-i * h * i * h / 2);
            }
            return 0.5 + sum * h / 3 / Math.Sqrt(2 * Math.PI);
        }
        Matches(x => x * Phi(x), Gelu);
    }

    [Fact]
    public void Softplus_bears_large_arguments() =>
        Is(Softplus(Tensor.From([1000f, -1000f])), [2], 1000f, 0f);

    [Fact]
    public void Every_activation_has_a_function() {
        foreach (Activation activation in Enum.GetValues<Activation>()) {
            Assert.Equal(X.Shape, Activate(X, activation).Shape);
        }
        Close(Silu(X), Activate(X, Activation.Silu), 0);
        Close(Gelu(X), Activate(X, Activation.Gelu), 0);
        Close(GeluTanh(X), Activate(X, Activation.GeluTanh), 0);
        Close(Relu(X), Activate(X, Activation.Relu), 0);
        Close(SquaredRelu(X), Activate(X, Activation.SquaredRelu), 0);
        Close(Tanh(X), Activate(X, Activation.Tanh), 0);
        Close(Sigmoid(X), Activate(X, Activation.Sigmoid), 0);
    }

    [Fact]
    public void Normalisations_match_their_equations() {
        Tensor x = Reals(7, 3, 5);
        float[] values = x.ToArray<float>();
        double[] rms = new double[15], layer = new double[15];
        for (int row = 0; row < 3; row++) {
            double[] v = [.. values.Skip(row * 5).Take(5).Select(value => (double)value)];
            double mean = v.Average(), square = v.Average(a => a * a), variance = v.Average(a => (a - mean) * (a - mean));
            for (int i = 0; i < 5; i++) {
                rms[row * 5 + i] = v[i] / Math.Sqrt(square + 0.01);
                layer[row * 5 + i] = (v[i] - mean) / Math.Sqrt(variance + 0.01);
            }
        }
        Close(rms, RmsNormalize(x, 0.01f), 5e-7);
        Close(layer, LayerNormalize(x, 0.01f), 5e-7);
    }
}
