using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// An sLSTM (Beck et al., xLSTM, arXiv:2405.04517): with (z, i, f, o) = W x_t + R h_(t-1) + b, R block-diagonal by heads,
/// c_t = f c_(t-1) + i tanh(z), n_t = f n_(t-1) + i, h_t = sigmoid(o) c_t / n_t, where i is e^i and f is sigmoid(f), both divided by
/// e^m with m_t = max(log f + m_(t-1), log i).
/// </summary>
[Block]
public sealed class ScalarLstm : ILayer {
    readonly int hidden, heads;
    readonly Linear input;
    readonly GroupedLinear[] recurrent;
    readonly State output, cell, normaliser, scale;

    /// <summary>An sLSTM of these sizes.</summary>
    /// <param name="width">The size of a row of x.</param>
    /// <param name="hidden">The size of h; a multiple of the heads.</param>
    /// <param name="heads">The parts of h that do not meet in R.</param>
    public ScalarLstm(int width, int hidden, int heads) {
        if (heads < 1 || hidden % heads != 0) {
            throw new ArgumentException($"{heads} heads do not divide {hidden} cells");
        }
        (this.hidden, this.heads) = (hidden, heads);
        input = new Linear(width, 4 * hidden, withBias: true);
        recurrent = new GroupedLinear[4];
        for (int gate = 0; gate < 4; gate++) {
            recurrent[gate] = new GroupedLinear(heads, hidden / heads, hidden / heads);
        }
        output = new State(hidden);
        cell = new State(hidden);
        normaliser = new State(hidden);
        scale = new State(hidden);
    }

    /// <summary>h of each row.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, hidden]</returns>
    public Tensor this[Tensor x] {
        get {
            (Tensor[] last, Tensor[] outputs) = Scan([output.Read(), cell.Read(), normaliser.Read(), scale.Read()], [input[x]], (before, row) => {
                Tensor[] gates = Split(row[0], 0, hidden, hidden, hidden, hidden);
                Tensor h = Reshape(before[0], 1, heads, hidden / heads);
                for (int gate = 0; gate < 4; gate++) {
                    gates[gate] = gates[gate] + Reshape(recurrent[gate][h], hidden);
                }
                Tensor kept = LogSigmoid(gates[2]) + before[3];
                Tensor most = Maximum(kept, gates[1]);
                Tensor forget = Exp(kept - most), take = Exp(gates[1] - most);
                Tensor c = forget * before[1] + take * Tanh(gates[0]);
                Tensor n = forget * before[2] + take;
                Tensor next = Sigmoid(gates[3]) * c / n;
                return ([next, c, n, most], [next]);
            }, 0);
            output.Write(last[0]);
            cell.Write(last[1]);
            normaliser.Write(last[2]);
            scale.Write(last[3]);
            return outputs[0];
        }
    }
}
