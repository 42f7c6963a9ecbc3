namespace Sinter.Blocks;

/// <summary>y = W x + b along the last axis.</summary>
/// <param name="inputs">The extent of x's last axis.</param>
/// <param name="outputs">The extent of y's last axis.</param>
/// <param name="withBias">Whether there is a b.</param>
/// <param name="rotaryHeads">The number of heads that rotary positions will turn in y, 0 for none; see <see cref="Weight.RotaryHeads"/>.</param>
/// <param name="tiedTo">The weight to use where the checkpoint has no W.</param>
[Block]
public sealed class Linear(int inputs, int outputs, bool withBias = false, int rotaryHeads = 0, Weight? tiedTo = null) : ILinearMap {
    readonly Weight weight = new(outputs, inputs) { RotaryHeads = rotaryHeads, TiedTo = tiedTo };
    readonly Weight? bias = withBias ? new Weight(outputs) { RotaryHeads = rotaryHeads } : null;

    /// <summary>W, [outputs, inputs], without the bias.</summary>
    public Tensor Matrix => weight;

    /// <summary>W x + b.</summary>
    /// <param name="x">[..., inputs], of one to three axes.</param>
    /// <returns>[..., outputs]</returns>
    public Tensor this[Tensor x] {
        get {
            string equation = x.Shape.Rank switch {
                1 => "i,oi->o",
                2 => "ti,oi->to",
                3 => "bti,oi->bto",
                _ => throw new ShapeException("linear", $"expected one to three axes, the last of {inputs}, found {x.Shape}"),
            };
            Tensor y = Operations.Contract(equation, x, weight);
            return bias == null ? y : y + bias;
        }
    }
}
