using System;

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
}
