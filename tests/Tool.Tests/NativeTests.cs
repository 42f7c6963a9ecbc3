using System;
using System.Text.RegularExpressions;
using Xunit;

namespace Sinter.Tool.Tests;

public sealed class NativeTests {
    [Fact]
    public void EachModelIsCompiledAndItsLibraryMeasured() {
        string said = Command.Succeed("native", Command.Assembly, "--cpu", "x86-64-v3");
        Match all = Regex.Match(said, @"(\d+) models for x86-64-v3: at most (\d+\.\d\d) s of a processor and (\d+) KiB each");
        Assert.True(all.Success, said);
        int lines = Regex.Count(said, @"^\s*[\w.]+\s+\d+\.\d\d\s+\d+\.\d\d\s+\d+\.\d\d\s+\d+\.\d\d\s+\d+\s*$", RegexOptions.Multiline);
        Assert.Equal(int.Parse(all.Groups[1].ValueSpan), lines);
        // A library is at least a page of headers and a page of code; models so small take no more than some dozens.
        Assert.InRange(int.Parse(all.Groups[3].ValueSpan), 8, 500);
    }

    [Fact]
    public void AnUnknownProcessorIsRefused() =>
        Assert.Contains("there is no processor 'pentium'", Command.Fail("native", Command.Assembly, "--cpu", "pentium"), StringComparison.Ordinal);
}
