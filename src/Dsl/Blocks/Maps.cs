using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>Images as sequences: the places of a map, row by row, are tokens whose vectors are the channels.</summary>
public static class Maps {
    /// <summary>[channels, height, width] as [height * width, channels].</summary>
    public static Tensor ToTokens(Tensor map) =>
        Transpose(Reshape(map, map.Shape[0], map.Shape[1] * map.Shape[2]), 1, 0);

    /// <summary>[height * width, channels] as [channels, height, width].</summary>
    public static Tensor FromTokens(Tensor tokens, int height, int width) =>
        Reshape(Transpose(tokens, 1, 0), tokens.Shape[1], height, width);
}
