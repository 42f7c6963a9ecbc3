using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace Sinter.Tool.Tests;

/// <summary><c>sinter rasp weights</c>: what it prints, what it writes, and what it says of what is wrong.</summary>
public sealed class RaspWeightsTests : IDisposable {
    readonly string folder = Directory.CreateTempSubdirectory("sinter-rasp-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    string Written(string text) {
        string path = Path.Combine(folder, "program.rasp");
        File.WriteAllText(path, text);
        return path;
    }

    const string Counting = "same = select(tokens, tokens, ==);\nmany = selector_width(same);\ntwice = many * 2;\n";

    [Fact]
    public void TheReportHasTheBoundAndTheTraceTheValues() {
        string[] lines = Command.Succeed("rasp", "weights", Written(Counting), "many", "--length", "5", "--values", "helo", "--run", "hello", "--bounds").ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("1 layer, width 8 for 8 values, heads of 5, Relu, 1 to 5 positions", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("exact: 2 bounds, the tightest the share of the rest", StringComparison.Ordinal));
        Assert.Equal(2, lines.Count(line => line.StartsWith("bound: ", StringComparison.Ordinal)));
        Assert.Contains("%2 = selector_width(%1)  [attention 1]  1  1  2  2  1", lines);
    }

    [Fact]
    public void TheLastSOpIsTheProgram() {
        string path = Written(Counting);
        Assert.EndsWith("  2  2  4  4  2", Command.Succeed("rasp", "weights", path, "--length", "5", "--values", "helo", "--run", "hello").TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void FilesAreWeightsLayoutDeclarationAndPicture() {
        string target = Path.Combine(folder, "made");
        string path = Written("sum_before = aggregate(select(indices, indices, <), tokens_int, 0);\nsorted_numbers = sort(tokens_int, tokens_int);\n");
        string output = Command.Succeed("rasp", "weights", path, "sorted_numbers", "--length", "4", "--values", "1,2,10", "--activation", "gelu", "--out", target);
        Assert.Contains($"wrote {Path.Combine(target, "SortedNumbers.safetensors")}", output, StringComparison.Ordinal);
        using JsonDocument layout = JsonDocument.Parse(File.ReadAllText(Path.Combine(target, "SortedNumbers.json")));
        Assert.Equal("gelu", layout.RootElement.GetProperty("architecture").GetProperty("activation").GetString());
        Assert.Contains("class SortedNumbers", File.ReadAllText(Path.Combine(target, "SortedNumbers.cs")), StringComparison.Ordinal);
        Assert.True(new FileInfo(Path.Combine(target, "SortedNumbers.safetensors")).Length > 1000);
        XElement svg = XElement.Load(Path.Combine(target, "SortedNumbers.svg"));
        string[] heads = [.. svg.Descendants(svg.Name.Namespace + "text").Select(text => text.Value)];
        Assert.Contains("layer 1, head 1", heads);
        Assert.Contains("attention 3", heads);
        Assert.Contains(heads, text => text.StartsWith("output: ", StringComparison.Ordinal));
        // Every arrow of a head or an MLP begins or ends at it.
        Assert.True(svg.Elements(svg.Name.Namespace + "path").Count() >= 8);
    }

    // docs/rasp-weights.md: "..." stands for lines left out.
    [Fact]
    public void TheDocumentShowsWhatIsPrinted() {
        string[] lines = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "rasp-weights.md")).ReplaceLineEndings("\n").Split("```text\n")[1].Split("```")[0].TrimEnd().Split('\n');
        Assert.StartsWith("$ cat sorted.rasp", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("$ ./sinter rasp weights sorted.rasp ", lines[2], StringComparison.Ordinal);
        string[] arguments = lines[2].Split(' ')[5..];
        arguments[Array.IndexOf(arguments, "--out") + 1] = Path.Combine(folder, "made");
        string[] printed = Command.Succeed(["rasp", "weights", Written(lines[1] + "\n"), .. arguments]).Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).ReplaceLineEndings("\n").TrimEnd().Split('\n');
        int left = Array.IndexOf(lines, "...");
        Assert.Equal(lines[3..left], printed[..(left - 3)]);
        Assert.Equal(lines[(left + 1)..], printed[^(lines.Length - left - 1)..]);
    }

    // docs/dyck.svg: after a change of the drawing, made anew by the command that docs/rasp.md shows.
    [Fact]
    public void TheDocumentsPictureIsWhatIsDrawn() {
        string target = Path.Combine(folder, "made");
        Command.Succeed("rasp", "weights", Path.Combine(AppContext.BaseDirectory, "dyck.rasp"), "--length", "8", "--values", "()", "--out", target);
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "dyck.svg")).ReplaceLineEndings("\n"), File.ReadAllText(Path.Combine(target, "State.svg")).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void OptionsReachTheCompiler() {
        string path = Written("x = tokens_int + indices;\n");
        Assert.StartsWith("0 layers, width 12 ", Command.Succeed("rasp", "weights", path, "--length", "6", "--values", "1,2,3"), StringComparison.Ordinal);
        Assert.StartsWith("0 layers, width 5 ", Command.Succeed("rasp", "weights", path, "--length", "6", "--values", "1,2,3", "--encode", "tokens_int=numerical", "--encode", "indices=numerical"), StringComparison.Ordinal);
        Assert.Contains("layer norm: beside ", Command.Succeed("rasp", "weights", path, "--length", "6", "--values", "1,2,3", "--norm", "layer"), StringComparison.Ordinal);
        string mean = Written("part = aggregate(full_s, indicator(tokens == \"a\"));\n");
        Assert.Contains(", causal, ", Command.Succeed("rasp", "weights", mean, "--length", "4", "--values", "ab", "--causal"), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsWrongIsOneMessage() {
        string path = Written(Counting);
        Assert.Equal("sinter: many reads tokens_str, which has no bound of its own; say which values occur, such as --values abc or --values 1,2,3", Command.Fail("rasp", "weights", path, "many"));
        Assert.Equal($"sinter: {path} defines no s-op counts; it defines same, many, twice", Command.Fail("rasp", "weights", path, "counts", "--values", "a"));
        Assert.Equal("sinter: same: it is a selector, and what a transformer gives is an s-op; an aggregate or selector_width makes one of it", Command.Fail("rasp", "weights", path, "same", "--values", "a"));
        Assert.Equal("sinter: --activation is relu or gelu, and 'tanh' is given", Command.Fail("rasp", "weights", path, "--values", "a", "--activation", "tanh"));
        Assert.Equal("sinter: --encode takes NAME=categorical or NAME=numerical, and 'count' is given", Command.Fail("rasp", "weights", path, "--values", "a", "--encode", "count"));
        Assert.Equal("sinter: --norm is none or layer, and 'rms' is given", Command.Fail("rasp", "weights", path, "--values", "a", "--norm", "rms"));
        Assert.Equal("sinter: --length is 1 or more, and 0 is given", Command.Fail("rasp", "weights", path, "--values", "a", "--length", "0"));
        Assert.Equal("sinter: tokens_int at position 1: \"x\" is no int", Command.Fail("rasp", "weights", Written("y = tokens_int;\n"), "--values", "1x"));
        Assert.StartsWith("sinter: Could not find file", Command.Fail("rasp", "weights", path + ".none"), StringComparison.Ordinal);
        Assert.Equal($"sinter: {Written("f = 1;\n")} defines no s-op", Command.Fail("rasp", "weights", path));
    }
}
