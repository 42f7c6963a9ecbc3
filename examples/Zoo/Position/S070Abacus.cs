using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Transformers Can Do Arithmetic with the Right Embeddings" (McLeish et al., Abacus, arXiv:2405.17399, 2024).
/// A digit gets a learned embedding of its place in its own number: with l the last token before it that is no digit, the place is i - l,
/// and 0 for what is no digit. The embedded input is added again before every layer (input injection), and the layers are run over again
/// with the same weights.
/// </summary>
[Model]
[Symbol("Time", 1, 70)]
public partial class Abacus {
    const int Vocabulary = 14, Digits = 10, Width = 20, Context = 70, Places = 24, Turns = 3;
    readonly Embedding embedding = new(Vocabulary, Width), places = new(Places + 1, Width);
    readonly Cache tokensSoFar = new(Context);
    readonly SharedLayer layer = new(Width, heads: 2, hidden: 33);
    readonly Cache[] keys = [new(Context), new(Context), new(Context)], values = [new(Context), new(Context), new(Context)];
    readonly Linear outputMap = new(Width, Vocabulary);

    /// <summary>The logits of the token after each; tokens 0 to 9 are digits.</summary>
    [Entry]
    public Tensor Score([Shape("Time", Type = ElementType.I32)] Tensor tokens) {
        Tensor input = embedding[tokens] + places[Gather(PlacesOf(tokensSoFar.Append(tokens)), Positions(), 0)];
        Tensor x = layer.Forward(input, keys[0], values[0]);
        for (int turn = 1; turn < Turns; turn++) {
            x = layer.Forward(x + input, keys[turn], values[turn]);
        }
        return outputMap[x];
    }

    static Tensor PlacesOf(Tensor tokens) {
        Tensor at = Iota(tokens.Shape[0]);
        Tensor last = CumulativeMax(Select(tokens < Digits, -1, at), 0);
        return Minimum(at - last, Places);
    }
}
