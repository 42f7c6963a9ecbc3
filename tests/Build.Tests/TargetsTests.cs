using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Sinter.Build.Targets;
using Xunit;

namespace Sinter.Build.Tests;

/// <summary>
/// The MSBuild targets, on a project outside the repository that embeds its plan by hand, so that no generator is
/// needed. One build is some seconds, so each test walks through several steps.
/// </summary>
public sealed class TargetsTests : IDisposable {
    static readonly string rid = TargetSelection.HostIdentifier;

    readonly TemporaryFolder folder = new();

    public TargetsTests() {
        Directory.CreateDirectory(folder["app"]);
        File.WriteAllText(folder["app/app.csproj"], $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <SatelliteResourceLanguages>en</SatelliteResourceLanguages>
                <SinterTool>{typeof(LibraryBuild).Assembly.Location}</SinterTool>
                <SinterSourceFolder>{Setting("RepositoryRoot")}src/Dsl/</SinterSourceFolder>
              </PropertyGroup>
              <Import Project="{Setting("RepositoryRoot")}src/Build/build/Sinter.props" />
              <Import Project="{Setting("RepositoryRoot")}src/Build/build/Sinter.targets" />
            </Project>
            """);
        File.WriteAllText(folder["app/Attribute.cs"], """
            namespace Sinter.Runtime {
                [System.AttributeUsage(System.AttributeTargets.Assembly, AllowMultiple = true)]
                class EmbeddedPlanAttribute : System.Attribute { public EmbeddedPlanAttribute(string name, string plan) { } }
            }
            """);
        Model(1);
        Program("first");
    }

    public void Dispose() => folder.Dispose();

    string Library => folder[$"app/bin/Debug/net10.0/runtimes/{rid}/native/libapp.sinter.so"];

    [Fact]
    public void BuildingAgainDoesOnlyWhatIsNeeded() {
        Assert.Contains("Sinter: compiled App.Tiny for", Succeed("build", "-v:d"));
        Assert.True(File.Exists(Library));
        DateTime written = File.GetLastWriteTimeUtc(Library);

        string nothing = Succeed("build", "-v:d", "--no-restore");
        Assert.Contains("Skipping target \"SinterCompile\"", nothing);

        Program("second");
        string code = Succeed("build", "-v:d", "--no-restore");
        Assert.Contains("0 compiled, 1 reused, 0 failed", code);
        Assert.DoesNotContain("Sinter: compiled", code);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Library));

        Model(2);
        Assert.Contains($"Sinter: compiled App.Tiny for {Tier.Cpu}", Succeed("build", "-v:m", "--no-restore", "-p:SinterCpu=" + Tier.Name));
        Assert.True(File.GetLastWriteTimeUtc(Library) > written);

        Succeed("clean", "-v:q");
        Assert.False(File.Exists(Library));
        Assert.False(Directory.Exists(folder["app/obj/Debug/net10.0/sinter"]));
    }

    [Fact]
    public void AFailureIsOneErrorOnTheProject() {
        // What MSBuild reads as syntax must come through: quotes, properties, items, escapes and lists.
        const string strange = "$(C) @(P) %24 ';*?%(I) x";
        Model(strange);
        ToolRun run = ToolRun.Sdk(folder["app"], "build", "-nologo", "-v:m", "-tl:off");
        Assert.NotEqual(0, run.ExitCode);
        // Once as it happens and once in the summary.
        string error = Assert.Single(run.Output.Split('\n').Where(line => line.Contains(": error", StringComparison.Ordinal)).Select(line => line.Trim()).Distinct());
        Assert.Contains("1 Error(s)", run.Output);
        Assert.Contains("app.csproj : error SIN2002: ", error);
        Assert.Contains("the plan of App.Tiny cannot be read", error);
        Assert.Contains(strange, error);
        Assert.False(File.Exists(Library));

        Model(1);
        Succeed("build", "-v:m", "--no-restore");
        Assert.True(File.Exists(Library));
    }

    [Fact]
    public void PublishingForARuntimeTakesTheLibraryOfEachTierAlong() {
        Succeed("publish", "-v:m", "-o", folder["published"], "-c", "Release", "-r", rid, "--self-contained=false");
        string[] tiers = rid == "linux-x64" ? ["x86-64-v2", "x86-64-v3", "x86-64-v4"] : ["armv8-a"];
        Assert.Equal(tiers.Select(tier => $"libapp.sinter.{tier}.so"), Libraries("published"));
        Assert.Equal("first", ToolRun.Sdk(folder.Path, folder["published/app.dll"]).Output.Trim());

        Succeed("publish", "-v:m", "-o", folder["one"], "-c", "Release", "-r", rid, "--self-contained=false", "-p:SinterCpu=" + Tier.Name);
        Assert.Equal(["libapp.sinter.so"], Libraries("one"));

        string[] Libraries(string place) => [.. new DirectoryInfo(folder[$"{place}/runtimes/{rid}/native"]).GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void AProjectThatRefersToTheModelsGetsTheirLibrary() {
        Directory.CreateDirectory(folder["user"]);
        File.WriteAllText(folder["user/user.csproj"], """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><ProjectReference Include="../app/app.csproj" /></ItemGroup>
            </Project>
            """);
        ToolRun run = ToolRun.Sdk(folder["user"], "build", "-nologo", "-v:m", "-tl:off");
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.True(File.Exists(folder[$"user/bin/Debug/net10.0/runtimes/{rid}/native/libapp.sinter.so"]));
    }

    static (string Name, string Cpu) Tier => rid == "linux-x64" ? ("x86-64-v2", "x86-64-v2") : ("armv8-a", "generic");

    static string Setting(string name) =>
        typeof(TargetsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == name).Value!;

    void Model(float value) => Model(TinyPlan.Text("App.Tiny", value));

    void Model(string plan) =>
        File.WriteAllText(folder["app/Model.cs"], $"[assembly: Sinter.Runtime.EmbeddedPlan(\"App.Tiny\", @\"{plan.Replace("\"", "\"\"")}\")]\n");

    void Program(string text) => File.WriteAllText(folder["app/Program.cs"], $"System.Console.WriteLine(\"{text}\");\n");

    string Succeed(params string[] arguments) {
        ToolRun run = ToolRun.Sdk(folder["app"], [.. arguments, "-nologo", "-tl:off"]);
        Assert.True(run.ExitCode == 0, run.Output);
        return run.Output;
    }
}
