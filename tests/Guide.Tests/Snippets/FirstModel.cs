#region snippet
using Sinter;

namespace Guide;

[Model]
[Decoder(Width = 64, Layers = 5, Vocabulary = 512, Context = 512)]
[Attention(Heads = 8, KeyValueHeads = 4), Rotary(Theta = 10_000)]
[FeedForward(Hidden = 172, Activation = Activation.Silu, Gated = true), Normalization(Norm.Rms, Epsilon = 1e-5f)]
[Checkpoint(Naming.HuggingFaceLlama)]
public partial class Stories;
#endregion
