using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// A diagonal state-space layer (Gu et al., S4D, arXiv:2206.11893). For each channel n complex states, one of each conjugate pair:
/// x_t = exp(dt A) x_(t-1) + u_t, y_t = 2 Re(sum of C (exp(dt A) - 1) / A x_t) + D u_t with A = -exp(a) + i w and dt = exp(s).
/// </summary>
/// <param name="width">The number of channels.</param>
/// <param name="states">n.</param>
[Block]
public sealed class S4D(int width, int states) : ILayer {
    readonly Weight decayLog = new(width, states), frequency = new(width, states), stepLog = new(width), skip = new(width);
    readonly Weight outputReal = new(width, states), outputImaginary = new(width, states);
    readonly State real = new(width, states), imaginary = new(width, states);

    /// <summary>The layer's output, row by row.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] {
        get {
            ComplexTensor factor = Turn.Exponential, weight = Output;
            (Tensor[] last, Tensor[] read) = Scan([real.Read(), imaginary.Read()], [x], (before, row) => {
                ComplexTensor state = factor * new ComplexTensor(before[0], before[1]);
                Tensor re = state.Real + InsertAxis(row[0], 1);
                return ([re, state.Imaginary], [2f * Sum(weight.Real * re - weight.Imaginary * state.Imaginary, 1)]);
            }, 0);
            real.Write(last[0]);
            imaginary.Write(last[1]);
            return read[0] + skip * x;
        }
    }

    /// <summary>
    /// The same for a whole sequence from its beginning as a convolution, y = K * u + D u with K_l = 2 Re(sum of C (exp(dt A) - 1) / A exp(l dt A)).
    /// It neither reads nor leaves states.
    /// </summary>
    /// <param name="x">[rows, width]</param>
    /// <returns>[rows, width]</returns>
    public Tensor Convolved(Tensor x) {
        int rows = x.Shape[0];
        Tensor lag = Reshape(Cast(Iota(rows), ElementType.F32), rows, 1, 1);
        ComplexTensor powers = (Turn * lag).Exponential * Output;
        Tensor kernel = 2f * Sum(powers.Real, 2);
        Tensor back = Reshape(Iota(rows), rows, 1) - Iota(rows);
        Tensor shifted = Select(InsertAxis(back >= 0, 2), Gather(kernel, Maximum(back, 0), 0), 0f);
        return Contract("tsc,sc->tc", shifted, x) + skip * x;
    }

    // dt A, [width, states].
    ComplexTensor Turn {
        get {
            Tensor dt = InsertAxis(Exp(stepLog), 1);
            return new(-Exp(decayLog) * dt, frequency * dt);
        }
    }

    // C (exp(dt A) - 1) / A, [width, states].
    ComplexTensor Output {
        get {
            ComplexTensor turned = Turn.Exponential;
            return new ComplexTensor(outputReal, outputImaginary) * new ComplexTensor(turned.Real - 1f, turned.Imaginary)
                / new ComplexTensor(-Exp(decayLog), frequency);
        }
    }
}
