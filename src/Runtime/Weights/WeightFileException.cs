using System;

namespace Sinter.Runtime.Weights;

/// <summary>
/// The root of everything that can be wrong with a weight file: unreadable, malformed, truncated,
/// of an unknown format, with an unsupported type, or not holding the weights a model needs.
/// The message names the file, the tensor, what was expected and what was found.
/// </summary>
public class WeightFileException : Exception {
    /// <summary>Makes an error about one file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="detail">What was expected and what was found.</param>
    /// <param name="tensorName">The tensor concerned, when one is known.</param>
    /// <param name="offset">The byte offset in the file of what is wrong, when it is known.</param>
    /// <param name="inner">The system's error behind this one, if any.</param>
    public WeightFileException(string path, string detail, string? tensorName = null, long? offset = null, Exception? inner = null)
        : base(Describe(path, detail, tensorName, offset), inner) {
        Path = path;
        TensorName = tensorName;
        Offset = offset;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The tensor concerned, when one is known.</summary>
    public string? TensorName { get; }

    /// <summary>The byte offset in the file of what is wrong, when it is known.</summary>
    public long? Offset { get; }

    static string Describe(string path, string detail, string? tensorName, long? offset) {
        string tensor = tensorName is null ? "" : $"tensor {Quoting.Quote(tensorName)}: ";
        string place = offset is null ? "" : $" (at byte {offset})";
        return $"{path}: {tensor}{detail}{place}";
    }
}

/// <summary>The content of the file is that of no format which can be read.</summary>
public sealed class UnknownWeightFormatException : WeightFileException {
    internal UnknownWeightFormatException(string path, string detail) : base(path, detail) { }
}

/// <summary>The file breaks the rules of its format.</summary>
public class MalformedWeightFileException : WeightFileException {
    internal MalformedWeightFileException(string path, string detail, string? tensorName = null, long? offset = null, Exception? inner = null)
        : base(path, detail, tensorName, offset, inner) { }
}

/// <summary>The file ends before what its header promises.</summary>
public sealed class TruncatedWeightFileException : MalformedWeightFileException {
    internal TruncatedWeightFileException(string path, string detail, string? tensorName = null, long? offset = null)
        : base(path, detail, tensorName, offset) { }
}

/// <summary>The tensor is sound, but of a type whose values cannot be turned into f32.</summary>
public sealed class UnsupportedWeightTypeException : WeightFileException {
    internal UnsupportedWeightTypeException(string path, string tensorName, WeightType type)
        : base(path, $"values of type {type} cannot be read; expected one of F32, F16, BF16, F64, Q8_0, Q4_0, Q4_K, Q6_K", tensorName) {
        Type = type;
    }

    /// <summary>The type found.</summary>
    public WeightType Type { get; }
}
