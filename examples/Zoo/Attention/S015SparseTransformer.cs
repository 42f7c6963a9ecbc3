using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Generating Long Sequences with Sparse Transformers" (Child, Gray, Radford and Sutskever, arXiv:1904.10509, 2019).
/// Query i sees S_i of the keys j at most i. Strided with stride l: half of the heads see i - j at most l, the others (i - j) mod l = 0.
/// Fixed: all see their own block, floor(j / l) = floor(i / l), and head h the summary columns l - (h + 1) c to l - h c of each earlier one.
/// A layer is x + a + b with a = attention(norm(x)), b = W2 f(W1 norm(x + a)) and f(x) = x sigmoid(1.702 x).
/// </summary>
[Model]
[Symbol("Time", 1, 100)]
public partial class SparseTransformer {
    readonly SparseLayer strided, fixedBlocks;

    public SparseTransformer() {
        const int Heads = 4, Stride = 7, Columns = 1;
        Tensor head = Reshape(Iota(Heads), Heads, 1, 1);
        strided = new(28, Heads, context: 100, (i, j) => (head < Heads / 2 & i - j <= Stride) | (head >= Heads / 2 & Equal((i - j) % Stride, 0)));
        fixedBlocks = new(28, Heads, context: 100, (i, j) => {
            Tensor fromEnd = Stride - 1 - j % Stride;
            return Equal(i / Stride, j / Stride) | Equal(fromEnd / Columns, head);
        });
    }

    [Entry]
    public Tensor Decode([Shape("Time", 28)] Tensor x) => fixedBlocks[strided[x]];
}

/// <summary>A pre-norm residual layer whose heads see the keys that <paramref name="sees"/> shows them, [heads, queries, keys].</summary>
[Block]
public sealed class SparseLayer(int width, int heads, int context, Func<Tensor, Tensor, Tensor> sees) {
    readonly LayerNorm attentionNorm = new(width), feedForwardNorm = new(width);
    readonly Linear query = new(width, width, withBias: true), key = new(width, width, withBias: true), value = new(width, width, withBias: true);
    readonly Linear output = new(width, width, withBias: true), up = new(width, 4 * width, withBias: true), down = new(4 * width, width, withBias: true);
    readonly Cache keys = new(context), values = new(context);

    public Tensor this[Tensor x] {
        get {
            Tensor normal = attentionNorm[x];
            Tensor mixed = Attend(
                query[normal],
                keys.Append(key[normal]),
                values.Append(value[normal]),
                heads,
                score: (s, i, j) => Select(sees(i, j), s, float.NegativeInfinity),
                mask: Masks.Causal);
            Tensor y = x + output[mixed];
            Tensor inner = up[feedForwardNorm[y]];
            return y + down[inner * Sigmoid(1.702f * inner)];
        }
    }
}
