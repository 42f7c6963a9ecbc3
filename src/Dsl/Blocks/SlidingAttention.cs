using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Causal attention to the latest tokens (Beltagy, Peters and Cohan, Longformer, arXiv:2004.05150) and, optionally, to the first ones (Xiao et al.,
/// StreamingLLM, arXiv:2309.17453): the key at p is seen from i if p &lt;= i and (p &gt; i - window or p &lt; first). Keys and values that no later token
/// sees are evicted, so that a sequence may go on without end in the same memory.
/// </summary>
[Block]
public sealed class SlidingAttention {
    readonly int heads;
    readonly int keyValueHeads;
    readonly int headWidth;
    readonly int window;
    readonly int first;
    readonly Linear query;
    readonly Linear key;
    readonly Linear value;
    readonly Linear output;
    readonly Rotary? rotary;
    readonly State keys;
    readonly State values;
    readonly State? firstKeys;
    readonly State? firstValues;

    /// <summary>Attention to a window of tokens.</summary>
    /// <param name="width">The size of a token's vector.</param>
    /// <param name="window">The number of latest positions that a query sees, its own included; at least 2.</param>
    /// <param name="heads">The number of query heads.</param>
    /// <param name="keyValueHeads">The number of key and value heads, a divisor of the heads; 0 for as many.</param>
    /// <param name="headWidth">The size of a head; 0 for width / heads.</param>
    /// <param name="theta">The base of rotary positions; 0 for none.</param>
    /// <param name="first">The number of first tokens that are never evicted.</param>
    public SlidingAttention(int width, int window, int heads, int keyValueHeads = 0, int headWidth = 0, float theta = 0, int first = 0) {
        if (heads < 1 || (headWidth == 0 && width % heads != 0)) {
            throw new ArgumentException($"{heads} heads do not divide the width {width}; say headWidth for heads of another size");
        }
        if (window < 2 || first < 0) {
            throw new ArgumentException($"a window holds at least 2 tokens, not {window}, and the number of first ones ({first}) is not negative");
        }
        this.heads = heads;
        this.keyValueHeads = keyValueHeads == 0 ? heads : keyValueHeads;
        this.headWidth = headWidth == 0 ? width / heads : headWidth;
        this.window = window;
        this.first = first;
        if (heads % this.keyValueHeads != 0) {
            throw new ArgumentException($"{keyValueHeads} key/value heads do not divide {heads} heads");
        }
        int keyWidth = this.keyValueHeads * this.headWidth;
        query = new Linear(width, heads * this.headWidth, rotaryHeads: theta == 0 ? 0 : heads);
        key = new Linear(width, keyWidth, rotaryHeads: theta == 0 ? 0 : this.keyValueHeads);
        value = new Linear(width, keyWidth);
        output = new Linear(heads * this.headWidth, width);
        rotary = theta == 0 ? null : new Rotary(this.headWidth, theta);
        keys = new State(window - 1, this.keyValueHeads, this.headWidth);
        values = new State(window - 1, this.keyValueHeads, this.headWidth);
        firstKeys = first == 0 ? null : new State(first, this.keyValueHeads, this.headWidth);
        firstValues = first == 0 ? null : new State(first, this.keyValueHeads, this.headWidth);
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
            Tensor start = Slice(Positions(), 0, 0, 1);
            Tensor mixed = Attend(q, Held(keys, firstKeys, k, start), Held(values, firstValues, v, start), mask: (i, j) => Sees(i, j, start));
            return output[Reshape(mixed, time, heads * headWidth)];
        }
    }

    // Column j is a first token, one of the window before this call, or one of this call.
    Tensor Sees(Tensor i, Tensor j, Tensor start) {
        Tensor position = start + j - (first + window - 1);
        Tensor inWindow = position <= i & position > i - window & position >= 0;
        if (first == 0) {
            return inWindow;
        }
        // A first token is read from where first tokens are kept, unless this call brings it.
        Tensor ofWindow = position >= start & position <= i & (position > i - window | position < first) | inWindow & position >= first;
        return Select(j < first, j < start, ofWindow);
    }

    // The rows held, then those of this call; what is to be held for the next is left in the states.
    Tensor Held(State recent, State? early, Tensor rows, Tensor start) {
        int time = rows.Shape[0];
        Tensor all = Concatenate(0, recent.Read(), rows);
        recent.Write(Slice(all, 0, time, window - 1));
        if (early == null) {
            return all;
        }
        Tensor before = early.Read();
        Tensor at = Iota(first);
        Tensor brought = Minimum(Maximum(at - start, 0), time - 1);
        Tensor isBrought = at >= start & at < start + time;
        early.Write(Select(Reshape(isBrought, first, 1, 1), Gather(rows, brought, 0), before));
        return Concatenate(0, before, all);
    }
}
