using System;

namespace Sinter.Runtime.Weights;

/// <summary>Reads GGUF's metadata values and knows its numbers for types.</summary>
static class GgufMetadata {
    /// <summary>Arrays of arrays have no use in practice; the bound keeps a hostile file from exhausting the stack.</summary>
    const int DeepestArray = 8;
    const uint HighestTensorCode = 42;

    public static MetadataValue ReadValue(MappedFile file, ref ByteCursor cursor, string key) {
        MetadataKind kind = ReadKind(file, ref cursor, key);
        switch (kind) {
            case MetadataKind.String:
                return new MetadataValue(cursor.ReadString($"metadata {Quoting.Quote(key)}", int.MaxValue));
            case MetadataKind.Boolean:
                return MetadataValue.Integer(kind, ReadBoolean(file, ref cursor, key));
            case MetadataKind.UInt8:
                return MetadataValue.Integer(kind, cursor.ReadByte(key));
            case MetadataKind.Int8:
                return MetadataValue.Integer(kind, (sbyte)cursor.ReadByte(key));
            case MetadataKind.UInt16:
                return MetadataValue.Integer(kind, cursor.ReadUInt16(key));
            case MetadataKind.Int16:
                return MetadataValue.Integer(kind, (short)cursor.ReadUInt16(key));
            case MetadataKind.UInt32:
                return MetadataValue.Integer(kind, cursor.ReadUInt32(key));
            case MetadataKind.Int32:
                return MetadataValue.Integer(kind, cursor.ReadInt32(key));
            case MetadataKind.UInt64:
                return MetadataValue.Integer(cursor.ReadUInt64(key));
            case MetadataKind.Int64:
                return MetadataValue.Integer(kind, (long)cursor.ReadUInt64(key));
            case MetadataKind.Single:
                return MetadataValue.Number(kind, cursor.ReadSingle(key));
            case MetadataKind.Double:
                return MetadataValue.Number(kind, cursor.ReadDouble(key));
            default:
                (MetadataKind elements, long count, long position) = PassArray(file, ref cursor, key, 1);
                return new MetadataValue(elements, count, file, position);
        }
    }

    /// <summary>Checks an array and passes over it: nothing is allocated, whatever count it claims.</summary>
    static (MetadataKind Elements, long Count, long Position) PassArray(MappedFile file, ref ByteCursor cursor, string key, int depth) {
        if (depth > DeepestArray) {
            throw new MalformedWeightFileException(file.Path, $"metadata {Quoting.Quote(key)}: expected arrays nested at most {DeepestArray} deep", offset: cursor.Position);
        }
        MetadataKind kind = ReadKind(file, ref cursor, key);
        long at = cursor.Position;
        ulong count = cursor.ReadUInt64($"the length of the array {Quoting.Quote(key)}");
        int smallest = SmallestBytes(kind);
        if (count > (ulong)(cursor.Remaining / smallest)) {
            throw new TruncatedWeightFileException(file.Path, $"the file is truncated: expected {count} elements of {kind} for metadata {Quoting.Quote(key)}, found {cursor.Remaining} bytes", offset: at);
        }
        long position = cursor.Position;
        if (kind is MetadataKind.String or MetadataKind.Boolean or MetadataKind.Array) {
            for (ulong i = 0; i < count; i++) {
                if (kind == MetadataKind.String) {
                    cursor.SkipString(key);
                } else if (kind == MetadataKind.Boolean) {
                    ReadBoolean(file, ref cursor, key);
                } else {
                    PassArray(file, ref cursor, key, depth + 1);
                }
            }
        } else {
            cursor.Skip(count * (ulong)smallest, key);
        }
        return (kind, (long)count, position);
    }

    static MetadataKind ReadKind(MappedFile file, ref ByteCursor cursor, string key) {
        long at = cursor.Position;
        uint kind = cursor.ReadUInt32($"the kind of metadata {Quoting.Quote(key)}");
        return kind <= (uint)MetadataKind.Double
            ? (MetadataKind)kind
            : throw new MalformedWeightFileException(file.Path, $"metadata {Quoting.Quote(key)}: expected a kind from 0 to 12, found {kind}", offset: at);
    }

    static byte ReadBoolean(MappedFile file, ref ByteCursor cursor, string key) {
        long at = cursor.Position;
        byte value = cursor.ReadByte(key);
        return value <= 1
            ? value
            : throw new MalformedWeightFileException(file.Path, $"metadata {Quoting.Quote(key)}: expected a boolean of 0 or 1, found {value}", offset: at);
    }

    static int SmallestBytes(MetadataKind kind) => kind switch {
        MetadataKind.UInt8 or MetadataKind.Int8 or MetadataKind.Boolean => 1,
        MetadataKind.UInt16 or MetadataKind.Int16 => 2,
        MetadataKind.UInt32 or MetadataKind.Int32 or MetadataKind.Single => 4,
        MetadataKind.Array => 12,
        _ => 8,
    };

    /// <summary>The number that <see cref="TensorType"/> turns into a type; null where ggml has none for it.</summary>
    public static uint? TensorCode(WeightType type) {
        for (uint code = 0; code <= HighestTensorCode; code++) {
            if (TensorType(code) == type) {
                return code;
            }
        }
        return null;
    }

    /// <summary>ggml's number of a tensor type; null for numbers never given out or withdrawn.</summary>
    public static WeightType? TensorType(uint code) => code switch {
        0 => WeightType.F32,
        1 => WeightType.F16,
        2 => WeightType.Q4_0,
        3 => WeightType.Q4_1,
        6 => WeightType.Q5_0,
        7 => WeightType.Q5_1,
        8 => WeightType.Q8_0,
        9 => WeightType.Q8_1,
        10 => WeightType.Q2_K,
        11 => WeightType.Q3_K,
        12 => WeightType.Q4_K,
        13 => WeightType.Q5_K,
        14 => WeightType.Q6_K,
        15 => WeightType.Q8_K,
        16 => WeightType.IQ2_XXS,
        17 => WeightType.IQ2_XS,
        18 => WeightType.IQ3_XXS,
        19 => WeightType.IQ1_S,
        20 => WeightType.IQ4_NL,
        21 => WeightType.IQ3_S,
        22 => WeightType.IQ2_S,
        23 => WeightType.IQ4_XS,
        24 => WeightType.I8,
        25 => WeightType.I16,
        26 => WeightType.I32,
        27 => WeightType.I64,
        28 => WeightType.F64,
        29 => WeightType.IQ1_M,
        30 => WeightType.BF16,
        34 => WeightType.TQ1_0,
        35 => WeightType.TQ2_0,
        39 => WeightType.MXFP4,
        40 => WeightType.NVFP4,
        41 => WeightType.Q1_0,
        42 => WeightType.Q2_0,
        _ => null,
    };
}
