using Sinter.Blocks;

namespace Sinter.Tool.Tests.Explained;

/// <summary>A decoder with names of its own.</summary>
[Model]
[Decoder(Width = 24, Layers = 3, Vocabulary = 31, Context = 40), Attention(Heads = 3, KeyValueHeads = 1), Rotary(Theta = 10_000)]
[FeedForward(Hidden = 36, Gated = true)]
[Checkpoint("""
    use HuggingFaceLlama
    layers.{i}.attention.query.weight = transpose(blocks.{i}.q)
    output.weight = head else model.embed_tokens.weight
    """)]
public partial class Small;

/// <summary>Two entries, one of them named as an entry of the other model.</summary>
[Model]
[Symbol("Batch", 1, 9)]
public partial class Twofold {
    readonly Linear first = new(5, 7), second = new(7, 3);
    readonly Weight mask = new(7);

    [Entry]
    public Tensor Encode([Shape("Batch", 5)] Tensor x) => Operations.Exp(first[x]) * mask;

    [Entry]
    public Tensor Decode([Shape("Batch", 7)] Tensor x) => second[x];
}
