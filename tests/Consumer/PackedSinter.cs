using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Xunit;

namespace Sinter.Consumer;

/// <summary>The package in a local feed, and room for apps that use it; all gone afterwards.</summary>
public sealed class PackedSinter : IDisposable {
    readonly string folder = Directory.CreateTempSubdirectory("sinter-consumer-").FullName;

    /// <summary>Packs what has been built with this test.</summary>
    public PackedSinter() => Entries = Pack("feed");

    /// <summary>The runtime identifier of this machine.</summary>
    public static string RuntimeIdentifier => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    /// <summary>The files of the package and their hashes, without those that NuGet itself makes.</summary>
    public Dictionary<string, string> Entries { get; }

    /// <summary>Packs once more, elsewhere.</summary>
    public Dictionary<string, string> PackAgain() => Pack("again");

    /// <summary>A fresh copy of the app, with the package of blocks that it uses in the local feed.</summary>
    public string NewApp() {
        string library = Copy("Library", "library");
        Run run = Run.Sdk(library, "pack", "-nologo", "-tl:off", "-v:m", "-c", "Release", "-o", Path.Combine(folder, "feed"));
        Assert.True(run.ExitCode == 0, run.Output);
        return Copy("App", "app");
    }

    // A project beside a configuration with the local feed and a packages folder of its own.
    string Copy(string sources, string name) {
        string copy = Path.Combine(folder, name);
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, sources))) {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }
        // The machine's sources stay, for .NET's own packages; those it has already need no network.
        string machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string fallback = Directory.Exists(machine) ? $"<fallbackPackageFolders><add key=\"machine\" value=\"{machine}\" /></fallbackPackageFolders>" : "";
        File.WriteAllText(Path.Combine(copy, "NuGet.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(folder, "packages")}" /></config>
              <packageSources><add key="sinter" value="{Path.Combine(folder, "feed")}" /></packageSources>
              {fallback}
            </configuration>
            """);
        return copy;
    }

    /// <summary>
    /// Whether an app that has nothing to do with Sinter can be restored for publishing as native code. The one reason
    /// accepted for a no is that the machine's sources do not have .NET's own runtime for it.
    /// </summary>
    public bool HasNativeRuntime() {
        string probe = Path.Combine(folder, "probe");
        Directory.CreateDirectory(probe);
        File.WriteAllText(Path.Combine(probe, "probe.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><PublishAot>true</PublishAot></PropertyGroup>
            </Project>
            """);
        Run run = Run.Sdk(probe, "restore", "-nologo", "-tl:off", "-v:m", "-r", RuntimeIdentifier);
        bool isAbsent = run.ExitCode != 0 && run.Output.Contains("error NU110", StringComparison.Ordinal) && run.Output.Contains("Microsoft.NETCore.App.Runtime.NativeAOT", StringComparison.Ordinal);
        Assert.True(run.ExitCode == 0 || isAbsent, run.Output);
        return !isAbsent;
    }

    /// <summary>
    /// Has an app published with the native compiler and libraries of .NET 9, whose package needs no runtime package
    /// beside it. The app's code, and Sinter's, stays what was built for .NET 10, so this shows that both can be native
    /// code on a machine whose sources lack .NET 10's runtime for it. What only .NET 10 has, "will always throw".
    /// </summary>
    public static void UseNativeCompilerOfDotNet9(string app) => File.WriteAllText(Path.Combine(app, "Directory.Build.targets"), """
        <Project>
          <Target Name="_UseNativeCompilerOfDotNet9" BeforeTargets="ProcessFrameworkReferences">
            <ItemGroup>
              <_Compiler9 Include="@(KnownILCompilerPack)" Condition="'%(TargetFramework)' == 'net9.0'" />
            </ItemGroup>
            <PropertyGroup>
              <PublishAotUsingRuntimePack>false</PublishAotUsingRuntimePack>
              <RuntimeFrameworkVersion>@(_Compiler9->'%(ILCompilerPackVersion)')</RuntimeFrameworkVersion>
            </PropertyGroup>
            <ItemGroup>
              <KnownILCompilerPack Update="@(KnownILCompilerPack)" ILCompilerPackVersion="$(RuntimeFrameworkVersion)" ILCompilerRuntimePackNamePattern="" />
              <KnownRuntimePack Remove="@(KnownRuntimePack)" Condition="'%(KnownRuntimePack.RuntimePackLabels)' == 'NativeAOT'" />
            </ItemGroup>
          </Target>
        </Project>
        """);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    Dictionary<string, string> Pack(string name) {
        string feed = Path.Combine(folder, name);
        Run run = Run.Sdk(Setting("RepositoryRoot"), "pack", "src/Sinter/Sinter.csproj", "-nologo", "-tl:off", "-v:m", "--no-build", "-c", Setting("Configuration"), "-o", feed);
        Assert.True(run.ExitCode == 0, run.Output);
        using ZipArchive archive = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(feed, "Sinter.*.nupkg")));
        return archive.Entries
            .Where(entry => !entry.FullName.StartsWith("package/", StringComparison.Ordinal) && !entry.FullName.StartsWith("_rels/", StringComparison.Ordinal))
            .ToDictionary(entry => Uri.UnescapeDataString(entry.FullName), Hash);
    }

    static string Hash(ZipArchiveEntry entry) {
        using Stream content = entry.Open();
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    static string Setting(string name) =>
        typeof(PackedSinter).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == name).Value!;
}
