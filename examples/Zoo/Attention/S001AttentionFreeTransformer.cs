using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "An Attention Free Transformer" (Zhai et al., arXiv:2105.14103, 2021).
/// Y_t = sigmoid(Q_t) * [sum_s exp(K_s + w_ts) * V_s] / [sum_s exp(K_s + w_ts)], channel by channel. AFT-full has w = U V^T for every pair;
/// AFT-local has w = 0 from a window on; AFT-conv has w of the offset alone, for groups of channels; AFT-simple has none, here causal.
/// It is attention in which each channel is a head whose score is K_s + w_ts, so that a running maximum keeps it stable.
/// </summary>
[Model]
[Symbol("Time", 1, 40)]
public partial class AttentionFreeTransformer {
    const int Width = 12, Context = 40, Rank = 5, Window = 4, Groups = 3;
    readonly AttentionFree full = new(Width), local = new(Width), convolution = new(Width), simple = new(Width);
    readonly Weight left = new(Context, Rank), right = new(Context, Rank), localLeft = new(Context, Rank), localRight = new(Context, Rank);
    readonly Weight kernel = new(Groups, 2 * Window - 1);
    readonly Cache keys = new(Context), values = new(Context);

    [Entry]
    public Tensor Full([Shape("Time", Width)] Tensor x) => full.Forward(x, (i, j) => Pair(left, right, i, j));

    [Entry]
    public Tensor Local([Shape("Time", Width)] Tensor x) =>
        local.Forward(x, (i, j) => Select(Abs(i - j) < Window, Pair(localLeft, localRight, i, j), 0f));

    [Entry]
    public Tensor Convolution([Shape("Time", Width)] Tensor x) => convolution.Forward(x, (i, j) => {
        Tensor offset = Minimum(Maximum(j - i, 1 - Window), Window - 1);
        return Select(Abs(i - j) < Window, Gather(kernel.Value[Iota(Width) / (Width / Groups)], offset + (Window - 1), 1), 0f);
    });

    [Entry]
    public Tensor Simple([Shape("Time", Width)] Tensor x) => simple.Forward(x, null, Masks.Causal, keys, values);

    static Tensor Pair(Tensor left, Tensor right, Tensor i, Tensor j) =>
        Gather(Reshape(Contract("ir,jr->ij", left, right), Context * Context), i * Context + j, 0);
}

/// <summary>AFT with biases w_ts = bias(t, s); a cache makes it one of a decoder.</summary>
[Block]
public sealed class AttentionFree(int width) {
    readonly Linear query = new(width, width), key = new(width, width), value = new(width, width), output = new(width, width);

    public Tensor Forward(Tensor x, Func<Tensor, Tensor, Tensor>? bias, Func<Tensor, Tensor, Tensor>? mask = null, Cache? keys = null, Cache? values = null) {
        int time = x.Shape[0];
        Tensor k = Reshape(key[x], time, width, 1), v = Reshape(value[x], time, width, 1);
        Tensor mixed = Attend(
            Broadcast(1f, time, width, 1),
            keys?.Append(k) ?? k,
            values?.Append(v) ?? v,
            score: (s, i, j) => bias == null ? s : s + bias(i, j),
            mask,
            scale: 1f);
        return output[Sigmoid(query[x]) * Reshape(mixed, time, width)];
    }
}
