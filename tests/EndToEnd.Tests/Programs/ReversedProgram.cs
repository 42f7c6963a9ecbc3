using Sinter;
using Sinter.Blocks;

namespace Sinter.EndToEnd.Tests.Programs;

/// <summary>A RASP program as a transformer, with the weights of ReversedProgram.safetensors.</summary>
[Model]
[Symbol("Time", 1, 7)]
public partial class ReversedProgram {
    readonly ProgramTransformer transformer = new(
        vocabulary: 6,
        context: 7,
        width: 22,
        headWidth: 7,
        heads: [1, 1],
        hidden: [42, 0],
        outputs: 4,
        causal: false,
        activation: Activation.Relu);

    [Entry]
    public Tensor Score([Shape("Time", 1, Type = ElementType.I32)] Tensor tokens) => transformer.Forward(tokens);
}
