using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Polynomial Composition Activations: Unleashing the Dynamics of Large Language Models" (Zhuo et al., 2024). With learned a, b:
/// PolyReLU(x) = sum over i = 0..3 of a_i relu(x)^i; PolyNorm(x) = b + sum over i = 1..3 of a_i x^i / rms(x^i), the root of the mean
/// square taken over the hidden axis.
/// </summary>
[Model, Symbol("Time", 1, 64)]
public partial class PolyCom {
    readonly PolyFeedForward relu = new(13, 22, new PolyRelu(3)), norm = new(13, 22, new PolyNorm(3));

    [Entry] public Tensor Forward([Shape("Time", 13)] Tensor x) => norm[relu[x]];
}

[Block]
public sealed class PolyFeedForward(int width, int hidden, ILayer activation) {
    readonly RmsNorm norm = new(width);
    readonly Linear up = new(width, hidden), down = new(hidden, width);
    readonly ILayer activation = activation;

    public Tensor this[Tensor x] => x + down[activation[up[norm[x]]]];
}

[Block]
public sealed class PolyRelu(int degree) : ILayer {
    readonly Weight coefficients = new(degree + 1);

    public Tensor this[Tensor x] {
        get {
            Tensor a = coefficients, sum = a[degree];
            for (int i = degree - 1; i >= 0; i--) {
                sum = sum * Relu(x) + a[i];
            }
            return sum;
        }
    }
}

[Block]
public sealed class PolyNorm(int degree) : ILayer {
    readonly Weight coefficients = new(degree), bias = new(1);

    public Tensor this[Tensor x] {
        get {
            Tensor a = coefficients, sum = bias, power = 1f;
            for (int i = 0; i < degree; i++) {
                power *= x;
                sum += a[i] * RmsNormalize(power, 1e-6f);
            }
            return sum;
        }
    }
}
