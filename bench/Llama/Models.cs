using Sinter;

namespace Llama;

/// <summary>The model of stories260K.bin.</summary>
[Model]
[Decoder(Width = 64, Layers = 5, Vocabulary = 512, Context = 512)]
[Attention(Heads = 8, KeyValueHeads = 4), Rotary(Theta = 10_000)]
[FeedForward(Hidden = 172, Activation = Activation.Silu, Gated = true), Normalization(Norm.Rms, Epsilon = 1e-5f)]
[Checkpoint(Naming.HuggingFaceLlama)]
public partial class Stories260K;

/// <summary>The model of random110M.bin, which bench.py makes.</summary>
[Model]
[Decoder(Width = 768, Layers = 12, Vocabulary = 32_000, Context = 1024)]
[Attention(Heads = 12, KeyValueHeads = 12), Rotary(Theta = 10_000)]
[FeedForward(Hidden = 2048, Activation = Activation.Silu, Gated = true), Normalization(Norm.Rms, Epsilon = 1e-5f)]
[Checkpoint(Naming.HuggingFaceLlama)]
public partial class Random110M;
