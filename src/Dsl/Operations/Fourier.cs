using System;

namespace Sinter;

// Complex values are pairs of tensors, the real and the imaginary parts. A length is factored while the project builds: each factor up to
// 16 is a contraction with its small matrix of roots of unity (Cooley and Tukey, 1965, with mixed radix), larger primes are contractions
// up to 64 and above that convolutions with a chirp, by transforms of a power of two (Bluestein, 1970). Matrices and chirps are made at load.
public static partial class Operations {
    const int LargestDirectTransform = 64;

    /// <summary>The discrete Fourier transform along an axis: X[f] = sum over t of x[t] * e^(-2 pi i t f / n).</summary>
    /// <param name="real">The real parts; the extent along the axis is known at build.</param>
    /// <param name="imaginary">The imaginary parts, of the same shape.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>The real and imaginary parts, of the same shape.</returns>
    /// <exception cref="ShapeException">The shapes differ, or the axis is empty.</exception>
    public static (Tensor Real, Tensor Imaginary) FourierTransform(Tensor real, Tensor imaginary, Axis axis) => Transform(real, imaginary, axis, 1);

    /// <summary>The inverse of <see cref="FourierTransform"/>: x[t] = 1 / n * sum over f of X[f] * e^(2 pi i t f / n).</summary>
    /// <param name="real">The real parts; the extent along the axis is known at build.</param>
    /// <param name="imaginary">The imaginary parts, of the same shape.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>The real and imaginary parts, of the same shape.</returns>
    /// <exception cref="ShapeException">The shapes differ, or the axis is empty.</exception>
    public static (Tensor Real, Tensor Imaginary) InverseFourierTransform(Tensor real, Tensor imaginary, Axis axis) {
        float scale = 1f / real.Shape[axis];
        (Tensor x, Tensor y) = Transform(real, imaginary, axis, -1);
        return (x * scale, y * scale);
    }

    /// <summary>The transform of real values: the first n / 2 + 1 frequencies, of which the others are the conjugates.</summary>
    /// <param name="x">Real values; the extent n along the axis is known at build.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>The real and imaginary parts, with extent n / 2 + 1 along the axis.</returns>
    /// <exception cref="ShapeException">The axis is empty.</exception>
    public static (Tensor Real, Tensor Imaginary) RealFourierTransform(Tensor x, Axis axis) {
        int along = axis.In(x.Shape);
        (Tensor real, Tensor imaginary) = Transform(x, null, along, 1);
        int kept = x.Shape[along] / 2 + 1;
        return (Slice(real, along, 0, kept), Slice(imaginary, along, 0, kept));
    }

    /// <summary>The inverse of <see cref="RealFourierTransform"/>: the real values whose spectrum begins like this.</summary>
    /// <param name="real">The real parts of the first length / 2 + 1 frequencies.</param>
    /// <param name="imaginary">Their imaginary parts; those of frequency 0 and of half the length do not matter.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="length">How many values there are, which n / 2 + 1 alone leaves open.</param>
    /// <returns>Real values with this extent along the axis.</returns>
    /// <exception cref="ShapeException">The shapes differ, or the extent is not length / 2 + 1.</exception>
    public static Tensor InverseRealFourierTransform(Tensor real, Tensor imaginary, Axis axis, int length) {
        int along = axis.In(real.Shape);
        if (length < 1 || real.Shape[along] != length / 2 + 1 || !imaginary.Shape.Equals(real.Shape)) {
            throw new ShapeException("inverse real fourier transform", $"{length} values have {length / 2 + 1} frequencies along axis {along}, found {real.Shape} and {imaginary.Shape}");
        }
        int mirrored = (length - 1) / 2;
        Tensor x = Concatenate(along, real, Flip(Slice(real, along, 1, mirrored), along));
        Tensor y = Concatenate(along, imaginary, -Flip(Slice(imaginary, along, 1, mirrored), along));
        return Transform(x, y, along, -1).Real * (1f / length);
    }

    // The sign is 1 for e^(-...) and -1 for the inverse, which is not scaled here. Without imaginary parts these are 0.
    static (Tensor Real, Tensor Imaginary) Transform(Tensor real, Tensor? imaginary, Axis axis, int sign) {
        int along = axis.In(real.Shape);
        if (imaginary != null && !imaginary.Shape.Equals(real.Shape)) {
            throw new ShapeException("fourier transform", $"the real parts {real.Shape} and the imaginary parts {imaginary.Shape} differ in shape");
        }
        int length = real.Shape[along];
        if (length < 1) {
            throw new ShapeException("fourier transform", $"{real.Shape} has no elements along axis {along}");
        }
        Tensor moved = MoveAxis(real, along, -1);
        int[] shape = moved.Shape.ToArray();
        int rows = moved.Shape.Count / length;
        Tensor? across = imaginary == null ? null : Reshape(MoveAxis(imaginary, along, -1), rows, length);
        (Tensor x, Tensor y) = TransformRows(Reshape(moved, rows, length), across, length, sign);
        return (MoveAxis(Reshape(x, shape), -1, along), MoveAxis(Reshape(y, shape), -1, along));
    }

