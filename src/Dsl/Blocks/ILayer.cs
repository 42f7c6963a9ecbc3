namespace Sinter.Blocks;

/// <summary>
/// A map of a sequence of vectors, one row a token: what the topologies (<see cref="PreNorm"/>, <see cref="UNet"/> ...) are made of.
/// </summary>
public interface ILayer {
    /// <summary>The rows after this layer.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width], or of another width or length where the layer says so.</returns>
    Tensor this[Tensor x] { get; }
}
