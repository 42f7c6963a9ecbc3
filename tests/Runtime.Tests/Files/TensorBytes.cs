using System;
using System.Linq;
using System.Runtime.InteropServices;

namespace Sinter.Runtime.Tests.Files;

/// <summary>One tensor for the writers: its type by the format's own name, and its bytes.</summary>
public sealed record TensorBytes(string Name, string Type, long[] Shape, byte[] Data) {
    public static TensorBytes Floats(string name, long[] shape, float[] values) =>
        new(name, "F32", shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    public static TensorBytes Halves(string name, long[] shape, float[] values) =>
        new(name, "F16", shape, MemoryMarshal.AsBytes(values.Select(v => (Half)v).ToArray().AsSpan()).ToArray());

    public static TensorBytes BrainFloats(string name, long[] shape, float[] values) =>
        new(name, "BF16", shape, MemoryMarshal.AsBytes(values.Select(v => (ushort)(BitConverter.SingleToUInt32Bits(v) >> 16)).ToArray().AsSpan()).ToArray());

    public static TensorBytes Doubles(string name, long[] shape, double[] values) =>
        new(name, "F64", shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    /// <summary>Blocks of 32 with given scales: the values are <c>scale * bytes</c> by definition.</summary>
    public static TensorBytes Q8(string name, long[] shape, Half[] scales, sbyte[] bytes) {
        var data = new byte[scales.Length * 34];
        for (int block = 0; block < scales.Length; block++) {
            BitConverter.TryWriteBytes(data.AsSpan(block * 34), scales[block]);
            MemoryMarshal.AsBytes(bytes.AsSpan(block * 32, 32)).CopyTo(data.AsSpan(block * 34 + 2));
        }
        return new TensorBytes(name, "Q8_0", shape, data);
    }
}
