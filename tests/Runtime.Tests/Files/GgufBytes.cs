using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Tests.Files;

/// <summary>Writes GGUF files and remembers where each field of the header lies, so that tests can spoil it.</summary>
public sealed class GgufBytes {
    readonly List<(string Key, MetadataKind Kind, Action<BinaryWriter> Value)> pairs = [];
    readonly List<TensorBytes> tensors = [];
    readonly List<(int Offset, int Bytes, string Name)> fields = [];

    public uint Version { get; init; } = 3;

    public int Alignment { get; init; } = 32;

    /// <summary>Offset and size of every count, length, kind, type, extent and offset of the header.</summary>
    public IReadOnlyList<(int Offset, int Bytes, string Name)> Fields => fields;

    public int HeaderBytes { get; private set; }

    public GgufBytes Add(TensorBytes tensor) {
        tensors.Add(tensor);
        return this;
    }

    public GgufBytes Add(string key, MetadataKind kind, Action<BinaryWriter> value) {
        pairs.Add((key, kind, value));
        return this;
    }

    public GgufBytes Add(string key, string value) => Add(key, MetadataKind.String, w => WriteString(w, value, key));

    public GgufBytes Add(string key, uint value) => Add(key, MetadataKind.UInt32, w => w.Write(value));

    public GgufBytes Add(string key, float value) => Add(key, MetadataKind.Single, w => w.Write(value));

    public GgufBytes Add(string key, bool value) => Add(key, MetadataKind.Boolean, w => w.Write(value));

    public GgufBytes AddArray<T>(string key, MetadataKind kind, IReadOnlyList<T> values, Action<BinaryWriter, T> write) =>
        Add(key, MetadataKind.Array, w => {
            WriteField(w, (uint)kind, "element kind of " + key);
            WriteField(w, (ulong)values.Count, "length of " + key);
            foreach (T value in values) {
                write(w, value);
            }
        });

    public GgufBytes AddArray(string key, IReadOnlyList<string> values) => AddArray(key, MetadataKind.String, values, (w, v) => WriteString(w, v, key));

    public GgufBytes AddArray(string key, IReadOnlyList<float> values) => AddArray(key, MetadataKind.Single, values, (w, v) => w.Write(v));

    public GgufBytes AddArray(string key, IReadOnlyList<int> values) => AddArray(key, MetadataKind.Int32, values, (w, v) => w.Write(v));

    public byte[] Write() {
        fields.Clear();
        var stream = new MemoryStream();
        var writer = new BinaryWriter(stream);
        WriteField(writer, 0x46554747u, "magic");
        WriteField(writer, Version, "version");
        WriteField(writer, (ulong)tensors.Count, "tensor count");
        WriteField(writer, (ulong)pairs.Count, "metadata count");
        foreach ((string key, MetadataKind kind, Action<BinaryWriter> value) in pairs) {
            WriteString(writer, key, "key");
            WriteField(writer, (uint)kind, "kind of " + key);
            value(writer);
        }
        long offset = 0;
        foreach (TensorBytes tensor in tensors) {
            WriteString(writer, tensor.Name, "tensor name");
            WriteField(writer, (uint)tensor.Shape.Length, "rank of " + tensor.Name);
            foreach (long extent in tensor.Shape.Reverse()) {
                WriteField(writer, (ulong)extent, "extent of " + tensor.Name);
            }
            WriteField(writer, Code(tensor.Type), "type of " + tensor.Name);
            WriteField(writer, (ulong)offset, "offset of " + tensor.Name);
            offset = Aligned(offset + tensor.Data.Length);
        }
        HeaderBytes = (int)stream.Length;
        foreach (TensorBytes tensor in tensors) {
            writer.Write(new byte[Aligned(stream.Length) - stream.Length]);
            writer.Write(tensor.Data);
        }
        return stream.ToArray();
    }

    long Aligned(long offset) => (offset + Alignment - 1) / Alignment * Alignment;

    void WriteString(BinaryWriter writer, string text, string field) {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        WriteField(writer, (ulong)bytes.Length, "string length of " + field);
        writer.Write(bytes);
    }

    void WriteField(BinaryWriter writer, uint value, string name) {
        fields.Add(((int)writer.BaseStream.Position, 4, name));
        writer.Write(value);
    }

    void WriteField(BinaryWriter writer, ulong value, string name) {
        fields.Add(((int)writer.BaseStream.Position, 8, name));
        writer.Write(value);
    }

    static uint Code(string type) => type switch {
        "F32" => 0,
        "F16" => 1,
        "Q4_0" => 2,
        "Q4_1" => 3,
        "Q8_0" => 8,
        "Q4_K" => 12,
        "Q6_K" => 14,
        "I32" => 26,
        "F64" => 28,
        "BF16" => 30,
        _ => throw new ArgumentException($"the test writer knows no ggml type {type}"),
    };
}
