using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Causal linear attention (Katharopoulos, Vyas, Pappas and Fleuret, arXiv:2006.16236): o_t = f(q_t) S_t / (f(q_t) . z_t) with
/// S_t = S_(t-1) + f(k_t)^T v_t, z_t = z_(t-1) + f(k_t) and f(x) = elu(x) + 1, for each head. What lives between calls is S and z, whatever
/// the length.
/// </summary>
[Block]
public sealed class LinearAttention {
    readonly int heads;
    readonly int headWidth;
    readonly float epsilon;
    readonly Linear query;
    readonly Linear key;
    readonly Linear value;
    readonly Linear output;
    readonly State memory;
    readonly State total;

    /// <summary>Linear attention of vectors of this width.</summary>
    /// <param name="width">The size of a token's vector.</param>
    /// <param name="heads">The number of heads, a divisor of the width.</param>
    /// <param name="epsilon">Added to the divisor.</param>
    public LinearAttention(int width, int heads, float epsilon = 1e-6f) {
        if (heads < 1 || width % heads != 0) {
            throw new ArgumentException($"{heads} heads do not divide the width {width}");
        }
        this.heads = heads;
        this.epsilon = epsilon;
        headWidth = width / heads;
        query = new Linear(width, width);
        key = new Linear(width, width);
        value = new Linear(width, width);
        output = new Linear(width, width);
        memory = new State(heads, headWidth, headWidth);
        total = new State(heads, headWidth);
    }

    /// <summary>What each token reads from the memory.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] {
        get {
            int time = x.Shape[0];
            Tensor Heads(Tensor rows) => Reshape(rows, time, heads, headWidth);
            (Tensor[] states, Tensor[] outputs) = Scan(
                [memory.Read(), total.Read()],
                [Feature(Heads(query[x])), Feature(Heads(key[x])), Heads(value[x])],
                (state, row) => {
                    Tensor matrix = state[0] + InsertAxis(row[1], 2) * InsertAxis(row[2], 1);
                    Tensor sum = state[1] + row[1];
                    Tensor divisor = Sum(row[0] * sum, -1, keep: true) + epsilon;
                    return ([matrix, sum], [Contract("hd,hde->he", row[0], matrix) / divisor]);
                },
                0);
            memory.Write(states[0]);
            total.Write(states[1]);
            return output[Reshape(outputs[0], time, heads * headWidth)];
        }
    }

    // elu(x) + 1
    static Tensor Feature(Tensor x) => Select(x > 0f, x + 1f, Exp(Minimum(x, 0f)));
}
