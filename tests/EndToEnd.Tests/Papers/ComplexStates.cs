using System;
using System.Linq;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests.Papers;

/// <summary>Complex tensors as pairs of real ones.</summary>
public readonly record struct Complex(Tensor Real, Tensor Imaginary) {
    public static Complex operator +(Complex a, Complex b) => new(a.Real + b.Real, a.Imaginary + b.Imaginary);

    public static Complex operator *(Complex a, Complex b) => new(a.Real * b.Real - a.Imaginary * b.Imaginary, a.Real * b.Imaginary + a.Imaginary * b.Real);

    public static implicit operator Complex(Tensor real) => new(real, 0f * real);

    public Tensor SquaredMagnitude => Real * Real + Imaginary * Imaginary;

    /// <summary>e^(decay + i angle).</summary>
    public static Complex Exponential(Tensor decay, Tensor angle) {
        Tensor length = Exp(decay);
        return new(length * Cos(angle), length * Sin(angle));
    }
}

/// <summary>
/// A diagonal linear recurrence h_t = l h_(t-1) + B u_t, y_t = Re(C h_t) + D u_t with complex l, unrolled as the convolution with
/// K_k = Re(C l^k B) for the last few k.
/// </summary>
[Block]
public sealed class DiagonalRecurrence(int width, int states, int taps) {
    private readonly Weight logDecay = new(width, states), angle = new(width, states);
    private readonly Weight inputReal = new(width, states), inputImaginary = new(width, states), outputReal = new(width, states), outputImaginary = new(width, states);
    private readonly Weight skip = new(width);

    public Tensor Forward(Tensor u) {
        Complex step = Complex.Exponential(-Softplus(logDecay), angle);
        Complex gain = new Complex(inputReal, inputImaginary) * new Complex(outputReal, outputImaginary);
        var (kernel, power) = (new Tensor[taps], gain);
        for (int k = 0; k < taps; k++, power *= step) {
            kernel[k] = Sum(power.Real, 1);
        }
        int time = u.Shape[0];
        Tensor past = Pad(u, Axis.Time, taps - 1, 0);
        // The oldest tap first.
        Tensor y = u * skip;
        foreach (var (k, tap) in kernel.Reverse().Select((tap, i) => (i, tap))) {
            y += Slice(past, 0, k, time) * tap;
        }
        return y;
    }
}

/// <summary>Two recurrences, the second gated by the first's energy.</summary>
[Model, Symbol("Time", 1, 50)]
public partial class ComplexStates {
    private const int Width = 5;
    private readonly (int States, int Taps)[] sizes = [(3, 6), (2, 4)];
    private readonly DiagonalRecurrence slow, fast;

    public ComplexStates() {
        DiagonalRecurrence Make(int i) => new(Width, sizes[i].States, sizes[i].Taps);
        (slow, fast) = (Make(0), Make(1));
    }

    [Entry]
    public Tensor Filter([Shape("Time", Width)] Tensor u) {
        Complex both = new(slow.Forward(u), fast.Forward(u));
        Complex squared = both * both + u;
        return squared.Real * Sigmoid(squared.SquaredMagnitude);
    }
}
