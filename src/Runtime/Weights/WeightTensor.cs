using System;
using System.Collections.Immutable;

namespace Sinter.Runtime.Weights;

/// <summary>
/// One tensor of a mapped weight file: its place was checked when the file was opened, its values are
/// read from the map when asked for. Safe to use from several threads until the file is disposed.
/// </summary>
public sealed unsafe class WeightTensor {
    readonly MappedFile file;

    internal WeightTensor(MappedFile file, string name, WeightType type, ImmutableArray<long> shape, long elementCount, long fileOffset, long byteLength) {
        this.file = file;
        Name = name;
        Type = type;
        Shape = shape;
        ElementCount = elementCount;
        FileOffset = fileOffset;
        ByteLength = byteLength;
    }

    /// <summary>The name in the file.</summary>
    public string Name { get; }

    /// <summary>How the elements are stored.</summary>
    public WeightType Type { get; }

    /// <summary>Extents, the outermost first; empty for a scalar.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>The product of the extents.</summary>
    public long ElementCount { get; }

    /// <summary>Where the tensor's bytes begin in the file.</summary>
    public long FileOffset { get; }

    /// <summary>The bytes the tensor takes in the file.</summary>
    public long ByteLength { get; }

    /// <summary>The first byte in the map, valid until the file is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public byte* Pointer => file.Start + FileOffset;

    /// <summary>Whether the values can be turned into f32.</summary>
    public bool IsDecodable => WeightLayout.IsDecodable(Type);

    /// <summary>A pointer to the values themselves, when they are F32 on a 4-byte boundary.</summary>
    public bool TryGetFloats(out float* values) {
        bool direct = Type == WeightType.F32 && FileOffset % sizeof(float) == 0 && BitConverter.IsLittleEndian;
        values = direct ? (float*)Pointer : null;
        return direct;
    }

    /// <summary>All values as f32, in row-major order.</summary>
    /// <param name="destination">Exactly <see cref="ElementCount"/> elements.</param>
    /// <exception cref="UnsupportedWeightTypeException">The type is not <see cref="IsDecodable"/>.</exception>
    public void CopyTo(Span<float> destination) {
        if (destination.Length != ElementCount) {
            throw new ArgumentException($"tensor {Quoting.Quote(Name)}: expected room for {ElementCount} elements, found {destination.Length}", nameof(destination));
        }
        Decode(0, destination);
    }

    /// <summary>
    /// The values from element <paramref name="first"/> on, as many as <paramref name="destination"/> holds.
    /// Ranges may be decoded on several threads at once.
    /// </summary>
    /// <exception cref="UnsupportedWeightTypeException">The type is not <see cref="IsDecodable"/>.</exception>
    public void Decode(long first, Span<float> destination) {
        if (first < 0 || first > ElementCount - destination.Length) {
            throw new ArgumentOutOfRangeException(nameof(first), $"tensor {Quoting.Quote(Name)}: elements {first} to {first + destination.Length} of {ElementCount}");
        }
        RequireDecodable();
        byte* source = Pointer;
        switch (Type) {
            case WeightType.F32:
                WeightDecoder.Single(source + first * 4, destination);
                break;
            case WeightType.F16:
                WeightDecoder.Half(source + first * 2, destination);
                break;
            case WeightType.BF16:
                WeightDecoder.BrainFloat(source + first * 2, destination);
                break;
            case WeightType.F64:
                WeightDecoder.Double(source + first * 8, destination);
                break;
            case WeightType.Q8_0:
                WeightDecoder.Q8(source, first, destination);
                break;
            default:
                BlockDecoder.Decode(Type, source, first, destination);
                break;
        }
    }

    internal void RequireDecodable() {
        if (!IsDecodable) {
            throw new UnsupportedWeightTypeException(file.Path, Name, Type);
        }
    }
}
