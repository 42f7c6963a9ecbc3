using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Monarch Mixer: A Simple Sub-Quadratic GEMM-Based Architecture" (Fu et al., 2023). Both mixings use Monarch matrices
/// M = P B1 P B2 P, with B block-diagonal (sqrt(N) blocks) and P the sqrt(N) x sqrt(N) transposition:
/// along the sequence y = V * M2 (k * M1 x), with V = W x a gate and k a learned kernel; along the channels M4 gelu(M3 y).
/// </summary>
[Model]
public partial class MonarchMixer {
    readonly MonarchLayer[] layers = [new(root: 5, width: 9), new(root: 5, width: 9)];
    readonly LayerNorm norm = new(9);

    [Entry] public Tensor Mix([Shape(25, 9)] Tensor x) => norm[layers[1].Forward(layers[0].Forward(x))];
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
