using Sinter;
using Sinter.Blocks;

namespace Sinter.EndToEnd.Tests.Programs;

/// <summary>A RASP program as a transformer, with the weights of FractionProgram.safetensors.</summary>
[Model]
[Symbol("Time", 1, 7)]
public partial class FractionProgram {
    readonly ProgramTransformer transformer = new(
        vocabulary: 6,
        context: 7,
        width: 7,
        headWidth: 2,
        heads: [1],
        hidden: [0],
        outputs: 1,
        causal: true,
        activation: Activation.Relu);

    [Entry]
    public Tensor Score([Shape("Time", 1, Type = ElementType.I32)] Tensor tokens) => transformer.Forward(tokens);
}
