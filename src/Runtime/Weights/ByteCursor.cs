using System;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Sinter.Runtime.Weights;

/// <summary>
/// Reads little-endian fields in order and never past the end: a field that does not fit is a
/// <see cref="TruncatedWeightFileException"/> that names the field, its offset and what is left.
/// </summary>
unsafe ref struct ByteCursor {
    readonly MappedFile file;
    readonly byte* start;

    public ByteCursor(MappedFile file, long position = 0) {
        this.file = file;
        start = file.Start;
        Position = position;
    }

    public long Position { get; private set; }

    public readonly long Remaining => file.Length - Position;

    public byte ReadByte(string field) => Take(1, field)[0];

    public ushort ReadUInt16(string field) => BinaryPrimitives.ReadUInt16LittleEndian(Take(2, field));

    public uint ReadUInt32(string field) => BinaryPrimitives.ReadUInt32LittleEndian(Take(4, field));

    public int ReadInt32(string field) => BinaryPrimitives.ReadInt32LittleEndian(Take(4, field));

    public ulong ReadUInt64(string field) => BinaryPrimitives.ReadUInt64LittleEndian(Take(8, field));

    public float ReadSingle(string field) => BinaryPrimitives.ReadSingleLittleEndian(Take(4, field));

    public double ReadDouble(string field) => BinaryPrimitives.ReadDoubleLittleEndian(Take(8, field));

    /// <summary>Passes over <paramref name="bytes"/> bytes, a length that comes from the file.</summary>
    public void Skip(ulong bytes, string field) {
        if (bytes > (ulong)Remaining) {
            throw Truncated(bytes, field);
        }
        Position += (long)bytes;
    }

    /// <summary>A string with its 64-bit length before it, as GGUF has them.</summary>
    public string ReadString(string field, int longest) {
        long at = Position;
        ulong length = ReadUInt64(field);
        if (length > (ulong)longest) {
            throw length > (ulong)Remaining
                ? Truncated(length, field)
                : new MalformedWeightFileException(file.Path, $"{field}: expected at most {longest} bytes, found a length of {length}", offset: at);
        }
        ReadOnlySpan<byte> bytes = Take(length, field);
        return Utf8.IsValid(bytes)
            ? Encoding.UTF8.GetString(bytes)
            : throw new MalformedWeightFileException(file.Path, $"{field}: expected UTF-8, found other bytes", offset: at);
    }

    /// <summary>Checks a string without making one.</summary>
    public void SkipString(string field) {
        long at = Position;
        ulong length = ReadUInt64(field);
        if (length > int.MaxValue && length <= (ulong)Remaining) {
            throw new MalformedWeightFileException(file.Path, $"{field}: expected at most {int.MaxValue} bytes, found a length of {length}", offset: at);
        }
        if (!Utf8.IsValid(Take(length, field))) {
            throw new MalformedWeightFileException(file.Path, $"{field}: expected UTF-8, found other bytes", offset: at);
        }
    }

    ReadOnlySpan<byte> Take(ulong bytes, string field) {
        if (bytes > (ulong)Remaining) {
            throw Truncated(bytes, field);
        }
        var span = new ReadOnlySpan<byte>(start + Position, (int)bytes);
        Position += (long)bytes;
        return span;
    }

    readonly TruncatedWeightFileException Truncated(ulong bytes, string field) =>
        new(file.Path, $"the file is truncated: expected {bytes} bytes of {field}, found {Remaining}", offset: Position);
}
