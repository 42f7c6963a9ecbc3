using System.Linq;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests;

/// <summary>A gated recurrent unit (Cho et al., arXiv:1406.1078) that goes on where the last call stopped.</summary>
[Block]
public sealed class GatedUnit(int inputs, int width) {
    readonly Linear reset = new(inputs, width), update = new(inputs, width), candidate = new(inputs, width);
    readonly Linear resetFrom = new(width, width), updateFrom = new(width, width), candidateFrom = new(width, width);
    readonly State hidden = new(width);

    public Tensor Forward(Tensor x) {
        (Tensor[] states, Tensor[] outputs) = Scan(
            [hidden.Read()],
            [reset[x], update[x], candidate[x]],
            (state, input) => {
                Tensor h = state[0];
                Tensor r = Sigmoid(input[0] + resetFrom[h]);
                Tensor z = Sigmoid(input[1] + updateFrom[h]);
                Tensor n = Tanh(input[2] + candidateFrom[r * h]);
                Tensor next = (1 - z) * h + z * n;
                return ([next], [next]);
            },
            Axis.Time);
        hidden.Write(states[0]);
        return outputs[0];
    }
}

/// <summary>Every kind of loop in one model.</summary>
[Model]
[Symbol("Time", 1, 50)]
public partial class Loops {
    readonly GatedUnit lower = new(5, 7), upper = new(7, 7);

    /// <summary>Two recurrent layers.</summary>
    [Entry]
    public Tensor Recur([Shape("Time", 5)] Tensor x) => upper.Forward(lower.Forward(x));

    /// <summary>A first-order linear recurrence by an associative scan: h_t = a_t h_(t-1) + b_t.</summary>
    [Entry]
    public Tensor Linear([Shape("Time", 4)] Tensor a, [Shape("Time", 4)] Tensor b) =>
        AssociativeScan([Sigmoid(a), b], (left, right) => [left[0] * right[0], right[0] * left[1] + right[1]], Axis.Time)[1];

    /// <summary>The square root by Newton's steps, until they no longer help.</summary>
    [Entry]
    public (Tensor Root, Tensor Steps) Newton([Shape("Time", 3)] Tensor x) {
        Tensor square = x * x + 1;
        Tensor[] found = While(
            40,
            [square, Cast(0, ElementType.I32)],
            (i, state) => Max(Max(Abs(state[0] * state[0] - square), 1), 0) > 1e-4f,
            (i, state) => [0.5f * (state[0] + square / state[0]), state[1] + 1]);
        return (found[0], found[1]);
    }

    /// <summary>A power of two of each element by repeated squaring, and one of two functions by the number of earlier tokens.</summary>
    [Entry]
    public (Tensor Power, Tensor Chosen) Choose([Shape("Time", 3)] Tensor x) {
        Tensor power = Repeat(3, Tanh(x), (i, value) => value * value);
        Tensor chosen = If(Past() < 2, () => Softmax(x, -1), () => Linear(x[0], 3));
        return (power, chosen);
        Tensor Linear(Tensor row, int width) => Broadcast(Reshape(row * 2, 1, width), x.Shape[0], width);
    }

    /// <summary>The two best of six scores, normalised and put back in their places; the rows sorted; sums of rows by a class.</summary>
    [Entry]
    public (Tensor Gates, Tensor Sorted, Tensor Sums) Route([Shape("Time", 6)] Tensor scores, [Shape("Time", Type = ElementType.I32)] Tensor kinds) {
        (Tensor best, Tensor places) = TopK(scores, 2, -1);
        Tensor gates = ScatterSet(scores * 0, places, Softmax(best, -1), -1);
        Tensor sums = ScatterAdd(Broadcast(0f, 9, 6), kinds, scores, 0);
        return (gates, Sort(scores, -1, descending: true), sums);
    }
}
