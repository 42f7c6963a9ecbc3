namespace Sinter.Blocks;

/// <summary>A linear layer whose matrix may be stored in factors: apply the factors, or multiply them out once at load.</summary>
public interface ILinearMap : ILayer {
    /// <summary>
    /// The whole matrix, [outputs, inputs]. It depends on weights alone, so compiled code makes it at load: more bytes to read in a
    /// step, but one product in place of several, which is what a step of a few tokens waits for.
    /// </summary>
    Tensor Matrix { get; }
}
