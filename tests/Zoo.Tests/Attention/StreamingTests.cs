using Xunit;
using Zoo;

namespace Sinter.Zoo.Tests.Attention;

/// <summary>Whatever is done to scores, masks and keys, no matrix of pairs is kept.</summary>
public sealed class StreamingTests {
    [Fact]
    public void NoAttentionKeepsAMatrixOfPairs() {
        PlanMemory.HoldsNoPairs<AttentionFreeTransformer>();
        PlanMemory.HoldsNoPairs<PersistentMemory>();
        PlanMemory.HoldsNoPairs<DifferentialTransformer>();
        PlanMemory.HoldsNoPairs<ForgettingTransformer>();
        PlanMemory.HoldsNoPairs<SparseTransformer>();
        PlanMemory.HoldsNoPairs<Linformer>();
        PlanMemory.HoldsNoPairs<NeuralAttention>();
        PlanMemory.HoldsNoPairs<SparseQueryAttention>();
        PlanMemory.HoldsNoPairs<TransformerXL>();
        PlanMemory.HoldsNoPairs<Blocks.AttentionBlocks>();
    }
}
