using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Quantization;

/// <summary>How matrices are stored in small integers.</summary>
/// <param name="Name">The name on a command line.</param>
/// <param name="Type">The type of the tensors that hold it.</param>
/// <param name="FileType">ggml's number for a file mostly of this type, <c>general.file_type</c>.</param>
/// <param name="SharesRowScale">Whether all blocks of a row have one scale.</param>
public sealed record QuantizedForm(string Name, WeightType Type, uint FileType, bool SharesRowScale = false) {
    /// <summary>8 bits and a scale for each 32 elements.</summary>
    public static QuantizedForm Q8_0 { get; } = new("Q8_0", WeightType.Q8_0, 7);

    /// <summary>4 bits and a scale for each 32 elements.</summary>
    public static QuantizedForm Q4_0 { get; } = new("Q4_0", WeightType.Q4_0, 2);

    /// <summary>4 bits, a 6-bit scale and minimum for each 32 elements, scales of these for each 256.</summary>
    public static QuantizedForm Q4_K { get; } = new("Q4_K", WeightType.Q4_K, 14);

    /// <summary>6 bits, an 8-bit scale for each 16 elements, a scale of these for each 256.</summary>
    public static QuantizedForm Q6_K { get; } = new("Q6_K", WeightType.Q6_K, 18);

    /// <summary>
    /// 8 bits and a scale for each row, which is an output channel of a linear map. It is written as Q8_0 blocks that share their row's
    /// scale, so whatever reads Q8_0 reads it.
    /// </summary>
    public static QuantizedForm Int8PerChannel { get; } = new("int8-per-channel", WeightType.Q8_0, 7, SharesRowScale: true);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<QuantizedForm> All { get; } = [Q8_0, Q4_0, Q4_K, Q6_K, Int8PerChannel];

    /// <summary>The form of that name, in whatever case, or null.</summary>
    public static QuantizedForm? Find(string name) => All.FirstOrDefault(form => string.Equals(form.Name, name, StringComparison.OrdinalIgnoreCase));
}
