using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Mamba: Linear-Time Sequence Modeling with Selective State Spaces" (Gu and Dao, 2023). With B_t, C_t and dt_t = softplus(W x + b)
/// chosen by the input, h_t = exp(dt_t A) h_(t-1) + dt_t B_t x_t and y_t = C_t h_t + D x_t, gated by silu(z); no attention and no other
/// network. A prompt is an associative scan over (exp(dt A), dt B x), a token one step.
/// </summary>
[Model, Symbol("Time", 1, 40)]
public partial class MambaLanguageModel {
    readonly Embedding embedding = new(27, 11);
    readonly Mamba[] blocks = [new(11, 18, states: 5, rank: 2), new(11, 18, states: 5, rank: 2)];
    readonly RmsNorm[] norms = [new(11), new(11)];
    readonly RmsNorm norm = new(11);

    [Entry]
    public Tensor Score([Shape("Time", Type = ElementType.I32)] Tensor tokens) {
        Tensor x = embedding[tokens];
        for (int i = 0; i < blocks.Length; i++) {
            x += blocks[i][norms[i][x]];
        }
        return Logits(x);
    }

    /// <summary>The same by associative scans, from and to the same states.</summary>
    [Entry]
    public Tensor Prefill([Shape("Time", Type = ElementType.I32)] Tensor tokens) {
        Tensor x = embedding[tokens];
        for (int i = 0; i < blocks.Length; i++) {
            x += blocks[i].Parallel(norms[i][x]);
        }
        return Logits(x);
    }

    Tensor Logits(Tensor x) => Contract("ti,vi->tv", norm[x], embedding.Weight);
}
