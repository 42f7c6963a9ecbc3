using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// A Legendre memory unit (Voelker, Kajic and Eliasmith, NeurIPS 2019): u_t = e_x x_t + e_h h_(t-1) + e_m m_(t-1) is kept for the last
/// theta steps as the coefficients m_t = A m_(t-1) + B u_t of Legendre polynomials, h_t = tanh(W_x x_t + W_h h_(t-1) + W_m m_t). A and B
/// are the exact steps of dm/dt = A' m + B' u with A'_ij = (2i + 1) / theta * (-1 for i &lt; j, else (-1)^(i-j+1)) and
/// B'_i = (2i + 1) (-1)^i / theta.
/// </summary>
[Block]
public sealed class LegendreMemory : ILayer {
    readonly Tensor transition, inflow;
    readonly Linear input, recurrent, remembered;
    readonly Linear inputEncoder, recurrentEncoder, memoryEncoder;
    readonly State output, memory;

    /// <summary>A unit of these sizes.</summary>
    /// <param name="width">The size of a row of x.</param>
    /// <param name="hidden">The size of h.</param>
    /// <param name="order">The number of coefficients.</param>
    /// <param name="theta">The steps that the memory reaches back.</param>
    public LegendreMemory(int width, int hidden, int order, float theta) {
        if (order < 1 || !(theta > 0)) {
            throw new ArgumentException($"a memory of order {order} over {theta} steps; both are positive");
        }
        double[] steps = Steps(order, theta);
        float[] square = new float[order * order], column = new float[order];
        for (int i = 0; i < order; i++) {
            column[i] = (float)steps[i * (order + 1) + order];
            for (int j = 0; j < order; j++) {
                square[i * order + j] = (float)steps[i * (order + 1) + j];
            }
        }
        transition = Tensor.From(square, order, order);
        inflow = Tensor.From(column, order);
        input = new Linear(width, hidden, withBias: true);
        recurrent = new Linear(hidden, hidden);
        remembered = new Linear(order, hidden);
        inputEncoder = new Linear(width, 1);
        recurrentEncoder = new Linear(hidden, 1);
        memoryEncoder = new Linear(order, 1);
        output = new State(hidden);
        memory = new State(order);
    }

    /// <summary>h of each row.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, hidden]</returns>
    public Tensor this[Tensor x] {
        get {
            (Tensor[] last, Tensor[] outputs) = Scan([output.Read(), memory.Read()], [input[x], inputEncoder[x]], (before, row) => {
                Tensor u = row[1] + recurrentEncoder[before[0]] + memoryEncoder[before[1]];
                Tensor m = Contract("ij,j->i", transition, before[1]) + inflow * u;
                Tensor h = Tanh(row[0] + recurrent[before[0]] + remembered[m]);
                return ([h, m], [h]);
            }, 0);
            output.Write(last[0]);
            memory.Write(last[1]);
            return outputs[0];
        }
    }

    // exp([[A', B'], [0, 0]]) = [[A, B], [0, 1]]: the series at a sixty-fourth of a step, squared six times.
    static double[] Steps(int order, double theta) {
        int n = order + 1;
        double[] rate = new double[n * n];
        for (int i = 0; i < order; i++) {
            rate[i * n + order] = (2 * i + 1) * (i % 2 == 0 ? 1 : -1) / theta / 64;
            for (int j = 0; j < order; j++) {
                rate[i * n + j] = (2 * i + 1) / theta * (i < j || (i - j) % 2 == 0 ? -1 : 1) / 64;
            }
        }
        double[] sum = new double[n * n], term = new double[n * n];
        for (int i = 0; i < n; i++) {
            sum[i * n + i] = term[i * n + i] = 1;
        }
        for (int power = 1; power <= 14; power++) {
            term = Multiply(term, rate, n, 1.0 / power);
            for (int i = 0; i < n * n; i++) {
                sum[i] += term[i];
            }
        }
        for (int squaring = 0; squaring < 6; squaring++) {
            sum = Multiply(sum, sum, n, 1);
        }
        return sum;
    }

    static double[] Multiply(double[] a, double[] b, int n, double factor) {
        double[] product = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    product[i * n + j] += factor * a[i * n + k] * b[k * n + j];
                }
            }
        }
        return product;
    }
}
