using Sinter.Runtime.Weights;

namespace Sinter.Runtime;

/// <summary>How one weight of a loaded model lies in memory.</summary>
/// <param name="Path">The weight's path in the model.</param>
/// <param name="Source">The tensor that it comes from, or what is made of several, as the mapping writes it.</param>
/// <param name="Stored">The tensor's type in the file; null where there is not one tensor alone.</param>
/// <param name="IsExpanded">
/// Whether halves or blocks were turned into single precision: the model uses the weight in another way than as the matrix of products and
/// as rows to be read, or it is too small to gain by it.
/// </param>
public sealed record LoadedWeight(string Path, string Source, WeightType? Stored, bool IsExpanded);
