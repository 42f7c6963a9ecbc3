using System;
using System.Collections.Generic;

namespace Sinter.Rasp.Weights;

/// <summary>A distance from what is meant that was bounded, and the one from which on another value would be read.</summary>
/// <param name="Expression">What is computed.</param>
/// <param name="What">Where it is decided.</param>
/// <param name="Error">The bound.</param>
/// <param name="Allowed">What is allowed.</param>
public sealed record ExactnessBound(string Expression, string What, double Error, double Allowed) {
    /// <summary>The part of what is allowed that is used up.</summary>
    public double Used => Error / Allowed;
}

/// <summary>What f32 does, and how steep units are for it.</summary>
/// <param name="options">The options.</param>
/// <param name="norm">What layer normalisation does to what is read; null without it.</param>
sealed class Precision(WeightOptions options, NormBound? norm = null) {
    /// <summary>Half of the distance of 1 to the next f32.</summary>
    public const double Rounding = 1.0 / (1 << 24);

    // Of the exponentials of another implementation, in units of rounding, added to each sum of a softmax.
    const double SoftmaxSlack = 16;

    // Beyond it GELU is z or 0 in f32.
    const double Bend = 7;

    /// <summary>
    /// d of the steps (f(z + d) - f(z - d)) / 2d: 1/2 for ReLU; for GELU far more than the bend, which then takes as little of
    /// what is allowed as a corner, and the rounding of z counts for as little.
    /// </summary>
    public double Spread => options.Activation == Activation.Relu ? 0.5 : 128;

    /// <summary>|z| at which a step is 0 or 1.</summary>
    public double Saturated => options.Activation == Activation.Relu ? Spread : Spread + Bend;

    /// <summary>|z| that a step aims at: half of it may be error.</summary>
    public double Aim => 2 * Saturated;

    /// <summary>What the nonlinearity itself may add to a step.</summary>
    public double OfStep => options.Activation == Activation.Relu ? 0 : 16 * Rounding / (2 * Spread);

    /// <summary>Roundings of z, of its threshold, of its bias and, but for ReLU, of f.</summary>
    public int OfZ => options.Activation == Activation.Relu ? 3 : 4;

    /// <summary>The least difference of logits that leaves nothing to those below: their weights together are less than rounding.</summary>
    public double Separation => Math.Ceiling(2 * (Math.Log(options.MaximumLength + 2) + 18)) / 2;

    /// <summary>A bound of the relative error of a weighted mean in f32.</summary>
    public double OfMean => (((2 * (options.MaximumLength + 1)) + SoftmaxSlack) * Rounding) + (2 * OfNorm);

    /// <summary>Whether there is layer normalisation.</summary>
    public bool LayerNorm => norm != null;

    /// <summary>A bound of the relative error of what is read of the residual stream; 0 without layer normalisation.</summary>
    public double OfNorm => norm?.Relative ?? 0;

    /// <summary>
    /// What layer normalisation adds to the error of a sum of slots: what is 0 in the residual stream is minus its mean there,
    /// which the ground dimension takes away again, but for the rounding of the sum.
    /// </summary>
    /// <param name="terms">The number of slots with a factor.</param>
    /// <param name="weights">The sum of the factors' magnitudes.</param>
    /// <param name="magnitude">A bound of the sum's own terms, added up without signs.</param>
    public double Noise(int terms, double weights, double magnitude) =>
        norm == null ? 0 : (terms + 5) * Rounding * ((2 * weights * norm.Ground) + magnitude);

    /// <summary>A factor for queries that makes up for the division by the root of the head's width, with few bits so that products are exact.</summary>
    public static double Compensation(int headWidth) {
        double root = Math.Sqrt(headWidth);
        double unit = Math.ScaleB(1, (int)Math.Floor(Math.Log2(root)) - 11);
        return Math.Round(root / unit) * unit;
    }

    /// <summary>What is left of the compensation when the model divides: near 1.</summary>
    public static double Scale(int headWidth) => Compensation(headWidth) * (1f / MathF.Sqrt(headWidth));

    public static double PowerOfTwoFrom(double value) => Math.ScaleB(1, (int)Math.Ceiling(Math.Log2(value)));
}
