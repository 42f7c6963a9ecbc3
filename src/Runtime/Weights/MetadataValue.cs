using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Sinter.Runtime.Weights;

/// <summary>The kind of a metadata value, numbered as GGUF numbers them.</summary>
public enum MetadataKind {
    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8 = 0,
    /// <summary>Signed 8-bit integer.</summary>
    Int8 = 1,
    /// <summary>Unsigned 16-bit integer.</summary>
    UInt16 = 2,
    /// <summary>Signed 16-bit integer.</summary>
    Int16 = 3,
    /// <summary>Unsigned 32-bit integer.</summary>
    UInt32 = 4,
    /// <summary>Signed 32-bit integer.</summary>
    Int32 = 5,
    /// <summary>Single-precision number.</summary>
    Single = 6,
    /// <summary>True or false.</summary>
    Boolean = 7,
    /// <summary>Text.</summary>
    String = 8,
    /// <summary>Values of one kind.</summary>
    Array = 9,
    /// <summary>Unsigned 64-bit integer.</summary>
    UInt64 = 10,
    /// <summary>Signed 64-bit integer.</summary>
    Int64 = 11,
    /// <summary>Double-precision number.</summary>
    Double = 12,
}

/// <summary>
/// One value of a file's metadata. Arrays stay in the mapped file, already checked, and are read out
/// when asked for: a vocabulary of 100 000 strings costs nothing to a caller that wants one number.
/// </summary>
public sealed class MetadataValue {
    readonly string? text;
    // 64 bits, signed unless the kind is UInt64: what holds 128 bits cannot be compiled ahead of time.
    readonly long integer;
    readonly double number;
    readonly MappedFile? file;
    readonly long position;

    internal MetadataValue(string text) {
        Kind = MetadataKind.String;
        this.text = text;
    }

    MetadataValue(MetadataKind kind, long integer, double number) {
        Kind = kind;
        this.integer = integer;
        this.number = number;
    }

    internal MetadataValue(MetadataKind elementKind, long count, MappedFile file, long position) {
        Kind = MetadataKind.Array;
        ElementKind = elementKind;
        Count = count;
        this.file = file;
        this.position = position;
    }

    internal static MetadataValue Integer(MetadataKind kind, long value) => new(kind, value, 0);

    internal static MetadataValue Integer(ulong value) => new(MetadataKind.UInt64, unchecked((long)value), 0);

    internal static MetadataValue Number(MetadataKind kind, double value) => new(kind, 0, value);

    /// <summary>The kind of the value.</summary>
    public MetadataKind Kind { get; }

    /// <summary>The kind of an array's elements; null for what is no array.</summary>
    public MetadataKind? ElementKind { get; }

    /// <summary>The number of an array's elements; 0 for what is no array.</summary>
    public long Count { get; }

    /// <summary>The text of a string.</summary>
    public bool TryGetString([NotNullWhen(true)] out string? value) {
        value = text;
        return value is not null;
    }

    /// <summary>The value of a boolean.</summary>
    public bool TryGetBoolean(out bool value) {
        value = integer != 0;
        return Kind == MetadataKind.Boolean;
    }

    /// <summary>The value of an integer of any width, if it fits.</summary>
    public bool TryGetInt64(out long value) {
        bool fits = IsInteger && (Kind != MetadataKind.UInt64 || integer >= 0);
        value = fits ? integer : 0;
        return fits;
    }

    /// <summary>The value of any number.</summary>
    public bool TryGetDouble(out double value) {
        bool real = Kind is MetadataKind.Single or MetadataKind.Double;
        value = real ? number : Kind == MetadataKind.UInt64 ? (ulong)integer : IsInteger ? integer : 0;
        return real || IsInteger;
    }

    /// <summary>The elements of an array of strings.</summary>
    public bool TryGetStrings([NotNullWhen(true)] out string[]? values) {
        values = null;
        if (ElementKind != MetadataKind.String || Count > Array.MaxLength) {
            return false;
        }
        var cursor = new ByteCursor(file!, position);
        values = new string[Count];
        for (int i = 0; i < values.Length; i++) {
            values[i] = cursor.ReadString("array element", int.MaxValue);
        }
        return true;
    }

    /// <summary>The elements of an array of single-precision numbers.</summary>
    public bool TryGetSingles([NotNullWhen(true)] out float[]? values) => TryGetArray(MetadataKind.Single, out values);

    /// <summary>The elements of an array of signed 32-bit integers.</summary>
    public bool TryGetInt32s([NotNullWhen(true)] out int[]? values) => TryGetArray(MetadataKind.Int32, out values);

    /// <summary>The value for a message.</summary>
    public override string ToString() => Kind switch {
        MetadataKind.String => Quoting.Quote(text!),
        MetadataKind.Boolean => integer != 0 ? "true" : "false",
        MetadataKind.Array => $"array of {Count} {ElementKind}",
        MetadataKind.Single => ((float)number).ToString(CultureInfo.InvariantCulture),
        MetadataKind.Double => number.ToString(CultureInfo.InvariantCulture),
        MetadataKind.UInt64 => ((ulong)integer).ToString(CultureInfo.InvariantCulture),
        _ => integer.ToString(CultureInfo.InvariantCulture),
    };

    bool IsInteger => Kind is MetadataKind.UInt8 or MetadataKind.Int8 or MetadataKind.UInt16 or MetadataKind.Int16
        or MetadataKind.UInt32 or MetadataKind.Int32 or MetadataKind.UInt64 or MetadataKind.Int64;

    unsafe bool TryGetArray<T>(MetadataKind kind, [NotNullWhen(true)] out T[]? values) where T : unmanaged {
        values = null;
        if (ElementKind != kind || Count > Array.MaxLength) {
            return false;
        }
        values = new T[Count];
        // Elements in the file have any alignment, so they are copied as bytes.
        Span<byte> target = MemoryMarshal.AsBytes(values.AsSpan());
        new ReadOnlySpan<byte>(file!.Start + position, target.Length).CopyTo(target);
        return true;
    }
}
