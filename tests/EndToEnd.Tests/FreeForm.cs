using Sinter.Blocks;
using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests;

/// <summary>
/// Attention whose scores fade with what lies between (Lin et al., arXiv:2503.02130): each head has a gate f at every position, and
/// the score of query i and key j gets sum over l in j+1 .. i of log f_l, which is c_i - c_j with c the running sum.
/// </summary>
[Block]
public sealed class ForgetfulAttention(int width, int heads) {
    readonly Linear query = new(width, width), key = new(width, width), value = new(width, width);
    readonly Linear gate = new(width, heads, withBias: true), output = new(width, width);

    public Tensor Forward(Tensor x) {
        int time = x.Shape[0];
        Tensor fade = Transpose(CumulativeSum(LogSigmoid(gate[x]), Axis.Time), 1, 0);
        Tensor atQuery = Reshape(fade, heads, time, 1);
        Tensor atKey = Reshape(fade, heads, 1, time);
        return output[Attend(query[x], key[x], value[x], heads, score: (s, i, j) => s + atQuery - atKey, mask: Masks.Causal)];
    }
}

/// <summary>A free-form model of two blocks with a residual between them.</summary>
[Model]
[Symbol("Time", 1, 300)]
public partial class Forgetful {
    readonly RmsNorm norm = new(24, 1e-5f);
    readonly ForgetfulAttention attention = new(24, 3);

    [Entry]
    public Tensor Encode([Shape("Time", 24)] Tensor x) => x + attention.Forward(norm[x]);
}

/// <summary>A causal convolution over time: y_t = bias + sum over k and c of w_kc x_(t - (2 - k) * 2), zeros before the start.</summary>
[Model]
[Symbol("Time", 1, 200)]
public partial class CausalConvolution {
    readonly Weight weight = new(11, 3, 6);
    readonly Weight bias = new(11);

    [Entry]
    public Tensor Filter([Shape("Time", 6)] Tensor x) {
        Tensor padded = Pad(x, Axis.Time, 4, 0);
        return Contract("tkc,okc->to", Windows(padded, 0, 3, dilation: 2), weight) + bias;
    }
}
