using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace Sinter.Compiler.Graph;

/// <summary>The elements of a table in text forms: the bytes that they have in memory, little-endian and row-major, in base64.</summary>
public static class TableData {
    /// <summary>The text of f32 elements.</summary>
    public static string OfReals(IEnumerable<double> values) => Convert.ToBase64String([.. values.SelectMany(value => LittleEndian(BitConverter.GetBytes((float)value)))]);

    /// <summary>The text of f32 or f64 elements.</summary>
    public static string OfReals(IEnumerable<double> values, ElementType type) => type == ElementType.F64
        ? Convert.ToBase64String([.. values.SelectMany(value => LittleEndian(BitConverter.GetBytes(value)))])
        : OfReals(values);

    /// <summary>The text of i32, i64 or bool elements.</summary>
    public static string OfIntegers(IEnumerable<long> values, ElementType type) => Convert.ToBase64String([.. values.SelectMany(value => type switch {
        ElementType.I32 => LittleEndian(BitConverter.GetBytes((int)value)),
        ElementType.I64 => LittleEndian(BitConverter.GetBytes(value)),
        ElementType.Bool => [(byte)(value != 0 ? 1 : 0)],
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    })]);

    /// <summary>The bytes of a text, or null when it is no base64.</summary>
    public static byte[]? Bytes(string data) {
        try {
            return Convert.FromBase64String(data);
        } catch (FormatException) {
            return null;
        }
    }

    /// <summary>The f32 element at a place.</summary>
    public static double Real(byte[] bytes, int place) => BitConverter.ToSingle(At(bytes, ElementType.F32, place), 0);

    /// <summary>The integer or truth value at a place.</summary>
    public static long Integer(byte[] bytes, ElementType type, int place) => type switch {
        ElementType.I32 => BitConverter.ToInt32(At(bytes, type, place), 0),
        ElementType.I64 => BitConverter.ToInt64(At(bytes, type, place), 0),
        _ => bytes[place],
    };

    /// <summary>A name that equal tables share.</summary>
    public static string Name(string data, ElementType type) {
        using SHA256 sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(Encoding.UTF8.GetBytes(type.Name() + " " + data));
        return string.Concat(hash.Take(8).Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private static byte[] At(byte[] bytes, ElementType type, int place) {
        byte[] element = new byte[type.Bytes()];
        Array.Copy(bytes, place * element.Length, element, 0, element.Length);
        return LittleEndian(element);
    }

    private static byte[] LittleEndian(byte[] bytes) {
        if (!BitConverter.IsLittleEndian) {
            Array.Reverse(bytes);
        }
        return bytes;
    }
}
