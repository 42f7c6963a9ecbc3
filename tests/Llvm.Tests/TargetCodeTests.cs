using System;
using System.IO;
using Xunit;

namespace Sinter.Llvm.Tests;

public sealed class TargetCodeTests : IDisposable {
    const string Triple = "x86_64-unknown-linux-gnu";

    const string Axpy = """
        define void @axpy(ptr %y, ptr %x, float %a) {
          %xs = load <8 x float>, ptr %x, align 4
          %ys = load <8 x float>, ptr %y, align 4
          %s0 = insertelement <8 x float> poison, float %a, i32 0
          %s = shufflevector <8 x float> %s0, <8 x float> poison, <8 x i32> zeroinitializer
          %p = fmul contract <8 x float> %xs, %s
          %r = fadd contract <8 x float> %p, %ys
          store <8 x float> %r, ptr %y, align 4
          ret void
        }
        """;

    readonly string folder = Directory.CreateTempSubdirectory("sinter-llvm-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void WritesAnObjectFile() {
        using TargetCode code = TargetCode.Parse("axpy", Axpy, Triple, "x86-64-v3", "");
        code.Optimize("default<O3>");
        string path = Path.Combine(folder, "axpy.o");
        code.WriteObject(path);
        Assert.Equal([0x7f, (byte)'E', (byte)'L', (byte)'F'], File.ReadAllBytes(path)[..4]);
    }

    [Theory]
    [InlineData("x86-64-v3", "vfmadd213ps", "ymm")]
    [InlineData("x86-64", "mulps", "xmm")]
    public void UsesTheProcessorAskedFor(string cpu, string instruction, string register) {
        using TargetCode code = TargetCode.Parse("axpy", Axpy, Triple, cpu, "");
        code.Optimize("default<O3>");
        string path = Path.Combine(folder, "axpy.s");
        code.WriteAssembly(path);
        string assembly = File.ReadAllText(path);
        Assert.Contains(instruction, assembly);
        Assert.Contains(register, assembly);
    }

    [Fact]
    public void GeneratesCodeForArm() {
        using TargetCode code = TargetCode.Parse("axpy", Axpy, "aarch64-unknown-linux-gnu", "generic", "+neon");
        code.Optimize("default<O3>");
        string path = Path.Combine(folder, "axpy.s");
        code.WriteAssembly(path);
        Assert.Contains("fmla", File.ReadAllText(path));
    }

    [Fact]
    public void PrintsTheModuleWithItsTarget() {
        using TargetCode code = TargetCode.Parse("axpy", Axpy, Triple, "x86-64-v3", "");
        string text = code.Print();
        Assert.Contains("define void @axpy(ptr %y, ptr %x, float %a)", text);
        Assert.Contains($"target triple = \"{Triple}\"", text);
        Assert.Contains("target datalayout = \"e-", text);
    }

    [Fact]
    public void OptimizingRemovesWhatIsNotUsed() {
        string text = "define i32 @f(i32 %x) {\n  %unused = mul i32 %x, %x\n  %zero = sub i32 %x, %x\n  ret i32 %zero\n}\n";
        using TargetCode code = TargetCode.Parse("f", text, Triple, "x86-64", "");
        code.Optimize("default<O3>");
        Assert.Contains("ret i32 0", code.Print());
        Assert.DoesNotContain("mul", code.Print());
    }

    [Fact]
    public void ABrokenTextSaysWhere() {
        LlvmException error = Assert.Throws<LlvmException>(() => TargetCode.Parse("broken", "define void @f() {\n  %a = frobnicate i32 1\n}\n", Triple, "x86-64", ""));
        Assert.Contains("broken:2:8:", error.Message);
        Assert.Contains("expected instruction opcode", error.Message);
    }

    [Fact]
    public void ATextThatBreaksTheRulesSaysWhich() {
        LlvmException error = Assert.Throws<LlvmException>(() => TargetCode.Parse("rules",
            "define i32 @f(i1 %c) {\nentry:\n  br i1 %c, label %a, label %b\na:\n  %x = add i32 1, 2\n  br label %b\nb:\n  ret i32 %x\n}\n", Triple, "x86-64", ""));
        Assert.Contains("Instruction does not dominate all uses", error.Message);
    }

    [Fact]
    public void AnUnknownPassIsNamed() {
        using TargetCode code = TargetCode.Parse("axpy", Axpy, Triple, "x86-64", "");
        LlvmException error = Assert.Throws<LlvmException>(() => code.Optimize("no-such-pass"));
        Assert.Contains("no-such-pass", error.Message);
    }

    [Fact]
    public void AnUnknownArchitectureIsNamed() {
        LlvmException error = Assert.Throws<LlvmException>(() => TargetCode.Parse("axpy", Axpy, "pdp11-unknown-none", "", ""));
        Assert.Contains("'pdp11'", error.Message);
        Assert.Contains("x86_64 and aarch64", error.Message);
    }

    [Fact]
    public void AFileThatCannotBeWrittenIsNamed() {
        using TargetCode code = TargetCode.Parse("axpy", Axpy, Triple, "x86-64", "");
        string path = Path.Combine(folder, "absent", "axpy.o");
        LlvmException error = Assert.Throws<LlvmException>(() => code.WriteObject(path));
        Assert.Contains(path, error.Message);
    }

    [Fact]
    public void UseAfterDisposeIsRefused() {
        TargetCode code = TargetCode.Parse("axpy", Axpy, Triple, "x86-64", "");
        code.Dispose();
        code.Dispose();
        Assert.Throws<ObjectDisposedException>(() => code.Print());
    }

    [Fact]
    public void NothingLeaksInALoop() {
        string path = Path.Combine(folder, "loop.o");
        // LLVM fills caches of its own and the heap settles in the first rounds.
        Rounds(50, path);
        long before = ResidentBytes();
        Rounds(200, path);
        long growth = ResidentBytes() - before;
        // One module with its machine is some 200 KiB; a round that leaked even the smallest of the strings and
        // buffers below (64 KiB of comment in each text) would show as 12 MiB.
        Assert.True(growth < 6 << 20, $"200 rounds grew the process by {growth >> 10} KiB");
    }

    static void Rounds(int count, string path) {
        string padding = "; " + new string('x', 64 << 10) + "\n";
        for (int round = 0; round < count; round++) {
            using (TargetCode code = TargetCode.Parse("axpy", padding + Axpy, Triple, "x86-64-v3", "")) {
                code.Optimize("instcombine");
                code.WriteObject(path);
            }
            Assert.Throws<LlvmException>(() => TargetCode.Parse("broken", padding + "define", Triple, "x86-64", ""));
        }
    }

    static long ResidentBytes() {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1]) * Environment.SystemPageSize;
    }
}
