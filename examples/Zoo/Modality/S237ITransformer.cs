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
    readonly EncoderLayer[] layers = [new(18, 3, 31, Activation.Gelu, attentionBias: true), new(18, 3, 31, Activation.Gelu, attentionBias: true)];
    readonly LayerNorm norm = new(18);

    /// <summary>The next 11 values of each series from the last 24.</summary>
    [Entry] public Tensor Forecast([Shape(24, "Variates")] Tensor x) {
        Tensor mean = Mean(x, 0, keep: true);
        Tensor deviation = Sqrt(Variance(x, 0, keep: true) + 1e-5f);
        Tensor tokens = embed[Transpose((x - mean) / deviation, 1, 0)];
        foreach (EncoderLayer layer in layers) {
            tokens = layer[tokens];
        }
        return Transpose(project[norm[tokens]], 1, 0) * deviation + mean;
    }
}
