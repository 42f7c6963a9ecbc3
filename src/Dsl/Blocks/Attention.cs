using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Causal self-attention with grouped key/value heads (Ainslie et al., arXiv:2305.13245), a cache of the keys and values
/// of earlier steps and, optionally, rotary positions, a sliding window, a gate sigmoid(G x) on what the heads gather (Qiu et al.,
/// arXiv:2505.06708) and a sink for each head (Xiao et al., arXiv:2309.17453). See <c>Operations.Attend</c> for the equation.
/// </summary>
[Block]
public sealed class Attention : ILayer {
    readonly int heads;
    readonly int keyValueHeads;
    readonly int headWidth;
    readonly int window;
    readonly Linear query;
    readonly Linear key;
    readonly Linear value;
    readonly Linear output;
    readonly Linear? gate;
    readonly Weight? sinks;
    readonly Rotary? rotary;
    readonly Cache keys;
    readonly Cache values;

    /// <summary>Attention over at most <paramref name="context"/> positions.</summary>
    /// <param name="width">The size of a token's vector.</param>
    /// <param name="context">The capacity of the cache.</param>
    /// <param name="heads">The number of query heads.</param>
    /// <param name="keyValueHeads">The number of key and value heads, a divisor of the heads; 0 for as many.</param>
    /// <param name="headWidth">The size of a head; 0 for width / heads.</param>
    /// <param name="theta">The base of rotary positions; 0 for no positions.</param>
    /// <param name="bias">Whether the projections to queries, keys and values add a bias.</param>
    /// <param name="window">The number of latest positions that a query sees; 0 for all.</param>
    /// <param name="gated">Whether what the heads gather is multiplied by a gate.</param>
    /// <param name="withSinks">Whether each head has a sink, so that it may attend to nothing.</param>
    public Attention(
        int width, int context, int heads, int keyValueHeads = 0, int headWidth = 0, float theta = 0, bool bias = false, int window = 0, bool gated = false, bool withSinks = false) {
        if (heads < 1) {
            throw new ArgumentException($"attention needs at least one head, not {heads}");
        }
        if (headWidth == 0 && width % heads != 0) {
            throw new ArgumentException($"{heads} heads do not divide the width {width}; say HeadWidth for heads of another size");
        }
        this.heads = heads;
        this.keyValueHeads = keyValueHeads == 0 ? heads : keyValueHeads;
        this.headWidth = headWidth == 0 ? width / heads : headWidth;
        this.window = window;
        if (heads % this.keyValueHeads != 0) {
            throw new ArgumentException($"{keyValueHeads} key/value heads do not divide {heads} heads");
        }
        int queryWidth = heads * this.headWidth;
        int keyWidth = this.keyValueHeads * this.headWidth;
        bool turns = theta != 0;
        query = new Linear(width, queryWidth, bias, rotaryHeads: turns ? heads : 0);
        key = new Linear(width, keyWidth, bias, rotaryHeads: turns ? this.keyValueHeads : 0);
        value = new Linear(width, keyWidth, bias);
        output = new Linear(queryWidth, width);
        gate = gated ? new Linear(width, queryWidth) : null;
        sinks = withSinks ? new Weight(heads) : null;
        rotary = turns ? new Rotary(this.headWidth, theta) : null;
        keys = new Cache(context);
        values = new Cache(context);
    }

    /// <summary>What each token of this step gathers from those it sees.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] {
        get {
            int time = x.Shape[0];
            Tensor q = Reshape(query[x], time, heads, headWidth);
            Tensor k = Reshape(key[x], time, keyValueHeads, headWidth);
            Tensor v = Reshape(value[x], time, keyValueHeads, headWidth);
            if (rotary != null) {
                q = rotary[q];
                k = rotary[k];
            }
            Tensor mixed = Attend(q, keys.Append(k), values.Append(v), mask: window == 0 ? Masks.Causal : Masks.Sliding(window), sinks: sinks?.Value);
            Tensor joined = Reshape(mixed, time, heads * headWidth);
            return output[gate == null ? joined : joined * Sigmoid(gate[x])];
        }
    }
}
