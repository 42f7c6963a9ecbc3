using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Quantizable Transformers: Removing Outliers by Helping Attention Heads Do Nothing" (Bondarenko, Nagel and Blankevoort, arXiv:2306.12929, 2023).
/// Clipped softmax, clip((zeta - gamma) softmax(s) + gamma, 0, 1) with gamma at most 0 and zeta at least 1, reaches zero with finite scores. Gated attention
/// multiplies softmax(s) v of each head by sigmoid(g . x_h + b), where x_h is the head's part of the token's vector.
/// </summary>
[Model]
[Symbol("Time", 1, 50)]
public partial class QuantizableTransformer {
    const int Width = 24, Heads = 3;
    readonly LayerNorm clippedNorm = new(Width), gatedNorm = new(Width);
    readonly HeadsThatRest clipped = new(Width, Heads, gamma: -0.06f, zeta: 1.02f), gated = new(Width, Heads, gated: true);

    /// <summary>A post-norm layer, as in BERT, with clipped softmax.</summary>
    [Entry]
    public Tensor Clipped([Shape("Time", Width)] Tensor x) => clippedNorm[x + clipped[x]];

    /// <summary>The same with gated heads.</summary>
    [Entry]
    public Tensor Gated([Shape("Time", Width)] Tensor x) => gatedNorm[x + gated[x]];
}

/// <summary>Attention of an encoder whose heads can do nothing.</summary>
[Block]
public sealed class HeadsThatRest(int width, int heads, float gamma = 0, float zeta = 1, bool gated = false) {
    readonly Linear query = new(width, width, withBias: true), key = new(width, width, withBias: true), value = new(width, width, withBias: true);
    readonly Linear output = new(width, width, withBias: true);
    readonly Weight? gate = gated ? new(heads, width / heads) : null, gateBias = gated ? new(heads) : null;

    public Tensor this[Tensor x] {
        get {
            int time = x.Shape[0];
            Tensor mixed = gamma == 0 && zeta == 1
                ? Attend(query[x], key[x], value[x], heads)
                : Attend(query[x], key[x], value[x], heads, weigh: (p, i, j) => Minimum(Maximum((zeta - gamma) * p + gamma, 0f), 1f));
            if (gate == null || gateBias == null) {
                return output[mixed];
            }
            Tensor open = Sigmoid(Contract("thd,hd->th", Reshape(x, time, heads, width / heads), gate) + gateBias);
            return output[Reshape(Reshape(mixed, time, heads, width / heads) * InsertAxis(open, 2), time, width)];
        }
    }
}
