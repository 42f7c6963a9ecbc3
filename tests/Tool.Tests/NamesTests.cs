using System;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace Sinter.Tool.Tests;

public sealed class NamesTests {
    [Fact]
    public void EveryWeightIsListedWithWhatTheCheckpointHolds() {
        string output = Command.Succeed("names", Command.Assembly, "--model", "Small");
        string[][] rows = [.. output.Split('\n').Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Where(cells => cells.Length >= 4 && cells[2] == "f32")];
        Assert.Equal(3 * 9 + 3, rows.Length);
        Assert.Contains(rows, row => row is ["layers.2.attention.query.weight", "[24, 24]", "f32", "transpose(blocks.2.q)", "3 rotary heads"]);
        Assert.Contains(rows, row => row is ["layers.0.attention.key.weight", "[8, 24]", "f32", "model.layers.0.self_attn.k_proj.weight", "1 rotary heads"]);
        Assert.Contains(rows, row => row is ["output.weight", "[31, 24]", "f32", "head else model.embed_tokens.weight", "else embedding.weight"]);
        Assert.Contains("Sinter.Tool.Tests.Explained.Small: 30 weights", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Twofold", output, StringComparison.Ordinal);
        string all = Command.Succeed("names", Command.Assembly);
        Assert.Contains("Explained.Twofold: 3 weights, checkpoints by Canonical", all, StringComparison.Ordinal);
    }

    [Fact]
    public void ACheckpointIsCompared() {
        string folder = Directory.CreateTempSubdirectory("sinter-tool-").FullName;
        string file = Path.Combine(folder, "x.safetensors"), rules = Path.Combine(folder, "rules.txt");
        Write(file, ("a", [7, 5]), ("second.weight", [3, 7]), ("masc", [7]));
        string[] arguments = ["names", Command.Assembly, "--model", "Twofold", "--file", file];
        string error = Failure(arguments);
        Assert.Contains("missing first.weight: expected a tensor 'first.weight' of shape [7, 5], found none", error, StringComparison.Ordinal);
        Assert.Contains("surplus tensor 'masc' of shape [7]: the model has no such weight; the nearest name is 'mask'", error, StringComparison.Ordinal);
        File.WriteAllText(rules, "first.weight = a\nmask = masc\n");
        Assert.Contains("fits: 3 of 3 weights are used where they lie in the file", Command.Succeed([.. arguments, "--mapping", rules]), StringComparison.Ordinal);
        File.WriteAllText(rules, "first.weight = a(\n");
        Assert.StartsWith("sinter: line 1 of the mapping: expected transpose", Failure([.. arguments, "--mapping", rules]), StringComparison.Ordinal);
        Directory.Delete(folder, true);
    }

    // The names may have been printed before the comparison fails.
    static string Failure(string[] arguments) {
        using StringWriter output = new(), error = new();
        Assert.Equal(1, Program.Run(arguments, output, error));
        return error.ToString();
    }

    static void Write(string path, params (string Name, int[] Shape)[] tensors) {
        long offset = 0;
        string header = "{" + string.Join(",", tensors.Select(tensor => {
            long start = offset;
            offset += 4 * tensor.Shape.Aggregate(1, (a, b) => a * b);
            return $"\"{tensor.Name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', tensor.Shape)}],\"data_offsets\":[{start},{offset}]}}";
        })) + "}";
        byte[] text = Encoding.UTF8.GetBytes(header.PadRight((header.Length + 7) / 8 * 8));
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)text.Length), .. text, .. new byte[offset]]);
    }
}
