using System;
using System.Collections.Generic;

namespace Sinter.Runtime.Weights;

/// <summary>
/// A GGUF file, version 2 or 3, little-endian: counts, metadata, tensor descriptions, then aligned data. Extents are
/// turned round, so that the outermost comes first as everywhere in Sinter.
/// </summary>
public sealed class GgufFile : WeightFile {
    const int LongestName = 64;
    const int MostDimensions = 4;
    /// <summary>Name length, dimension count, type, offset: a tensor description takes at least this.</summary>
    const int SmallestDescription = 8 + 4 + 4 + 8;
    /// <summary>Key length, kind, and one byte of value.</summary>
    const int SmallestMetadata = 8 + 4 + 1;
    const uint DefaultAlignment = 32;
    readonly List<(string Key, long Start, long End)> pairs = [];

    internal GgufFile(MappedFile file) : base(file) {
        var cursor = new ByteCursor(file);
        uint magic = cursor.ReadUInt32("magic");
        if (magic != 0x46554747) {
            throw Malformed($"expected the magic 'GGUF', found 0x{magic:x8}", offset: 0);
        }
        Version = (int)ReadVersion(ref cursor);
        ulong tensors = ReadCount(ref cursor, "tensors", SmallestDescription);
        ulong metadata = ReadCount(ref cursor, "metadata pairs", SmallestMetadata);
        for (ulong i = 0; i < metadata; i++) {
            ReadPair(ref cursor);
        }
        Alignment = FindAlignment();
        var descriptions = new List<GgufDescription>();
        for (ulong i = 0; i < tensors; i++) {
            descriptions.Add(ReadDescription(ref cursor));
        }
        Place(descriptions, cursor.Position);
    }

    /// <inheritdoc/>
    public override WeightFormat Format => WeightFormat.Gguf;

    /// <summary>The version of the format, 2 or 3.</summary>
    public int Version { get; }

    /// <summary>Bytes on a multiple of which each tensor begins.</summary>
    public long Alignment { get; }

    /// <summary>Where each pair of the metadata lies in the file: its key, its kind and its value.</summary>
    internal IReadOnlyList<(string Key, long Start, long End)> Pairs => pairs;

    /// <summary>A copy of some bytes of the file.</summary>
    internal unsafe byte[] Bytes(long start, long end) => new ReadOnlySpan<byte>(File.Start + start, checked((int)(end - start))).ToArray();

    uint ReadVersion(ref ByteCursor cursor) {
        uint version = cursor.ReadUInt32("version");
        return version switch {
            2 or 3 => version,
            0x02000000 or 0x03000000 => throw Malformed("expected a little-endian GGUF file, found a big-endian one", offset: 4),
            _ => throw Malformed($"expected GGUF version 2 or 3, found {version}", offset: 4),
        };
    }

    /// <summary>A count is believed only when the rest of the file could hold as many.</summary>
    ulong ReadCount(ref ByteCursor cursor, string what, int smallest) {
        long at = cursor.Position;
        ulong count = cursor.ReadUInt64("the number of " + what);
        return count <= (ulong)(cursor.Remaining / smallest)
            ? count
            : throw Truncated($"the file is truncated: expected {count} {what} of at least {smallest} bytes each, found {cursor.Remaining} bytes", offset: at);
    }

    void ReadPair(ref ByteCursor cursor) {
        long at = cursor.Position;
        string key = cursor.ReadString("metadata key", ushort.MaxValue);
        MetadataValue value = GgufMetadata.ReadValue(File, ref cursor, key);
        if (!TryAddMetadata(key, value)) {
            throw Malformed($"the metadata key {Quoting.Quote(key)} occurs twice", offset: at);
        }
        pairs.Add((key, at, cursor.Position));
    }

    long FindAlignment() {
        if (!TryGetMetadata("general.alignment", out MetadataValue? value)) {
            return DefaultAlignment;
        }
        return value.Kind == MetadataKind.UInt32 && value.TryGetInt64(out long alignment) && alignment > 0 && alignment % 8 == 0
            ? alignment
            : throw Malformed($"expected general.alignment to be a UInt32 and a positive multiple of 8, found {value} of kind {value.Kind}");
    }

    GgufDescription ReadDescription(ref ByteCursor cursor) {
        string name = cursor.ReadString("tensor name", LongestName);
        long at = cursor.Position;
        uint rank = cursor.ReadUInt32("the number of dimensions");
        if (rank > MostDimensions) {
            throw Malformed($"expected at most {MostDimensions} dimensions, found {rank}", name, at);
        }
        var shape = new long[rank];
        for (int i = shape.Length - 1; i >= 0; i--) {
            at = cursor.Position;
            ulong extent = cursor.ReadUInt64("dimension");
            shape[i] = extent <= long.MaxValue ? (long)extent : throw Malformed($"expected an extent of at most 2^63-1, found {extent}", name, at);
        }
        at = cursor.Position;
        uint code = cursor.ReadUInt32("tensor type");
        WeightType type = GgufMetadata.TensorType(code) ?? throw Malformed($"expected a tensor type of ggml, found {code}", name, at);
        return new GgufDescription(name, type, shape, cursor.ReadUInt64("tensor offset"));
    }

    void Place(List<GgufDescription> descriptions, long headerEnd) {
        // A header that ends within the alignment of the file's last byte has no data, as in a vocabulary-only file.
        long padding = (Alignment - headerEnd % Alignment) % Alignment;
        long dataStart = headerEnd + padding;
        long dataLength = Math.Max(0, File.Length - dataStart);
        descriptions.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
        ulong previousEnd = 0;
        string previous = "";
        foreach (GgufDescription description in descriptions) {
            (string name, WeightType type, long[] shape, ulong offset) = description;
            if (Tensors.ContainsKey(name)) {
                throw Malformed("the name occurs twice", name);
            }
            if (WeightLayout.Measure(type, shape, out long elements, out long bytes) is string problem) {
                throw Malformed(problem, name);
            }
            if (offset % (ulong)Alignment != 0) {
                throw Malformed($"expected an offset that is a multiple of {Alignment}, found {offset}", name);
            }
            if (offset > (ulong)dataLength || (ulong)bytes > (ulong)dataLength - offset) {
                throw Truncated($"the file is truncated: expected {bytes} bytes of data from byte {offset}, found {dataLength} bytes of data", name, dataStart);
            }
            if (bytes > 0 && offset < previousEnd) {
                throw Malformed($"expected data from byte {previousEnd} on, found {offset}, which overlaps tensor {Quoting.Quote(previous)}", name, dataStart + (long)offset);
            }
            Add(name, type, shape, elements, dataStart + (long)offset, bytes);
            if (bytes > 0) {
                previousEnd = offset + (ulong)bytes;
                previous = name;
            }
        }
    }
}

/// <summary>What the header says of one tensor; the offset counts from the start of the data.</summary>
sealed record GgufDescription(string Name, WeightType Type, long[] Shape, ulong Offset);
