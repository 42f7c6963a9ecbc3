using System;
using System.Linq;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// The transformer that RASP programs compile to (Weiss, Goldberg and Yahav, arXiv:2106.06981; Lindner et al.,
/// arXiv:2301.05062): embeddings of tokens and positions, layers of attention and MLP with a residual path around each, an
/// unembedding. The first position is a rest, to which a query attends that selects nothing.
/// </summary>
[Block]
public sealed class ProgramTransformer {
    readonly Embedding embedding;
    readonly LearnedPositions positions;
    readonly ProgramLayer[] layers;
    readonly LayerNorm? norm;
    readonly Linear output;

    /// <summary>A transformer of these sizes; each layer has its own numbers of heads and hidden units, which may be 0.</summary>
    /// <param name="vocabulary">Rows of the embedding.</param>
    /// <param name="context">The number of positions, the rest counted.</param>
    /// <param name="width">Dimensions of the residual stream.</param>
    /// <param name="headWidth">The size of a head.</param>
    /// <param name="heads">Heads of each layer.</param>
    /// <param name="hidden">Hidden units of each layer.</param>
    /// <param name="outputs">Rows of the unembedding.</param>
    /// <param name="causal">Whether a query sees the keys up to it only.</param>
    /// <param name="activation">The nonlinearity of the MLPs.</param>
    /// <param name="layerNorm">Whether half layers and the output read the residual stream through layer normalisation.</param>
    public ProgramTransformer(
        int vocabulary,
        int context,
        int width,
        int headWidth,
        int[] heads,
        int[] hidden,
        int outputs,
        bool causal = false,
        Activation activation = Activation.Relu,
        bool layerNorm = false) {
        if (heads.Length != hidden.Length) {
            throw new ArgumentException($"heads are given for {heads.Length} layers and hidden units for {hidden.Length}");
        }
        embedding = new Embedding(vocabulary, width);
        positions = new LearnedPositions(context, width);
        layers = [.. Enumerable.Range(0, heads.Length).Select(i => new ProgramLayer(width, headWidth, heads[i], hidden[i], causal, activation, layerNorm))];
        norm = layerNorm ? new LayerNorm(width) : null;
        output = new Linear(width, outputs);
    }

    /// <summary>What the program gives: a row for each position, the rest first.</summary>
    /// <param name="tokens">[Time, inputs], i32: a token of each input; their embeddings are added.</param>
    /// <returns>[Time, outputs]</returns>
    public Tensor Forward(Tensor tokens) {
        Tensor x = positions[Sum(embedding[tokens], 1)];
        foreach (ProgramLayer layer in layers) {
            x = layer[x];
        }
        return output[norm == null ? x : norm[x]];
    }
}

/// <summary>A layer of a <see cref="ProgramTransformer"/>: h = x + attention(x), y = h + feedForward(h), each of the norm of its operand where there is one.</summary>
[Block]
public sealed class ProgramLayer : ILayer {
    readonly LayerNorm? attentionNorm;
    readonly CrossAttention? attention;
    readonly LayerNorm? feedForwardNorm;
    readonly FeedForward? feedForward;
    readonly bool causal;

    /// <summary>A layer.</summary>
    /// <param name="width">Dimensions of the residual stream.</param>
    /// <param name="headWidth">The size of a head.</param>
    /// <param name="heads">The number of heads; 0 for no attention.</param>
    /// <param name="hidden">Hidden units; 0 for no MLP.</param>
    /// <param name="causal">Whether a query sees the keys up to it only.</param>
    /// <param name="activation">The nonlinearity of the MLP.</param>
    /// <param name="layerNorm">Whether attention and MLP read their operand through layer normalisation.</param>
    public ProgramLayer(int width, int headWidth, int heads, int hidden, bool causal, Activation activation, bool layerNorm = false) {
        this.causal = causal;
        attentionNorm = heads > 0 && layerNorm ? new LayerNorm(width) : null;
        attention = heads > 0 ? new CrossAttention(width, heads, headWidth: headWidth) : null;
        feedForwardNorm = hidden > 0 && layerNorm ? new LayerNorm(width) : null;
        feedForward = hidden > 0 ? new FeedForward(width, hidden, activation, bias: true) : null;
    }

    /// <summary>The layer's output.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] {
        get {
            Tensor y = x;
            if (attention != null) {
                Tensor seen = attentionNorm == null ? y : attentionNorm[y];
                y = y + attention.Forward(seen, seen, mask: causal ? Masks.Causal : null);
            }
            if (feedForward != null) {
                y = y + feedForward[feedForwardNorm == null ? y : feedForwardNorm[y]];
            }
            return y;
        }
    }
}
