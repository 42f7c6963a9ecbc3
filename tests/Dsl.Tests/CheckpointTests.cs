using System;
using System.Linq;
using Sinter.Blocks;
using Xunit;

namespace Sinter.Tests;

public class CheckpointTests {
    [Block]
    class Inner(int width) {
        readonly Weight ownScale = new(width);

        public Cache Rows { get; } = new(width);

        public Tensor Forward(Tensor x) => x * ownScale * width;
    }

    [Block]
    sealed class Outer : Inner {
        readonly Inner[] parts = [new(2), new(3)];
        readonly Func<Tensor, Tensor> function = x => x;
        public readonly Weight HTTPWeight2 = new(4);

        public Outer() : base(1) => _ = function;

        public int Count => parts.Length;
    }

    [Fact]
    public void Paths_are_the_names_of_fields_in_snake_case() {
        Assert.Equal(
            ["own_scale [1]", "parts.0.own_scale [2]", "parts.1.own_scale [3]", "http_weight2 [4]"],
            Checkpoint.Paths(new Outer()).Select(entry => $"{entry.Key} {entry.Value.Shape}"));
        Assert.Equal(["rows", "parts.0.rows", "parts.1.rows"], Checkpoint.Caches(new Outer()).Select(entry => entry.Key));
    }

    [Fact]
    public void A_decoder_has_the_canonical_paths() {
        var decoder = new Decoder(width: 8, layers: 2, vocabulary: 11, context: 16, heads: 4, hidden: 12, keyValueHeads: 2, theta: 10_000f, gated: true);
        string[] layer = [
            "attention_norm.scale [8]", "attention.query.weight [8, 8] 4", "attention.key.weight [4, 8] 2", "attention.value.weight [4, 8]",
            "attention.output.weight [8, 8]", "feed_forward_norm.scale [8]", "feed_forward.gate.weight [12, 8]", "feed_forward.up.weight [12, 8]",
            "feed_forward.down.weight [8, 12]",
        ];
        string[] expected = [
            "embedding.weight [11, 8]", .. layer.Select(path => $"layers.0.{path}"), .. layer.Select(path => $"layers.1.{path}"), "norm.scale [8]",
            "output.weight [11, 8]",
        ];
        var paths = Checkpoint.Paths(decoder);
        Assert.Equal(expected, paths.Select(entry => $"{entry.Key} {entry.Value.Shape}{(entry.Value.RotaryHeads > 0 ? $" {entry.Value.RotaryHeads}" : "")}"));
        Assert.Same(paths[0].Value, paths[^1].Value.TiedTo);
        Assert.Equal(
            ["layers.0.attention.keys", "layers.0.attention.values", "layers.1.attention.keys", "layers.1.attention.values"],
            Checkpoint.Caches(decoder).Select(entry => entry.Key));
    }

    [Fact]
    public void Variants_have_the_weights_they_need() {
        var decoder = new Decoder(width: 6, layers: 1, vocabulary: 5, context: 4, heads: 3, hidden: 7, headWidth: 4, bias: true, norm: Norm.Layer);
        Assert.Equal(
            [
                "embedding.weight [5, 6]", "layers.0.attention_norm.scale [6]", "layers.0.attention_norm.bias [6]",
                "layers.0.attention.query.weight [12, 6]", "layers.0.attention.query.bias [12]", "layers.0.attention.key.weight [12, 6]",
                "layers.0.attention.key.bias [12]", "layers.0.attention.value.weight [12, 6]", "layers.0.attention.value.bias [12]",
                "layers.0.attention.output.weight [6, 12]", "layers.0.feed_forward_norm.scale [6]", "layers.0.feed_forward_norm.bias [6]",
                "layers.0.feed_forward.up.weight [7, 6]", "layers.0.feed_forward.down.weight [6, 7]", "norm.scale [6]", "norm.bias [6]",
                "output.weight [5, 6]",
            ],
            Checkpoint.Paths(decoder).Select(entry => $"{entry.Key} {entry.Value.Shape}"));
    }

    [Fact]
    public void Binding_lists_all_that_is_wrong() {
        var exception = Assert.Throws<InvalidOperationException>(() => Checkpoint.Bind(new Outer(), path => path switch {
            "own_scale" => Tensor.From([1f]),
            "parts.0.own_scale" => Tensor.From([1f, 2f, 3f]),
            "http_weight2" => Tensor.From([1f, 2f, 3f, 4f]),
            _ => null,
        }));
        Assert.Equal(
            "the checkpoint does not fit Outer:\nparts.0.own_scale: expected [2], found [3]\nparts.1.own_scale: expected [3], found nothing",
            exception.Message);
    }

    [Fact]
    public void A_tied_weight_takes_the_other_value_until_it_has_its_own() {
        var source = new Weight(2);
        var tied = new Weight(2) { TiedTo = source };
        Assert.Throws<InvalidOperationException>(() => tied.Value);
        source.Value = Tensor.From([1f, 2f]);
        Samples.Is(tied.Value, [2], 1f, 2f);
        tied.Value = Tensor.From([3f, 4f]);
        Samples.Is(tied, [2], 3f, 4f);
        Assert.Equal("weight: expected [2], found [3]", Assert.Throws<ShapeException>(() => source.Value = Tensor.From([1f, 2f, 3f])).Message);
        Assert.Equal("weight: expected elements of F32, found I32", Assert.Throws<ShapeException>(() => source.Value = Tensor.From([1, 2])).Message);
    }

    [Block]
    sealed class Twice {
        readonly Weight first = new(1);
        readonly Weight second;

        public Twice() => second = first;

        public Tensor Sum => first.Value + second;
    }

    [Fact]
    public void A_weight_in_two_fields_is_refused() {
        var exception = Assert.Throws<InvalidOperationException>(() => Checkpoint.Paths(new Twice()));
        Assert.Equal("one Weight is held by two fields, first and second; a path has to name it alone", exception.Message);
    }
}
