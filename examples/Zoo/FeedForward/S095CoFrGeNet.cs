using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "CoFrGeNet: Continued Fraction Architectures for Language Generation" (2026). Attention and feed-forward networks give way to
/// ladders z = 1 / (a_1 + 1 / (a_2 + ... 1 / a_d)) with every a_k linear in the input. By continuants, K_0 = 1, K_1 = a_d,
/// K_k = a_(d-k+1) K_(k-1) + K_(k-2), a ladder is one division z = K_(d-1) / K_d, where |K_d| is kept at 0.2 or more.
/// </summary>
[Model, Symbol("Time", 1, 21)]
public partial class CoFrGeNet {
    readonly Embedding embedding = new(31, 10);
    readonly CoFrLayer[] layers = [new(10, 4, 3, 21), new(10, 3, 2, 21)];
    readonly RmsNorm norm = new(10);
    readonly Linear logits = new(10, 31);

    [Entry] public Tensor Score([Shape("Time", Type = ElementType.I32)] Tensor tokens) => logits[norm[layers[1].Forward(layers[0].Forward(embedding[tokens]))]];
}

[Block]
public sealed class CoFrLayer(int width, int ladders, int depth, int context) {
    readonly RmsNorm mixNorm = new(width), norm = new(width);
    readonly Linear straight = new(width, width), gate = new(width, width), steps = new(width, depth * ladders), sum = new(ladders, width);
    readonly Weight mixing = new(depth, context, context);
    readonly Cache rows = new(context);

    public Tensor Forward(Tensor x) {
        Tensor h = x + Mix(mixNorm[x]), u = norm[h];
        Tensor a = Reshape(steps[Sigmoid(gate[u]) * u], x.Shape[0], depth, ladders);
        return h + straight[u] + sum[Ladder(a)];
    }

    // A ladder for each channel, its a_k sums over earlier positions by a lower triangular matrix of learned weights.
    Tensor Mix(Tensor u) {
        int time = u.Shape[0];
        Tensor all = rows.Append(u), i = Reshape(Positions(), time, 1), j = Iota(all.Shape[0]);
        Tensor seen = Slice(Gather(mixing, Positions(), 1), 2, 0, all.Shape[0]);
        return Ladder(Contract("kts,sc->tkc", Select(j <= i, seen, 0f), all));
    }

    // a: [Time, depth, n]; the result: [Time, n].
    Tensor Ladder(Tensor a) {
        Tensor before = 1f, last = At(a, depth - 1);
        for (int k = depth - 2; k >= 0; k--) {
            (before, last) = (last, At(a, k) * last + before);
        }
        Tensor guarded = Select(last < 0f, Minimum(last, -0.2f), Maximum(last, 0.2f));
        return before / guarded;
    }

    static Tensor At(Tensor a, int k) => Reshape(Slice(a, 1, k, 1), a.Shape[0], a.Shape[2]);
}
