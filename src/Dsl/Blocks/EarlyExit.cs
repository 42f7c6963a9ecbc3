using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Layers with a way out after each (Schuster et al., CALM, arXiv:2207.07061): a token leaves at the first layer whose read-out gives its
/// most probable class at least <c>confidence</c>, or at the last layer, and its result is that layer's. Layers go on for all
/// tokens, so those that stay see what the others would have become; <see cref="UntilAllLeft"/> and <see cref="At"/> run fewer.
/// </summary>
/// <param name="layers">The layers.</param>
/// <param name="readOut">From a token's vector to the logits of classes, the same after each layer.</param>
/// <param name="confidence">The probability to leave at.</param>
[Block]
public sealed class EarlyExit(ILayer[] layers, ILayer readOut, float confidence) : ILayer {
    readonly ILayer[] layers = layers.Length > 0 ? layers : throw new ArgumentException("early exit needs at least one layer");
    readonly ILayer readOut = readOut;

    /// <summary>Each token's logits where it leaves.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, classes]</returns>
    public Tensor this[Tensor x] {
        get {
            x = layers[0][x];
            Tensor result = readOut[x];
            Tensor left = IsConfident(result);
            for (int i = 1; i < layers.Length; i++) {
                x = layers[i][x];
                Tensor logits = readOut[x];
                result = Select(left, result, logits);
                left |= IsConfident(logits);
            }
            return result;
        }
    }

    /// <summary>
    /// The same logits, but no further layer runs once every token has left: for one token at a time, each costs the layers it needs. For
    /// layers without a <see cref="Cache"/>, whose rows would be missing where a layer did not run.
    /// </summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, classes]</returns>
    public Tensor UntilAllLeft(Tensor x) {
        x = layers[0][x];
        Tensor logits = readOut[x];
        return Continue(1, x, logits, IsConfident(logits));
    }

    Tensor Continue(int layer, Tensor x, Tensor result, Tensor left) => layer == layers.Length
        ? result
        : If(All(left, [0, 1]), () => result, () => {
            Tensor further = layers[layer][x];
            Tensor logits = readOut[further];
            return Continue(layer + 1, further, Select(left, result, logits), left | IsConfident(logits));
        });

    /// <summary>The logits after the first <paramref name="count"/> layers.</summary>
    /// <param name="x">[Time, width]</param>
    /// <param name="count">How many layers, at least 1.</param>
    /// <returns>[Time, classes]</returns>
    public Tensor At(Tensor x, int count) {
        if (count < 1 || count > layers.Length) {
            throw new ArgumentException($"there are ways out after 1 to {layers.Length} layers, not after {count}");
        }
        for (int i = 0; i < count; i++) {
            x = layers[i][x];
        }
        return readOut[x];
    }

    // The largest probability is 1 / sum(e^(logit - largest)).
    Tensor IsConfident(Tensor logits) =>
        1f / Sum(Exp(logits - Max(logits, -1, keep: true)), -1, keep: true) >= confidence;
}
