using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Monarch Mixer: A Simple Sub-Quadratic GEMM-Based Architecture" (Fu et al., 2023). Both mixings use Monarch matrices
/// M = P B1 P B2 P, with B block-diagonal (sqrt(N) blocks) and P the sqrt(N) x sqrt(N) transposition:
/// along the sequence y = V * M2 (k * M1 x), with V = W x a gate and k a learned kernel; along the channels M4 gelu(M3 y). With M1 and M2
/// the Fourier transform and its inverse, which are Monarch matrices, over twice the length, k * is a product of polynomials in the
/// positions: the mixing is then causal without a mask.
/// </summary>
[Model]
public partial class MonarchMixer {
    readonly MonarchLayer[] layers = [new(root: 5, width: 9), new(root: 5, width: 9)];
    readonly LayerNorm norm = new(9);

    readonly CausalMonarchLayer causal = new(root: 5, length: 12, width: 9);

    [Entry] public Tensor Mix([Shape(25, 9)] Tensor x) => norm[layers[1].Forward(layers[0].Forward(x))];
    [Entry] public Tensor MixCausally([Shape(12, 9)] Tensor x) => norm[causal.Forward(x)];
}

[Block]
public sealed class MonarchLayer(int root, int width) {
    readonly LayerNorm sequenceNorm = new(width), channelNorm = new(width);
    readonly Linear gate = new(width, width, withBias: true);
    readonly Weight kernel = new(width, root * root);
    readonly MonarchMatrix first = new(root), second = new(root);
    readonly MonarchMatrix expand = new(3), contract = new(3);

    public Tensor Forward(Tensor x) {
        Tensor u = sequenceNorm[x];
        Tensor mixed = second[kernel * first[Transpose(u, 1, 0)]];
        Tensor h = x + gate[u] * Transpose(mixed, 1, 0);
        return h + contract[Gelu(expand[channelNorm[h]])];
    }
}

/// <summary>M = P B1 P B2 P of order 2 on vectors of root * root elements.</summary>
[Block]
public sealed class MonarchMatrix(int root) {
    readonly BlockShuffleLinear factors = new(root * root, root * root, root);

    public Tensor this[Tensor x] => factors[Shuffle.Columns(x, root, root)];
}

[Block]
public sealed class CausalMonarchLayer(int root, int length, int width) {
    readonly LayerNorm norm = new(width);
    readonly Linear gate = new(width, width, withBias: true);
    readonly Weight kernel = new(width, length);

    public Tensor Forward(Tensor x) {
        Tensor u = norm[x];
        ComplexTensor product = Fourier(Padded(kernel), 1) * Fourier(Padded(Transpose(u, 1, 0)), 1);
        Tensor mixed = Reshape(Fourier(product, -1).Real, width, root * root) / (float)(root * root);
        return x + gate[u] * Transpose(Slice(mixed, 1, 0, length), 1, 0);
    }

    // Twice the length or more, written row by row as a table of root x root.
    ComplexTensor Padded(Tensor x) => Reshape(Pad(x, 1, 0, root * root - length), width, root, root);

    // P B1 P B2 P on [channels, root, root]: B2 are the transforms of root values, B1 the same with the turns between them.
    ComplexTensor Fourier(ComplexTensor x, float sign) {
        Tensor i = Cast(Iota(root), ElementType.F32), j = Reshape(i, root, 1), turn = -sign * 2 * MathF.PI / (root * root);
        ComplexTensor b2 = Turns(turn * root * j * i), b1 = Turns(turn * (Reshape(i, root, 1, 1) + root * j) * i);
        return Product("cbf,fgb->cgf", Product("cab,fa->cbf", x, b2), b1);
    }

    static ComplexTensor Turns(Tensor angle) => new(Cos(angle), Sin(angle));

    static ComplexTensor Product(string equation, ComplexTensor a, ComplexTensor b) => new(
        Contract(equation, a.Real, b.Real) - Contract(equation, a.Imaginary, b.Imaginary),
        Contract(equation, a.Real, b.Imaginary) + Contract(equation, a.Imaginary, b.Real));
}
