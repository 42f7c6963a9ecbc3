using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber, 1997; Gers et al., 2000): with (i, f, g, o) = W x_t + U h_(t-1) + b,
/// c_t = sigmoid(f) c_(t-1) + sigmoid(i) tanh(g), h_t = sigmoid(o) tanh(c_t). W x of all rows is one product; the rest runs row by row.
/// </summary>
/// <param name="width">The size of a row of x.</param>
/// <param name="hidden">The size of h and c.</param>
[Block]
public sealed class Lstm(int width, int hidden) : ILayer {
    readonly Linear input = new(width, 4 * hidden, withBias: true), recurrent = new(hidden, 4 * hidden);
    readonly State output = new(hidden), cell = new(hidden);

    /// <summary>h of each row.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, hidden]</returns>
    public Tensor this[Tensor x] {
        get {
            (Tensor[] states, Tensor[] outputs) = Scan([output.Read(), cell.Read()], [input[x]], (before, row) => {
                Tensor[] gates = Split(row[0] + recurrent[before[0]], 0, hidden, hidden, hidden, hidden);
                Tensor c = Sigmoid(gates[1]) * before[1] + Sigmoid(gates[0]) * Tanh(gates[2]);
                Tensor h = Sigmoid(gates[3]) * Tanh(c);
                return ([h, c], [h]);
            }, 0);
            output.Write(states[0]);
            cell.Write(states[1]);
            return outputs[0];
        }
    }
}
