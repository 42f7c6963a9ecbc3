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
        Activation.Identity => x,
        Activation.QuickGelu => QuickGelu(x),
        Activation.Mish => Mish(x),
        Activation.Softplus => Softplus(x),
        Activation.Elu => Elu(x),
        Activation.Selu => Selu(x),
        Activation.LeakyRelu => LeakyRelu(x),
        Activation.HardSwish => HardSwish(x),
        Activation.HardSigmoid => HardSigmoid(x),
        Activation.HardTanh => HardTanh(x),
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

    /// <summary>x * sigmoid(beta * x) (Ramachandran, Zoph and Le, arXiv:1710.05941).</summary>
    public static Tensor Swish(Tensor x, Tensor beta) => x * Sigmoid(beta * x);

    /// <summary>x * sigmoid(1.702 x), an approximation of <see cref="Gelu"/> from its paper.</summary>
    public static Tensor QuickGelu(Tensor x) => x * Sigmoid(1.702f * x);

    /// <summary>x * tanh(softplus(x)) (Misra, arXiv:1908.08681).</summary>
    public static Tensor Mish(Tensor x) => x * Tanh(Softplus(x));

    /// <summary>x where positive, else alpha * (e^x - 1) (Clevert, Unterthiner and Hochreiter, arXiv:1511.07289).</summary>
    public static Tensor Elu(Tensor x, float alpha = 1f) => Select(x > 0f, x, alpha * (Exp(Minimum(x, 0f)) - 1f));

    /// <summary>1.0507 * elu(x, 1.6733), whose constants keep mean 0 and variance 1 (Klambauer et al., arXiv:1706.02515).</summary>
    public static Tensor Selu(Tensor x) => 1.0507009873554805f * Elu(x, 1.6732632423543772f);

    /// <summary>max(x, 0) + min(0, alpha * (e^(x / alpha) - 1)) (Barron, arXiv:1704.07483).</summary>
    public static Tensor Celu(Tensor x, float alpha = 1f) => Select(x > 0f, x, alpha * (Exp(Minimum(x, 0f) / alpha) - 1f));

    /// <summary>x where positive, else slope * x (Maas, Hannun and Ng, 2013).</summary>
    public static Tensor LeakyRelu(Tensor x, float slope = 0.01f) => Select(x > 0f, x, slope * x);

    /// <summary>x where positive, else a learned slope times x (He et al., arXiv:1502.01852); the slope broadcasts to x.</summary>
    public static Tensor PRelu(Tensor x, Tensor slope) => Select(x > 0f, x, slope * x);

    /// <summary>min(max(x, 0), 6) (Howard et al., MobileNets, arXiv:1704.04861).</summary>
    public static Tensor Relu6(Tensor x) => Clip(x, 0f, 6f);

    /// <summary>clip(x, -1, 1).</summary>
    public static Tensor HardTanh(Tensor x) => Clip(x, -1f, 1f);

    /// <summary>clip(x / 6 + 1/2, 0, 1) (Howard et al., arXiv:1905.02244).</summary>
    public static Tensor HardSigmoid(Tensor x) => Clip(x + 3f, 0f, 6f) * (1f / 6f);

    /// <summary>x * hard sigmoid of x (Howard et al., MobileNetV3, arXiv:1905.02244).</summary>
    public static Tensor HardSwish(Tensor x) => x * HardSigmoid(x);

    /// <summary>x where |x| is above the threshold, else 0.</summary>
    public static Tensor HardShrink(Tensor x, float threshold = 0.5f) => Select(Abs(x) > threshold, x, 0f);

    /// <summary>x brought nearer to 0 by the threshold, but not over it.</summary>
    public static Tensor SoftShrink(Tensor x, float threshold = 0.5f) => x - Clip(x, -threshold, threshold);

    /// <summary>x / (1 + |x|).</summary>
    public static Tensor SoftSign(Tensor x) => x / (1f + Abs(x));

    /// <summary>x - tanh(x).</summary>
    public static Tensor TanhShrink(Tensor x) => x - Tanh(x);

    /// <summary>x + sin(alpha * x)^2 / alpha (Ziyin, Hartwig and Ueda, arXiv:2006.08195); alpha, which is not 0, broadcasts to x.</summary>
    public static Tensor Snake(Tensor x, Tensor alpha) {
        Tensor wave = Sin(alpha * x);
        return x + wave * wave / alpha;
    }

    /// <summary>
    /// A gated linear unit: the axis in two halves a, b gives a * f(b), f being the logistic function for the first of them
    /// (Dauphin et al., arXiv:1612.08083), SiLU for SwiGLU, GELU for GEGLU, ReLU for ReGLU and the identity for the bilinear one
    /// (Shazeer, arXiv:2002.05202).
    /// </summary>
    /// <param name="x">Real elements; the extent along the axis is even.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="activation">f.</param>
    /// <exception cref="ShapeException">The extent is odd.</exception>
    public static Tensor GatedUnit(Tensor x, Axis axis, Activation activation = Activation.Sigmoid) {
        Tensor[] halves = SplitEvenly(x, axis, 2);
        return halves[0] * Activate(halves[1], activation);
    }
}
