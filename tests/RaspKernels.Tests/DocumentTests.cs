using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Xunit;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests;

public static partial class Words {
    [RaspProgram]
    public static SOp<char> Sorted(SOp<char> letters) => Library.Sort(letters);

    [RaspProgram]
    public static SOp<int> Vowels(SOp<char> letters) {
        SOp<int> count = 0;
        foreach (char vowel in "aeiou") {
            count += SelectorWidth(UpToHere & Select(letters, vowel, Equal));
        }
        return count;
    }
}

/// <summary>The blocks of docs/rasp-kernels.md stand here, and print what the page says.</summary>
public class DocumentTests {
    static readonly StringWriter Console = new();

    [Fact]
    public void ThePageIsTrue() {
        Console.GetStringBuilder().Clear();
        Console.NewLine = "\n";
        Console.WriteLine(Words.Kernels.Sorted.Run("kernel").Text());
        Console.WriteLine(Words.Kernels.Vowels.Run("kernel"));
        Console.WriteLine(RaspProgram.Of<char, char>(Words.Sorted).Run("kernel").Text());
        string page = File.ReadAllText(Path.Combine(Folder(), "../../docs/rasp-kernels.md"));
        string source = Plain(File.ReadAllText(Path.Combine(Folder(), "DocumentTests.cs")));
        string[] blocks = [.. page.Split("```csharp\n").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)])];
        Assert.Equal(2, blocks.Length);
        Assert.All(blocks, block => Assert.Contains(Plain(block), source, StringComparison.Ordinal));
        string printed = page.Split("```text\n")[1];
        Assert.Equal(printed[..printed.IndexOf("```", StringComparison.Ordinal)], Console.ToString());
    }

    static string Plain(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
