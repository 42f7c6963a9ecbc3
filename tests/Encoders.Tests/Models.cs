using Bert;
using Vit;

namespace Sinter.Encoders.Tests;

[Model, Symbol("Length", 1, 24), Symbol("Tokens", 1, 96)]
[Checkpoint(BertNames.HuggingFace)]
public partial class SmallBert {
    readonly BertEncoder bert = new(vocabulary: 61, context: 24, width: 36, depth: 2, heads: 3, hidden: 50);

    [Entry]
    public Tensor Encode([Shape("Length", Type = ElementType.I32)] Tensor tokens) => bert.Encode(tokens);

    [Entry]
    public Tensor EncodePacked(
        [Shape("Tokens", Type = ElementType.I32)] Tensor tokens,
        [Shape("Tokens", Type = ElementType.I32)] Tensor kinds,
        [Shape("Tokens", Type = ElementType.I32)] Tensor places,
        [Shape("Tokens", Type = ElementType.I32)] Tensor sequences) => bert.EncodePacked(tokens, kinds, places, sequences);
}

[Model]
[Checkpoint(VitNames.HuggingFace)]
public partial class SmallVit {
    readonly VisionTransformer vit = new(image: 20, patch: 5, width: 36, depth: 2, heads: 3, hidden: 50, classes: 7);

    [Entry]
    public Tensor Classify([Shape(3, 20, 20)] Tensor image) => vit.Classify(image);
}
