using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Sinter.Runtime.Tests.Files;
using Sinter.Runtime.Weights;
using Xunit;

namespace Sinter.Runtime.Tests.Weights;

/// <summary>
/// Spoilt files of each format: every one ends in the typed exception or, where the damage happens to leave a
/// sound file, in tensors that can all be read. Nothing else is thrown, and nothing crashes.
/// </summary>
public sealed class MalformedCorpusTests : IDisposable {
    const int Fewest = 200;
    const int Seed = 7041;
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Safetensors() {
        var llama = new TinyLlama();
        byte[] sound = llama.Safetensors();
        int header = (int)BitConverter.ToUInt64(sound) + 8;
        Check(WeightFormat.Safetensors, sound, [
            .. Mutations.Fields(sound, [(0, 8, "header length")]),
            .. Mutations.Truncations(sound, [0, 4, 8, 9, header / 2, header, header + 4, header + 300, sound.Length - 4, sound.Length]),
            .. HeaderEdits(sound, header),
            .. Mutations.Noise(sound, header, 500, Seed),
            .. Mutations.Shifts(sound, header, 100, Seed + 1),
        ]);
    }

    [Fact]
    public void Gguf() {
        GgufBytes writer = new TinyLlama().Gguf();
        byte[] sound = writer.Write();
        Check(WeightFormat.Gguf, sound, [
            .. Mutations.Fields(sound, writer.Fields.Where((_, i) => i < 30 || i % 9 == 0)),
            .. Mutations.Truncations(sound, writer.Fields.Where((_, i) => i % 5 == 0).Select(f => f.Offset).Append(writer.HeaderBytes).Append(sound.Length)),
            .. Mutations.Noise(sound, writer.HeaderBytes, 300, Seed + 2),
            .. Mutations.Shifts(sound, writer.HeaderBytes, 100, Seed + 3),
        ]);
    }

    [Fact]
    public void Llama2C() {
        byte[] sound = new TinyLlama().Llama2C();
        string[] names = ["dim", "hidden_dim", "n_layers", "n_heads", "n_kv_heads", "vocab_size", "seq_len"];
        Check(WeightFormat.Llama2C, sound, [
            .. Mutations.Fields(sound, names.Select((name, i) => (i * 4, 4, name))),
            .. Mutations.Truncations(sound, [0, 4, 8, 27, 28, 32, 100, 1000, sound.Length - 28, sound.Length]),
            new Mutation("one byte more", [.. sound, 0]),
            new Mutation("twice", [.. sound, .. sound]),
            .. Mutations.Noise(sound, 28, 200, Seed + 4),
            .. Mutations.Shifts(sound, 28, 60, Seed + 5),
        ]);
    }

