using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Sinter.Blocks;
using Sinter.Runtime;
using Sinter.Runtime.Naming;
using Xunit;

namespace Sinter.Tests;

/// <summary>Names that attributes set, and eager models that load by the mapping of compiled ones.</summary>
public class NamingTests {
    // tests/Generators.Tests/NamingTests.cs has the same classes, evaluated in the build.
    [Block]
    sealed class Part(int width) {
        [Named("gamma")] readonly Weight scale = new(width);
        [Named("/heads.{i}.{j}.bias")] readonly Weight shift = new(width);

        public Tensor Run(Tensor x) => x * scale + shift;
    }

    [Block]
    sealed class Layer {
        [Named("p{j}")] readonly Part[] parts = [new(3), new(3)];
        [Named("memory")] readonly Cache rows = new(8);

        [Named("own")] public Weight Own { get; } = new(3);

        public Tensor Run(Tensor x) => parts.Aggregate(x, (y, part) => part.Run(y)) + rows.Append(x) * Own;
    }

    [Model]
    sealed class Layers {
        [Named("blk")] readonly Layer[] layers = [new(), new()];
        readonly Weight lastScale = new(3);

        public Tensor Run(Tensor x) => layers.Aggregate(x, (y, layer) => layer.Run(y)) * lastScale;
    }

    [Fact]
    public void Paths_follow_the_attributes() {
        Assert.Equal([
            "blk.0.p0.gamma", "heads.0.0.bias", "blk.0.p1.gamma", "heads.0.1.bias", "blk.0.own",
            "blk.1.p0.gamma", "heads.1.0.bias", "blk.1.p1.gamma", "heads.1.1.bias", "blk.1.own", "last_scale",
        ], Checkpoint.Paths(new Layers()).Select(pair => pair.Key));
        Assert.Equal(["blk.0.memory", "blk.1.memory"], Checkpoint.Caches(new Layers()).Select(pair => pair.Key));
    }

    [Block]
    sealed class Same {
        [Named("w")] readonly Weight first = new(1);
        [Named("w")] readonly Weight second = new(1);

        public Tensor Sum => first.Value + second;
    }

    [Block]
    sealed class Gap {
        [Named("w{i}")] readonly Weight first = new(1);

        public Tensor Value => first;
    }

    [Fact]
    public void Wrong_names_are_refused() {
        Assert.Equal("two fields give their Weight the path \"w\"; rename one of them", Assert.Throws<InvalidOperationException>(() => Checkpoint.Paths(new Same())).Message);
        Assert.Contains("the path \"w{i}\" has a placeholder", Assert.Throws<InvalidOperationException>(() => Checkpoint.Paths(new Gap())).Message);
    }

    [Model]
    [Checkpoint("""
        first.weight = transpose(c_fc.weight)
        {rest}.bias = {rest}_bias else 0
        second.weight = second.w
        """)]
    sealed class Perceptron {
        readonly Linear first = new(2, 3, withBias: true);
        readonly Linear second = new(3, 2, withBias: true);

        public Tensor Run(Tensor x) => second[first[x]];
    }

    [Fact]
    public void Eager_models_load_by_the_declared_mapping() {
        string path = Write(("c_fc.weight", [2, 3], [1, 2, 3, 4, 5, 6]), ("first_bias", [3], [7, 8, 9]), ("second.w", [2, 3], [1, 0, 0, 0, 1, 0]));
        var model = new Perceptron();
        Checkpoint.Load(model, path);
        // x = (1, 10): W is the transposed matrix, so its first two outputs are 1 + 40 + 7 and 2 + 50 + 8.
        Samples.Is(model.Run(Tensor.From([1f, 10f], 1, 2)), [1, 2], 48f, 60f);
        var error = Assert.Throws<WeightBindingException>(() => Checkpoint.Load(new Perceptron(), path, new LoadOptions { Mapping = "rename {rest}.weight = {rest}.w" }));
        Assert.Contains("missing first.weight: expected a tensor 'first.w' of shape [3, 2], found none", error.Message, StringComparison.Ordinal);
        Assert.Contains("missing first.bias: expected a tensor 'first.bias' of shape [3], found none; the nearest name is 'first_bias'", error.Message, StringComparison.Ordinal);
        Assert.Contains("surplus tensor 'first_bias' of shape [3]: the model has no such weight; the nearest name is 'first.bias'", error.Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public void A_declared_decoder_loads_eagerly_from_three_formats() {
        string folder = typeof(SharedData).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
            .Cast<System.Reflection.AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "SharedData").Value!;
        Dictionary<string, float[]> expected = SharedData.Safetensors("stories260K.safetensors").ToDictionary(pair => pair.Key, pair => pair.Value.ToArray<float>());
        foreach (string format in new[] { "safetensors", "gguf", "bin" }) {
            Decoder decoder = Declaration.Load(typeof(Stories260K), Path.Combine(folder, $"stories260K.{format}"));
            foreach ((string path, Weight weight) in Checkpoint.Paths(decoder)) {
                string name = NamingSchemes.HuggingFaceLlama.Show(path);
                Assert.True(expected[name == "lm_head.weight" ? "model.embed_tokens.weight" : name].AsSpan().SequenceEqual(weight.Value.ToArray<float>()), $"{path} of {format}");
            }
        }
    }

    static string Write(params (string Name, int[] Shape, float[] Values)[] tensors) {
        long offset = 0;
        string header = "{" + string.Join(",", tensors.Select(tensor => {
            long start = offset;
            offset += 4 * tensor.Values.Length;
            return $"\"{tensor.Name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', tensor.Shape)}],\"data_offsets\":[{start},{offset}]}}";
        })) + "}";
        string path = Path.Combine(Path.GetTempPath(), $"sinter-{Guid.NewGuid():N}.safetensors");
        byte[] text = System.Text.Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)text.Length), .. text, .. tensors.SelectMany(tensor => tensor.Values.SelectMany(BitConverter.GetBytes))]);
        return path;
    }
}
