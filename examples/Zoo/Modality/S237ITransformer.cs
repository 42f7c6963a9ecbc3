using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "iTransformer: Inverted Transformers Are Effective for Time Series Forecasting" (Liu et al., 2023). The whole lookback window
/// of a variate is one token, h = W x[:, n] + b; attention, without positions, runs over the variates; W' h + b' is the forecast.
/// Each series is normalised on the way in, (x - mean) / sqrt(variance + 1e-5), and the forecast brought back to its scale.
/// </summary>
[Model, Symbol("Variates", 1, 40)]
public partial class ITransformer {
    readonly Linear embed = new(24, 18, withBias: true), project = new(18, 11, withBias: true);
    readonly InvertedLayer[] layers = [new(18, 3, 31), new(18, 3, 31)];
    readonly LayerNorm norm = new(18);

    /// <summary>The next 11 values of each series from the last 24.</summary>
    [Entry] public Tensor Forecast([Shape(24, "Variates")] Tensor x) {
        Tensor mean = Mean(x, 0, keep: true);
        Tensor deviation = Sqrt(Variance(x, 0, keep: true) + 1e-5f);
        Tensor tokens = embed[Transpose((x - mean) / deviation, 1, 0)];
        foreach (InvertedLayer layer in layers) {
            tokens = layer[tokens];
        }
        return Transpose(project[norm[tokens]], 1, 0) * deviation + mean;
    }
}

[Block]
public sealed class InvertedLayer(int width, int heads, int hidden) {
    readonly Linear query = new(width, width, withBias: true), key = new(width, width, withBias: true), value = new(width, width, withBias: true);
    readonly Linear output = new(width, width, withBias: true), up = new(width, hidden, withBias: true), down = new(hidden, width, withBias: true);
    readonly LayerNorm attentionNorm = new(width), norm = new(width);

    public Tensor this[Tensor x] {
        get {
            int head = width / heads;
            Tensor q = Reshape(query[x], x.Shape[0], heads, head), k = Reshape(key[x], x.Shape[0], heads, head), v = Reshape(value[x], x.Shape[0], heads, head);
            Tensor scores = Contract("qhd,khd->hqk", q, k) / System.MathF.Sqrt(head);
            Tensor mixed = Contract("hqk,khd->qhd", Softmax(scores, -1), v);
            Tensor h = attentionNorm[x + output[Reshape(mixed, x.Shape[0], width)]];
            return norm[h + down[Gelu(up[h])]];
        }
    }
}
