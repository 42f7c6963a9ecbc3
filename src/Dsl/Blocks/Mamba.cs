using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// A Mamba block (Gu and Dao, arXiv:2312.00752): (u, z) = W x; u = silu(convolution(u)); B, C and dt = softplus(W_dt W_r u + b) from u;
/// h_t = exp(dt A) h_(t-1) + dt B_t u_t with A = -exp(A_log), y_t = C_t h_t + D u_t; the result is W_o (y * silu(z)).
/// </summary>
/// <param name="width">The size of a row.</param>
/// <param name="inner">The number of channels of u.</param>
/// <param name="states">The size of h for each channel.</param>
/// <param name="rank">The size between the two matrices of dt.</param>
/// <param name="kernel">Rows of a window of the convolution.</param>
[Block]
public sealed class Mamba(int width, int inner, int states, int rank, int kernel = 4) : ILayer {
    readonly Linear input = new(width, 2 * inner), parameters = new(inner, rank + 2 * states), step = new(rank, inner, withBias: true), output = new(inner, width);
    readonly CausalConvolution convolution = new(inner, kernel);
    readonly Weight decayLog = new(inner, states), skip = new(inner);
    readonly State memory = new(inner, states);

    /// <summary>The block's output, row by row: nothing is stored but the state.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] {
        get {
            Selection s = Prepare(x);
            Tensor rate = -Exp(decayLog);
            (Tensor[] last, Tensor[] read) = Scan([memory.Read()], [s.U, s.Step, s.B, s.C], (before, row) => {
                Tensor dt = InsertAxis(row[1], 1);
                Tensor h = Exp(dt * rate) * before[0] + dt * row[2] * InsertAxis(row[0], 1);
                return ([h], [Contract("cn,n->c", h, row[3])]);
            }, 0);
            memory.Write(last[0]);
            return Finish(s, read[0]);
        }
    }

    /// <summary>
    /// The same by an associative scan over the maps h -> a h + b of all rows: (a1, b1) then (a2, b2) is (a1 a2, a2 b1 + b2). The maps
    /// of all rows and states are stored.
    /// </summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor Parallel(Tensor x) {
        Selection s = Prepare(x);
        int time = x.Shape[0];
        Tensor dt = InsertAxis(s.Step, 2);
        Tensor decay = Exp(dt * -Exp(decayLog)), inflow = dt * InsertAxis(s.B, 1) * InsertAxis(s.U, 2);
        Tensor[] maps = AssociativeScan([decay, inflow], (a, b) => [a[0] * b[0], b[0] * a[1] + b[1]], 0);
        Tensor h = maps[0] * memory.Read() + maps[1];
        memory.Write(Reshape(Slice(h, 0, time - 1, 1), inner, states));
        return Finish(s, Contract("tcn,tn->tc", h, s.C));
    }

    Selection Prepare(Tensor x) {
        Tensor[] halves = Split(input[x], 1, inner, inner);
        Tensor u = Silu(convolution[halves[0]]);
        Tensor[] selected = Split(parameters[u], 1, rank, states, states);
        return new Selection(u, halves[1], Softplus(step[selected[0]]), selected[1], selected[2]);
    }

    Tensor Finish(Selection s, Tensor read) => output[(read + skip * s.U) * Silu(s.Z)];

    sealed record Selection(Tensor U, Tensor Z, Tensor Step, Tensor B, Tensor C);
}
