using System.Collections.Generic;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// How panels of each form lie in memory: as many columns as the register tile has, in two groups of one column a lane. For each block along
/// the depth stand rows, each of one group and then of the other: the columns' scales side by side, then their integers, four of one column
/// together as a dot product takes them, then four of the next column. Floats stand as those of single precision do, only narrower.
/// </summary>
internal sealed record PackedLayout(int Lanes, DotProduct Dots) {
    public static PackedLayout Of(TargetDescription target) => new(target.VectorBytes / 4, DotProductOf(target));

    /// <summary>Groups of a panel.</summary>
    public const int Groups = 2;

    /// <summary>Elements along the depth of one block.</summary>
    public static int Depth(StoredForm form) => StoredForms.BlockOf(form).Elements;

    /// <summary>
    /// Bytes of one column in a block of a panel. Scales and minima of Q4_K take a byte each there; all else is as it is stored.
    /// </summary>
    public static int ColumnBytes(StoredForm form) => form == StoredForm.Q4_K ? 148 : StoredForms.BlockOf(form).Bytes;

    /// <summary>Bytes of all panels of a matrix.</summary>
    public long Bytes(StoredForm form, long columns, long depth) {
        long panel = Groups * Lanes;
        return (columns + panel - 1) / panel * panel * (depth / Depth(form)) * ColumnBytes(form);
    }

    /// <summary>Whether bytes of Q8_0 are used as integers with a sign; else 128 is added to them.</summary>
    public bool HasSigns => Dots == DotProduct.Pairs;

    /// <summary>
    /// The bytes before a row that has so many bytes of each column, and those from there to a group's own: the groups' rows stand in turn,
    /// so that blocks are read from their beginning to their end.
    /// </summary>
    public (int Start, int Offset) RowAt(int before, int group, int columnBytes) => (Groups * Lanes * before, group * Lanes * columnBytes);

    private static DotProduct DotProductOf(TargetDescription target) =>
        (target.VectorBytes == 64 && target.HasFeature("avx512vnni")) || (target.VectorBytes <= 32 && target.HasFeature("avxvnni")) ? DotProduct.Quadruples
        : target.HasFeature(target.VectorBytes switch { 64 => "avx512bw", 32 => "avx2", _ => "ssse3" }) ? DotProduct.Pairs
        : DotProduct.Single;
}

/// <summary>What a target has for dot products of bytes.</summary>
internal enum DotProduct {
    /// <summary>Four products are added to a 32-bit sum (<c>vpdpbusd</c>).</summary>
    Quadruples,
    /// <summary>Two products of bytes are a 16-bit sum, two of those a 32-bit one (<c>pmaddubsw</c>, <c>pmaddwd</c>).</summary>
    Pairs,
    /// <summary>Nothing: 32-bit products.</summary>
    Single,
}
