using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Sinter.Rasp.Weights;
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

public static partial class Nesting {
    [RaspProgram]
    public static SOp<Balance> Dyck1(SOp<char> tokens) {
        SOp<int> opened = SelectorWidth(UpToHere & Select(tokens, '(', Equal)).Named("opened");
        SOp<int> closed = SelectorWidth(UpToHere & Select(tokens, ')', Equal)).Named("closed");
        SOp<int> depth = (opened - closed).Named("depth");
        SOp<bool> failed = (SelectorWidth(UpToHere & Select(depth, 0, Less)) > 0).Named("failed");
        return If(failed, Balance.Failed, If<Balance>(depth == 0, Balance.Balanced, Balance.Open));
    }
}

/// <summary>The blocks of docs/rasp-kernels.md, and of the section of docs/rasp.md on the three ways, stand here, and print what the page says.</summary>
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

    [Fact]
    public void TheThreeWaysAreTrue() {
        Console.GetStringBuilder().Clear();
        Console.NewLine = "\n";
        var meaning = RaspProgram.Of<char, Balance>(Nesting.Dyck1);
        var weights = RaspTransformer.Of(meaning, new WeightOptions(maximumLength: 8).With("tokens", "()"));
        Console.WriteLine(meaning.Run("(())())("));
        Console.WriteLine(Nesting.Kernels.Dyck1.Run("(())())("));
        Console.WriteLine(weights.Run("(())())("));
        Console.WriteLine(meaning.Explain());
        Console.WriteLine(Nesting.Kernels.Dyck1.Explain());
        Console.WriteLine(weights.Report());
        Console.WriteLine(meaning.Trace("())("));
        string section = File.ReadAllText(Path.Combine(Folder(), "../../docs/rasp.md")).Split("\n## ").Single(part => part.StartsWith("One program, three ways\n", StringComparison.Ordinal));
        string source = Plain(File.ReadAllText(Path.Combine(Folder(), "DocumentTests.cs")));
        string[] blocks = Fenced(section, "csharp");
        Assert.Equal(4, blocks.Length);
        Assert.All(blocks, block => Assert.Contains(Plain(block), source, StringComparison.Ordinal));
        Assert.Equal(string.Concat(Fenced(section, "text")), Console.ToString());
    }

    /// <summary>What the pages have a project file say, the projects that build such files say.</summary>
    [Fact]
    public void ProjectFilesSayWhatThePagesShow() {
        string[] shown = [.. new[] { "rasp.md", "rasp-kernels.md" }.SelectMany(page => Fenced(File.ReadAllText(Path.Combine(Folder(), "../../docs", page)), "xml"))];
        string[] projects = [.. new[] { "Learned.Tests/Learned.Tests.csproj", "RaspKernels.Tests/RaspKernels.Tests.csproj" }
            .SelectMany(file => XElement.Load(Path.Combine(Folder(), "..", file)).Descendants("AdditionalFiles")).Select(Attributes)];
        Assert.NotEmpty(shown);
        // A project names its own folders.
        Assert.All(shown, block => Assert.Contains(Attributes(XElement.Parse(block)).Replace("Programs/*.rasp", "Texts/*.rasp", StringComparison.Ordinal), projects));
    }

    static string Attributes(XElement element) => string.Join(' ', element.Attributes().Select(attribute => $"{attribute.Name}={attribute.Value}"));

    static string[] Fenced(string page, string language) =>
        [.. page.Split($"```{language}\n").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)])];

    static string Plain(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
