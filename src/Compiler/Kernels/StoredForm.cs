using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Kernels;

/// <summary>
/// How a matrix lies in the checkpoint. Its number is the upper byte of the matrix's entry in a call's table, so that kernels choose by it
/// in the call: a plan does not know what file will be loaded.
/// </summary>
public enum StoredForm {
    /// <summary>As the plan declares it.</summary>
    F32 = 0,
    /// <summary>IEEE 754 binary16.</summary>
    F16 = 1,
    /// <summary>The upper half of a binary32.</summary>
    BF16 = 2,
    /// <summary>Blocks of 32 signed bytes and a half scale.</summary>
    Q8_0 = 3,
    /// <summary>Blocks of 32 integers of 4 bits and a half scale.</summary>
    Q4_0 = 4,
    /// <summary>Blocks of 256 integers of 4 bits, scales and minima of 6 bits, half scales of these.</summary>
    Q4_K = 5,
    /// <summary>Blocks of 256 integers of 6 bits, byte scales, a half scale of these.</summary>
    Q6_K = 6,
}

/// <summary>What follows from a form.</summary>
public static class StoredForms {
    // Smaller matrices lie in the caches anyway, where single precision is as quick and needs no code of its own.
    private const long FewestElements = 1 << 16;

    // Rows of quantised left operands are cut into blocks of so many elements.
    internal const int Block = 32;

    /// <summary>All of them, by number.</summary>
    public static IReadOnlyList<StoredForm> All { get; } = [.. ((StoredForm[])Enum.GetValues(typeof(StoredForm))).OrderBy(form => form)];

    /// <summary>Elements and bytes of one block in the checkpoint.</summary>
    public static (int Elements, int Bytes) BlockOf(StoredForm form) => form switch {
        StoredForm.F32 => (1, 4),
        StoredForm.F16 or StoredForm.BF16 => (1, 2),
        StoredForm.Q8_0 => (32, 34),
        StoredForm.Q4_0 => (32, 18),
        StoredForm.Q4_K => (256, 144),
        StoredForm.Q6_K => (256, 210),
        _ => throw new ArgumentOutOfRangeException(nameof(form)),
    };

    /// <summary>Whether matrices of a type are worth using as they are stored, and can be.</summary>
    public static bool Suit(TensorType type) => type is { Element: ElementType.F32, Rank: 2 } && type.Shape.All(extent => extent.IsConstant)
        && type.Shape[1].Value % Block == 0 && type.Count.Value >= FewestElements;
}
