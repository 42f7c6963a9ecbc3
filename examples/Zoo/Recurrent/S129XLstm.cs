using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "xLSTM 7B: A Recurrent LLM for Fast and Efficient Inference" (Beck et al., 2025). Blocks of an mLSTM,
/// C_t = f_t C_(t-1) + i_t v_t k_t^T, n_t = f_t n_(t-1) + i_t k_t, h_t = sigmoid(o_t) * norm(C_t q_t / max(|n_t q_t|, e^-m_t)) with gates
/// capped to 15 tanh(x / 15), and of a SwiGLU network; logits are capped to 30 tanh(x / 30).
/// </summary>
[Model, Symbol("Time", 1, 40)]
public partial class XLstm {
    readonly Embedding embedding = new(26, 16);
    readonly XLstmLayer[] layers = [new(16, 2, 3, 29), new(16, 2, 3, 29)];
    readonly RmsNorm norm = new(16);
    readonly Linear logits = new(16, 26);

    [Entry]
    public Tensor Score([Shape("Time", Type = ElementType.I32)] Tensor tokens) =>
        XLstmLayer.Cap(logits[norm[layers[1][layers[0][embedding[tokens]]]]], 30);
}

[Block]
public sealed class XLstmLayer(int width, int heads, int keyWidth, int hidden) : ILayer {
    readonly RmsNorm norm = new(width), feedForwardNorm = new(width);
    readonly Linear query = new(width, heads * keyWidth), key = new(width, heads * keyWidth), value = new(width, width);
    readonly Linear inputGate = new(width, heads, withBias: true), forgetGate = new(width, heads, withBias: true), outputGate = new(width, width);
    readonly MatrixLstm memory = new(heads, keyWidth, width / heads);
    readonly Weight headNorm = new(heads, width / heads);
    readonly Linear output = new(width, width);
    readonly FeedForward feedForward = new(width, hidden, gated: true);

    public Tensor this[Tensor x] {
        get {
            int time = x.Shape[0];
            Tensor u = norm[x];
            Tensor q = Reshape(query[u], time, heads, keyWidth), k = Reshape(key[u], time, heads, keyWidth);
            Tensor h = memory[q, k, Reshape(value[u], time, heads, width / heads), Cap(inputGate[u], 15), Cap(forgetGate[u], 15)];
            Tensor normal = Reshape(LayerNormalize(h, 1e-6f) * headNorm, time, width);
            Tensor mixed = x + output[Sigmoid(outputGate[u]) * normal];
            return mixed + feedForward[feedForwardNorm[mixed]];
        }
    }

    public static Tensor Cap(Tensor x, float most) => most * Tanh(x / most);
}
