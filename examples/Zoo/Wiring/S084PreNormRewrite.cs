using Sinter;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Pre-RMSNorm and Pre-CRMSNorm Transformers: Equivalent and Efficient Pre-LN Transformers" (Jiang et al., arXiv:2305.14858, 2023).
/// With the mean taken off embeddings and every branch's output matrix multiplied by I - 11^T/d, the residual stream of a Pre-LN network
/// has mean zero, and each LayerNorm is RMSNorm. CRMSNorm drops the last coordinate, minus the sum of the others, and divides by
/// sqrt((sum x_i^2 + (sum x_i)^2) / d). All three entries read the weights of the Pre-LN network; the rewrite is done at load.
/// </summary>
[Model]
[Symbol("Time", 1, 50)]
public partial class PreNormRewrite {
    const int Width = 21;
    readonly Weight embedding = new(33, Width), head = new(33, Width), scale = new(Width), bias = new(Width);
    readonly RewrittenLayer[] layers = [new(Width, heads: 3, hidden: 34), new(Width, heads: 3, hidden: 34)];

    /// <summary>The logits after each token, by the network as it was trained.</summary>
    [Entry]
    public Tensor PreLayerNorm([Shape("Time", Type = ElementType.I32)] Tensor tokens) => Run(tokens, ResidualStream.Whole);

    /// <summary>The same by RMSNorm on a stream of mean zero.</summary>
    [Entry]
    public Tensor PreRmsNorm([Shape("Time", Type = ElementType.I32)] Tensor tokens) => Run(tokens, ResidualStream.Centred);

    /// <summary>The same by CRMSNorm on a stream without its last coordinate.</summary>
    [Entry]
    public Tensor PreCrmsNorm([Shape("Time", Type = ElementType.I32)] Tensor tokens) => Run(tokens, ResidualStream.Compressed);

    Tensor Run(Tensor tokens, ResidualStream stream) {
        Tensor x = Gather(Transpose(stream.Rows(Transpose(embedding, 1, 0)), 1, 0), tokens, 0);
        foreach (RewrittenLayer layer in layers) {
            x = layer.Forward(x, stream);
        }
        return stream.Read(x, head, scale, bias);
    }
}

/// <summary>A Pre-LN layer whose norms and matrices are those of the stream that it works on.</summary>
[Block]
public sealed class RewrittenLayer(int width, int heads, int hidden) {
    readonly Weight scale = new(width), bias = new(width), projection = new(3 * width, width), output = new(width, width), outputBias = new(width);
    readonly Weight innerScale = new(width), innerBias = new(width), up = new(hidden, width), upBias = new(hidden), down = new(width, hidden), downBias = new(width);

    /// <summary>The stream after the layer.</summary>
    public Tensor Forward(Tensor x, ResidualStream stream) {
        Tensor[] parts = Split(stream.Read(x, projection, scale, bias), -1, width, width, width);
        Tensor mixed = Attend(parts[0], parts[1], parts[2], heads, mask: Masks.Causal);
        x += Contract("ti,oi->to", mixed, stream.Rows(output)) + stream.Rows(outputBias);
        Tensor inner = Gelu(stream.Read(x, up, innerScale, innerBias) + upBias);
        return x + Contract("ti,oi->to", inner, stream.Rows(down)) + stream.Rows(downBias);
    }
}

/// <summary>A residual stream: as it is, with mean zero, or without the last coordinate too.</summary>
public sealed record ResidualStream(bool Centres, bool Drops) {
    /// <summary>The stream of the Pre-LN network, and those of its rewrites.</summary>
    public static readonly ResidualStream Whole = new(false, false), Centred = new(true, false), Compressed = new(true, true);

    /// <summary>What writes to the stream, axis 0 being the stream's: the mean taken off, and for a compressed stream the last row.</summary>
    public Tensor Rows(Tensor written) {
        Tensor centred = Centres ? written - Mean(written, 0, keep: true) : written;
        return Drops ? Slice(centred, 0, 0, written.Shape[0] - 1) : centred;
    }

    /// <summary>matrix (norm(x) * scale + bias): the last coordinate of a compressed stream is minus the sum of the others.</summary>
    public Tensor Read(Tensor x, Tensor matrix, Tensor scale, Tensor bias) {
        Tensor normal = Drops ? CompressedRmsNormalize(x, 1e-5f) : Centres ? RmsNormalize(x, 1e-5f) : LayerNormalize(x, 1e-5f);
        Tensor scaled = matrix * scale;
        int last = matrix.Shape[1] - 1;
        return Contract("ti,oi->to", normal, Drops ? Slice(scaled, 1, 0, last) - Slice(scaled, 1, last, 1) : scaled) + Contract("oi,i->o", matrix, bias);
    }
}
