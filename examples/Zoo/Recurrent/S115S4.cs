using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Efficiently Modeling Long Sequences with Structured State Spaces" (Gu, Goel and Ré, 2021). x' = A x + B u, y = 2 Re(C x) + D u with
/// A = Lambda - P P*, made discrete by (I - dt/2 A)^-1 (I + dt/2 A). Step by step it is a recurrence; a whole sequence is convolved with
/// K_l = C A^l B, whose transform is 2 / (1 + z) (k_CB - k_CP k_PB / (1 + k_PP)), k_XY = sum of X Y / (g(z) - Lambda), at roots of unity z.
/// </summary>
[Model, Symbol("Time", 1, 60)]
public partial class S4 {
    readonly Linear input = new(6, 7), output = new(7, 6, withBias: true);
    readonly S4Layer layer = new(7, 4);

    [Entry] public Tensor Forward([Shape("Time", 6)] Tensor x) => output[Gelu(layer.Recurrent(input[x]))];
    [Entry] public Tensor Convolved([Shape(25, 6)] Tensor x) => output[Gelu(layer.Convolved(input[x]))];
}

/// <summary>n complex states a channel, one of each conjugate pair: P* x of all of them is 2 Re(P* x) of these.</summary>
[Block]
public sealed class S4Layer(int width, int n) {
    readonly Weight lambdaReal = new(width, n), lambdaImaginary = new(width, n), pReal = new(width, n), pImaginary = new(width, n);
    readonly Weight bReal = new(width, n), bImaginary = new(width, n), cReal = new(width, n), cImaginary = new(width, n), stepLog = new(width), skip = new(width);
    readonly State real = new(width, n), imaginary = new(width, n);

    ComplexTensor Lambda => new(lambdaReal, lambdaImaginary);
    ComplexTensor P => new(pReal, pImaginary);
    ComplexTensor B => new(bReal, bImaginary);
    ComplexTensor C => new(cReal, cImaginary);
    Tensor Half => InsertAxis(Exp(stepLog), 1) * 0.5f;
    ComplexTensor Inverted => new(1f - Half * lambdaReal, -(Half * lambdaImaginary));

    public Tensor Recurrent(Tensor u) {
        (Tensor[] last, Tensor[] y) = Scan([real.Read(), imaginary.Read()], [u], (x, row) => {
            ComplexTensor next = Next(new(x[0], x[1]), InsertAxis(row[0], 1));
            return ([next.Real, next.Imaginary], [2f * (C * next).Sum(1).Real]);
        }, 0);
        real.Write(last[0]);
        imaginary.Write(last[1]);
        return y[0] + skip * u;
    }

    public Tensor Convolved(Tensor u) {
        int length = u.Shape[0];
        (Tensor kReal, Tensor kImaginary) = RealFourierTransform(Pad(Kernel(length), 1, 0, length), 1);
        (Tensor uReal, Tensor uImaginary) = RealFourierTransform(Pad(Transpose(u, 1, 0), 1, 0, length), 1);
        ComplexTensor y = new ComplexTensor(kReal, kImaginary) * new ComplexTensor(uReal, uImaginary);
        return Transpose(Slice(InverseRealFourierTransform(y.Real, y.Imaginary, 1, 2 * length), 1, 0, length), 1, 0) + skip * u;
    }

    // K of an odd number of steps, so that no root z is -1: (1 - z) / (1 + z) = i tan. What comes after L steps, C A^L, is taken off.
    Tensor Kernel(int length) {
        Tensor[] after = Repeat(length, [cReal, cImaginary], (_, c) => {
            ComplexTensor earlier = Before(new(c[0], c[1]));
            return [earlier.Real, earlier.Imaginary];
        });
        Tensor angle = Cast(Iota(length), ElementType.F32) * (MathF.PI / length), tangent = Sin(angle) / Cos(angle);
        ComplexTensor c = C - new ComplexTensor(after[0], after[1]), pp = Cauchy(P.Conjugate, P, tangent);
        ComplexTensor rest = Cauchy(c, P, tangent) * Cauchy(P.Conjugate, B, tangent) / new ComplexTensor(pp.Real + 1f, pp.Imaginary);
        ComplexTensor transform = (Cauchy(c, B, tangent) - rest) * new ComplexTensor(tangent * 0f + 1f, tangent);
        return InverseFourierTransform(transform.Real, transform.Imaginary, 1).Real;
    }

    // Over all states, so both of each pair: sum of X Y / (2 / dt (1 - z) / (1 + z) - Lambda), [width, length].
    ComplexTensor Cauchy(ComplexTensor x, ComplexTensor y, Tensor tangent) {
        Tensor place = InsertAxis(tangent / Half, 2), re = -InsertAxis(lambdaReal, 1), im = InsertAxis(lambdaImaginary, 1);
        ComplexTensor xy = x * y, wide = new(InsertAxis(xy.Real, 1), InsertAxis(xy.Imaginary, 1));
        return (wide / new ComplexTensor(re, place - im)).Sum(2) + (wide.Conjugate / new ComplexTensor(re, place + im)).Sum(2);
    }

    // (I - dt/2 A)^-1 ((I + dt/2 A) x + dt B u), the inverse by Woodbury: that of a diagonal, less a rank of one.
    ComplexTensor Next(ComplexTensor x, Tensor u) {
        ComplexTensor right = x + (Lambda * x - P * Along(P.Conjugate, x)) * Half + B * (2f * Half * u), scaled = right / Inverted;
        return scaled - P / Inverted * (Half * Along(P.Conjugate, scaled) / (1f + Half * Along(P.Conjugate, P / Inverted)));
    }

    // The row vector c (I - dt/2 A)^-1 (I + dt/2 A).
    ComplexTensor Before(ComplexTensor c) {
        ComplexTensor scaled = c / Inverted, r = scaled - P.Conjugate / Inverted * (Half * Along(scaled, P) / (1f + Half * Along(P.Conjugate, P / Inverted)));
        return r + (r * Lambda - P.Conjugate * Along(r, P)) * Half;
    }

    static Tensor Along(ComplexTensor a, ComplexTensor b) => 2f * (a * b).Sum(1, keep: true).Real;
}
