using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Llvm;
using Sinter.Compiler.Plans;
using Sinter.Llvm;

/// <summary>Layers that repeat are a loop over tables, so code does not grow with depth.</summary>
public sealed class CodeSizeTests(ITestOutputHelper output) {
    [Fact]
    public void ThirtyTwoLayersAreAsMuchCodeAsFive() {
        long five = ExecutableBytes(5);
        long many = ExecutableBytes(32);
        output.WriteLine($"5 layers: {five} bytes of machine code, 32 layers: {many}");
        Assert.InRange(many, five * 0.9, five * 1.1);
    }

    private static long ExecutableBytes(int layers) {
        Plan plan = Lowering.Run(LlamaModule.Build(width: 64, layers, heads: 8, keyValueHeads: 4, hidden: 172, vocabulary: 512, context: 512, tied: true));
        TargetDescription target = NativePlan.Targets[0];
        string path = Path.Combine(Path.GetTempPath(), $"sinter-size-{Guid.NewGuid():N}.o");
        try {
            using (TargetCode code = TargetCode.Parse(plan.Name, PlanEmitter.Emit(plan, target), target.Triple, target.Cpu, target.Features)) {
                code.Optimize("default<O2>");
                code.WriteObject(path);
            }
            return ExecutableSections(File.ReadAllBytes(path));
        } finally {
            File.Delete(path);
        }
    }

    // ELF64, little-endian: the sizes of the sections that are marked as instructions (SHF_EXECINSTR).
    private static long ExecutableSections(byte[] elf) {
        Assert.True(elf.AsSpan(0, 4).SequenceEqual("\u007fELF"u8), "the object is no ELF file");
        int sections = (int)BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan(40));
        int size = BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(58));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(60));
        return Enumerable.Range(0, count).Select(i => sections + i * size)
            .Where(at => (BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan(at + 8)) & 4) != 0)
            .Sum(at => BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan(at + 32)));
    }
}
