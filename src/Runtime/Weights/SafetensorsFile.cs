using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Unicode;

namespace Sinter.Runtime.Weights;

/// <summary>
/// A safetensors file: the length of the header in 8 bytes, the header in JSON, then the data, which the tensors
/// fill without gap or overlap. The strings of <c>__metadata__</c> are <see cref="WeightFile.Metadata"/>.
/// </summary>
public sealed unsafe class SafetensorsFile : WeightFile {
    /// <summary>The limit of the format's own reader.</summary>
    const long LongestHeader = 100_000_000;
    const int LengthBytes = 8;

    internal SafetensorsFile(MappedFile file) : base(file) {
        if (file.Length < LengthBytes) {
            throw Truncated($"the file is truncated: expected {LengthBytes} bytes of header length, found {file.Length}", offset: 0);
        }
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(file.Start, LengthBytes));
        if (length > LongestHeader) {
            throw Malformed($"expected a header of at most {LongestHeader} bytes, found a length of {length}", offset: 0);
        }
        if (length > (ulong)(file.Length - LengthBytes)) {
            throw Truncated($"the file is truncated: expected a header of {length} bytes, found {file.Length - LengthBytes}", offset: LengthBytes);
        }
        var header = new ReadOnlySpan<byte>(file.Start + LengthBytes, (int)length);
        if (header.IsEmpty || header[0] != (byte)'{') {
            throw Malformed($"expected the header to begin with '{{', found {(header.IsEmpty ? "an empty header" : $"byte 0x{header[0]:x2}")}", offset: LengthBytes);
        }
        if (!Utf8.IsValid(header)) {
            throw Malformed("expected the header to be UTF-8, found other bytes", offset: LengthBytes);
        }
        AddTensors(ReadHeader(header), LengthBytes + (long)length);
    }

    /// <inheritdoc/>
    public override WeightFormat Format => WeightFormat.Safetensors;

    List<SafetensorsEntry> ReadHeader(ReadOnlySpan<byte> header) {
        var json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = SafetensorsHeader.Deepest });
        try {
            var reader = new SafetensorsHeader(Path, LengthBytes);
            List<SafetensorsEntry> entries = reader.Read(ref json, (key, value) => TryAddMetadata(key, new MetadataValue(value)));
            return entries;
        } catch (Exception error) when (error is JsonException or InvalidOperationException) {
            // The JSON reader's way to report a syntax error, and a string that is half of a surrogate pair.
            throw Malformed($"the header is not sound JSON: {error.Message}", offset: LengthBytes + json.BytesConsumed, inner: error);
        }
    }

    void AddTensors(List<SafetensorsEntry> entries, long dataStart) {
        long dataLength = File.Length - dataStart;
        long previousEnd = 0;
        string previous = "the start of the data";
        entries.Sort(static (a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        foreach (SafetensorsEntry entry in entries) {
            if (WeightLayout.Measure(entry.Type, entry.Shape, out long elements, out long bytes) is string problem) {
                throw Malformed(problem, entry.Name);
            }
            if (entry.Begin > entry.End || entry.End - entry.Begin != bytes) {
                throw Malformed($"shape {Quoting.Shape(entry.Shape)} of type {entry.Type}: expected {bytes} bytes, found data_offsets [{entry.Begin}, {entry.End}]", entry.Name);
            }
            if (entry.End > dataLength) {
                throw Truncated($"the file is truncated: expected data up to byte {entry.End}, found {dataLength} bytes of data", entry.Name, dataStart);
            }
            if (entry.Begin != previousEnd) {
                string fault = entry.Begin < previousEnd ? "overlaps" : "leaves a gap after";
                throw Malformed($"expected data from byte {previousEnd}, found {entry.Begin}, which {fault} {previous}", entry.Name, dataStart + entry.Begin);
            }
            Add(entry.Name, entry.Type, entry.Shape, elements, dataStart + entry.Begin, bytes);
            previousEnd = entry.End;
            previous = $"tensor {Quoting.Quote(entry.Name)}";
        }
        if (previousEnd != dataLength) {
            throw Malformed($"expected the file to end after the {previousEnd} bytes of its tensors, found {dataLength} bytes of data", offset: dataStart + previousEnd);
        }
    }
}

/// <summary>What the header says of one tensor; offsets count from the start of the data.</summary>
sealed record SafetensorsEntry(string Name, WeightType Type, long[] Shape, long Begin, long End);
