using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Sinter.Compiler.Llvm;
using Sinter.Compiler.Plans;

/// <summary>A row's results are the same to the bit whatever rows stand beside it, by the same target and number of threads.</summary>
public sealed class RowIdentityTests {
    private const int Most = 33;
    private const int GraphsInOne = 4;

    private static readonly int[] Batches = [1, 2, 3, 5, 8, 17, Most];

    public static TheoryData<int> Targets => [.. Enumerable.Range(0, NativePlan.Targets.Count)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void RandomGraphs(int target) =>
        Search.ForFailure(7000 + 100_000 * target, Search.Seeds(2), Sample, sample => Difference(sample, NativePlan.Targets[target]));

    // Wide enough that sums are cut into blocks for the caches of this machine, and rows enough for several packed blocks of them.
    [Fact]
    public void AnEncoder() {
        const int Length = 19, Width = 64, Heads = 4, Hidden = 1040;
        ModuleBuilder builder = new("Rows.Encoder");
        Dimension rows = Dimension.Symbol("Batch");
        builder.Declare(new Symbol("Batch", 1, 40));
        GraphBuilder graph = builder.Entry("Encode");
        Expression x = graph.Input("x", ElementType.F32, rows, Length, Width);
        for (int layer = 0; layer < 2; layer++) {
            Expression Map(string name, Expression of, int outer) {
                int inner = (int)of.Extent(-1).Value;
                builder.Declare(new Weight($"{layer}.{name}", new TensorType(ElementType.F32, outer, inner)));
                return of.Contract("bti,oi->bto", graph.Weight($"{layer}.{name}")) / Math.Sqrt(inner);
            }
            Expression normal = x.RmsNormalize(1e-5);
            Expression query = Map("query", normal, Width).Reshape(rows, Length, Heads, Width / Heads), key = Map("key", normal, Width).Reshape(rows, Length, Heads, Width / Heads);
            Expression value = Map("value", normal, Width).Reshape(rows, Length, Heads, Width / Heads);
            Expression mixed = (query.Contract("btgd,bsgd->bgts", key) * 0.25).Softmax(3).Contract("bgts,bsge->btge", value).Reshape(rows, Length, Width);
            Expression h = x + Map("output", mixed, Width);
            Expression up = Map("up", h.RmsNormalize(1e-5), Hidden);
            x = h + Map("down", up * up.Sigmoid(), Width);
        }
        graph.Return("x", x);
        graph.Build();
        Dictionary<string, Tensor> weights = Tensors.Weights(new Random(11), builder.Module);
        Assert.Null(Difference(new RandomCase(11, builder.Module, weights, (_, _) => 0), NativePlan.Targets[0]));
    }

    private static RandomCase Sample(int seed) {
        // Rows of a symbol Time have a variant of their own for a single one.
        string symbol = seed % 2 == 0 ? "Batch" : "Time";
        Random random = new(seed);
        ModuleBuilder builder = new($"Rows.Seed{seed}");
        builder.Declare(new Symbol(symbol, 1, 40));
        for (int i = 0; i < GraphsInOne; i++) {
            _ = new RowGraph(random, builder, $"Entry{i}", symbol, operations: 9);
        }
        Dictionary<string, Tensor> weights = builder.Module.Weights.ToDictionary(weight => weight.Name, weight => Tensors.Dense(random, [.. weight.Type.Shape.Select(extent => (int)extent.Value)]));
        return new RandomCase(seed, builder.Module, weights, (_, _) => 0);
    }

    private static string? Difference(RandomCase sample, TargetDescription target) {
        (Module module, Random random) = (sample.Module, new Random(sample.Seed));
        string symbol = module.Symbols[0].Name;
        using NativePlan native = NativePlan.Compile(Lowering.Run(module), target);
        Dictionary<string, (StoredForm, byte[])> stored = [];
        for (int i = 0; i < native.Plan.Weights.Count; i++) {
            if (native.Forms[1 + i] == 1 && StoredForms.All[random.Next(StoredForms.All.Count)] is var form && form != StoredForm.F32) {
                (int columns, int depth) = ((int)module.Weights[i].Type.Shape[0].Value, (int)module.Weights[i].Type.Shape[1].Value);
                if (depth % StoredForms.BlockOf(form).Elements > 0) {
                    form = StoredForm.Q8_0;
                }
                stored.Add(module.Weights[i].Name, (form, new StoredBlocks(form, columns, depth, random.Next()).Bytes));
            }
        }
        foreach (int threads in new[] { 1, 2, 3 }) {
            using NativeSession session = new(native, sample.Weights, threads, null, stored);
            foreach (Entry entry in module.Entries) {
                Dictionary<string, float[]> all = entry.Inputs.ToDictionary(input => input.Text("name"), input => Values(random, input, Most));
                Dictionary<string, byte[]>? largest = null;
                foreach (int batch in Batches.Reverse()) {
                    Dictionary<string, byte[]> results = Run(session, native, entry, symbol, all, 0, batch);
                    largest ??= results;
                    // The last row of each batch by itself, too.
                    Dictionary<string, byte[]> alone = Run(session, native, entry, symbol, all, batch - 1, 1);
                    foreach (string output in results.Keys) {
                        int bytes = largest[output].Length / Most;
                        for (int row = 0; row < batch; row++) {
                            if (Differs(results[output].AsSpan(row * bytes, bytes), largest[output].AsSpan(row * bytes, bytes)) is { } difference) {
                                return $"{entry.Name}, {output}, {threads} threads: row {row} of {batch} rows is not that of {Most} rows: {difference}";
                            }
                        }
                        if (Differs(alone[output], results[output].AsSpan((batch - 1) * bytes, bytes)) is { } apart) {
                            return $"{entry.Name}, {output}, {threads} threads: row {batch - 1} alone is not that of {batch} rows: {apart}";
                        }
                    }
                }
            }
        }
        return null;
    }

    private static float[] Values(Random random, Node input, int rows) {
        long count = input.Type.Count.Evaluate(_ => rows);
        return [.. Enumerable.Range(0, (int)count).Select(_ => input.Type.Element == ElementType.I32 ? random.Next(4) : random.NextSingle() * 3 - 1.5f)];
    }

    private static Dictionary<string, byte[]> Run(NativeSession session, NativePlan native, Entry entry, string symbol, Dictionary<string, float[]> all, int first, int count) {
        // A single row by the variant for one, where there is one.
        Function function = native.Plan.Entries.Where(function => function.Name == entry.Name && (function.Fixed.Count == 0 || count == 1)).OrderBy(function => -function.Fixed.Count).First();
        Dictionary<string, Tensor> inputs = entry.Inputs.ToDictionary(input => input.Text("name"), input => {
            float[] values = all[input.Text("name")];
            // What has no rows is the same for all.
            bool hasRows = input.Type.Shape.Count > 0 && input.Type.Shape[0].Mentions(symbol);
            int length = values.Length / Most;
            float[] part = hasRows ? values.AsSpan(first * length, count * length).ToArray() : values;
            int[] shape = [.. input.Type.Shape.Select(extent => (int)extent.Evaluate(_ => count))];
            return input.Type.Element == ElementType.Bool ? Tensor.From(Array.ConvertAll(part, value => value > 0), shape)
                : input.Type.Element == ElementType.I32 ? Tensor.From(Array.ConvertAll(part, value => (int)value), shape) : Tensor.From(part, shape);
        });
        return session.Run(function, new Dictionary<string, long> { [symbol] = count }, inputs).ToDictionary(pair => pair.Key, pair => pair.Value.Bytes.ToArray());
    }

    private static string? Differs(ReadOnlySpan<byte> found, ReadOnlySpan<byte> expected) {
        if (found.SequenceEqual(expected)) {
            return null;
        }
        ReadOnlySpan<float> one = MemoryMarshal.Cast<byte, float>(found), other = MemoryMarshal.Cast<byte, float>(expected);
        int at = one.CommonPrefixLength(other);
        return at == one.Length ? null : $"element {at} is {one[at]:G9}, expected {other[at]:G9}";
    }
}
