namespace Sinter.Blocks;

/// <summary>A vector for each token: row t of the table for token t.</summary>
/// <param name="vocabulary">The number of tokens.</param>
/// <param name="width">The size of a vector.</param>
[Block]
public sealed class Embedding(int vocabulary, int width) {
    readonly Weight weight = new(vocabulary, width);

    /// <summary>The table, [vocabulary, width], for an output projection that is tied to it.</summary>
    public Weight Weight => weight;

    /// <summary>The vectors of tokens.</summary>
    /// <param name="tokens">i32, any shape.</param>
    /// <returns>[shape of the tokens, width]</returns>
    public Tensor this[Tensor tokens] => Operations.Gather(weight, tokens, 0);
}
