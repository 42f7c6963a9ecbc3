using Xunit;
using Zoo;

namespace Sinter.Zoo.Tests.Position;

/// <summary>Attention with any of these positions streams: no matrix of scores, biases or multipliers is ever kept.</summary>
public sealed class StreamingTests {
    [Fact]
    public void NoPositionsKeepAMatrixOfPairs() {
        PlanMemory.HoldsNoPairs<LengthExtrapolatable>();
        PlanMemory.HoldsNoPairs<FunctionalInterpolation>();
        PlanMemory.HoldsNoPairs<Kerple>();
        PlanMemory.HoldsNoPairs<NoPositions>();
        PlanMemory.HoldsNoPairs<Resonance>();
        PlanMemory.HoldsNoPairs<RoFormer>();
        PlanMemory.HoldsNoPairs<RelativePositions>();
        PlanMemory.HoldsNoPairs<TrainShortTestLong>();
        PlanMemory.HoldsNoPairs<Yarn>();
        PlanMemory.HoldsNoPairs<UniversalRelativePositions>();
        PlanMemory.HoldsNoPairs<QuantizableTransformer>();
    }
}
