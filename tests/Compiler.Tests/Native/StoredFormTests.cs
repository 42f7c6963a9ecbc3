using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Sinter.Compiler.Llvm;
using Sinter.Compiler.Plans;
using Sinter.Llvm;

/// <summary>Products with weights in every form against sums over the very numbers stored, and rows read from them.</summary>
public sealed class StoredFormTests {
    private const int Depth = 512, Columns = 283, Seed = 5;
    // Sums of single precision in whatever order; measured errors are a tenth of it.
    private const double Tolerance = 2e-6;

    // One plan for all: the form is known in the call.
    private static readonly Plan plan = Build();

    // The first generation of x86-64 has no dot products of small integers at all.
    private static readonly TargetDescription[] targets = [.. NativePlan.Targets, TargetDescription.ForTier("x86-64")];

    public static TheoryData<string> Targets => [.. targets.Select(target => target.Cpu)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void EveryFormIsMultipliedAsItIsStored(string cpu) {
        using NativePlan native = NativePlan.Compile(plan, targets.First(target => target.Cpu == cpu));
        Assert.Equal([1, 1, 0], native.Forms.Skip(1).Take(3));
        foreach (StoredForm form in StoredForms.All.Skip(1)) {
            StoredBlocks matrix = new(form, Columns, Depth, Seed);
            // The other product of the same kernel has a form of its own.
            StoredBlocks other = new(form == StoredForm.Q6_K ? StoredForm.F16 : form + 1, Columns, Depth, Seed + 1);
            Check(native, matrix, form == StoredForm.Q8_0 ? null : other, threads: 1 + (int)form % 3);
        }
    }

    [Fact]
    public void AMatrixOfWhichOneElementIsAskedIsNotTakenAsStored() {
        ModuleBuilder builder = new("Test.Corner");
        builder.Declare(new Weight("matrix", new TensorType(ElementType.F32, Columns, Depth)));
        GraphBuilder graph = builder.Entry("Run");
        graph.Return("corner", graph.Weight("matrix").Slice(0, 0, 1).Slice(1, 0, 1) * 2.0);
        graph.Build();
        Plan small = Lowering.Run(builder.Module);
        Assert.Contains($"@{small.Prefix}_forms = constant [{1 + 1 + small.Prepared.Count * StoredForms.All.Count} x i64] [i64 7, i64 0", PlanEmitter.Emit(small, targets[0]), StringComparison.Ordinal);
    }

    // Whether or not this machine has it.
    [Theory]
    [InlineData("znver4", "+avx512vnni", 64, "vpdpbusd", "vpmaddubsw")]
    [InlineData("alderlake", "+avxvnni", 32, "vpdpbusd", "vpmaddubsw")]
    [InlineData("skylake-avx512", "-avx512vnni", 64, "vpmaddubsw", "vpdpbusd")]
    [InlineData("haswell", "-avxvnni", 32, "vpmaddubsw", "vpdpbusd")]
    public void TheBestInstructionThatThereIsIsUsed(string cpu, string feature, int vectorBytes, string used, string unused) {
        TargetDescription tier = TargetDescription.ForTier(vectorBytes == 64 ? "x86-64-v4" : "x86-64-v3");
        TargetDescription target = TargetDescription.ForProcessor(tier.Triple, cpu, $"{tier.Features},{feature}", 0, 0, 0);
        Assert.Equal(vectorBytes, target.VectorBytes);
        string file = Path.Combine(Path.GetTempPath(), $"sinter-{Guid.NewGuid():N}.s");
        try {
            using (TargetCode code = TargetCode.Parse(plan.Name, PlanEmitter.Emit(plan, target), target.Triple, target.Cpu, target.Features)) {
                code.Optimize("default<O2>");
                code.WriteAssembly(file);
            }
            string[] lines = File.ReadAllLines(file);
            foreach (string function in new[] { "q8_0", "q4_0", "q4_k", "q6_k" }) {
                IEnumerable<string> body = lines.SkipWhile(line => line != $"sinter.packed.{function}.1x1:").TakeWhile(line => !line.Contains("retq", StringComparison.Ordinal));
                Assert.InRange(body.Count(line => line.Contains(used, StringComparison.Ordinal)), 2, 1000);
                Assert.DoesNotContain(body, line => line.Contains(unused, StringComparison.Ordinal));
            }
        } finally {
            File.Delete(file);
        }
    }

    private static void Check(NativePlan native, StoredBlocks matrix, StoredBlocks? other, int threads) {
        Random random = new(Seed);
        Tensor plain = Tensor.From([.. Enumerable.Range(0, Columns * Depth).Select(_ => random.NextSingle() - 0.5f)], Columns, Depth);
        Tensor scale = Tensor.From([.. Enumerable.Range(0, Depth).Select(k => 1 + k % 7 * 0.25f)]);
        Dictionary<string, (StoredForm, byte[])> stored = new() { ["matrix"] = (matrix.Form, matrix.Bytes) };
        if (other is not null) {
            stored.Add("other", (other.Form, other.Bytes));
        }
        using NativeSession session = new(native, new Dictionary<string, Tensor> { ["other"] = plain, ["scale"] = scale }, threads, null, stored);
        float[] rows = [.. Enumerable.Range(0, 23 * Depth).Select(i => i / Depth == 7 ? 0 : (random.NextSingle() - 0.5f) * MathF.ScaleB(1, i / 32 % 9 - 4))];
        float[,] whole = Run(native, session, rows, 23, out float[,] more, out float[,] gathered);
        for (int row = 0; row < 23; row++) {
            float[] own = rows.AsSpan(row * Depth, Depth).ToArray();
            QuantizedVector scaled = new([.. own.Select((value, k) => value * (1 + k % 7 * 0.25f))]);
            for (int column = 0; column < Columns; column++) {
                Near(matrix.Product(column, scaled), whole[row, column], matrix.Magnitude(column, scaled), $"{matrix.Form}, row {row}, column {column}");
                if (other is not null) {
                    Near(other.Product(column, scaled), more[row, column], other.Magnitude(column, scaled), $"{other.Form} beside {matrix.Form}, row {row}, column {column}");
                }
            }
            for (int k = 0; k < Depth; k++) {
                Assert.True(Math.Abs(matrix[row * 12 % Columns, k] - gathered[row, k]) <= 1e-6 * Math.Abs(matrix[row * 12 % Columns, k]) + 1e-7, $"{matrix.Form}, element {k} of row {row * 12 % Columns}: {matrix[row * 12 % Columns, k]} is not {gathered[row, k]}");
            }
        }
        // Whatever rows stand beside it, a row's results are the same to the bit.
        foreach (int row in new[] { 0, 13, 22 }) {
            float[,] alone = Run(native, session, rows.AsSpan(row * Depth, Depth).ToArray(), 1, out float[,] aloneToo, out _);
            for (int column = 0; column < Columns; column++) {
                Assert.Equal(whole[row, column], alone[0, column]);
                Assert.Equal(more[row, column], aloneToo[0, column]);
            }
        }
    }

    private static void Near(double expected, double actual, double magnitude, string what) =>
        Assert.True(Math.Abs(expected - actual) <= Tolerance * magnitude + 1e-12, $"{what}: expected {expected}, found {actual}, off by {Math.Abs(expected - actual) / magnitude:E1} of the magnitude, seed {Seed}");

    private static float[,] Run(NativePlan native, NativeSession session, float[] rows, int time, out float[,] other, out float[,] gathered) {
        Function function = native.Plan.Entries.First(entry => entry.Fixed.Count == (time == 1 ? 1 : 0));
        Dictionary<string, Tensor> inputs = new() {
            ["x"] = Tensor.From(rows, time, Depth),
            ["tokens"] = Tensor.From([.. Enumerable.Range(0, time).Select(row => row * 12 % Columns)]),
        };
        Dictionary<string, PlanBuffer> results = session.Run(function, new Dictionary<string, long> { ["Time"] = time }, inputs);
        float[,] Matrix(string name, int columns) {
            double[] elements = results[name].Elements(function.Outputs.First(port => port.Name == name).Type, extent => extent.Evaluate(_ => time));
            float[,] matrix = new float[time, columns];
            for (int i = 0; i < elements.Length; i++) {
                matrix[i / columns, i % columns] = (float)elements[i];
            }
            return matrix;
        }
        (other, gathered) = (Matrix("other", Columns), Matrix("rows", Depth));
        return Matrix("product", Columns);
    }

    private static Plan Build() {
        ModuleBuilder builder = new("Test.Stored");
        builder.Declare(new Symbol("Time", 1, 40));
        builder.Declare(new Weight("matrix", new TensorType(ElementType.F32, Columns, Depth)));
        builder.Declare(new Weight("other", new TensorType(ElementType.F32, Columns, Depth)));
        builder.Declare(new Weight("scale", new TensorType(ElementType.F32, Depth)));
        GraphBuilder graph = builder.Entry("Run");
        Expression x = graph.Input("x", ElementType.F32, Dimension.Symbol("Time"), Depth) * graph.Weight("scale");
        graph.Return("product", x.Contract("ti,oi->to", graph.Weight("matrix")));
        graph.Return("other", x.Contract("ti,oi->to", graph.Weight("other")));
        graph.Return("rows", graph.Weight("matrix").Gather(graph.Input("tokens", ElementType.I32, Dimension.Symbol("Time")), 0));
        graph.Build();
        return Lowering.Run(builder.Module);
    }
}
