using Sinter;

namespace Vit;

/// <summary>ViT-B/16 at 224 pixels with the 1000 classes of ImageNet: 86 million parameters.</summary>
[Model]
[Checkpoint(VitNames.HuggingFace)]
public partial class VitBase {
    readonly VisionTransformer vit = new(image: 224, patch: 16, width: 768, depth: 12, heads: 12, hidden: 3072, classes: 1000);

    /// <summary>The logits of the classes of an image: red, green, blue, each value 2 v / 255 - 1.</summary>
    [Entry]
    public Tensor Classify([Shape(3, 224, 224)] Tensor image) => vit.Classify(image);
}
