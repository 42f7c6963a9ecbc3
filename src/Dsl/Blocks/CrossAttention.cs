using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Attention to another sequence (Vaswani et al., arXiv:1706.03762): queries come from the tokens, keys and values from the source, of which every token
/// sees all. With the same sequence twice it is the self-attention of an encoder.
/// </summary>
[Block]
public sealed class CrossAttention {
    readonly int heads;
    readonly int keyValueHeads;
    readonly int headWidth;
    readonly Linear query;
    readonly Linear key;
    readonly Linear value;
    readonly Linear output;

    /// <summary>Attention from vectors of one width to vectors of another.</summary>
    /// <param name="width">The size of a token's vector.</param>
    /// <param name="heads">The number of query heads.</param>
    /// <param name="sourceWidth">The size of a vector of the source; 0 for that of a token.</param>
    /// <param name="keyValueHeads">The number of key and value heads, a divisor of the heads; 0 for as many.</param>
    /// <param name="headWidth">The size of a head; 0 for width / heads.</param>
    /// <param name="bias">Whether the linear maps add a bias.</param>
    public CrossAttention(int width, int heads, int sourceWidth = 0, int keyValueHeads = 0, int headWidth = 0, bool bias = false) {
        if (heads < 1 || (headWidth == 0 && width % heads != 0)) {
            throw new ArgumentException($"{heads} heads do not divide the width {width}; say headWidth for heads of another size");
        }
        this.heads = heads;
        this.keyValueHeads = keyValueHeads == 0 ? heads : keyValueHeads;
        this.headWidth = headWidth == 0 ? width / heads : headWidth;
        if (heads % this.keyValueHeads != 0) {
            throw new ArgumentException($"{keyValueHeads} key/value heads do not divide {heads} heads");
        }
        int from = sourceWidth == 0 ? width : sourceWidth;
        query = new Linear(width, heads * this.headWidth, bias);
        key = new Linear(from, this.keyValueHeads * this.headWidth, bias);
        value = new Linear(from, this.keyValueHeads * this.headWidth, bias);
        output = new Linear(heads * this.headWidth, width, bias);
    }

    /// <summary>What each token gathers from the source.</summary>
    /// <param name="x">[Time, width]</param>
    /// <param name="source">[any length, sourceWidth]</param>
    /// <param name="score">Changes the scores [heads, Time, length], as for <c>Operations.Attend</c>; null leaves them.</param>
    /// <param name="mask">Which of the source a token sees; null for all.</param>
    /// <param name="positions">The positions of the tokens, [Time]; those in the step when null.</param>
    /// <returns>[Time, width]</returns>
    public Tensor Forward(
        Tensor x, Tensor source, Func<Tensor, Tensor, Tensor, Tensor>? score = null, Func<Tensor, Tensor, Tensor>? mask = null, Tensor? positions = null) =>
        Over(x, Keys(source), Values(source), score, mask, positions);

    /// <summary>The keys of a source, to be made once for many calls of <see cref="Over"/>.</summary>
    /// <param name="source">[any length, sourceWidth]</param>
    /// <returns>[length, keyValueHeads * headWidth]</returns>
    public Tensor Keys(Tensor source) => key[source];

    /// <summary>The values of a source, to be made once for many calls of <see cref="Over"/>.</summary>
    /// <param name="source">[any length, sourceWidth]</param>
    /// <returns>[length, keyValueHeads * headWidth]</returns>
    public Tensor Values(Tensor source) => value[source];

    /// <summary>What each token gathers from a source whose keys and values are known.</summary>
    /// <param name="x">[Time, width]; any number of rows where neither score nor mask asks for positions.</param>
    /// <param name="keys">[length, keyValueHeads * headWidth]</param>
    /// <param name="values">[length, keyValueHeads * headWidth]</param>
    /// <param name="score">Changes the scores; null leaves them.</param>
    /// <param name="mask">Which of the source a token sees; null for all.</param>
    /// <param name="positions">The positions of the tokens, [Time]; those in the step when null.</param>
    /// <returns>[Time, width]</returns>
    public Tensor Over(
        Tensor x, Tensor keys, Tensor values, Func<Tensor, Tensor, Tensor, Tensor>? score = null, Func<Tensor, Tensor, Tensor>? mask = null,
        Tensor? positions = null) {
        int time = x.Shape[0], length = keys.Shape[0];
        Tensor mixed = Attend(
            Reshape(query[x], time, heads, headWidth),
            Reshape(keys, length, keyValueHeads, headWidth),
            Reshape(values, length, keyValueHeads, headWidth),
            score,
            mask,
            positions: positions);
        return output[Reshape(mixed, time, heads * headWidth)];
    }
}
