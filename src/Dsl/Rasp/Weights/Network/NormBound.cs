using System;
using System.Linq;

namespace Sinter.Rasp.Weights;

/// <summary>
/// How layer normalisation is made harmless. Four dimensions are added: two that hold C and -C at every position, beside
/// which everything else is small, so that the deviation is C sqrt(2 / width) up to a little, which the scale makes up for; a
/// balance, to which every write adds minus the sum of what it writes, so that the mean is 0 up to rounding; and a ground,
/// always 0, that holds minus the mean after it, and whose factor in every read is minus the sum of the others', so that what
/// is left of the mean cancels. With S the sum of the squares of all else, the deviation is within S / (4 C^2) of that, and
/// the sum of squares in f32 within as much again, in whatever order it is added up: an addition is off by the smaller of its
/// terms at most.
/// </summary>
/// <param name="Energy">A bound of S.</param>
sealed record NormBound(double Energy) {
    /// <summary>Dimensions that it takes.</summary>
    public const int Dimensions = 4;

    // Rounding of mean, squares, root, products and the scale, in units of rounding.
    const double Slack = 16;

    /// <summary>C: a power of two, so that it is exact.</summary>
    public double Peak => Precision.PowerOfTwoFrom(1024 * Math.Sqrt(Energy));

    /// <summary>A bound of the relative error of the scale.</summary>
    public double Relative => (Energy / (2 * Peak * Peak)) + (Slack * Precision.Rounding);

    /// <summary>A bound of what the ground holds after the norm: the rounding of a sum with C and -C among its terms.</summary>
    public double Ground => 2.5 * Precision.Rounding * Peak;

    /// <summary>The scale.</summary>
    public double Scale(int width) => Peak * Math.Sqrt(2.0 / width);

    /// <summary>A bound of S for a network, of which no dimension is used twice.</summary>
    public static double Of(TransformerNetwork network) {
        // One slot of an indicator is 1 up to its error, or several share it at rows of padding.
        double squares = network.Variables.Sum(variable => variable.IsIndicator ? 2 : 1.1 * variable.Slots.Length * variable.Largest * variable.Largest);
        double balance = network.Variables.Sum(variable => variable.IsIndicator ? 1.5 : 1.1 * variable.Slots.Length * variable.Largest);
        return squares + (balance * balance);
    }
}
