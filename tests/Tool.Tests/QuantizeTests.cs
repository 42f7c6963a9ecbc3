using System;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace Sinter.Tool.Tests;

public sealed class QuantizeTests : IDisposable {
    readonly string folder = Directory.CreateTempSubdirectory("sinter-tool-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public void ACheckpointIsWrittenInSmallIntegers() {
        string from = Path.Combine(folder, "in.safetensors"), to = Path.Combine(folder, "out.gguf");
        const string header = """{"m":{"dtype":"F32","shape":[4,32],"data_offsets":[0,512]},"v":{"dtype":"F32","shape":[2,5],"data_offsets":[512,552]}}""";
        byte[] text = Encoding.UTF8.GetBytes(header.PadRight((header.Length + 7) / 8 * 8));
        float[] values = [.. Enumerable.Range(0, 138).Select(i => MathF.Sin(i))];
        File.WriteAllBytes(from, [.. BitConverter.GetBytes((long)text.Length), .. text, .. values.SelectMany(BitConverter.GetBytes)]);
        string said = Command.Succeed("quantize", from, to, "--form", "q4_0");
        Assert.Contains($"1 of 2 tensors as Q4_0, {new FileInfo(to).Length} bytes of {new FileInfo(from).Length}", said, StringComparison.Ordinal);
        Assert.Contains("left v as F32: rows of 5 are no whole number of blocks of 32", said, StringComparison.Ordinal);
        Assert.Equal("sinter: no form is called 'Q5'; there are Q8_0, Q4_0, Q4_K, Q6_K, int8-per-channel", Command.Fail("quantize", from, to, "--form", "Q5"));
        Assert.Contains("there is no file", Command.Fail("quantize", from + "x", to, "--form", "Q8_0"), StringComparison.Ordinal);
        Assert.Contains("tensor 'm': expected matrices of F32, F16, BF16, F64 or Q8_0, found Q4_0", Command.Fail("quantize", to, from + ".gguf", "--form", "Q8_0"), StringComparison.Ordinal);
    }
}
