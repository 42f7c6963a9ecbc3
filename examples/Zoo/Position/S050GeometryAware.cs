using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "GTA: A Geometry-Aware Attention Mechanism for Multi-View Transformers" (Miyato et al., arXiv:2310.10375, 2023).
/// Token i has a pose g_i, and rho(g) acts on a head's channels block by block: here a camera's 4 x 4 matrix on fours of them and rotations
/// by the place in the image on pairs. o_i = rho(g_i) sum_j softmax_j((rho(g_i)^T q_i) . (rho(g_j)^-1 k_j)) rho(g_j)^-1 v_j.
/// </summary>
[Model]
[Symbol("Time", 1, 50)]
public partial class GeometryAware {
    const int Width = 24, Heads = 2, Head = Width / Heads, Fours = 8, Pairs = Head - Fours;
    readonly Linear query = new(Width, Width), key = new(Width, Width), value = new(Width, Width), projection = new(Width, Width);
    readonly LayerNorm attentionNorm = new(Width), feedForwardNorm = new(Width);
    readonly FeedForward feedForward = new(Width, hidden: 37, Activation.Gelu);

    /// <summary>Tokens' vectors through one layer.</summary>
    /// <param name="x">The tokens.</param>
    /// <param name="camera">Each token's camera, and</param>
    /// <param name="inverse">the inverse of that.</param>
    /// <param name="place">Each token's row and column in its image.</param>
    [Entry]
    public Tensor Encode([Shape("Time", Width)] Tensor x, [Shape("Time", 4, 4)] Tensor camera, [Shape("Time", 4, 4)] Tensor inverse, [Shape("Time", 2)] Tensor place) {
        Tensor normal = attentionNorm[x];
        // Rotations are orthogonal: their transposes are their inverses.
        Tensor q = Act(Split(query[normal]), Transpose(camera, 0, 2, 1), -place);
        Tensor k = Act(Split(key[normal]), inverse, -place), v = Act(Split(value[normal]), inverse, -place);
        Tensor mixed = Act(Attend(q, k, v), camera, place);
        Tensor h = x + projection[Reshape(mixed, x.Shape[0], Width)];
        return h + feedForward[feedForwardNorm[h]];
    }

    static Tensor Split(Tensor x) => Reshape(x, x.Shape[0], Heads, Head);

    // rho on each token's heads: the matrix on fours, then one pair turned by the row and one by the column.
    static Tensor Act(Tensor x, Tensor matrix, Tensor angle) {
        int time = x.Shape[0];
        Tensor fours = Contract("tij,thbj->thbi", matrix, Reshape(Slice(x, -1, 0, Fours), time, Heads, Fours / 4, 4));
        Tensor turn = Reshape(angle, time, 1, Pairs / 2);
        Tensor pairs = Rotary.Turn(Slice(x, -1, Fours, Pairs), Cos(turn), Sin(turn), RotaryOrder.Interleaved);
        return Concatenate(-1, Reshape(fours, time, Heads, Fours), pairs);
    }
}
