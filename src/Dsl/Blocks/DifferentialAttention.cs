using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Causal differential attention (Ye et al., Differential Transformer, arXiv:2410.05258): each head has two softmax maps over one set of values,
/// (softmax(q1 k1^T / sqrt(d)) - lambda softmax(q2 k2^T / sqrt(d))) v with lambda = exp(lq1 . lk1) - exp(lq2 . lk2) + lambda0. Its result is
/// normalised by itself and multiplied by 1 - lambda0, where lambda0 = 0.8 - 0.6 exp(-0.3 depth).
/// </summary>
[Block]
public sealed class DifferentialAttention {
    readonly int heads;
    readonly int headWidth;
    readonly float epsilon;
    readonly float initial;
    readonly Linear query;
    readonly Linear key;
    readonly Linear value;
    readonly Linear output;
    readonly Weight lambdaQuery1;
    readonly Weight lambdaKey1;
    readonly Weight lambdaQuery2;
    readonly Weight lambdaKey2;
    readonly Weight headScale;
    readonly Rotary? rotary;
    readonly Cache keys;
    readonly Cache values;

    /// <summary>Differential attention of the layer at a depth.</summary>
    /// <param name="width">The size of a token's vector.</param>
    /// <param name="context">The capacity of the cache.</param>
    /// <param name="heads">The number of heads, each of two queries and two keys of width / heads / 2 and a value of twice that.</param>
    /// <param name="depth">How many layers are below: 0 in the first.</param>
    /// <param name="theta">The base of rotary positions; 0 for none.</param>
    /// <param name="epsilon">Added to the mean square of a head's result.</param>
    public DifferentialAttention(int width, int context, int heads, int depth, float theta = 0, float epsilon = 1e-5f) {
        if (heads < 1 || width % (2 * heads) != 0) {
            throw new ArgumentException($"differential attention halves its heads: {heads} heads of two do not divide the width {width}");
        }
        this.heads = heads;
        this.epsilon = epsilon;
        headWidth = width / heads / 2;
        initial = 0.8f - 0.6f * MathF.Exp(-0.3f * depth);
        query = new Linear(width, width, rotaryHeads: theta == 0 ? 0 : 2 * heads);
        key = new Linear(width, width, rotaryHeads: theta == 0 ? 0 : 2 * heads);
        value = new Linear(width, width);
        output = new Linear(width, width);
        lambdaQuery1 = new Weight(headWidth);
        lambdaKey1 = new Weight(headWidth);
        lambdaQuery2 = new Weight(headWidth);
        lambdaKey2 = new Weight(headWidth);
        headScale = new Weight(2 * headWidth);
        rotary = theta == 0 ? null : new Rotary(headWidth, theta);
        keys = new Cache(context);
        values = new Cache(context);
    }

    /// <summary>What each token of this step gathers from those it sees.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] {
        get {
            int time = x.Shape[0];
            Tensor q = Reshape(query[x], time, 2 * heads, headWidth);
            Tensor k = Reshape(key[x], time, 2 * heads, headWidth);
            if (rotary != null) {
                q = rotary[q];
                k = rotary[k];
            }
            Tensor allKeys = keys.Append(k);
            Tensor allValues = values.Append(Reshape(value[x], time, heads, 2 * headWidth));
            Tensor lambda = Exp(Sum(lambdaQuery1.Value * lambdaKey1, 0)) - Exp(Sum(lambdaQuery2.Value * lambdaKey2, 0)) + initial;
            Tensor first = Attend(Half(q, 0), Half(allKeys, 0), allValues, mask: Masks.Causal);
            Tensor second = Attend(Half(q, 1), Half(allKeys, 1), allValues, mask: Masks.Causal);
            Tensor mixed = RmsNormalize(first - lambda * second, epsilon) * headScale * (1f - initial);
            return output[Reshape(mixed, time, heads * 2 * headWidth)];
        }
    }

    // The two of a head lie side by side.
    Tensor Half(Tensor x, int which) {
        Tensor pairs = Reshape(x, x.Shape[0], heads, 2, headWidth);
        return Reshape(Slice(pairs, 2, which, 1), x.Shape[0], heads, headWidth);
    }
}
