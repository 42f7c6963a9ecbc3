using Sinter;

namespace Decoders;

/// <summary>The model of llama-110M-*.gguf.</summary>
[Model]
[Decoder(Width = 768, Layers = 12, Vocabulary = 32_000, Context = 1024)]
[Attention(Heads = 12, KeyValueHeads = 12), Rotary(Theta = 10_000)]
[FeedForward(Hidden = 2048, Activation = Activation.Silu, Gated = true), Normalization(Norm.Rms, Epsilon = 1e-5f)]
[Checkpoint(Naming.HuggingFaceLlama)]
public partial class Llama110M;

/// <summary>The model of llama-1.1B-*.gguf.</summary>
[Model]
[Decoder(Width = 2048, Layers = 22, Vocabulary = 32_000, Context = 1024)]
[Attention(Heads = 32, KeyValueHeads = 4), Rotary(Theta = 10_000)]
[FeedForward(Hidden = 5632, Activation = Activation.Silu, Gated = true), Normalization(Norm.Rms, Epsilon = 1e-5f)]
[Checkpoint(Naming.HuggingFaceLlama)]
public partial class Llama1B;
