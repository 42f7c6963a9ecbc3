using Sinter;
using Sinter.Blocks;

namespace Sinter.EndToEnd.Tests.Programs;

/// <summary>A RASP program as a transformer, with the weights of NormedSortProgram.safetensors.</summary>
[Model]
[Symbol("Time", 1, 7)]
public partial class NormedSortProgram {
    readonly ProgramTransformer transformer = new(
        vocabulary: 6,
        context: 7,
        width: 30,
        headWidth: 9,
        heads: [2, 0, 1],
        hidden: [26, 13, 0],
        outputs: 4,
        causal: false,
        activation: Activation.Relu,
        layerNorm: true);

    [Entry]
    public Tensor Score([Shape("Time", 1, Type = ElementType.I32)] Tensor tokens) => transformer.Forward(tokens);
}
