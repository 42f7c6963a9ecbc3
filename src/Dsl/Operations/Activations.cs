using System;

namespace Sinter;

public static partial class Operations {
    /// <summary>The function that an <see cref="Activation"/> names.</summary>
    public static Tensor Activate(Tensor x, Activation activation) => activation switch {
        Activation.Silu => Silu(x),
        Activation.Gelu => Gelu(x),
        Activation.GeluTanh => GeluTanh(x),
        Activation.Relu => Relu(x),
        Activation.SquaredRelu => SquaredRelu(x),
        Activation.Tanh => Tanh(x),
        Activation.Sigmoid => Sigmoid(x),
        _ => throw new ArgumentException($"there is no activation {activation}"),
    };

    /// <summary>x * sigmoid(x), also called swish (Elfwing, Uchibe and Doya, arXiv:1702.03118).</summary>
    public static Tensor Silu(Tensor x) => x * Sigmoid(x);

    /// <summary>x * Phi(x) = x / 2 * (1 + erf(x / sqrt(2))) (Hendrycks and Gimpel, arXiv:1606.08415).</summary>
    public static Tensor Gelu(Tensor x) => 0.5f * x * (1f + Erf(x * 0.70710678f));

    /// <summary>x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))), the same paper's approximation of <see cref="Gelu"/>.</summary>
    public static Tensor GeluTanh(Tensor x) => 0.5f * x * (1f + Tanh(0.79788456f * (x + 0.044715f * x * x * x)));

    /// <summary>max(x, 0).</summary>
    public static Tensor Relu(Tensor x) => Maximum(x, 0f);

    /// <summary>max(x, 0)^2 (So et al., Primer, arXiv:2109.08668).</summary>
    public static Tensor SquaredRelu(Tensor x) {
        Tensor positive = Relu(x);
        return positive * positive;
    }

    /// <summary>log(1 + e^x), computed as max(x, 0) + log(1 + e^-|x|) so that no exponential overflows.</summary>
    public static Tensor Softplus(Tensor x) => Maximum(x, 0f) + Log(1f + Exp(-Abs(x)));

    /// <summary>log(sigmoid(x)) = -softplus(-x).</summary>
    public static Tensor LogSigmoid(Tensor x) => -Softplus(-x);
}
