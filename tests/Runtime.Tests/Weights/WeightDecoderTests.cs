using System;
using System.Linq;
using System.Threading.Tasks;
using Sinter.Runtime.Tests.Files;
using Sinter.Runtime.Weights;
using Xunit;

namespace Sinter.Runtime.Tests.Weights;

public sealed class WeightDecoderTests : IDisposable {
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void EveryHalfAndEveryBrainFloatIsExact() {
        ushort[] all = [.. Enumerable.Range(0, 65536).Select(i => (ushort)i)];
        byte[] bytes = [.. all.SelectMany(BitConverter.GetBytes)];
        byte[] content = SafetensorsBytes.Write([new("pad", "U8", [1], [0]), new("half", "F16", [65536], bytes), new("brain", "BF16", [65536], bytes)]);
        using WeightFile file = WeightFile.Open(folder.Write("x.safetensors", content));
        float[] half = SafetensorsFileTests.Values(file["half"]), brain = SafetensorsFileTests.Values(file["brain"]);
        for (int i = 0; i < all.Length; i++) {
            Half expected = BitConverter.UInt16BitsToHalf(all[i]);
            Assert.True(Half.IsNaN(expected) ? float.IsNaN(half[i]) : BitConverter.SingleToUInt32Bits((float)expected) == BitConverter.SingleToUInt32Bits(half[i]),
                $"half 0x{i:x4}: expected {(float)expected}, found {half[i]}");
            Assert.Equal((uint)i << 16, BitConverter.SingleToUInt32Bits(brain[i]));
        }
    }

    [Fact]
    public void AnyRangeOfAnyTypeIsThatRangeOfTheWhole() {
        const int rows = 5, row = 96, count = rows * row, seed = 11;
        var random = new Random(seed);
        float[] values = [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f)];
        Half[] scales = [.. Enumerable.Range(0, count / 32).Select(_ => (Half)random.NextDouble())];
        sbyte[] steps = [.. Enumerable.Range(0, count).Select(_ => (sbyte)random.Next(-128, 128))];
        byte[] content = new GgufBytes()
            .Add(TensorBytes.Floats("F32", [rows, row], values)).Add(TensorBytes.Halves("F16", [rows, row], values))
            .Add(TensorBytes.BrainFloats("BF16", [rows, row], values)).Add(TensorBytes.Doubles("F64", [rows, row], [.. values.Select(v => (double)v)]))
            .Add(TensorBytes.Q8("Q8_0", [rows, row], scales, steps)).Write();
        using WeightFile file = WeightFile.Open(folder.Write("x.gguf", content));
        Assert.Equal(values, SafetensorsFileTests.Values(file["F32"]));
        Assert.Equal(values, SafetensorsFileTests.Values(file["F64"]));
        Assert.Equal(values.Select(v => (float)(Half)v), SafetensorsFileTests.Values(file["F16"]));
        Assert.Equal(Enumerable.Range(0, count).Select(i => (float)scales[i / 32] * steps[i]), SafetensorsFileTests.Values(file["Q8_0"]));
        foreach (WeightTensor tensor in file.Tensors.Values) {
            float[] whole = SafetensorsFileTests.Values(tensor);
            Parallel.For(0, 200, attempt => {
                var choice = new Random(seed + attempt);
                int first = choice.Next(count + 1), length = choice.Next(count - first + 1);
                var part = new float[length + 2];
                part[0] = part[^1] = 77;
                tensor.Decode(first, part.AsSpan(1, length));
                Assert.True(part[0] == 77 && part[^1] == 77 && part.AsSpan(1, length).SequenceEqual(whole.AsSpan(first, length)), $"{tensor.Type} from {first}, {length} elements, seed {seed + attempt}");
            });
        }
    }

    [Fact]
    public void ARangeOutsideTheTensorIsRefused() {
        using WeightFile file = WeightFile.Open(folder.Write("x.safetensors", SafetensorsBytes.Write([TensorBytes.Floats("a", [3], [1, 2, 3])])));
        Assert.Throws<ArgumentOutOfRangeException>(() => file["a"].Decode(2, new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => file["a"].Decode(-1, new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => file["a"].Decode(long.MaxValue, new float[1]));
        Assert.Contains("expected room for 3 elements, found 2", Assert.Throws<ArgumentException>(() => file["a"].CopyTo(new float[2])).Message);
    }
}
