using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Sinter.Build.Plans;
using Sinter.Compiler.Plans;
using Xunit;

namespace Sinter.Tool.Tests;

/// <summary>The page of <c>sinter explain --html</c>, looked at in a browser.</summary>
public sealed class PageTests : IDisposable {
    readonly string folder = Directory.CreateTempSubdirectory("sinter-page-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public void ThePageShowsEveryKernelAndIsNotBlank() {
        string page = Path.Combine(folder, "page.html");
        Assert.Equal($"wrote {page}", Command.Succeed("explain", Command.Assembly, "--html", page).TrimEnd());
        using Browser browser = new();
        (string document, string[] console, byte[] screenshot) = browser.Open(page);
        Assert.Empty(console);
        Assert.Contains("data-ready=\"true\"", document, StringComparison.Ordinal);
        foreach (EmbeddedPlan embedded in EmbeddedPlanReader.Read(Command.Assembly)) {
            Plan plan = Plan.Parse(embedded.Text);
            string section = document[document.IndexOf($"<h1>{embedded.Model}</h1>", StringComparison.Ordinal)..];
            section = section[..(section.IndexOf("<h1>", 4, StringComparison.Ordinal) is var end && end > 0 ? end : section.Length)];
            Assert.Equal(Enumerable.Range(0, plan.Kernels.Count), Regex.Matches(section, "data-kernel=\"(\\d+)\"").Select(match => int.Parse(match.Groups[1].Value)).Distinct().Order());
        }
        (Dictionary<int, int> colours, int pixels) = Png.Count(screenshot);
        Assert.Equal(1300 * 2400, pixels);
        // Text, tables and boxes: no one colour fills the page, and the green of contractions is there.
        Assert.True(colours.Values.Max() < 0.97 * pixels, $"{colours.Values.Max()} of {pixels} pixels have one colour");
        Assert.True(colours.GetValueOrDefault(0xDCEFDC) > 500, $"{colours.GetValueOrDefault(0xDCEFDC)} pixels are of a contraction");
    }

    [Fact]
    public void ThePageNeedsNothingBesideItself() {
        string page = Path.Combine(folder, "page.html");
        Command.Succeed("explain", Command.Assembly, "--model", "Small", "--html", page);
        string text = File.ReadAllText(page);
        Assert.DoesNotMatch("(src|href)\\s*=", text);
        Assert.DoesNotContain("@import", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("https?://(?!www\\.w3\\.org/2000/svg)", text);
    }

    [Fact]
    public void AnErrorOfAPageWouldBeSeen() {
        string page = Path.Combine(folder, "broken.html");
        File.WriteAllText(page, "<!doctype html><title>x</title><script>absent();</script>");
        using Browser browser = new();
        (_, string[] console, byte[] screenshot) = browser.Open(page);
        Assert.Contains(console, line => line.Contains("absent is not defined", StringComparison.Ordinal));
        (Dictionary<int, int> colours, int pixels) = Png.Count(screenshot);
        Assert.True(colours.Values.Max() >= 0.97 * pixels);
    }
}
