using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// A Mamba-2 block (Dao and Gu, arXiv:2405.21060): (z, u, B, C, dt) = W x with u, B, C through silu(convolution); for each head
/// h_t = a_t h_(t-1) + dt B_t u_t^T with a_t = exp(-exp(A_log) dt) and dt = softplus(dt + b), y_t = C_t h_t + D u_t; the result is
/// W_o norm(y * silu(z)).
/// </summary>
[Block]
public sealed class Mamba2 : ILayer {
    readonly int inner, heads, head, states;
    readonly Linear input, output;
    readonly CausalConvolution convolution;
    readonly Weight stepBias, decayLog, skip;
    readonly RmsNorm norm;
    readonly DecayingMemory memory;

    /// <summary>A block of these sizes.</summary>
    /// <param name="width">The size of a row.</param>
    /// <param name="inner">The number of channels of u; a multiple of the heads.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="states">The size of B and C, which the heads share.</param>
    /// <param name="kernel">Rows of a window of the convolution.</param>
    public Mamba2(int width, int inner, int heads, int states, int kernel = 4) {
        if (heads < 1 || inner % heads != 0) {
            throw new ArgumentException($"{heads} heads do not divide {inner} channels");
        }
        (this.inner, this.heads, head, this.states) = (inner, heads, inner / heads, states);
        input = new Linear(width, 2 * inner + 2 * states + heads);
        output = new Linear(inner, width);
        convolution = new CausalConvolution(inner + 2 * states, kernel);
        stepBias = new Weight(heads);
        decayLog = new Weight(heads);
        skip = new Weight(heads);
        norm = new RmsNorm(inner);
        memory = new DecayingMemory(heads, states, head);
    }

    /// <summary>The block's output.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] {
        get {
            int time = x.Shape[0];
            Tensor[] parts = Split(input[x], 1, inner, inner + 2 * states, heads);
            Tensor[] mixed = Split(Silu(convolution[parts[1]]), 1, inner, states, states);
            Tensor u = Reshape(mixed[0], time, heads, head);
            Tensor dt = Softplus(parts[2] + stepBias);
            Tensor key = Broadcast(InsertAxis(mixed[1], 1), time, heads, states), query = Broadcast(InsertAxis(mixed[2], 1), time, heads, states);
            Tensor read = memory.Read(query, key, u * InsertAxis(dt, 2), -Exp(decayLog) * dt);
            Tensor y = Reshape(read + Reshape(skip, heads, 1) * u, time, inner);
            return output[norm[y * Silu(parts[0])]];
        }
    }
}
