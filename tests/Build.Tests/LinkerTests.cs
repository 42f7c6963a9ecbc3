using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Sinter.Build.Linking;
using Sinter.Llvm;
using Xunit;

namespace Sinter.Build.Tests;

public sealed unsafe class LinkerTests : IDisposable {
    // helper is global in the object, and must not be in the library.
    const string Code = """
        define i32 @App_A_answer() {
          %x = call i32 @helper()
          ret i32 %x
        }
        define i32 @helper() noinline {
          ret i32 42
        }
        """;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Installed() => [.. new[] { "ld", "ld.lld", "cc" }.Where(name => Locate(name) is not null)];

    [Theory]
    [MemberData(nameof(Installed))]
    public void EveryLinkerMakesALibraryThatLoads(string name) {
        string library = folder["libapp.so"];
        new Linker(new LinkerProgram(Locate(name)!, name == "cc")).Link(Request(Object("a", Code)), folder.Path, library);
        nint handle = NativeLibrary.Load(library);
        try {
            Assert.Equal(42, ((delegate* unmanaged<int>)NativeLibrary.GetExport(handle, "App_A_answer"))());
            Assert.False(NativeLibrary.TryGetExport(handle, "helper", out _), "what is not the model's interface is visible");
        } finally {
            NativeLibrary.Free(handle);
        }
    }

    [Fact]
    public void TheSameObjectsGiveTheSameBytes() {
        LinkRequest request = Request(Object("a", Code));
        Linker().Link(request, folder.Path, folder["first/libapp.so"]);
        Linker().Link(request, folder.Path, folder["second/libapp.so"]);
        Assert.Equal(File.ReadAllBytes(folder["first/libapp.so"]), File.ReadAllBytes(folder["second/libapp.so"]));
        Assert.Equal(["libapp.so"], Directory.GetFiles(folder["first"]).Select(Path.GetFileName));
    }

    [Fact]
    public void SymbolsAreKeptForDebuggingOnly() {
        string code = Object("a", Code);
        Linker().Link(Request(code), folder.Path, folder["small.so"]);
        Linker().Link(Request(code) with { KeepSymbols = true }, folder.Path, folder["large.so"]);
        Assert.DoesNotContain("helper", Latin(folder["small.so"]));
        Assert.Contains("helper", Latin(folder["large.so"]));
    }

    [Fact]
    public void FunctionsOfTheCLibraryAreFound() {
        string code = Object("a", "declare float @expf(float)\ndeclare ptr @memset(ptr, i32, i64)\n"
            + "define float @App_A_exp(float %x, ptr %p, i64 %n) {\n  call ptr @memset(ptr %p, i32 0, i64 %n)\n  %y = call float @expf(float %x)\n  ret float %y\n}\n");
        Linker().Link(Request(code), folder.Path, folder["libm.so"]);
        nint handle = NativeLibrary.Load(folder["libm.so"]);
        byte* buffer = stackalloc byte[8];
        buffer[7] = 1;
        Assert.Equal(MathF.E, ((delegate* unmanaged<float, byte*, long, float>)NativeLibrary.GetExport(handle, "App_A_exp"))(1, buffer, 8), 6);
        Assert.Equal(0, buffer[7]);
        NativeLibrary.Free(handle);
    }

    [Fact]
    public void AFunctionThatIsNowhereIsNamed() {
        string code = Object("a", "declare void @frobnicate()\ndefine void @App_A_f() {\n  call void @frobnicate()\n  ret void\n}\n");
        BuildErrorException error = Assert.Throws<BuildErrorException>(() => Linker().Link(Request(code), folder.Path, folder["libapp.so"]));
        Assert.Equal("SIN2008", error.Error.Id);
        Assert.Contains("frobnicate", error.Message);
        Assert.False(File.Exists(folder["libapp.so"]));
    }

    [Fact]
    public void LinkersAreTriedInOrder() {
        foreach (string name in (string[])["cc", "ld.lld", "ld"]) {
            Directory.CreateDirectory(folder["bin"]);
            File.WriteAllText(folder["bin/" + name], "");
            Assert.Equal(new LinkerProgram(folder["bin/" + name], name == "cc"), LinkerProgram.Find(true, $"{folder["absent"]}:{folder["bin"]}"));
        }
        Assert.Equal(folder["bin/ld.lld"], LinkerProgram.Find(false, folder["bin"]).Path);
    }

    [Fact]
    public void AMissingLinkerSaysWhatToInstall() {
        Expect(isHost: true, "apt-get install binutils");
        Expect(isHost: false, "apt-get install lld");
    }

    [Fact]
    public void ADriverHandsOptionsOn() {
        IReadOnlyList<string> arguments = new Linker(new LinkerProgram("/usr/bin/cc", true)).Arguments(Request("a.o"), "exports.map", "out.so");
        Assert.Equal(["-shared", "-nostdlib", "-o", "out.so"], arguments.Take(4));
        Assert.Contains("-Wl,--version-script=exports.map", arguments);
        Assert.Contains("a.o", arguments);
        Assert.DoesNotContain("--gc-sections", arguments);
    }

    static void Expect(bool isHost, string advice) {
        BuildErrorException error = Assert.Throws<BuildErrorException>(() => LinkerProgram.Find(isHost, "/absent:/also/absent"));
        Assert.Equal("SIN2007", error.Error.Id);
        Assert.Contains(advice, error.Message);
    }

    static string Latin(string path) => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path));

    static LinkRequest Request(params string[] objects) => new(objects, ["App_A"], "libapp.so", IsHost: true, KeepSymbols: false);

    static Linker Linker() => new(LinkerProgram.Find(true, Environment.GetEnvironmentVariable("PATH")!));

    static string? Locate(string name) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(part => Path.Combine(part, name)).FirstOrDefault(File.Exists);

    string Object(string name, string text) {
        string path = folder[name + ".o"];
        string triple = Targets.TargetSelection.Triple(Targets.TargetSelection.HostIdentifier);
        using TargetCode code = TargetCode.Parse(name, text, triple, "generic", "");
        code.WriteObject(path);
        return path;
    }
}
