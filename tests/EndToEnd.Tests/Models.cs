namespace Sinter.EndToEnd.Tests;

// The architectures of tests/reference/fixtures, compiled with this project.

[Model]
[Decoder(Width = 64, Layers = 5, Vocabulary = 512, Context = 512)]
[Attention(Heads = 8, KeyValueHeads = 4), Rotary(Theta = 10_000)]
[FeedForward(Hidden = 172, Activation = Activation.Silu, Gated = true), Normalization(Norm.Rms, Epsilon = 1e-5f)]
[Checkpoint(Naming.HuggingFaceLlama)]
public partial class StoriesShape;

[Model]
[Decoder(Width = 42, Layers = 2, Vocabulary = 97, Context = 64)]
[Attention(Heads = 7, KeyValueHeads = 7), Rotary(Theta = 10_000)]
[FeedForward(Hidden = 97, Activation = Activation.Silu, Gated = true), Normalization(Norm.Rms, Epsilon = 1e-6f)]
[Checkpoint(Naming.HuggingFaceLlama)]
public partial class AllHeadsOwnKeys;

[Model]
[Decoder(Width = 50, Layers = 4, Vocabulary = 259, Context = 96)]
[Attention(Heads = 5, KeyValueHeads = 1), Rotary(Theta = 10_000)]
[FeedForward(Hidden = 75, Activation = Activation.Silu, Gated = true), Normalization(Norm.Rms, Epsilon = 1e-3f)]
[Checkpoint(Naming.HuggingFaceLlama)]
public partial class FiveHeadsUntied;

[Model]
[Decoder(Width = 48, Layers = 2, Vocabulary = 97, Context = 512)]
[Attention(Heads = 6, KeyValueHeads = 1), Rotary(Theta = 10_000)]
[FeedForward(Hidden = 129, Activation = Activation.Silu, Gated = true), Normalization(Norm.Rms, Epsilon = 1e-5f)]
[Checkpoint(Naming.HuggingFaceLlama)]
public partial class OneKeyHeadUntied;

[Model]
[Decoder(Width = 18, Layers = 1, Vocabulary = 97, Context = 8)]
[Attention(Heads = 3, KeyValueHeads = 3), Rotary(Theta = 10_000)]
[FeedForward(Hidden = 7, Activation = Activation.Silu, Gated = true), Normalization(Norm.Rms, Epsilon = 1e-5f)]
[Checkpoint(Naming.HuggingFaceLlama)]
public partial class SingleToken;

[Model]
[Decoder(Width = 40, Layers = 3, Vocabulary = 259, Context = 128)]
[Attention(Heads = 4, KeyValueHeads = 2), Rotary(Theta = 500_000)]
[FeedForward(Hidden = 61, Activation = Activation.Silu, Gated = true), Normalization(Norm.Rms, Epsilon = 1e-5f)]
[Checkpoint(Naming.HuggingFaceLlama)]
public partial class TwoKeyHeads;

[Model]
[Decoder(Width = 96, Layers = 2, Vocabulary = 97, Context = 512)]
[Attention(Heads = 6, KeyValueHeads = 2), Rotary(Theta = 10_000)]
[FeedForward(Hidden = 101, Activation = Activation.Silu, Gated = true), Normalization(Norm.Rms, Epsilon = 1e-5f)]
[Checkpoint(Naming.HuggingFaceLlama)]
public partial class WideHeadsLong;
