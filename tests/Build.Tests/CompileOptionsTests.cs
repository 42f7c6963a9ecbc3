using System;
using System.IO;
using Sinter.Build.Targets;
using Xunit;

namespace Sinter.Build.Tests;

public sealed class CompileOptionsTests {
    [Fact]
    public void TwoOptionsAreEnough() {
        CompileOptions options = CompileOptions.Parse(["--assembly", "bin/App.dll", "--output", "native"]);
        Assert.Equal(new CompileOptions("bin/App.dll", "native", "native/.sinter", TargetSelection.HostIdentifier, "Release", "auto", false, false, TimeSpan.FromSeconds(300), null, false), options);
        Assert.Equal("libApp.sinter.so", options.LibraryName);
    }

    [Fact]
    public void EveryOptionIsTaken() {
        CompileOptions options = CompileOptions.Parse(["--assembly", "a.b.dll", "--output", "o", "--intermediate", "i", "--rid", "linux-arm64", "--configuration", "Debug",
            "--cpu", "armv8-a", "--emit", "ir, asm", "--timeout", "1.5", "--errors", "e", "--details", "true"]);
        Assert.Equal(new CompileOptions("a.b.dll", "o", "i", "linux-arm64", "Debug", "armv8-a", true, true, TimeSpan.FromSeconds(1.5), "e", true), options);
        Assert.Equal("liba.b.sinter.so", options.LibraryName);
    }

    [Fact]
    public void ArgumentsMayLieInAFile() {
        string file = Path.GetTempFileName();
        try {
            File.WriteAllText(file, "--assembly\na folder/app.dll\n--output\nout\n");
            CompileOptions options = CompileOptions.Parse(["@" + file, "--cpu", "native"]);
            Assert.Equal("a folder/app.dll", options.Assembly);
            Assert.Equal("native", options.Processor);
        } finally {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("--assembly is missing", "--output", "o")]
    [InlineData("--output is missing", "--assembly", "a")]
    [InlineData("--cpu has no value", "--assembly", "a", "--output", "o", "--cpu")]
    [InlineData("--output is given twice", "--assembly", "a", "--output", "o", "--output", "p")]
    [InlineData("there is no option --speed", "--assembly", "a", "--output", "o", "--speed", "1")]
    [InlineData("'app.dll' is no option", "app.dll")]
    [InlineData("--emit takes ir and asm, not 'ptx'", "--assembly", "a", "--output", "o", "--emit", "ir,ptx")]
    [InlineData("--timeout takes a number of seconds up to a day, not 'soon'", "--assembly", "a", "--output", "o", "--timeout", "soon")]
    [InlineData("not '0'", "--assembly", "a", "--output", "o", "--timeout", "0")]
    [InlineData("not 'NaN'", "--assembly", "a", "--output", "o", "--timeout", "NaN")]
    [InlineData("--details takes true or false, not 'yes'", "--assembly", "a", "--output", "o", "--details", "yes")]
    [InlineData("the argument file 'absent.txt' cannot be read", "@absent.txt")]
    public void AMistakeIsNamed(string message, params string[] arguments) {
        BuildErrorException error = Assert.Throws<BuildErrorException>(() => CompileOptions.Parse(arguments));
        Assert.Equal("SIN2000", error.Error.Id);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void AnErrorHasMSBuildsForm() =>
        Assert.Equal("app.dll : error SIN2002: first second", new BuildError("SIN2002", "first\nsecond").Format("app.dll"));
}
