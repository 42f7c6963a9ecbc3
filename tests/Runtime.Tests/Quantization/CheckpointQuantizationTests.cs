using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Sinter.Runtime.Naming;
using Sinter.Runtime.Quantization;
using Sinter.Runtime.Tests.Files;
using Sinter.Runtime.Tests.Weights;
using Sinter.Runtime.Weights;
using Xunit;

namespace Sinter.Runtime.Tests.Quantization;

public sealed class CheckpointQuantizationTests : IDisposable {
    readonly TemporaryFolder folder = new();
    readonly float[] values = ReferenceNumbers.Smooth();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void MatricesChangeAndTheRestStays() {
        string from = folder.Write("in.safetensors", SafetensorsBytes.Write([
            TensorBytes.Floats("matrix", [6, 64], values[..384]), TensorBytes.Halves("halves", [2, 2, 32], values[..128]),
            TensorBytes.Floats("vector", [64], values[..64]), TensorBytes.BrainFloats("ragged", [3, 40], values[..120]),
        ], """{"made":"by hand"}"""));
        string to = from + ".gguf";
        List<long> steps = [];
        IReadOnlyList<QuantizedTensor> tensors = CheckpointQuantization.Run(from, to, QuantizedForm.Q8_0, (done, all) => {
            Assert.Equal(696, all);
            steps.Add(done);
        });
        Assert.Equal(696, steps[^1]);
        Assert.Equal(steps.Order(), steps);
        Assert.Equal(["rows of 40 are no whole number of blocks of 32"], tensors.Select(tensor => tensor.Reason).OfType<string>());
        using WeightFile file = WeightFile.Open(to);
        Assert.Equal([WeightType.Q8_0, WeightType.Q8_0, WeightType.F32, WeightType.BF16], new[] { "matrix", "halves", "vector", "ragged" }.Select(name => file[name].Type));
        Assert.Equal([2L, 2L, 32L], file["halves"].Shape.ToArray());
        Assert.Equal(values[..64], SafetensorsFileTests.Values(file["vector"]));
        float[] found = SafetensorsFileTests.Values(file["matrix"]);
        Assert.All(Enumerable.Range(0, 384), i => Assert.InRange(found[i], values[i] - 0.02f, values[i] + 0.02f));
        Assert.True(file.Metadata["safetensors.made"].TryGetString(out string? made) && made == "by hand");
        Assert.Equal("HuggingFaceLlama", NamingSchemes.For(file, "HuggingFaceLlama").Name);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(to)!, "*.partial"));
    }

    [Fact]
    public void MetadataOfGgufStays() {
        byte[] content = new GgufBytes { Alignment = 64 }.Add("general.alignment", 64u).Add("general.architecture", "llama").Add("general.file_type", 0u)
            .AddArray("tokenizer.ggml.tokens", ["a", "b"]).Add("llama.rope.freq_base", 10_000f)
            .Add(TensorBytes.Floats("x", [2, 256], values[..512])).Add(TensorBytes.Floats("y", [1], [5])).Write();
        string from = folder.Write("in.gguf", content), to = from + ".q6";
        CheckpointQuantization.Run(from, to, QuantizedForm.Q6_K);
        using var file = (GgufFile)WeightFile.Open(to);
        Assert.Equal(32, file.Alignment);
        Assert.True(file.Metadata["tokenizer.ggml.tokens"].TryGetStrings(out string[]? tokens) && tokens is ["a", "b"]);
        Assert.True(file.Metadata["general.file_type"].TryGetInt64(out long type) && type == 18);
        Assert.True(file.Metadata["llama.rope.freq_base"].TryGetDouble(out double theta) && theta == 10_000);
        Assert.Equal((WeightType.Q6_K, WeightType.F32), (file["x"].Type, file["y"].Type));
        Assert.Contains("quantising twice loses more than it should", Assert.Throws<WeightFileException>(() => CheckpointQuantization.Run(to, from, QuantizedForm.Q4_0)).Message);
        Assert.Equal(content, File.ReadAllBytes(from));
        CheckpointQuantization.Run(to, to + ".again", QuantizedForm.Q6_K);
        Assert.Equal(File.ReadAllBytes(to), File.ReadAllBytes(to + ".again"));
    }

    [Fact]
    public void AFailureNamesTheRowAndLeavesNothing() {
        float[] odd = values[..(300 * 64)];
        odd[130 * 64 + 5] = float.NaN;
        odd[7 * 64 + 1] = float.PositiveInfinity;
        string from = folder.Write("in.safetensors", SafetensorsBytes.Write([TensorBytes.Floats("m", [300, 64], odd)]));
        string to = Path.Combine(Path.GetDirectoryName(from)!, "out.gguf");
        File.WriteAllText(to, "an older file");
        Assert.Contains("tensor 'm': row 7: a value of magnitude", Assert.Throws<WeightFileException>(() => CheckpointQuantization.Run(from, to, QuantizedForm.Q8_0)).Message);
        Assert.Contains("expected another file to write", Assert.Throws<WeightFileException>(() => CheckpointQuantization.Run(from, from, QuantizedForm.Q8_0)).Message);
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => CheckpointQuantization.Run(from, to, QuantizedForm.Q8_0, null, cancelled.Token));
        Assert.Equal("an older file", File.ReadAllText(to));
        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(to)!).Length);
    }

    [Fact]
    public void TypesThatGgufLacksAreNamed() {
        string from = folder.Write("in.safetensors", SafetensorsBytes.Write([new TensorBytes("odd", "U8", [2, 32], new byte[64])]));
        Assert.Contains("tensor 'odd': GGUF has no tensors of type U8", Assert.Throws<WeightFileException>(() => CheckpointQuantization.Run(from, from + ".gguf", QuantizedForm.Q4_0)).Message);
    }
}
