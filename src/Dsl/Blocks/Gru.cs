using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// A gated recurrent unit (Cho et al., arXiv:1406.1078) with the reset after the product: r, z = sigmoid(W x_t + U h + b) and
/// n = tanh(W_n x_t + b_n + r (U_n h + c_n)), h_t = (1 - z) n + z h with h = h_(t-1).
/// </summary>
/// <param name="width">The size of a row of x.</param>
/// <param name="hidden">The size of h.</param>
[Block]
public sealed class Gru(int width, int hidden) : ILayer {
    readonly Linear input = new(width, 3 * hidden, withBias: true), recurrent = new(hidden, 3 * hidden, withBias: true);
    readonly State output = new(hidden);

    /// <summary>h of each row.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, hidden]</returns>
    public Tensor this[Tensor x] {
        get {
            (Tensor state, Tensor outputs) = Scan(output.Read(), input[x], (before, row) => {
                Tensor[] w = Split(row, 0, hidden, hidden, hidden), u = Split(recurrent[before], 0, hidden, hidden, hidden);
                Tensor reset = Sigmoid(w[0] + u[0]), update = Sigmoid(w[1] + u[1]);
                Tensor candidate = Tanh(w[2] + reset * u[2]);
                Tensor h = (1f - update) * candidate + update * before;
                return (h, h);
            }, 0);
            output.Write(state);
            return outputs;
        }
    }
}
