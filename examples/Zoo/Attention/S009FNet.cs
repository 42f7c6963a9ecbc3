using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "FNet: Mixing Tokens with Fourier Transforms" (Lee-Thorp, Ainslie, Eckstein and Ontanon, arXiv:2105.03824, 2021).
/// Mixing has no parameters: y = Re(F_seq(F_hidden(x))), the Fourier transforms along the width and along the tokens; a layer is
/// h = norm(x + y), z = norm(h + W2 gelu(W1 h)). Tokens, segments and positions are embedded as in BERT.
/// </summary>
[Model]
public partial class FNet {
    const int Tokens = 45, Vocabulary = 19, Width = 22, Classes = 3;
    readonly Embedding words = new(Vocabulary, Width), segments = new(2, Width);
    readonly Weight positions = new(Tokens, Width);
    readonly LayerNorm norm = new(Width, 1e-12f);
    readonly FNetLayer[] layers = [new(Width), new(Width)];
    readonly Linear pooler = new(Width, Width, withBias: true), classifier = new(Width, Classes, withBias: true);

    [Entry]
    public (Tensor Rows, Tensor Logits) Encode([Shape(Tokens, Type = ElementType.I32)] Tensor tokens, [Shape(Tokens, Type = ElementType.I32)] Tensor types) {
        Tensor x = norm[words[tokens] + segments[types] + positions];
        foreach (FNetLayer layer in layers) {
            x = layer[x];
        }
        return (x, classifier[Tanh(pooler[x[0]])]);
    }
}

/// <summary>A post-norm layer that mixes by transforms.</summary>
[Block]
public sealed class FNetLayer(int width) {
    readonly LayerNorm mixingNorm = new(width, 1e-12f), feedForwardNorm = new(width, 1e-12f);
    readonly Linear up = new(width, 35, withBias: true), down = new(35, width, withBias: true);

    public Tensor this[Tensor x] {
        get {
            (Tensor real, Tensor imaginary) = FourierTransform(x, 0f * x, 1);
            Tensor h = mixingNorm[x + FourierTransform(real, imaginary, 0).Real];
            return feedForwardNorm[h + down[Gelu(up[h])]];
        }
    }
}