    static (Tensor Real, Tensor Imaginary) TransformRows(Tensor real, Tensor? imaginary, int length, int sign) {
        int first = Radix(length);
        if (first == length) {
            return length <= LargestDirectTransform ? DirectTransform(real, imaginary, length, sign) : ChirpTransform(real, imaginary, length, sign);
        }
        // Element t = second * t1 + t2 and frequency f = f1 + first * f2: transforms over t1, a turn by t2 * f1, transforms over t2.
        int second = length / first;
        int rows = real.Shape[0];
        Tensor Columns(Tensor part) => Reshape(Transpose(Reshape(part, rows, first, second), 0, 2, 1), rows * second, first);
        (Tensor x, Tensor y) = first <= LargestDirectTransform
            ? DirectTransform(Columns(real), imaginary == null ? null : Columns(imaginary), first, sign)
            : ChirpTransform(Columns(real), imaginary == null ? null : Columns(imaginary), first, sign);
        x = Reshape(x, rows, second, first);
        y = Reshape(y, rows, second, first);
        (Tensor cosine, Tensor sine) = Turns(Reshape(Iota(second), second, 1) * Iota(first), length, sign);
        Tensor Rows(Tensor part) => Reshape(Transpose(part, 0, 2, 1), rows * first, second);
        (Tensor u, Tensor v) = TransformRows(Rows(x * cosine + y * sine), Rows(y * cosine - x * sine), second, sign);
        Tensor Ordered(Tensor part) => Reshape(Transpose(Reshape(part, rows, first, second), 0, 2, 1), rows, length);
        return (Ordered(u), Ordered(v));
    }

    // The factor to begin with: what is at most 16 whole, then the largest divisor up to 16, then the smallest prime.
    static int Radix(int length) {
        if (length <= 16) {
            return length;
        }
        for (int factor = 16; factor > 1; factor--) {
            if (length % factor == 0) {
                return factor;
            }
        }
        for (int factor = 17; factor * factor <= length; factor += 2) {
            if (length % factor == 0) {
                return factor;
            }
        }
        return length;
    }

    static (Tensor Real, Tensor Imaginary) DirectTransform(Tensor real, Tensor? imaginary, int length, int sign) {
        (Tensor cosine, Tensor sine) = Turns(Reshape(Iota(length), length, 1) * Iota(length) % length, length, sign);
        Tensor x = Contract("rt,tf->rf", real, cosine), y = -Contract("rt,tf->rf", real, sine);
        return imaginary == null ? (x, y) : (x + Contract("rt,tf->rf", imaginary, sine), Contract("rt,tf->rf", imaginary, cosine) + y);
    }

    // t * f = (t^2 + f^2 - (f - t)^2) / 2, so that the transform is a turn by t^2, a convolution with the chirp, and a turn by f^2.
    static (Tensor Real, Tensor Imaginary) ChirpTransform(Tensor real, Tensor? imaginary, int length, int sign) {
        int whole = 1;
        while (whole < 2 * length - 1) {
            whole *= 2;
        }
        (Tensor cosine, Tensor sine) = Chirp(Iota(length), length, sign);
        Tensor x = imaginary == null ? real * cosine : real * cosine + imaginary * sine;
        Tensor y = imaginary == null ? -(real * sine) : imaginary * cosine - real * sine;
        Tensor place = Iota(whole);
        Tensor distance = Minimum(place, whole - place);
        (Tensor chirpCosine, Tensor chirpSine) = Chirp(distance, length, -sign);
        Tensor filterReal = Reshape(Select(distance < length, chirpCosine, 0f), 1, whole);
        Tensor filterImaginary = Reshape(Select(distance < length, -chirpSine, 0f), 1, whole);
        (Tensor a, Tensor b) = TransformRows(filterReal, filterImaginary, whole, 1);
        (Tensor c, Tensor d) = TransformRows(Pad(x, 1, 0, whole - length), Pad(y, 1, 0, whole - length), whole, 1);
        (Tensor u, Tensor v) = TransformRows(a * c - b * d, a * d + b * c, whole, -1);
        Tensor p = Slice(u, 1, 0, length) * (1f / whole), q = Slice(v, 1, 0, length) * (1f / whole);
        return (p * cosine + q * sine, q * cosine - p * sine);
    }

    // cos and sin of sign * pi * t^2 / length; the square is taken modulo 2 * length, beyond which it says nothing new.
    static (Tensor Cosine, Tensor Sine) Chirp(Tensor t, int length, int sign) {
        Tensor wide = Cast(t, ElementType.I64);
        return Turns(Cast(wide * wide % (2 * length), ElementType.I32), 2 * length, sign);
    }

    // cos and sin of sign * 2 pi * turn / length for turns from 0 to length - 1.
    static (Tensor Cosine, Tensor Sine) Turns(Tensor turn, int length, int sign) {
        // Angles about 0 are exact to more digits than angles about 2 pi.
        Tensor near = Select(2 * turn > length, turn - length, turn);
        Tensor angle = Cast(near, ElementType.F32) * (float)(2 * Math.PI / length * sign);
        return (Cos(angle), Sin(angle));
    }
}
