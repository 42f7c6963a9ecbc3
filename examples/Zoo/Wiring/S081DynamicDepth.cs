using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "I3D: Transformer architectures with input-dependent dynamic depth for speech recognition" (Peng, Lee and Watanabe, arXiv:2303.07624, 2023).
/// A gate for each part of each layer decides, utterance by utterance, whether it runs; a part that does not is the identity. Local gates
/// see the mean of what goes into their layer, one global predictor sees the mean of the encoder's input and decides all at once.
/// </summary>
[Model]
[Symbol("Time", 1, 60)]
public partial class DynamicDepth {
    const int Width = 18, Layers = 3;
    readonly GatedLayer[] layers = [new(Width, heads: 3, hidden: 29), new(Width, heads: 3, hidden: 29), new(Width, heads: 3, hidden: 29)];
    readonly Linear first = new(Width, 11, withBias: true), second = new(11, 4 * Layers, withBias: true);

    /// <summary>Frames through the encoder with a gate in each layer, and which parts ran.</summary>
    [Entry]
    public (Tensor Frames, Tensor Ran) Local([Shape("Time", Width)] Tensor x) {
        Tensor[] ran = new Tensor[Layers];
        for (int i = 0; i < Layers; i++) {
            ran[i] = layers[i].Gates(x);
            x = layers[i].Forward(x, ran[i]);
        }
        return (x, Stack(0, ran));
    }

    /// <summary>Frames through the encoder with one predictor at its front, and which parts ran.</summary>
    [Entry]
    public (Tensor Frames, Tensor Ran) Global([Shape("Time", Width)] Tensor x) {
        Tensor ran = GatedLayer.Choose(second[Relu(first[Mean(x, 0)])], 2 * Layers);
        for (int i = 0; i < Layers; i++) {
            x = layers[i].Forward(x, Slice(ran, 0, 2 * i, 2));
        }
        return (x, Reshape(ran, Layers, 2));
    }
}

/// <summary>A pre-norm layer whose attention and feed-forward part each run or do not.</summary>
[Block]
public sealed class GatedLayer(int width, int heads, int hidden) {
    readonly LayerNorm attentionNorm = new(width), feedForwardNorm = new(width);
    readonly CrossAttention attention = new(width, heads);
    readonly FeedForward feedForward = new(width, hidden);
    readonly Linear first = new(width, 7, withBias: true), second = new(7, 4, withBias: true);

    /// <summary>Whether each part runs, from the mean of the frames: bool [2].</summary>
    public Tensor Gates(Tensor x) => Choose(second[Relu(first[Mean(x, 0)])], 2);

    /// <summary>Of two logits for each part, whether that of running is the larger.</summary>
    public static Tensor Choose(Tensor logits, int parts) {
        Tensor pairs = Reshape(logits, parts, 2);
        return Reshape(Slice(pairs, 1, 1, 1) > Slice(pairs, 1, 0, 1), parts);
    }

    /// <summary>The frames after the parts that run.</summary>
    public Tensor Forward(Tensor x, Tensor runs) {
        Tensor h = If(runs[0], () => x + attention.Forward(attentionNorm[x], attentionNorm[x]), () => x);
        return If(runs[1], () => h + feedForward[feedForwardNorm[h]], () => h);
    }
}
