using System;
using System.Text;
using Sinter.Runtime.Tests.Files;
using Sinter.Runtime.Weights;
using Xunit;

namespace Sinter.Runtime.Tests.Weights;

public sealed class WeightFormatDetectionTests : IDisposable {
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ContentDecidesWhateverTheName() {
        var llama = new TinyLlama();
        foreach (string name in (string[])["model", "model.bin", "model.gguf", "model.safetensors"]) {
            Assert.Equal(WeightFormat.Safetensors, Format(name, llama.Safetensors()));
            Assert.Equal(WeightFormat.Gguf, Format(name, llama.Gguf().Write()));
            Assert.Equal(WeightFormat.Llama2C, Format(name, llama.Llama2C()));
        }
    }

    [Fact]
    public void ALlamaOf123LayersIsNotTakenForJson() {
        // 123 is the code of the brace, and the layers' number lies where the JSON of safetensors begins.
        int[] header = [2, 1, 123, 1, 1, 1, 1];
        long floats = 1 * 2 + 123 * (2 + 4 * 4 + 2 + 3 * 2) + 2 + 2;
        var content = new byte[28 + floats * 4];
        Buffer.BlockCopy(header, 0, content, 0, 28);
        Assert.Equal((byte)'{', content[8]);
        Assert.Equal(WeightFormat.Llama2C, Format("model", content));
    }

    [Theory]
    [InlineData("", "found an empty file")]
    [InlineData("hello world, this is text", "found bytes 68 65 6c 6c 6f 20 77 6f of none of them")]
    [InlineData("PK\u0003\u0004 and so on", "a zip archive, perhaps of PyTorch; save it as safetensors")]
    [InlineData("24ka\u0001\0\0\0", "a llama2.c checkpoint of version 1; export it with --version 0")]
    [InlineData("tjgg....", "a ggml file from before GGUF; convert it to GGUF")]
    public void AnUnknownFormatSaysWhatWasFound(string content, string message) {
        string path = folder.Write("model.data", Encoding.Latin1.GetBytes(content));
        Assert.Contains(message, Assert.Throws<UnknownWeightFormatException>(() => WeightFile.Open(path)).Message);
    }

    [Fact]
    public void AFileThatCannotBeOpenedIsTheTypedException() {
        string missing = folder.At("missing.gguf");
        Assert.StartsWith(missing + ": cannot be opened: ", Assert.Throws<WeightFileException>(() => WeightFile.Open(missing)).Message);
        Assert.IsType<WeightFileException>(Record.Exception(() => WeightFile.Open(folder.At("."))));
    }

    WeightFormat Format(string name, byte[] content) {
        using WeightFile file = WeightFile.Open(folder.Write(name, content));
        return file.Format;
    }
}
