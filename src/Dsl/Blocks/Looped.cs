using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// One layer again and again: y = inner(... inner(inner(x))) (Dehghani et al., Universal Transformers, arXiv:1807.03819), or with the
/// input added before every turn, y_0 = 0, y_(n+1) = inner(y_n + x) (Yang et al., arXiv:2311.12424). The turns share all weights; a
/// layer with a <see cref="Cache"/> would need one for each turn, so it cannot be looped.
/// </summary>
/// <param name="inner">The layer.</param>
/// <param name="times">The number of turns, at least 1.</param>
/// <param name="addsInput">Whether the input is added before every turn.</param>
[Block]
public sealed class Looped(ILayer inner, int times, bool addsInput = false) : ILayer {
    readonly ILayer inner = inner;
    readonly int times = times >= 1 ? times : throw new ArgumentException($"a loop turns at least once, not {times} times");

    /// <inheritdoc/>
    public Tensor this[Tensor x] {
        get {
            Tensor y = inner[x];
            for (int turn = 1; turn < times; turn++) {
                y = inner[addsInput ? y + x : y];
            }
            return y;
        }
    }

    /// <summary>As many turns as the call says, in the place of the number given at build.</summary>
    /// <param name="x">[Time, width]</param>
    /// <param name="count">A single i32, the number of turns; of less than one, the first is made.</param>
    /// <param name="most">The largest number of turns that a call may ask for; more than these are not made.</param>
    /// <returns>[Time, width]</returns>
    public Tensor Turns(Tensor x, Tensor count, int most) =>
        While(most - 1, inner[x], (done, y) => done + 1 < count, (done, y) => inner[addsInput ? y + x : y]);
}
