using System;
using System.Buffers.Binary;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Naming;

/// <summary>Reads elements of a tensor as those of a weight's type.</summary>
static unsafe class ElementReading {
    const int Chunk = 512;

    /// <summary>The type whose values are stored so, or null for those that only decoding gives.</summary>
    public static ScalarType? StoredAs(WeightType type) => type switch {
        WeightType.F32 => ScalarType.F32,
        WeightType.F16 => ScalarType.F16,
        WeightType.BF16 => ScalarType.BF16,
        WeightType.F64 => ScalarType.F64,
        WeightType.I8 => ScalarType.I8,
        WeightType.U8 => ScalarType.U8,
        WeightType.I16 => ScalarType.I16,
        WeightType.I32 => ScalarType.I32,
        WeightType.I64 => ScalarType.I64,
        WeightType.Bool => ScalarType.Bool,
        _ => null,
    };

    /// <summary>Floats from anything that decodes, other types from themselves; integers as anything else only where that is asked for.</summary>
    public static bool CanRead(WeightType stored, ScalarType wanted, bool casts) =>
        StoredAs(stored) == wanted || (IsFloat(wanted) && WeightLayout.IsDecodable(stored)) || (casts && IsInteger(stored));

    /// <summary>Reads consecutive elements, converting each.</summary>
    /// <param name="tensor">The tensor; of a type that <see cref="CanRead"/> allows.</param>
    /// <param name="first">Its first element to read.</param>
    /// <param name="count">How many.</param>
    /// <param name="type">What to write.</param>
    /// <param name="target">Where to write, one element after the other.</param>
    public static void Read(WeightTensor tensor, long first, long count, ScalarType type, byte* target) {
        if (StoredAs(tensor.Type) == type && BitConverter.IsLittleEndian) {
            Buffer.MemoryCopy(tensor.Pointer + first * type.Size(), target, count * type.Size(), count * type.Size());
            return;
        }
        Span<float> values = stackalloc float[Chunk];
        for (long done = 0; done < count; done += Chunk) {
            int part = (int)Math.Min(Chunk, count - done);
            byte* to = target + done * type.Size();
            if (IsInteger(tensor.Type)) {
                for (int i = 0; i < part; i++) {
                    Write(Integer(tensor, first + done + i), type, to + i * type.Size());
                }
            } else if (type == ScalarType.F32) {
                tensor.Decode(first + done, new Span<float>(to, part));
            } else {
                tensor.Decode(first + done, values[..part]);
                for (int i = 0; i < part; i++) {
                    Write(values[i], type, to + i * type.Size());
                }
            }
        }
    }

    /// <summary>Writes a number as an element of a type.</summary>
    public static void Write(double value, ScalarType type, byte* target) {
        switch (type) {
            case ScalarType.F32: *(float*)target = (float)value; break;
            case ScalarType.F64: *(double*)target = value; break;
            case ScalarType.F16: *(Half*)target = (Half)value; break;
            case ScalarType.BF16: *(ushort*)target = BrainFloat((float)value); break;
            default: Write(checked((long)value), type, target); break;
        }
    }

    static void Write(long value, ScalarType type, byte* target) {
        switch (type) {
            case ScalarType.I8: *(sbyte*)target = checked((sbyte)value); break;
            case ScalarType.U8: *target = checked((byte)value); break;
            case ScalarType.I16: *(short*)target = checked((short)value); break;
            case ScalarType.I32: *(int*)target = checked((int)value); break;
            case ScalarType.I64: *(long*)target = value; break;
            case ScalarType.Bool: *target = value == 0 ? (byte)0 : (byte)1; break;
            default: Write((double)value, type, target); break;
        }
    }

    static long Integer(WeightTensor tensor, long index) {
        byte* at = tensor.Pointer + index * WeightLayout.Block(tensor.Type).Bytes;
        return tensor.Type switch {
            WeightType.I8 => *(sbyte*)at,
            WeightType.U8 or WeightType.Bool => *at,
            WeightType.I16 => BinaryPrimitives.ReadInt16LittleEndian(new(at, 2)),
            WeightType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(new(at, 2)),
            WeightType.I32 => BinaryPrimitives.ReadInt32LittleEndian(new(at, 4)),
            WeightType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(new(at, 4)),
            _ => BinaryPrimitives.ReadInt64LittleEndian(new(at, 8)),
        };
    }

    // To nearest, ties to even; a NaN keeps a bit of its mantissa.
    static ushort BrainFloat(float value) {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    static bool IsFloat(ScalarType type) => type is ScalarType.F32 or ScalarType.F16 or ScalarType.BF16 or ScalarType.F64;

    static bool IsInteger(WeightType type) =>
        type is WeightType.Bool or WeightType.I8 or WeightType.U8 or WeightType.I16 or WeightType.U16 or WeightType.I32 or WeightType.U32 or WeightType.I64;
}
