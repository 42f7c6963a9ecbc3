using System;
using System.Linq;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

/// <summary>One buffer of a plan's table as bytes, which knows what was written and who touched what in the kernel that runs.</summary>
internal sealed class PlanBuffer {
    private readonly byte[] bytes;
    private readonly bool[] defined;
    private readonly int[] readIn;
    private readonly int[] writtenIn;
    private readonly long[] readAt;

    public PlanBuffer(string name, long size) {
        Name = name;
        bytes = new byte[size];
        defined = new bool[size];
        readIn = new int[size];
        writtenIn = new int[size];
        readAt = new long[size];
    }

    public PlanBuffer(string name, Tensor tensor) : this(name, tensor.Shape.Count * Type(tensor).Bytes()) {
        double[] elements = tensor.Elements();
        for (int i = 0; i < elements.Length; i++) {
            Write(Type(tensor), i, new ScalarValue(elements[i], double.IsFinite(elements[i]) ? (long)elements[i] : 0), 0);
        }
    }

    /// <summary>A copy of memory that native code wrote.</summary>
    public PlanBuffer(string name, ReadOnlySpan<byte> content) : this(name, content.Length) {
        content.CopyTo(bytes);
        defined.AsSpan().Fill(true);
    }

    public string Name { get; }

    public ReadOnlySpan<byte> Bytes => bytes;

    public long Size => bytes.Length;

    public double[] Elements(TensorType type, Func<Dimension, long> evaluate) =>
        [.. Enumerable.Range(0, (int)evaluate(type.Count)).Select(i => Read(type.Element, i, -1) is var value && type.Element.IsFloat() ? value.Real : value.Integer)];

    public ScalarValue Read(ElementType type, long element, int call, long turn = 0) {
        int at = Place(type, element);
        if (!defined[at]) {
            throw new PlanException($"reads element {element} of {Name}, which nothing has written");
        }
        if (call > 0 && writtenIn[at] == call) {
            throw new PlanException($"reads element {element} of {Name}, which the same kernel writes");
        }
        (readIn[at], readAt[at]) = (call, turn);
        ReadOnlySpan<byte> span = bytes.AsSpan(at);
        return type switch {
            ElementType.F32 => new(BitConverter.ToSingle(span), 0),
            ElementType.F16 => new((double)BitConverter.ToHalf(span), 0),
            ElementType.BF16 => new(BitConverter.UInt32BitsToSingle((uint)BitConverter.ToUInt16(span) << 16), 0),
            ElementType.I32 => new(0, BitConverter.ToInt32(span)),
            ElementType.I64 => new(0, BitConverter.ToInt64(span)),
            _ => new(0, span[0]),
        };
    }

    /// <summary>Writes an element; one that the same call has read in another turn of its loops is refused, for turns may run in any order.</summary>
    public void Write(ElementType type, long element, ScalarValue value, int call, long turn = 0) {
        int at = Place(type, element);
        bool isRead = readIn[at] == call && readAt[at] != turn;
        if (call > 0 && (writtenIn[at] == call || isRead)) {
            throw new PlanException($"writes element {element} of {Name}, which the same kernel {(isRead ? "reads" : "writes elsewhere")}");
        }
        writtenIn[at] = call;
        defined.AsSpan(at, type.Bytes()).Fill(true);
        Span<byte> span = bytes.AsSpan(at);
        _ = type switch {
            ElementType.F32 => BitConverter.TryWriteBytes(span, (float)value.Real),
            ElementType.F16 => BitConverter.TryWriteBytes(span, (Half)value.Real),
            ElementType.BF16 => BitConverter.TryWriteBytes(span, (ushort)(BitConverter.SingleToUInt32Bits((float)value.Real) >> 16)),
            ElementType.I32 => BitConverter.TryWriteBytes(span, (int)value.Integer),
            ElementType.I64 => BitConverter.TryWriteBytes(span, value.Integer),
            _ => BitConverter.TryWriteBytes(span, value.Integer != 0),
        };
    }

    private int Place(ElementType type, long element) {
        long at = element * type.Bytes();
        return at >= 0 && at + type.Bytes() <= bytes.Length
            ? (int)at
            : throw new PlanException($"touches element {element} of {Name}, which has {bytes.Length} bytes");
    }

    private static ElementType Type(Tensor tensor) => Enum.Parse<ElementType>(tensor.ElementType.ToString());
}

/// <summary>A value while a plan is interpreted: reals in one half, integers and truth values in the other.</summary>
internal readonly record struct ScalarValue(double Real, long Integer);

/// <summary>A plan that does what a plan must not do.</summary>
internal sealed class PlanException(string message) : Exception(message);
