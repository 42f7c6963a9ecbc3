using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Rasp.Weights;

/// <summary>The architecture of a compiled program: a transformer of <see cref="Blocks.ProgramTransformer"/>.</summary>
/// <param name="Vocabulary">Rows of the embedding: the rest position, padding, nothing, and the values of each input.</param>
/// <param name="Inputs">Tokens of each position, whose embeddings are added.</param>
/// <param name="Context">Positions, the rest position at the beginning counted.</param>
/// <param name="Width">Dimensions of the residual stream.</param>
/// <param name="HeadWidth">The width of a head.</param>
/// <param name="Heads">The heads of each layer; 0 of a layer without attention.</param>
/// <param name="Hidden">The hidden units of each layer; 0 of a layer without an MLP.</param>
/// <param name="Outputs">Rows of the unembedding.</param>
/// <param name="Causal">Whether attention is masked to the keys up to the query.</param>
/// <param name="Activation">The nonlinearity of the MLPs.</param>
/// <param name="LayerNorm">Whether half layers and the output read the residual stream through layer normalisation.</param>
public sealed record TransformerShape(
    int Vocabulary,
    int Inputs,
    int Context,
    int Width,
    int HeadWidth,
    ImmutableArray<int> Heads,
    ImmutableArray<int> Hidden,
    int Outputs,
    bool Causal,
    Activation Activation,
    bool LayerNorm = false) {
    /// <summary>Elements of all weights.</summary>
    public long Parameters {
        get {
            long norm = LayerNorm ? 2L * Width : 0, all = norm + ((long)(Vocabulary + Context + Outputs) * Width);
            for (int layer = 0; layer < Layers; layer++) {
                all += Heads[layer] == 0 ? 0 : norm + (4L * Heads[layer] * HeadWidth * Width);
                all += Hidden[layer] == 0 ? 0 : norm + (2L * Hidden[layer] * Width) + Hidden[layer] + Width;
            }
            return all;
        }
    }

    /// <summary>The number of layers.</summary>
    public int Layers => Heads.Length;
}

/// <summary>A matrix or vector of a compiled program, in row-major order.</summary>
/// <param name="Name">Its name in the file: the path that the declaration gives it.</param>
/// <param name="Shape">Its extents.</param>
/// <param name="Values">Its elements.</param>
public sealed record TransformerWeight(string Name, ImmutableArray<int> Shape, ImmutableArray<float> Values) {
    /// <summary>Elements that are not 0.</summary>
    public int NonZero => Values.Count(value => value != 0);
}
