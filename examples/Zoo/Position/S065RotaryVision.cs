using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Rotary Position Embedding for Vision Transformer" (Heo et al., arXiv:2403.13298, 2024).
/// Axial: half of a head's pairs turns by the column, half by the row. Mixed: pair k of head h turns by theta^x_hk x + theta^y_hk y with
/// learned frequencies, so that diagonals are reached too. The class token is not turned; any resolution will do.
/// </summary>
[Model]
[Symbol("Rows", 1, 9)]
[Symbol("Columns", 1, 9)]
public partial class RotaryVision {
    const int Width = 24, Heads = 3, Head = Width / Heads;
    readonly Linear patches = new(12, Width, withBias: true);
    readonly Weight token = new(1, Width), alongFrequency = new(Heads, Head / 2), downFrequency = new(Heads, Head / 2);
    readonly Rotary2D axial = new(Head);
    readonly Linear query = new(Width, Width), key = new(Width, Width), value = new(Width, Width), projection = new(Width, Width);
    readonly LayerNorm attentionNorm = new(Width), feedForwardNorm = new(Width);
    readonly FeedForward feedForward = new(Width, hidden: 35, Activation.Gelu);

    /// <summary>The class token and the patches' tokens, with axial frequencies.</summary>
    [Entry]
    public Tensor Axial([Shape("Rows", "Columns", 12)] Tensor image) => Layer(image, (x, row, column) => axial.At(x, row, column));

    /// <summary>With mixed frequencies.</summary>
    [Entry]
    public Tensor Mixed([Shape("Rows", "Columns", 12)] Tensor image) => Layer(image, (x, row, column) => {
        Tensor angle = Reshape(Cast(column, ElementType.F32), x.Shape[0], 1, 1) * alongFrequency + Reshape(Cast(row, ElementType.F32), x.Shape[0], 1, 1) * downFrequency;
        return Rotary.Turn(x, Cos(angle), Sin(angle), RotaryOrder.Interleaved);
    });

    Tensor Layer(Tensor image, System.Func<Tensor, Tensor, Tensor, Tensor> turn) {
        int cells = image.Shape[0] * image.Shape[1], tokens = cells + 1;
        Tensor x = Concatenate(0, token, patches[Reshape(image, cells, 12)]);
        Tensor row = Iota(cells) / image.Shape[1], column = Iota(cells) % image.Shape[1];
        Tensor normal = attentionNorm[x];
        Tensor Turned(Tensor heads) => Concatenate(0, Slice(heads, 0, 0, 1), turn(Slice(heads, 0, 1, cells), row, column));
        Tensor mixed = Attend(
            Turned(Reshape(query[normal], tokens, Heads, Head)), Turned(Reshape(key[normal], tokens, Heads, Head)), Reshape(value[normal], tokens, Heads, Head));
        Tensor h = x + projection[Reshape(mixed, tokens, Width)];
        return h + feedForward[feedForwardNorm[h]];
    }
}
