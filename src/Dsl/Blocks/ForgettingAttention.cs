using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Causal attention that forgets (Lin et al., Forgetting Transformer, arXiv:2503.02130): each head has a gate f_t = sigmoid(w x_t + b), and
/// the score of query i and key j becomes q_i . k_j / sqrt(d) + sum of log f_l over l = j+1 .. i. The sum is c_i - c_j with c the running sum
/// of log f, so that the scores stream; no other positions are needed.
/// </summary>
/// <remarks>
/// With <c>pro</c> it is the paper's FoX (Pro): keys and values are mixed with those of the token before,
/// k_t = a_t k_(t-1) + (1 - a_t) k_t with a_t = sigmoid(w x_t) for each head; queries and keys are normalised in each head; and the result is
/// normalised in each head and multiplied by a gate sigmoid(W x).
/// </remarks>
[Block]
public sealed class ForgettingAttention {
    readonly int heads;
    readonly int headWidth;
    readonly float epsilon;
    readonly Linear query;
    readonly Linear key;
    readonly Linear value;
    readonly Linear forget;
    readonly Linear output;
    readonly Linear? keyShift;
    readonly Linear? valueShift;
    readonly Linear? gate;
    readonly Weight? queryScale;
    readonly Weight? keyScale;
    readonly Weight? outputScale;
    readonly Cache keys;
    readonly Cache values;
    readonly Cache fades;
    readonly Cache? latestKeys;
    readonly Cache? latestValues;

    /// <summary>Forgetting attention over at most <paramref name="context"/> positions.</summary>
    /// <param name="width">The size of a token's vector.</param>
    /// <param name="context">The capacity of the caches.</param>
    /// <param name="heads">The number of heads, a divisor of the width.</param>
    /// <param name="pro">Whether there are shifts, norms and an output gate.</param>
    /// <param name="epsilon">Added to the mean squares of the norms.</param>
    public ForgettingAttention(int width, int context, int heads, bool pro = false, float epsilon = 1e-5f) {
        if (heads < 1 || width % heads != 0) {
            throw new ArgumentException($"{heads} heads do not divide the width {width}");
        }
        this.heads = heads;
        this.epsilon = epsilon;
        headWidth = width / heads;
        query = new Linear(width, width);
        key = new Linear(width, width);
        value = new Linear(width, width);
        forget = new Linear(width, heads, withBias: true);
        output = new Linear(width, width);
        keys = new Cache(context);
        values = new Cache(context);
        fades = new Cache(context);
        if (pro) {
            keyShift = new Linear(width, heads);
            valueShift = new Linear(width, heads);
            gate = new Linear(width, width);
            queryScale = new Weight(headWidth);
            keyScale = new Weight(headWidth);
            outputScale = new Weight(width);
            latestKeys = new Cache(context);
            latestValues = new Cache(context);
        }
    }

    /// <summary>What each token of this step gathers from those it sees.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] {
        get {
            int time = x.Shape[0];
            Tensor q = Reshape(query[x], time, heads, headWidth);
            Tensor k = Reshape(key[x], time, heads, headWidth);
            Tensor v = Reshape(value[x], time, heads, headWidth);
            if (keyShift != null && valueShift != null && latestKeys != null && latestValues != null) {
                k = RmsNormalize(Shifted(k, keyShift[x], latestKeys), epsilon) * keyScale!;
                v = Shifted(v, valueShift[x], latestValues);
                q = RmsNormalize(q, epsilon) * queryScale!;
            }
            Tensor fade = CumulativeSum(fades.Append(LogSigmoid(forget[x])), 0);
            int keyCount = fade.Shape[0];
            Tensor atKey = Reshape(Transpose(fade, 1, 0), heads, 1, keyCount);
            Tensor atQuery = Reshape(Transpose(Slice(fade, 0, keyCount - time, time), 1, 0), heads, time, 1);
            Tensor mixed = Attend(q, keys.Append(k), values.Append(v), score: (s, i, j) => s + (atQuery - atKey), mask: Masks.Causal);
            if (gate == null) {
                return output[Reshape(mixed, time, heads * headWidth)];
            }
            Tensor normal = Reshape(RmsNormalize(mixed, epsilon), time, heads * headWidth) * outputScale!;
            return output[normal * Sigmoid(gate[x])];
        }
    }

    // The rows of this step mixed with the row before each, which is zero before the first.
    Tensor Shifted(Tensor rows, Tensor logits, Cache latest) {
        int time = rows.Shape[0];
        Tensor all = Pad(latest.Append(rows), 0, 1, 0);
        Tensor before = Slice(all, 0, all.Shape[0] - 1 - time, time);
        Tensor share = Reshape(Sigmoid(logits), time, heads, 1);
        return share * before + (1f - share) * rows;
    }
}
