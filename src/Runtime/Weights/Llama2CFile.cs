using System;
using System.Globalization;

namespace Sinter.Runtime.Weights;

/// <summary>
/// A version-0 checkpoint of llama2.c. The file stacks each weight over the layers; here every layer's part is a
/// tensor, under the names of Meta's Llama checkpoints (<c>layers.0.attention.wq.weight</c> and so on). The header's
/// numbers are metadata under <c>llama2c.</c> and their names in llama2.c. Query and key rows are interleaved.
/// </summary>
public sealed unsafe class Llama2CFile : WeightFile {
    readonly Llama2CHeader header;
    long position = Llama2CHeader.Bytes;

    internal Llama2CFile(MappedFile file) : base(file) {
        var head = new ReadOnlySpan<byte>(file.Start, (int)Math.Min(file.Length, Llama2CHeader.Bytes));
        if (!Llama2CHeader.TryRead(head, out header)) {
            throw Truncated($"the file is truncated: expected a llama2.c header of {Llama2CHeader.Bytes} bytes, found {file.Length}", offset: 0);
        }
        if (header.Problem() is string problem) {
            throw Malformed($"llama2.c header: {problem}", offset: 0);
        }
        ulong expected = header.FileBytes();
        if (expected > (ulong)file.Length) {
            throw Truncated($"the file is truncated: its header implies {expected} bytes, found {file.Length}", offset: file.Length);
        }
        if (expected < (ulong)file.Length) {
            throw Malformed($"expected the file to end after the {expected} bytes that its header implies, found {file.Length}", offset: (long)expected);
        }
        AddMetadata();
        AddTensors();
    }

    /// <inheritdoc/>
    public override WeightFormat Format => WeightFormat.Llama2C;

    void AddMetadata() {
        AddNumber("dim", header.Width);
        AddNumber("hidden_dim", header.Hidden);
        AddNumber("n_layers", header.Layers);
        AddNumber("n_heads", header.Heads);
        AddNumber("n_kv_heads", header.KeyValueHeads);
        AddNumber("vocab_size", header.Vocabulary);
        AddNumber("seq_len", header.Context);
    }

    void AddNumber(string name, int value) => TryAddMetadata("llama2c." + name, MetadataValue.Integer(MetadataKind.Int32, value));

    /// <summary>In the order of the file, whose total size is already known to be right.</summary>
    void AddTensors() {
        long width = header.Width, hidden = header.Hidden, keyValue = header.KeyValueWidth, vocabulary = header.Vocabulary;
        AddNext("tok_embeddings.weight", [vocabulary, width]);
        AddStack("attention_norm.weight", [width]);
        AddStack("attention.wq.weight", [width, width]);
        AddStack("attention.wk.weight", [keyValue, width]);
        AddStack("attention.wv.weight", [keyValue, width]);
        AddStack("attention.wo.weight", [width, width]);
        AddStack("ffn_norm.weight", [width]);
        AddStack("feed_forward.w1.weight", [hidden, width]);
        AddStack("feed_forward.w2.weight", [width, hidden]);
        AddStack("feed_forward.w3.weight", [hidden, width]);
        AddNext("norm.weight", [width]);
        // Rotary cosines and sines: computed anew by every reader since, but still in the file.
        position += (long)header.Context * header.HeadWidth * sizeof(float);
        if (header.HasOutput) {
            AddNext("output.weight", [vocabulary, width]);
        }
    }

    void AddStack(string name, long[] shape) {
        for (int layer = 0; layer < header.Layers; layer++) {
            AddNext(string.Create(CultureInfo.InvariantCulture, $"layers.{layer}.{name}"), shape);
        }
    }

    void AddNext(string name, long[] shape) {
        WeightLayout.Measure(WeightType.F32, shape, out long elements, out long bytes);
        Add(name, WeightType.F32, shape, elements, position, bytes);
        position += bytes;
    }
}
