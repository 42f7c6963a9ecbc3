using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Sinter.Rasp;

/// <summary>Values and types as C# spells them, the same in every culture.</summary>
static class Format {
    /// <summary>A value as a literal; the null of a nullable type is told from the null of the language.</summary>
    public static string Value(object? value) => value switch {
        null => "(null)",
        char character => $"'{Escape(character.ToString(), '\'')}'",
        string text => $"\"{Escape(text, '"')}\"",
        ITuple tuple => Tuple(tuple),
        _ => Plain(value),
    };

    /// <summary>A value without quotes.</summary>
    public static string Plain(object? value) => value switch {
        null => "",
        bool truth => truth ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    public static string Type(Type type) {
        if (Nullable.GetUnderlyingType(type) is { } underlying) {
            return Type(underlying) + "?";
        }
        if (typeof(ITuple).IsAssignableFrom(type) && type.IsGenericType) {
            return $"({string.Join(", ", Array.ConvertAll(type.GetGenericArguments(), Type))})";
        }
        return type.IsEnum ? type.Name : System.Type.GetTypeCode(type) switch {
            TypeCode.Boolean => "bool",
            TypeCode.Byte => "byte",
            TypeCode.SByte => "sbyte",
            TypeCode.Int16 => "short",
            TypeCode.UInt16 => "ushort",
            TypeCode.Int32 => "int",
            TypeCode.UInt32 => "uint",
            TypeCode.Int64 => "long",
            TypeCode.UInt64 => "ulong",
            TypeCode.Single => "float",
            TypeCode.Double => "double",
            TypeCode.Decimal => "decimal",
            TypeCode.Char => "char",
            TypeCode.String => "string",
            _ => type.Name,
        };
    }

    /// <summary>The source of a lambda on one line.</summary>
    public static string Source(string source) => string.Join(' ', source.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    static string Tuple(ITuple tuple) {
        var text = new StringBuilder("(");
        for (int i = 0; i < tuple.Length; i++) {
            text.Append(i == 0 ? "" : ", ").Append(Value(tuple[i]));
        }
        return text.Append(')').ToString();
    }

    static string Escape(string text, char quote) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\t", "\\t", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal)
        .Replace("\0", "\\0", StringComparison.Ordinal)
        .Replace(quote.ToString(), "\\" + quote, StringComparison.Ordinal);
}
