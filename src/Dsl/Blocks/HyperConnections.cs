using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Hyper-connections (Zhu et al., arXiv:2409.19606): the residual is n streams H [n, width] for each token. A layer reads the mix
/// A_m^T H and its output is written back with weights B while A_r mixes the streams: H' = B^T inner(norm(A_m^T H)) + A_r^T H. In the
/// dynamic form the normalised streams N add to each: B + s_b tanh(N W_b), A_m + s_a tanh(N W_m), A_r + s_a tanh(N W_r).
/// </summary>
/// <param name="width">The size of a token's vector.</param>
/// <param name="streams">n.</param>
/// <param name="norm">The normalisation of what goes into the layer.</param>
/// <param name="inner">The layer.</param>
/// <param name="dynamic">Whether the weights depend on the streams.</param>
/// <param name="epsilon">Added to the variance in N, which has neither scale nor bias.</param>
[Block]
public sealed class HyperConnections(int width, int streams, ILayer norm, ILayer inner, bool dynamic = false, float epsilon = 1e-5f) {
    readonly ILayer norm = norm;
    readonly ILayer inner = inner;
    readonly Weight read = new(streams);
    readonly Weight mix = new(streams, streams);
    readonly Weight write = new(streams);
    readonly Weight? readWeight = dynamic ? new Weight(width) : null;
    readonly Weight? mixWeight = dynamic ? new Weight(width, streams) : null;
    readonly Weight? writeWeight = dynamic ? new Weight(width) : null;
    readonly Weight? inScale = dynamic ? new Weight(1) : null;
    readonly Weight? outScale = dynamic ? new Weight(1) : null;

    /// <summary>The streams after the layer.</summary>
    /// <param name="h">[Time, streams, width]</param>
    /// <returns>[Time, streams, width]</returns>
    public Tensor this[Tensor h] {
        get {
            int time = h.Shape[0];
            Tensor reads = Broadcast(read, time, streams);
            Tensor mixes = Broadcast(mix, time, streams, streams);
            Tensor writes = Broadcast(write, time, streams);
            if (readWeight != null && mixWeight != null && writeWeight != null && inScale != null && outScale != null) {
                Tensor normal = LayerNormalize(h, epsilon);
                reads += inScale * Tanh(Contract("tnd,d->tn", normal, readWeight));
                mixes += inScale * Tanh(Contract("tnd,dm->tnm", normal, mixWeight));
                writes += outScale * Tanh(Contract("tnd,d->tn", normal, writeWeight));
            }
            Tensor output = inner[norm[Contract("tn,tnd->td", reads, h)]];
            return Contract("tnm,tnd->tmd", mixes, h) + InsertAxis(writes, 2) * InsertAxis(output, 1);
        }
    }

    /// <summary>The streams of a network's input: n copies.</summary>
    /// <param name="x">[Time, width]</param>
    /// <param name="streams">n.</param>
    /// <returns>[Time, n, width]</returns>
    public static Tensor Begin(Tensor x, int streams) => Broadcast(InsertAxis(x, 1), x.Shape[0], streams, x.Shape[1]);

    /// <summary>What a network gives of its streams: their sum.</summary>
    /// <param name="h">[Time, n, width]</param>
    /// <returns>[Time, width]</returns>
    public static Tensor End(Tensor h) => Sum(h, 1);
}
