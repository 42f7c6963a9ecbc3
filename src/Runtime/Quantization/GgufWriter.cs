using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Quantization;

/// <summary>
/// Writes a GGUF file of version 3 from front to back: metadata and descriptions first, then each tensor's data as it comes. It goes to a
/// file beside the wanted one, which it replaces only when it is whole.
/// </summary>
sealed class GgufWriter : IDisposable {
    public const int Alignment = 32;
    readonly string path;
    readonly string temporary;
    readonly FileStream stream;
    readonly long dataStart;
    readonly Queue<(string Name, long Offset, long Bytes)> expected = new();
    long left;
    bool finished;

    /// <param name="path">The file that is wanted.</param>
    /// <param name="metadata">Pairs as they lie in a file, each its key, kind and value.</param>
    /// <param name="tensors">What will be written, in that order.</param>
    public GgufWriter(string path, IReadOnlyList<byte[]> metadata, IReadOnlyList<(string Name, WeightType Type, long[] Shape)> tensors) {
        this.path = path;
        MemoryStream head = new();
        using (BinaryWriter writer = new(head, Encoding.UTF8, leaveOpen: true)) {
            writer.Write("GGUF"u8);
            writer.Write(3u);
            writer.Write((ulong)tensors.Count);
            writer.Write((ulong)metadata.Count);
            foreach (byte[] pair in metadata) {
                writer.Write(pair);
            }
            long offset = 0;
            foreach ((string name, WeightType type, long[] shape) in tensors) {
                WriteText(writer, name);
                writer.Write((uint)shape.Length);
                for (int axis = shape.Length - 1; axis >= 0; axis--) {
                    writer.Write((ulong)shape[axis]);
                }
                writer.Write(GgufMetadata.TensorCode(type) ?? throw new ArgumentException($"GGUF has no number for tensors of type {type}", nameof(tensors)));
                writer.Write((ulong)offset);
                _ = WeightLayout.Measure(type, shape, out _, out long bytes) is { } problem ? throw new ArgumentException(problem, nameof(tensors)) : 0;
                expected.Enqueue((name, offset, bytes));
                offset = Aligned(checked(offset + bytes));
            }
        }
        dataStart = Aligned(head.Length);
        temporary = $"{path}.{Environment.ProcessId}.partial";
        stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        stream.Write(head.GetBuffer(), 0, (int)head.Length);
    }

    /// <summary>A pair whose value is a text.</summary>
    public static byte[] Pair(string key, string value) => Pair(key, MetadataKind.String, writer => WriteText(writer, value));

    /// <summary>A pair whose value is an unsigned number.</summary>
    public static byte[] Pair(string key, uint value) => Pair(key, MetadataKind.UInt32, writer => writer.Write(value));

    /// <summary>The next part of the next tensor's data.</summary>
    public void Write(ReadOnlySpan<byte> data) {
        while (left == 0 && expected.TryDequeue(out var next)) {
            Fill(dataStart + next.Offset);
            left = next.Bytes;
        }
        if (data.Length > left) {
            throw new InvalidOperationException($"{data.Length} bytes are written where {left} are left of the tensor");
        }
        stream.Write(data);
        left -= data.Length;
    }

    /// <summary>Puts the file in its place.</summary>
    public void Finish() {
        while (left == 0 && expected.TryDequeue(out var next)) {
            // What is left may only be empty.
            left = next.Bytes;
        }
        if (left > 0) {
            throw new InvalidOperationException($"{left} bytes of data are missing");
        }
        Fill(Aligned(stream.Position));
        stream.Flush(flushToDisk: true);
        stream.Dispose();
        File.Move(temporary, path, overwrite: true);
        finished = true;
    }

    /// <summary>Without <see cref="Finish"/>, nothing is left behind.</summary>
    public void Dispose() {
        stream.Dispose();
        if (!finished) {
            File.Delete(temporary);
        }
    }

    static byte[] Pair(string key, MetadataKind kind, Action<BinaryWriter> value) {
        MemoryStream pair = new();
        using BinaryWriter writer = new(pair, Encoding.UTF8);
        WriteText(writer, key);
        writer.Write((uint)kind);
        value(writer);
        writer.Flush();
        return pair.ToArray();
    }

    static void WriteText(BinaryWriter writer, string text) {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    static long Aligned(long offset) => (offset + Alignment - 1) / Alignment * Alignment;

    void Fill(long to) => stream.Write(new byte[checked((int)(to - stream.Position))]);
}
