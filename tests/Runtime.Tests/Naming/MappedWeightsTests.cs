using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Runtime.Naming;
using Sinter.Runtime.Tests.Files;
using Sinter.Runtime.Weights;
using Xunit;

namespace Sinter.Runtime.Tests.Naming;

/// <summary>Weights out of files that hold them in another way: each expected value is picked out of the file's arrays by hand.</summary>
public sealed unsafe class MappedWeightsTests : IDisposable {
    readonly TemporaryFolder folder = new();
    readonly Random random = new(7);

    public void Dispose() => folder.Dispose();

    float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1))];

    WeightFile File(params TensorBytes[] tensors) => WeightFile.Open(folder.Write("x.safetensors", SafetensorsBytes.Write(tensors)));

    static float[] Floats(BoundWeights bound, int index, int count) => new ReadOnlySpan<float>(bound.Pointer(index), count).ToArray();

    static float[] Bind(WeightFile file, string mapping, long[] shape, out bool isMapped) {
        using BoundWeights bound = BoundWeights.Bind(file, CheckpointMapping.Parse(mapping), [new("x", [.. shape])], threads: 2);
        isMapped = bound.IsMapped(0);
        return Floats(bound, 0, (int)TinyLlama.Size(shape));
    }

    [Theory]
    [InlineData("F32")]
    [InlineData("F16")]
    public void Gpt2KeepsItsFusedMatricesInToOut(string type) {
        const int width = 5, layers = 2;
        var tensors = new List<TensorBytes>();
        var matrices = new List<float[]>();
        var biases = new List<float[]>();
        for (int i = 0; i < layers; i++) {
            matrices.Add([.. Values(width * 3 * width).Select(v => (float)(Half)v)]);
            biases.Add([.. Values(3 * width).Select(v => (float)(Half)v)]);
            tensors.Add(type == "F32" ? TensorBytes.Floats($"h.{i}.attn.c_attn.weight", [width, 3 * width], matrices[i]) : TensorBytes.Halves($"h.{i}.attn.c_attn.weight", [width, 3 * width], matrices[i]));
            tensors.Add(type == "F32" ? TensorBytes.Floats($"h.{i}.attn.c_attn.bias", [3 * width], biases[i]) : TensorBytes.Halves($"h.{i}.attn.c_attn.bias", [3 * width], biases[i]));
            tensors.Add(new TensorBytes($"h.{i}.attn.bias", "U8", [1, 1, 2, 2], [1, 0, 1, 1]));
        }
        using WeightFile file = File([.. tensors]);
        WeightDescription[] weights = [.. Enumerable.Range(0, layers).SelectMany(i => new[] { "query", "key", "value" }.SelectMany(part => new WeightDescription[] {
            new($"layers.{i}.{part}.weight", [width, width]), new($"layers.{i}.{part}.bias", [width]) }))];
        using BoundWeights bound = BoundWeights.Bind(file, CheckpointMapping.Parse("""
            layers.{i}.query.weight = transpose(h.{i}.attn.c_attn.weight)[0 of 3]
            layers.{i}.key.weight = transpose(h.{i}.attn.c_attn.weight[:, 5:10])
            layers.{i}.value.weight = transpose(h.{i}.attn.c_attn.weight)[10:]
            layers.{i}.query.bias = h.{i}.attn.c_attn.bias[0 of 3]
            layers.{i}.key.bias = h.{i}.attn.c_attn.bias[1 of 3]
            layers.{i}.value.bias = h.{i}.attn.c_attn.bias[2 of 3]
            ignore h.{i}.attn.bias
            """), weights);
        for (int i = 0; i < layers; i++) {
            for (int part = 0; part < 3; part++) {
                float[] matrix = Floats(bound, (i * 3 + part) * 2, width * width), bias = Floats(bound, (i * 3 + part) * 2 + 1, width);
                for (int row = 0; row < width; row++) {
                    Assert.Equal(biases[i][part * width + row], bias[row]);
                    for (int column = 0; column < width; column++) {
                        Assert.Equal(matrices[i][column * 3 * width + part * width + row], matrix[row * width + column]);
                    }
                }
                // A slice of a vector is used where it lies in the file.
                Assert.Equal(type == "F32", bound.IsMapped((i * 3 + part) * 2 + 1));
            }
        }
    }

    [Fact]
    public void BertHasPrefixesAndOptionalParts() {
        float[] table = Values(6), gamma = Values(2), matrix = Values(6);
        using WeightFile file = File(
            TensorBytes.Floats("bert.embeddings.word_embeddings.weight", [3, 2], table),
            TensorBytes.Floats("bert.encoder.layer.0.attention.output.LayerNorm.gamma", [2], gamma),
            TensorBytes.Floats("bert.encoder.layer.0.intermediate.dense.weight", [3, 2], matrix),
            new TensorBytes("bert.embeddings.position_ids", "I64", [1, 4], new byte[32]),
            TensorBytes.Floats("cls.seq_relationship.weight", [2, 2], Values(4)));
        using BoundWeights bound = BoundWeights.Bind(file, CheckpointMapping.Parse("""
            {rest}.bias = bert.encoder.{rest}.bias else 0
            output.weight = cls.predictions.decoder.weight else bert.embeddings.word_embeddings.weight
            words.weight = bert.embeddings.word_embeddings.weight
            rename {rest}.norm.scale = {rest}.attention.output.LayerNorm.gamma
            rename {rest}.up.weight = {rest}.intermediate.dense.weight
            rename {rest} = bert.encoder.{rest}
            ignore {rest}.position_ids
            ignore cls.seq_relationship.{rest}
            """), [
            new("words.weight", [3, 2]), new("layer.0.norm.scale", [2]), new("layer.0.norm.bias", [2]), new("layer.0.up.weight", [3, 2]), new("output.weight", [3, 2])]);
        Assert.Equal(table, Floats(bound, 0, 6));
        Assert.Equal(gamma, Floats(bound, 1, 2));
        Assert.Equal([0, 0], Floats(bound, 2, 2));
        Assert.Equal(matrix, Floats(bound, 3, 6));
        Assert.True(bound.Pointer(0) == bound.Pointer(4), "the tied output is the table itself");
    }

    [Fact]
    public void BatchNormKeepsItsRunningStatistics() {
        float[] mean = Values(3), variance = Values(3), scale = Values(3);
        using WeightFile file = File(TensorBytes.Floats("features.4.running_mean", [3], mean), TensorBytes.Floats("features.4.running_var", [3], variance),
            TensorBytes.Floats("features.4.weight", [3], scale), new TensorBytes("features.4.num_batches_tracked", "I64", [], BitConverter.GetBytes(17L)));
        const string mapping = """
            norm.mean = features.4.running_mean
            norm.variance = features.4.running_var
            norm.steps = cast(features.4.num_batches_tracked)
            norm.{part} = features.4.{part}
            """;
        WeightDescription[] weights = [new("norm.mean", [3]), new("norm.variance", [3]), new("norm.weight", [3])];
        var error = Assert.Throws<WeightBindingException>(() => BoundWeights.Bind(file, CheckpointMapping.Parse(mapping), weights));
        Assert.Contains("surplus tensor 'features.4.num_batches_tracked' of shape []", error.Message);
        using BoundWeights bound = BoundWeights.Bind(file, CheckpointMapping.Parse(mapping), [.. weights, new("norm.steps", [])]);
        Assert.Equal([.. mean, .. variance, .. scale], (float[])[.. Floats(bound, 0, 3), .. Floats(bound, 1, 3), .. Floats(bound, 2, 3)]);
        Assert.Equal(17, *(float*)bound.Pointer(3));
    }

    [Fact]
    public void PartsAreJoinedAndExpertsStacked() {
        float[] a = Values(6), b = Values(4), first = Values(6), second = Values(6);
        using WeightFile file = File(TensorBytes.Floats("a", [3, 2], a), TensorBytes.Floats("b", [2, 2], b),
            TensorBytes.Floats("moe.1.w", [3, 2], second), TensorBytes.Floats("moe.0.w", [3, 2], first));
        using BoundWeights bound = BoundWeights.Bind(file, CheckpointMapping.Parse("""
            rows = join(0, a, b)
            columns = join(1, transpose(a), b)
            experts = stack(0, transpose(moe.{e}.w))
            last = stack(2, moe.{e}.w)
            """), [new("rows", [5, 2]), new("columns", [2, 5]), new("experts", [2, 2, 3]), new("last", [3, 2, 2])]);
        Assert.Equal([.. a, .. b], Floats(bound, 0, 10));
        Assert.Equal([a[0], a[2], a[4], b[0], b[1], a[1], a[3], a[5], b[2], b[3]], Floats(bound, 1, 10));
        Assert.Equal([.. new[] { first, second }.SelectMany(w => new[] { w[0], w[2], w[4], w[1], w[3], w[5] })], Floats(bound, 2, 12));
        Assert.Equal([.. Enumerable.Range(0, 6).SelectMany(i => new[] { first[i], second[i] })], Floats(bound, 3, 12));
    }

    [Fact]
    public void FusedHeadsAreTakenApart() {
        // GPT-NeoX: rows of [heads, 3, head] against separate query, key and value.
        const int heads = 2, head = 3, width = 5;
        float[] fused = Values(heads * 3 * head * width);
        using WeightFile file = File(TensorBytes.Floats("qkv", [heads * 3 * head, width], fused));
        float[] key = Bind(file, "x = reshape(reshape(qkv, 2, 3, 3, -1)[:, 1])", [heads * head, width], out bool isMapped);
        Assert.False(isMapped);
        for (int row = 0; row < heads * head; row++) {
            Assert.Equal(fused.AsSpan((row / head * 3 * head + head + row % head) * width, width).ToArray(), key[(row * width)..((row + 1) * width)]);
        }
        // The same through views of views: transposed there and back it is no copy of another order.
        Assert.Equal(key, Bind(file, "x = transpose(transpose(reshape(reshape(qkv, 2, 3, 3, -1)[:, 1], 6, 5)))", [heads * head, width], out _));
        Assert.Equal(fused.AsSpan(2 * width, 3 * width).ToArray(), Bind(file, "x = qkv[2:5]", [3, width], out isMapped));
        Assert.True(isMapped);
    }

    [Fact]
    public void TypesAreConverted() {
        double[] wide = [1.0 / 3, -2];
        float[] narrow = [1.5f, -0.25f, 3.14159274f, 1e-40f];
        using WeightFile file = File(TensorBytes.Doubles("wide", [2], wide), TensorBytes.Floats("single", [4], narrow), new TensorBytes("mask", "BOOL", [3], [1, 0, 1]));
        using BoundWeights bound = BoundWeights.Bind(file, CheckpointMapping.Parse("""
            brain = single
            mask = cast(mask)
            integers = cast(mask)
            half = transpose(reshape(single, 2, 2))
            """), [new("wide", [2]), new("brain", [4], ScalarType.BF16), new("mask", [3]), new("integers", [3], ScalarType.I64), new("half", [2, 2], ScalarType.F16)]);
        Assert.Equal([(float)wide[0], -2], Floats(bound, 0, 2));
        // To nearest: pi is 0x40490FDB.
        Assert.Equal([0x3FC0, 0xBE80, 0x4049, 0x0001], new ReadOnlySpan<ushort>(bound.Pointer(1), 4).ToArray());
        Assert.Equal([1, 0, 1], Floats(bound, 2, 3));
        Assert.Equal([1L, 0, 1], new ReadOnlySpan<long>(bound.Pointer(3), 3).ToArray());
        Assert.Equal([(Half)1.5f, (Half)3.14159274f, (Half)(-0.25f), (Half)1e-40f], new ReadOnlySpan<Half>(bound.Pointer(4), 4).ToArray());
    }

    [Fact]
    public void WhatDoesNotFitIsSaidAtOnceWithItsSource() {
        using WeightFile file = File(TensorBytes.Floats("wq", [4, 3], new float[12]), TensorBytes.Floats("b", [5], new float[5]), TensorBytes.Floats("c", [7], new float[7]), TensorBytes.Floats("expert.0.up", [2], new float[2]), new TensorBytes("mask", "BOOL", [2], [0, 1]));
        var error = Assert.Throws<WeightBindingException>(() => BoundWeights.Bind(file, CheckpointMapping.Parse("""
            turned = wq
            part = b[0 of 2]
            outside = b[2:9]
            joined = join(1, wq, b)
            shaped = reshape(c, 2, -1)
            whole = join(0, expert.0.up, expert.1.up)
            bool = mask
            """, "these rules"), [
            new("turned", [3, 4]), new("part", [2]), new("outside", [7]), new("joined", [4, 8]), new("shaped", [2, 3]), new("whole", [4]), new("bool", [2])]));
        Assert.Equal($"""
            {file.Path}: the file does not fit the model (8 faults, names of these rules):
              misshapen turned: tensor 'wq': expected shape [3, 4], found [4, 3]; if the file stores it the other way round, map it as transpose(wq)
              misshapen part: b[0 of 2]: axis 0 of shape [5] has no 2 equal parts
              misshapen outside: b[2:9]: '2:9' lies outside axis 0 of shape [5]
              misshapen joined: join(1, wq, b): shape [5] does not fit shape [4, 3] but along axis 1
              misshapen shaped: reshape(c, 2, -1): the 7 elements of shape [7] make no [2, -1]
              missing whole: expected a tensor 'expert.1.up', found none; the nearest name is 'expert.0.up'
              unreadable bool: tensor 'mask': expected values that can be read as F32, found type Bool
              surplus tensor 'expert.0.up' of shape [2]: the model has no such weight; the nearest name is 'expert.1.up'
            """, error.Message);
    }

    [Theory]
    [InlineData("stories260K.bin", """
        embedding.weight = tok_embeddings.weight
        layers.{i}.attention.query.weight = interleaved(layers.{i}.attention.wq.weight)
        layers.{i}.attention.key.weight = interleaved(layers.{i}.attention.wk.weight, 4)
        layers.{i}.attention.value.weight = layers.{i}.attention.wv.weight
        layers.{i}.attention.output.weight = layers.{i}.attention.wo.weight
        layers.{i}.feed_forward.gate.weight = layers.{i}.feed_forward.w1.weight
        layers.{i}.feed_forward.up.weight = layers.{i}.feed_forward.w3.weight
        layers.{i}.feed_forward.down.weight = layers.{i}.feed_forward.w2.weight
        rename layers.{i}.feed_forward_norm.scale = layers.{i}.ffn_norm.weight
        rename {rest}.scale = {rest}.weight
        """)]
    [InlineData("stories260K.safetensors", """
        embedding.weight = model.embed_tokens.weight
        output.weight = lm_head.weight else model.embed_tokens.weight
        norm.scale = model.norm.weight
        rename layers.{i}.attention_norm.scale = layers.{i}.input_layernorm.weight
        rename layers.{i}.feed_forward_norm.scale = layers.{i}.post_attention_layernorm.weight
        rename layers.{i}.attention.query.weight = layers.{i}.self_attn.q_proj.weight
        rename layers.{i}.attention.key.weight = layers.{i}.self_attn.k_proj.weight
        rename layers.{i}.attention.value.weight = layers.{i}.self_attn.v_proj.weight
        rename layers.{i}.attention.output.weight = layers.{i}.self_attn.o_proj.weight
        rename layers.{i}.feed_forward.{part}.weight = layers.{i}.mlp.{part}_proj.weight
        rename {rest} = model.{rest}
        """)]
    [InlineData("stories260K.gguf", """
        rename norm.scale = output_norm.weight
        rename embedding.weight = token_embd.weight
        layers.{i}.attention.query.weight = interleaved(blk.{i}.attn_q.weight)
        layers.{i}.attention.key.weight = interleaved(blk.{i}.attn_k.weight)
        rename layers.{i}.{rest}_norm.scale = blk.{i}.{rest}_norm.weight
        rename layers.{i}.attention.value.weight = blk.{i}.attn_v.weight
        rename layers.{i}.attention.output.weight = blk.{i}.attn_output.weight
        rename layers.{i}.feed_forward.{part}.weight = blk.{i}.ffn_{part}.weight
        rename blk.{i}.attention_norm.weight = blk.{i}.attn_norm.weight
        rename blk.{i}.feed_forward_norm.weight = blk.{i}.ffn_norm.weight
        """)]
    public void TheSharedModelLoadsByRulesOfItsOwn(string name, string rules) {
        using WeightFile file = WeightFile.Open(SharedData.At(name)), reference = WeightFile.Open(SharedData.At("stories260K.safetensors"));
        WeightDescription[] weights = [.. BoundWeightsTests.SharedWeights()];
        using BoundWeights found = BoundWeights.Bind(file, CheckpointMapping.Parse(rules), weights);
        using BoundWeights expected = BoundWeights.Bind(reference, NamingSchemes.HuggingFaceLlama, weights);
        for (int i = 0; i < weights.Length; i++) {
            int count = (int)TinyLlama.Size([.. weights[i].Shape]);
            Assert.True(Floats(expected, i, count).AsSpan().SequenceEqual(Floats(found, i, count)), weights[i].Path);
        }
    }
}
