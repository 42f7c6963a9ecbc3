using Sinter;

namespace Bert;

/// <summary>BERT-base, uncased: 110 million parameters. Sequences of up to 512 tokens, one at a time or packed up to 8192 together.</summary>
[Model, Symbol("Length", 1, 512), Symbol("Tokens", 1, 8192)]
[Checkpoint(BertNames.HuggingFace)]
public partial class BertBase {
    readonly BertEncoder bert = new(vocabulary: 30_522, context: 512, width: 768, depth: 12, heads: 12, hidden: 3072);

    /// <summary>The vectors of one sequence's tokens.</summary>
    [Entry]
    public Tensor Encode([Shape("Length", Type = ElementType.I32)] Tensor tokens) => bert.Encode(tokens);

    /// <summary>The vectors of the tokens of several sequences that lie one after the other; see <see cref="PackedBatch"/>.</summary>
    [Entry]
    public Tensor EncodePacked(
        [Shape("Tokens", Type = ElementType.I32)] Tensor tokens,
        [Shape("Tokens", Type = ElementType.I32)] Tensor kinds,
        [Shape("Tokens", Type = ElementType.I32)] Tensor places,
        [Shape("Tokens", Type = ElementType.I32)] Tensor sequences) => bert.EncodePacked(tokens, kinds, places, sequences);
}
