using Sinter.Blocks;
using static Sinter.Operations;

namespace Sinter.Zoo.Tests.Blocks;

/// <summary>Attention over very many tokens, with all that may be done to it on the way.</summary>
[Model]
[Symbol("Time", 1, 16_384)]
public partial class LongAttention {
    const int Heads = 2, Width = 4, Reach = 100;
    readonly Weight sinks = new(Heads), rows = new(Reach + 1, Width);

    [Entry]
    public Tensor Encode(
        [Shape("Time", Heads, Width)] Tensor queries, [Shape("Time", 1, Width)] Tensor keys, [Shape("Time", 1, Width)] Tensor values,
        [Shape("Time", Type = ElementType.I32)] Tensor segments, [Shape(Heads, "Time")] Tensor fade) => Attend(
            queries, keys, values,
            score: (s, i, j) => 5f * Tanh(s / 5f) + InsertAxis(fade, 2) - InsertAxis(fade, 1),
            mask: Masks.Both(Masks.Causal, Masks.Segments(segments, segments)),
            sinks: sinks,
            pairKeys: (i, j) => InsertAxis(Gather(rows, Minimum(Maximum(i - j, 0), Reach), 0), 2));
}
