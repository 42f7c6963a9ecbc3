using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "SegFormer: Simple and Efficient Design for Semantic Segmentation with Transformers" (Xie et al., 2021). Four stages of overlapping
/// patches, attention whose keys and values come from a map shortened by a stride R, and networks fc2(gelu(depthwise3x3(fc1(x)))) that
/// make positions needless; a linear map of each stage, stretched to the first one's size and joined, gives the classes.
/// </summary>
[Model]
public partial class SegFormer {
    readonly SegFormerStage[] stages = [new(3, 8, 7, 4, 1, 4), new(8, 10, 3, 2, 2, 2), new(10, 12, 3, 2, 3, 1), new(12, 16, 3, 2, 4, 1)];
    readonly Linear[] scales = [new(8, 9, withBias: true), new(10, 9, withBias: true), new(12, 9, withBias: true), new(16, 9, withBias: true)];
    readonly Linear fuse = new(36, 9), classify = new(9, 5, withBias: true);
    readonly BatchNorm fuseNorm = new(9);

    [Entry] public Tensor Segment([Shape(3, 40, 24)] Tensor image) => Classes(image);
    [Entry] public Tensor SegmentOther([Shape(3, 28, 36)] Tensor image) => Classes(image);

    Tensor Classes(Tensor image) {
        Tensor map = image;
        Tensor[] joined = new Tensor[4];
        for (int i = 0; i < 4; i++) {
            map = stages[i][map];
            Tensor scaled = Maps.FromTokens(scales[i][Maps.ToTokens(map)], map.Shape[1], map.Shape[2]);
            joined[3 - i] = i == 0 ? scaled : ResizeImage(scaled, joined[3].Shape[1], joined[3].Shape[2]);
        }
        Tensor fused = Relu(fuseNorm[fuse[Maps.ToTokens(Concatenate(0, joined))]]);
        return Maps.FromTokens(classify[fused], joined[3].Shape[1], joined[3].Shape[2]);
    }
}

[Block]
public sealed class SegFormerStage(int channels, int width, int patch, int stride, int heads, int reduction) : ILayer {
    readonly PatchEmbedding patches = new(channels, width, patch, stride, patch / 2);
    readonly Convolution? shorten = reduction > 1 ? new Convolution(width, width, reduction, reduction) : null;
    readonly LayerNorm patchNorm = new(width), attentionNorm = new(width), feedForwardNorm = new(width), stageNorm = new(width);
    readonly LayerNorm? shortNorm = reduction > 1 ? new LayerNorm(width) : null;
    readonly CrossAttention attention = new(width, heads, bias: true);
    readonly Linear up = new(width, 2 * width, withBias: true), down = new(2 * width, width, withBias: true);
    readonly DepthwiseConvolution depthwise = new(2 * width, 3);

    public Tensor this[Tensor image] {
        get {
            Tensor map = patches.Map(image);
            int rows = map.Shape[1], columns = map.Shape[2];
            Tensor x = patchNorm[Maps.ToTokens(map)], normal = attentionNorm[x];
            Tensor source = shorten == null ? normal : shortNorm![Maps.ToTokens(shorten[Maps.FromTokens(normal, rows, columns)])];
            Tensor h = x + attention.Forward(normal, source);
            Tensor inner = Maps.ToTokens(depthwise[Maps.FromTokens(up[feedForwardNorm[h]], rows, columns)]);
            return Maps.FromTokens(stageNorm[h + down[Gelu(inner)]], rows, columns);
        }
    }
}
