using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "MetaFormer Is Actually What You Need for Vision" (Yu, Luo, Zhou, Si, Zhou, Wang, Feng and Yan, arXiv:2111.11418, 2021).
/// A block is x + s1 * mixer(norm(x)), then x + s2 * W2 gelu(W1 norm(x)), whatever the mixer; PoolFormer's is pool(x) - x with the mean of 3 x 3
/// neighbours, of which those outside the image do not count. Norms are over all channels and places; strided convolutions begin the four stages.
/// </summary>
[Model]
public partial class PoolFormer {
    const int Classes = 7, Widest = 10;
    readonly PoolFormerStage[] stages = [new(3, 4, 7, 4, 2, depth: 1), new(4, 6, 3, 2, 1, depth: 1), new(6, 9, 3, 2, 1, depth: 2), new(9, Widest, 3, 2, 1, depth: 1)];
    readonly GroupNorm norm = new(1, Widest);
    readonly Linear head = new(Widest, Classes, withBias: true);

    /// <summary>The logits of an image's classes.</summary>
    [Entry]
    public Tensor Classify([Shape(3, 45, 37)] Tensor image) {
        Tensor x = InsertAxis(image, 0);
        foreach (PoolFormerStage stage in stages) {
            x = stage[x];
        }
        return head[Reshape(AdaptiveAveragePool(norm[x], 1), Widest)];
    }
}

/// <summary>An embedding of overlapping patches, then blocks.</summary>
[Block]
public sealed class PoolFormerStage(int inputs, int channels, int patch, int stride, int padding, int depth) {
    readonly Weight weight = new(channels, inputs, patch, patch), bias = new(channels);
    readonly MetaFormerBlock[] blocks = Repeated(channels, depth);

    public Tensor this[Tensor x] {
        get {
            x = Convolve(x, weight, stride, padding) + Reshape(bias, channels, 1, 1);
            foreach (MetaFormerBlock block in blocks) {
                x = block.Forward(x, y => AveragePool(y, 3, stride: 1, padding: 1, countPadding: false) - y);
            }
            return x;
        }
    }

    static MetaFormerBlock[] Repeated(int channels, int depth) {
        var blocks = new MetaFormerBlock[depth];
        for (int i = 0; i < depth; i++) {
            blocks[i] = new(channels, 4 * channels);
        }
        return blocks;
    }
}

/// <summary>The template: residuals, norms and a perceptron around any mixer of tokens.</summary>
[Block]
public sealed class MetaFormerBlock(int channels, int hidden) {
    readonly GroupNorm mixerNorm = new(1, channels), mlpNorm = new(1, channels);
    readonly Weight mixerScale = new(channels), mlpScale = new(channels);
    readonly Weight up = new(hidden, channels), upBias = new(hidden), down = new(channels, hidden), downBias = new(channels);

    public Tensor Forward(Tensor x, System.Func<Tensor, Tensor> mixer) {
        x += Reshape(mixerScale, channels, 1, 1) * mixer(mixerNorm[x]);
        Tensor inner = Gelu(Contract("oc,bchw->bohw", up, mlpNorm[x]) + Reshape(upBias, hidden, 1, 1));
        return x + Reshape(mlpScale, channels, 1, 1) * (Contract("oc,bchw->bohw", down, inner) + Reshape(downBias, channels, 1, 1));
    }
}
