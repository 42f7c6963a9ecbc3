using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// A DeltaNet layer (Yang et al., arXiv:2406.06484): a matrix for each head that corrects what it holds of a key,
/// S_t = S_(t-1) + b_t k_t (v_t - S_(t-1)^T k_t)^T, o_t = S_t^T q_t, with b = sigmoid(W_b x), q and k of length 1 from
/// silu(convolution(W x)), v = silu(convolution(W_v x)); the result is W_o norm(o).
/// </summary>
[Block]
public sealed class DeltaRule : ILayer {
    readonly int heads, head;
    readonly Linear query, key, value, strength, output;
    readonly CausalConvolution queryConvolution, keyConvolution, valueConvolution;
    readonly RmsNorm norm;
    readonly State memory;

    /// <summary>A layer of these sizes.</summary>
    /// <param name="width">The size of a row; a multiple of the heads.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="kernel">Rows of a window of the convolutions.</param>
    public DeltaRule(int width, int heads, int kernel = 4) {
        if (heads < 1 || width % heads != 0) {
            throw new ArgumentException($"{heads} heads do not divide the width {width}");
        }
        (this.heads, head) = (heads, width / heads);
        query = new Linear(width, width);
        key = new Linear(width, width);
        value = new Linear(width, width);
        strength = new Linear(width, heads);
        output = new Linear(width, width);
        queryConvolution = new CausalConvolution(width, kernel, withBias: false);
        keyConvolution = new CausalConvolution(width, kernel, withBias: false);
        valueConvolution = new CausalConvolution(width, kernel, withBias: false);
        norm = new RmsNorm(head);
        memory = new State(heads, head, head);
    }

    /// <summary>The layer's output, row by row.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] {
        get {
            (Tensor q, Tensor k, Tensor v, Tensor b) = Parts(x);
            (Tensor[] last, Tensor[] read) = Scan([memory.Read()], [q, k, v, b], (before, row) => {
                Tensor held = Contract("hde,hd->he", before[0], row[1]);
                Tensor correction = InsertAxis(row[3], 1) * (row[2] - held);
                Tensor s = before[0] + InsertAxis(row[1], 2) * InsertAxis(correction, 1);
                return ([s], [Contract("hde,hd->he", s, row[0])]);
            }, 0);
            memory.Write(last[0]);
            return Finish(read[0]);
        }
    }

    /// <summary>
    /// The same for a chunk whose number of rows is known at build, all at once: with the unit lower triangular
    /// T = I + tril(diag(b) K K^T, -1), the corrections are U = T^-1 diag(b) (V - K S), o = Q S + tril(Q K^T) U and S + K^T U is left.
    /// </summary>
    /// <param name="x">[rows, width]</param>
    /// <returns>[rows, width]</returns>
    public Tensor Chunk(Tensor x) {
        int rows = x.Shape[0];
        (Tensor q, Tensor k, Tensor v, Tensor b) = Parts(x);
        Tensor before = memory.Read(), strengths = InsertAxis(Transpose(b, 1, 0), 2);
        Tensor among = strengths * Contract("thd,shd->hts", k, k);
        Tensor wanted = strengths * (Transpose(v, 1, 0, 2) - Contract("thd,hde->hte", k, before));
        Tensor corrections = TriangularSolve(among, wanted, unit: true);
        Tensor scores = Select(LowerTriangle(rows, rows), Contract("thd,shd->hts", q, k), 0f);
        memory.Write(before + Contract("thd,hte->hde", k, corrections));
        return Finish(Contract("thd,hde->the", q, before) + Contract("hts,hse->the", scores, corrections));
    }

    (Tensor Query, Tensor Key, Tensor Value, Tensor Strength) Parts(Tensor x) {
        int time = x.Shape[0];
        Tensor q = Reshape(Silu(queryConvolution[query[x]]), time, heads, head), k = Reshape(Silu(keyConvolution[key[x]]), time, heads, head);
        Tensor v = Reshape(Silu(valueConvolution[value[x]]), time, heads, head);
        return (UnitNormalize(q, -1, 1e-6f), UnitNormalize(k, -1, 1e-6f), v, Sigmoid(strength[x]));
    }

    Tensor Finish(Tensor read) => output[Reshape(norm[read], read.Shape[0], heads * head)];
}
