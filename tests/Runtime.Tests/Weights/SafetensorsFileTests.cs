using System;
using System.Linq;
using System.Text;
using Sinter.Runtime.Tests.Files;
using Sinter.Runtime.Weights;
using Xunit;

namespace Sinter.Runtime.Tests.Weights;

public sealed class SafetensorsFileTests : IDisposable {
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ReadsNamesShapesTypesValuesAndMetadata() {
        byte[] content = SafetensorsBytes.Write([
            TensorBytes.Floats("a", [2, 3], [1, 2, 3, 4, 5, 6]),
            TensorBytes.Halves("b", [3], [0.5f, -2, 65504]),
            new TensorBytes("counts", "I64", [1], BitConverter.GetBytes(7L)),
            TensorBytes.Floats("scalar", [], [9]),
            TensorBytes.Floats("none", [0, 4], []),
        ], "{\"format\":\"pt\",\"é\":\"ü\"}");
        using WeightFile file = WeightFile.Open(folder.Write("x.safetensors", content));
        Assert.Equal(WeightFormat.Safetensors, file.Format);
        Assert.Equal(5, file.Tensors.Count);
        Assert.Equal([2L, 3L], file["a"].Shape.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], Values(file["a"]));
        Assert.Equal([0.5f, -2, 65504], Values(file["b"]));
        Assert.Equal(WeightType.I64, file["counts"].Type);
        Assert.Empty(file["scalar"].Shape);
        Assert.Equal([9], Values(file["scalar"]));
        Assert.Equal(0, file["none"].ElementCount);
        Assert.True(file.TryGetMetadata("é", out MetadataValue? value) && value.TryGetString(out string? text) && text == "ü");
        Assert.False(file.Metadata.ContainsKey("__metadata__"));
    }

    [Fact]
    public unsafe void AlignedFloatsAreReadInPlaceAndOthersAreCopied() {
        TensorBytes[] tensors = [new TensorBytes("flag", "BOOL", [1], [1]), TensorBytes.Floats("odd", [2], [3, 4])];
        using WeightFile odd = WeightFile.Open(folder.Write("odd.safetensors", SafetensorsBytes.Write(tensors)));
        Assert.False(odd["odd"].TryGetFloats(out _));
        Assert.Equal([3, 4], Values(odd["odd"]));
        using WeightFile even = WeightFile.Open(folder.Write("even.safetensors", SafetensorsBytes.Write([tensors[1]])));
        Assert.True(even["odd"].TryGetFloats(out float* direct));
        Assert.Equal(4, direct[1]);
    }

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4, "tensor 'a': shape [2] of type F32: expected 8 bytes, found data_offsets [0, 4]")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 3, "tensor 'a': the file is truncated: expected data up to byte 4, found 3 bytes of data")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 9, "expected the file to end after the 4 bytes of its tensors, found 9 bytes of data")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[2,6]}}", 6, "tensor 'b': expected data from byte 4, found 2, which overlaps tensor 'a'")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[5,9]}}", 9, "tensor 'b': expected data from byte 4, found 5, which leaves a gap after tensor 'a'")]
    [InlineData("{\"a\":{\"dtype\":\"F31\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "tensor 'a': safetensors header: expected a dtype of safetensors, found 'F31'")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4, "tensor 'a': safetensors header: expected integers from 0 to 2^63-1 in shape, found the number '-1'")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", 0, "tensor 'a': shape [4294967296, 4294967296] has more than 2^63-1 elements")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[0,4294967296,4294967296],\"data_offsets\":[0,0]}}", 0, "has more than 2^63-1 elements")]
    [InlineData("{\"a\":{\"dtype\":\"F64\",\"shape\":[4611686018427387904],\"data_offsets\":[0,0]}}", 0, "takes more than 2^63-1 bytes")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}", 0, "tensor 'a': safetensors header: the name occurs twice in the header")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[0]}}", 0, "tensor 'a': safetensors header: expected dtype, shape and data_offsets, found no data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0],\"more\":1}}", 0, "found 'more'")]
    [InlineData("{\"a\":[[[[[[]]]]]]}", 0, "tensor 'a': safetensors header: expected an object with dtype, shape and data_offsets, found a list")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[[[[[[1]]]]]]}}", 0, "the header is not sound JSON: The maximum configured depth of 3 has been exceeded")]
    [InlineData("{\"__metadata__\":{\"a\":\"b\",\"a\":\"c\"}}", 0, "tensor '__metadata__': safetensors header: the key 'a' occurs twice")]
    [InlineData("{\"a\":", 0, "the header is not sound JSON")]
    public void SaysWhatIsWrong(string header, int dataBytes, string message) {
        string path = folder.Write("x.safetensors", SafetensorsBytes.WithHeader(header, new byte[dataBytes]));
        var error = Assert.ThrowsAny<MalformedWeightFileException>(() => WeightFile.Open(path));
        Assert.StartsWith(path + ": ", error.Message);
        Assert.Contains(message, error.Message);
    }

    [Theory]
    [InlineData(1UL << 63, "expected a header of at most 100000000 bytes, found a length of 9223372036854775808")]
    [InlineData(ulong.MaxValue, "found a length of 18446744073709551615")]
    [InlineData(100_000_000UL, "the file is truncated: expected a header of 100000000 bytes, found 2")]
    public void AHeaderLengthIsNotBelieved(ulong length, string message) {
        string path = folder.Write("x.safetensors", [.. BitConverter.GetBytes(length), .. "{}"u8]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.ThrowsAny<MalformedWeightFileException>(() => WeightFile.Open(path));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Contains(message, error.Message);
        Assert.True(allocated < 1_000_000, $"expected the refusal to allocate less than 1 MB, found {allocated} bytes");
    }

    [Fact]
    public void BadUtf8IsNamed() {
        string path = folder.Write("x.safetensors", SafetensorsBytes.WithHeader([.. "{\""u8, 0xFF, .. "\":{}}"u8], []));
        Assert.Contains("expected the header to be UTF-8", Assert.ThrowsAny<MalformedWeightFileException>(() => WeightFile.Open(path)).Message);
    }

    [Fact]
    public void ATypeThatCannotBeReadMattersOnlyWhenUsed() {
        TensorBytes[] tensors = [new("codes", "F8_E4M3", [3], new byte[3]), TensorBytes.BrainFloats("b", [1], [1.5f])];
        using WeightFile file = WeightFile.Open(folder.Write("x.safetensors", SafetensorsBytes.Write(tensors)));
        Assert.Equal([1.5f], Values(file["b"]));
        var error = Assert.Throws<UnsupportedWeightTypeException>(() => Values(file["codes"]));
        Assert.Contains("tensor 'codes': values of type F8_E4M3 cannot be read; expected one of F32, F16, BF16, F64, Q8_0, Q4_0, Q4_K, Q6_K", error.Message);
        Assert.Equal("codes", error.TensorName);
    }

    [Fact]
    public void TheSharedModelIsRead() {
        using WeightFile file = WeightFile.Open(SharedData.At("stories260K.safetensors"));
        Assert.Equal([512L, 64L], file["model.embed_tokens.weight"].Shape.ToArray());
        Assert.Equal(47, file.Tensors.Values.Count(t => t.Type == WeightType.F32));
    }

    [Fact]
    public void AnEndedFileIsNotReadFrom() {
        WeightFile file = WeightFile.Open(folder.Write("x.safetensors", SafetensorsBytes.Write([TensorBytes.Floats("a", [1], [1])])));
        WeightTensor tensor = file["a"];
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Values(tensor));
    }

    internal static float[] Values(WeightTensor tensor) {
        var values = new float[tensor.ElementCount];
        tensor.CopyTo(values);
        return values;
    }
}
