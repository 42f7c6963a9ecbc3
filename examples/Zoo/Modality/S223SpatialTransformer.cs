using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Spatial Transformer Networks" (Jaderberg, Simonyan, Zisserman and Kavukcuoglu, 2015). A localisation network gives theta; the place
/// (x, y) of the result is taken from theta (x, y, 1)^T in the image, bilinearly: V = sum over n, m of U_nm max(0, 1 - |x - m|)
/// max(0, 1 - |y - n|). A convolutional network classifies what comes out.
/// </summary>
[Model]
public partial class SpatialTransformer {
    readonly Convolution first = new(1, 4, 5), second = new(4, 6, 3);
    readonly Linear hidden = new(36, 10, withBias: true), theta = new(10, 6, withBias: true);
    readonly Convolution features = new(1, 5, 5), further = new(5, 7, 3, stride: 2);
    readonly Linear classes = new(7, 9, withBias: true);

    [Entry]
    public (Tensor Theta, Tensor Straight, Tensor Logits) Classify([Shape(1, 20, 18)] Tensor image) {
        Tensor transform = Localise(image);
        Tensor straight = GridSample(image, AffineGrid(transform, 16, 14));
        Tensor map = Relu(further[MaxPool(Relu(features[straight]), 2)]);
        return (transform, straight, classes[Mean(Mean(map, 2), 1)]);
    }

    /// <summary>The image through the same transform at its own size, the border's elements going on beyond it.</summary>
    [Entry]
    public Tensor Straighten([Shape(1, 20, 18)] Tensor image) =>
        GridSample(image, AffineGrid(Localise(image), 20, 18, alignCorners: true), beyond: Beyond.Border, alignCorners: true);

    Tensor Localise(Tensor image) {
        Tensor map = Relu(MaxPool(second[Relu(MaxPool(first[image], 2))], 2));
        return Reshape(theta[Relu(hidden[Reshape(map, 36)])], 2, 3);
    }
}
