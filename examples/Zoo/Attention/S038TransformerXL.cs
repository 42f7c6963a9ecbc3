using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Transformer-XL: Attentive Language Models Beyond a Fixed-Length Context" (Dai, Yang, Yang, Carbonell, Le and Salakhutdinov, arXiv:1901.02860, 2019).
/// Each layer's keys and values also come from the last M hidden states of earlier segments, and
/// s_ij = ((q_i + u) . k_j + (q_i + v) . W_R r_(i-j)) / sqrt(d) with sinusoids r: a call is a segment, a state holds its layer's memory.
/// The score is (q_i + u) . (k_j + W_R r_(i-j)) + (v - u) . W_R r_(i-j), whose last term is a table made at load.
/// </summary>
[Model]
[Symbol("Time", 1, 24), Symbol("Past", 0, 4096)]
public partial class TransformerXL {
    readonly SegmentLayer[] layers = [new(26, heads: 2), new(26, heads: 2)];

    [Entry]
    public Tensor Decode([Shape("Time", 26)] Tensor x) => layers[1][layers[0][x]];
}

/// <summary>A post-norm layer with a memory of 11 tokens, for segments of at most 24.</summary>
[Block]
public sealed class SegmentLayer(int width, int heads) {
    const int Memory = 11, Segment = 24;
    readonly int headWidth = width / heads;
    readonly Linear query = new(width, width), key = new(width, width), value = new(width, width), relative = new(width, width), output = new(width, width);
    readonly Weight contentBias = new(heads, width / heads), positionBias = new(heads, width / heads);
    readonly LayerNorm attentionNorm = new(width), feedForwardNorm = new(width);
    readonly Linear up = new(width, 37, withBias: true), down = new(37, width, withBias: true);
    readonly State memory = new(Memory, width);

    public Tensor this[Tensor x] {
        get {
            Tensor y = attentionNorm[x + Mix(x)];
            return feedForwardNorm[y + down[Relu(up[y])]];
        }
    }

    Tensor Mix(Tensor x) {
        int time = x.Shape[0];
        Tensor all = Concatenate(0, memory.Read(), x);
        memory.Write(Slice(all, 0, time, Memory));
        Tensor rows = Reshape(relative[Sinusoids(Memory + Segment)], Memory + Segment, heads, headWidth);
        Tensor table = Contract("phd,hd->hp", rows, positionBias - contentBias.Value) / MathF.Sqrt(headWidth);
        Tensor start = Slice(Positions(), 0, 0, 1) - Memory;
        Tensor mixed = Attend(
            Reshape(query[x], time, heads, headWidth) + contentBias,
            Reshape(key[all], Memory + time, heads, headWidth),
            Reshape(value[all], Memory + time, heads, headWidth),
            score: (s, i, j) => s + Gather(table, Maximum(i - j - start, 0), 1),
            mask: (i, j) => j + start <= i & j + start >= 0,
            pairKeys: (i, j) => Gather(rows, Maximum(i - j - start, 0), 0));
        return output[Reshape(mixed, time, width)];
    }

    // Row p is sin(p w_k) for each frequency w_k = 10000^(-2k / width), then the cosines.
    Tensor Sinusoids(int rows) {
        Tensor frequency = Power(10_000f, Cast(Iota(width / 2), ElementType.F32) * (-2f / width));
        Tensor angle = Reshape(Cast(Iota(rows), ElementType.F32), rows, 1) * frequency;
        return Concatenate(1, Sin(angle), Cos(angle));
    }
}
