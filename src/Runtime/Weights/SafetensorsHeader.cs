using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Sinter.Runtime.Weights;

/// <summary>
/// Reads the JSON of a safetensors header, strictly: <c>{"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}</c>
/// and <c>"__metadata__": {"key": "value"}</c>; every key once, and no others.
/// </summary>
sealed class SafetensorsHeader(string path, long offset) {
    /// <summary>Root, tensor, list: nothing in a header nests deeper.</summary>
    public const int Deepest = 3;

    readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <exception cref="JsonException">The JSON is unsound or nests too deep.</exception>
    /// <exception cref="MalformedWeightFileException">The JSON is sound and something else than a header.</exception>
    public List<SafetensorsEntry> Read(ref Utf8JsonReader json, Func<string, string, bool> addMetadata) {
        var entries = new List<SafetensorsEntry>();
        Expect(ref json, JsonTokenType.StartObject, "an object", null);
        while (NextKey(ref json) is string name) {
            if (!names.Add(name)) {
                throw Malformed(ref json, "the name occurs twice in the header", name);
            }
            if (name == "__metadata__") {
                ReadMetadata(ref json, addMetadata);
            } else {
                entries.Add(ReadEntry(ref json, name));
            }
        }
        if (json.Read()) {
            throw Malformed(ref json, "expected nothing after the header's object", null);
        }
        return entries;
    }

    void ReadMetadata(ref Utf8JsonReader json, Func<string, string, bool> add) {
        Expect(ref json, JsonTokenType.StartObject, "an object", "__metadata__");
        while (NextKey(ref json) is string key) {
            Expect(ref json, JsonTokenType.String, $"a string for key {Quoting.Quote(key)}", "__metadata__");
            if (!add(key, json.GetString()!)) {
                throw Malformed(ref json, $"the key {Quoting.Quote(key)} occurs twice", "__metadata__");
            }
        }
    }

    SafetensorsEntry ReadEntry(ref Utf8JsonReader json, string name) {
        WeightType? type = null;
        long[]? shape = null, offsets = null;
        Expect(ref json, JsonTokenType.StartObject, "an object with dtype, shape and data_offsets", name);
        while (NextKey(ref json) is string key) {
            bool repeated = key switch { "dtype" => type is not null, "shape" => shape is not null, "data_offsets" => offsets is not null, _ => false };
            if (repeated) {
                throw Malformed(ref json, $"the key {Quoting.Quote(key)} occurs twice", name);
            }
            switch (key) {
                case "dtype":
                    Expect(ref json, JsonTokenType.String, "a string for dtype", name);
                    string text = json.GetString()!;
                    type = ParseType(text) ?? throw Malformed(ref json, $"expected a dtype of safetensors, found {Quoting.Quote(text)}", name);
                    break;
                case "shape":
                    shape = ReadNumbers(ref json, "shape", name);
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(ref json, "data_offsets", name);
                    break;
                default:
                    throw Malformed(ref json, $"expected only dtype, shape and data_offsets, found {Quoting.Quote(key)}", name);
            }
        }
        if (type is null || shape is null || offsets is null) {
            string missing = type is null ? "dtype" : shape is null ? "shape" : "data_offsets";
            throw Malformed(ref json, $"expected dtype, shape and data_offsets, found no {missing}", name);
        }
        if (offsets.Length != 2) {
            throw Malformed(ref json, $"expected two data_offsets, found {offsets.Length}", name);
        }
        return new SafetensorsEntry(name, type.Value, shape, offsets[0], offsets[1]);
    }

    long[] ReadNumbers(ref Utf8JsonReader json, string key, string name) {
        var numbers = new List<long>();
        Expect(ref json, JsonTokenType.StartArray, $"a list for {key}", name);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray) {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long number) || number < 0) {
                throw Malformed(ref json, $"expected integers from 0 to 2^63-1 in {key}, found {Found(ref json)}", name);
            }
            numbers.Add(number);
        }
        return [.. numbers];
    }

    static string? NextKey(ref Utf8JsonReader json) =>
        json.Read() && json.TokenType == JsonTokenType.PropertyName ? json.GetString() : null;

    void Expect(ref Utf8JsonReader json, JsonTokenType type, string expected, string? name) {
        if (!json.Read() || json.TokenType != type) {
            throw Malformed(ref json, $"expected {expected}, found {Found(ref json)}", name);
        }
    }

    static string Found(ref Utf8JsonReader json) => json.TokenType switch {
        JsonTokenType.Number => "the number " + Quoting.Quote(System.Text.Encoding.UTF8.GetString(json.ValueSpan)),
        JsonTokenType.String => "a string",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.Null => "null",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => "the end",
    };

    MalformedWeightFileException Malformed(ref Utf8JsonReader json, string detail, string? name) =>
        new(path, $"safetensors header: {detail}", name, offset + json.TokenStartIndex);

    static WeightType? ParseType(string text) => text switch {
        "BOOL" => WeightType.Bool,
        "U8" => WeightType.U8,
        "I8" => WeightType.I8,
        "U16" => WeightType.U16,
        "I16" => WeightType.I16,
        "U32" => WeightType.U32,
        "I32" => WeightType.I32,
        "U64" => WeightType.U64,
        "I64" => WeightType.I64,
        "F16" => WeightType.F16,
        "BF16" => WeightType.BF16,
        "F32" => WeightType.F32,
        "F64" => WeightType.F64,
        "C64" => WeightType.C64,
        "F8_E4M3" => WeightType.F8_E4M3,
        "F8_E5M2" => WeightType.F8_E5M2,
        "F8_E8M0" => WeightType.F8_E8M0,
        "F6_E2M3" => WeightType.F6_E2M3,
        "F6_E3M2" => WeightType.F6_E3M2,
        "F4" => WeightType.F4,
        _ => null,
    };
}