    /// <summary>Edits of the header's text that a bit flip would hardly find.</summary>
    static IEnumerable<Mutation> HeaderEdits(byte[] sound, int header) {
        string text = Encoding.UTF8.GetString(sound, 8, header - 8).TrimEnd();
        byte[] data = sound[header..];
        Mutation Edit(string what, string edited) => new(what, SafetensorsBytes.WithHeader(edited, data));
        string[] numbers = ["-1", "0", "1", "1.5", "1e3", "2147483648", "4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551615", "null", "\"4\"", "[4]", "{}", "true"];
        foreach (string old in (string[])["[0,336]", "[7,12]", "[336,384]"]) {
            string key = old[1..^1].Split(',')[0], last = old[1..^1].Split(',')[1];
            foreach (string number in numbers) {
                yield return Edit($"first of {old} to {number}", text.Replace(old, $"[{number},{last}]"));
                yield return Edit($"last of {old} to {number}", text.Replace(old, $"[{key},{number}]"));
            }
            yield return Edit($"{old} emptied", text.Replace(old, "[]"));
            yield return Edit($"{old} lengthened", text.Replace(old, old.Replace("]", ",1]")));
        }
        foreach (string type in (string[])["F16", "F64", "BF16", "F4", "F6_E2M3", "f32", "F33", "", "Q8_0", "I64"]) {
            yield return new Mutation($"first dtype to {type}", SafetensorsBytes.WithHeader(ReplaceFirst(text, "\"F32\"", $"\"{type}\""), data));
        }
        foreach (string key in (string[])["dtype", "shape", "data_offsets"]) {
            yield return Edit($"{key} renamed", ReplaceFirst(text, $"\"{key}\"", "\"other\""));
            yield return Edit($"{key} twice", ReplaceFirst(text, $"\"{key}\"", $"\"{key}\":[0,336],\"{key}\""));
        }
        yield return Edit("two tensors of one name", text.Replace("layers.1", "layers.0"));
        yield return Edit("a name of a lone surrogate", ReplaceFirst(text, "model.embed", "\\ud800model.embed"));
        yield return Edit("metadata of a number", text.Replace("\"pt\"", "1"));
        yield return Edit("metadata of metadata", text.Replace("{\"format\":\"pt\"}", "{\"a\":{\"b\":{\"c\":1}}}"));
        yield return Edit("a nesting bomb in a list", ReplaceFirst(text, "[7,12]", new string('[', 50_000) + new string(']', 50_000)));
        yield return Edit("a nesting bomb of objects", string.Concat(Enumerable.Repeat("{\"a\":", 50_000)));
        yield return Edit("a list", "[" + text + "]");
        yield return Edit("no tensors", "{}");
        yield return Edit("a comment", "{/* */" + text[1..]);
        yield return Edit("a trailing comma", text[..^1] + ",}");
        yield return Edit("text after the object", text + "x");
        yield return Edit("a second object", text + "{}");
        yield return new Mutation("bad UTF-8 in a name", SafetensorsBytes.WithHeader([.. "{\""u8, 0xC3, 0x28, .. "\":{}}"u8], data));
        yield return new Mutation("an overlong encoding", SafetensorsBytes.WithHeader([.. "{\""u8, 0xC0, 0x80, .. "\":{}}"u8], data));
    }

    static string ReplaceFirst(string text, string old, string replacement) {
        int at = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0, $"the edit would change nothing: no {old} in the header");
        return text[..at] + replacement + text[(at + old.Length)..];
    }

    void Check(WeightFormat format, byte[] sound, IEnumerable<Mutation> mutations) {
        string path = folder.Write("file", sound);
        Assert.Equal(format, ReadAll("sound", path, null));
        var seen = new HashSet<string>(StringComparer.Ordinal) { Convert.ToHexString(sound) };
        int rejected = 0, survived = 0;
        foreach (Mutation mutation in mutations.Where(m => seen.Add(Convert.ToHexString(m.Content)))) {
            File.WriteAllBytes(path, mutation.Content);
            try {
                ReadAll(mutation.Description, path, format);
                survived++;
            } catch (WeightFileException error) {
                Assert.StartsWith(path, error.Message);
                rejected++;
            } catch (Exception error) {
                Assert.Fail($"{format}, {mutation.Description}: expected WeightFileException, found {error}");
            }
            try {
                // The same content with its format to be told from it: nothing may escape there either.
                ReadAll(mutation.Description, path, null);
            } catch (WeightFileException) {
            } catch (Exception error) {
                Assert.Fail($"{format}, detected, {mutation.Description}: expected WeightFileException, found {error}");
            }
        }
        Assert.True(rejected >= Fewest, $"{format}: expected at least {Fewest} rejected files, found {rejected} (and {survived} that read soundly)");
    }

    static WeightFormat ReadAll(string description, string path, WeightFormat? format) {
        using WeightFile file = format is null ? WeightFile.Open(path) : WeightFile.Open(path, format.Value);
        long sum = 0, length = new FileInfo(path).Length;
        foreach (WeightTensor tensor in file.Tensors.Values) {
            Assert.True(tensor.FileOffset + tensor.ByteLength <= length, $"{description}: {tensor.Name} has {tensor.ByteLength} bytes at {tensor.FileOffset} in a file of {length}");
            unsafe {
                if (tensor.ByteLength > 0) {
                    sum += tensor.Pointer[0] + tensor.Pointer[tensor.ByteLength - 1];
                }
            }
            if (tensor.IsDecodable) {
                tensor.CopyTo(new float[tensor.ElementCount]);
            }
        }
        foreach (MetadataValue value in file.Metadata.Values) {
            sum += value.ToString().Length;
            value.TryGetStrings(out _);
            value.TryGetSingles(out _);
            value.TryGetInt32s(out _);
        }
        Assert.True(sum >= 0);
        return file.Format;
    }
}
