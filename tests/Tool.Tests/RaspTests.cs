using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Sinter.Tool.Programs;
using Xunit;

namespace Sinter.Tool.Tests;

/// <summary><c>sinter rasp</c>: files, what is read, pictures, and the keys of a terminal.</summary>
public sealed class RaspTests : IDisposable {
    readonly string folder = Directory.CreateTempSubdirectory("sinter-rasp-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    string Written(string name, string text) {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    [Fact]
    public void AFileIsDoneAndThenWhatIsRead() {
        string path = Written("reverse.rasp", "flip = select(indices, length - 1 - indices, ==);\nreverse = aggregate(flip, tokens);\n");
        string[] lines = Command.Read(["set example \"abc\"", "reverse;"], "rasp", path).ReplaceLineEndings("\n").Split('\n');
        Assert.Equal([$"{path}: flip, reverse", "   s-op: reverse", "      reverse(\"abc\") = [\"c\", \"b\", \"a\"]", ""], lines);
    }

    [Fact]
    public void NullIsTheOtherDialect() {
        const string Shifted = "x = aggregate(select(indices, indices - 1, ==), indices);";
        Assert.Contains("= [0, 0, 1, 2, 3]", Command.Read([Shifted], "rasp"), StringComparison.Ordinal);
        Assert.Contains("= [null, 0, 1, 2, 3]", Command.Read([Shifted], "rasp", "--null"), StringComparison.Ordinal);
    }

    [Fact]
    public void AWrongFileIsOneMessage() {
        string path = Written("wrong.rasp", "x = 1;\ny = x +;\n");
        Assert.Equal($"sinter: {path}:2:8: expected an expression, found ';'", Command.Fail("rasp", path));
        Assert.StartsWith("sinter: Could not find file", Command.Fail("rasp", path + ".none"), StringComparison.Ordinal);
    }

    [Fact]
    public void APictureHasABoxForEachStepAndAGridForEachSelector() {
        string path = Path.Combine(folder, "flow.svg");
        string output = Command.Read(["a = selector_width(select(tokens, tokens, ==) and select(indices, indices, <));", $"draw(a, \"a<&\u0001a\", \"{path}\");"], "rasp");
        Assert.Contains($"   wrote {path}", output, StringComparison.Ordinal);
        XElement svg = XElement.Load(path);
        XNamespace space = svg.Name.Namespace;
        // tokens, indices, two selectors and their conjunction, the width.
        XElement[] boxes = [.. svg.Elements(space + "g")];
        Assert.Equal(6, boxes.Length);
        Assert.Equal(3 * 25, boxes.Descendants(space + "rect").Count(cell => (string?)cell.Attribute("class") is "hit" or "miss"));
        Assert.Equal(1, boxes.Count(box => box.Elements(space + "rect").Count(cell => (string?)cell.Attribute("class") == "hit") == 1));
        Assert.Contains(svg.Descendants(space + "text"), text => text.Value == "%5 a, layer 1");
        Assert.Equal(5, svg.Elements(space + "path").Count());
    }

    [Fact]
    public void APictureThatCannotBeWrittenIsSaid() =>
        Assert.Contains("   the picture is not written: ", Command.Read([$"draw(indices, \"a\", \"{Path.Combine(folder, "none", "x.svg")}\");"], "rasp"), StringComparison.Ordinal);

    static IEnumerable<string?> Typed(int width, params object[] keys) {
        Queue<ConsoleKeyInfo> pressed = new(keys.SelectMany(key => key switch {
            string text => text.Select(letter => new ConsoleKeyInfo(letter, ConsoleKey.None, false, false, false)),
            ConsoleKey code => [new ConsoleKeyInfo('\0', code, false, false, false)],
            _ => new[] { new ConsoleKeyInfo('\u0001', Enum.Parse<ConsoleKey>(key.ToString()!), false, false, true) },
        }));
        using StringWriter output = new();
        LineEditor editor = new(pressed.Dequeue, output, () => width);
        List<string?> lines = [];
        while (pressed.Count > 0) {
            lines.Add(editor.Read(">> "));
        }
        return lines;
    }

    [Fact]
    public void KeysEditALine() {
        Assert.Equal(["abc"], Typed(80, "ac", ConsoleKey.LeftArrow, "b", ConsoleKey.Enter));
        Assert.Equal(["xbc"], Typed(80, "abc", ConsoleKey.Home, ConsoleKey.Delete, "x", ConsoleKey.End, ConsoleKey.RightArrow, ConsoleKey.Enter));
        Assert.Equal(["a"], Typed(80, "ab", ConsoleKey.Backspace, ConsoleKey.Enter));
        Assert.Equal(["cd"], Typed(80, "abcd", ConsoleKey.LeftArrow, ConsoleKey.LeftArrow, 'U', ConsoleKey.Enter));
        Assert.Equal(["ab"], Typed(80, "abcd", ConsoleKey.LeftArrow, ConsoleKey.LeftArrow, 'K', ConsoleKey.Enter));
        Assert.Equal(["ab"], Typed(0, "ab", ConsoleKey.Enter));
        Assert.Equal(["a long line in a narrow terminal", null], Typed(6, "long line in a narrow terminal", 'A', "a ", 'E', ConsoleKey.Enter, 'D'));
    }

    [Fact]
    public void ArrowsRecallWhatWasEntered() => Assert.Equal(
        ["one", "two", "one", "kept"],
        Typed(
            80, "one", ConsoleKey.Enter, "two", ConsoleKey.Enter, ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.Enter,
            "kept", ConsoleKey.UpArrow, ConsoleKey.DownArrow, ConsoleKey.DownArrow, ConsoleKey.Enter));
}
