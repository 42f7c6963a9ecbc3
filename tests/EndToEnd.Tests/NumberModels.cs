using System;
using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests;

/// <summary>Random numbers, quantisation, bits and triangular matrices.</summary>
[Model]
[Symbol("Time", 1, 40)]
public partial class NumberEntries {
    readonly Weight matrix = new(7, 5);
    readonly Tensor cosines, window;

    public NumberEntries() {
        float[] values = new float[9 * 5], bell = new float[19];
        for (int i = 0; i < values.Length; i++) {
            values[i] = MathF.Cos(MathF.PI * (i / 5) * (i % 5 + 0.5f) / 5);
        }
        for (int i = 0; i < bell.Length; i++) {
            bell[i] = MathF.Pow(MathF.Sin(MathF.PI * i / bell.Length), 2);
        }
        cosines = Tensor.From(values, 9, 5);
        window = Tensor.From(bell);
    }

    [Entry] public Tensor Tabled([Shape("Time", 5)] Tensor x) => Contract("ti,oi->to", x, cosines) + Contract("oi,hi->ho", cosines, matrix)[3];

    [Entry] public Tensor Windowed([Shape(19, "Time")] Tensor x) => MoveAxis(x, 1, 0) * window;

    [Entry]
    public Tensor LookedUp([Shape("Time", Type = ElementType.I32)] Tensor x) =>
        Gather(Tensor.From(new long[] { 5, -1, 1L << 40 }), Remainder(Remainder(x, 3) + 3, 3), 0) + Cast(Tensor.From([true, false, true])[2], ElementType.I64);

    [Entry] public Tensor Uniform([Shape("Time", Type = ElementType.I32)] Tensor x) => RandomUniform(x[0], Size(x.Shape[0]), x.Shape[0], 3);

    [Entry] public Tensor Normal([Shape(2, Type = ElementType.I64)] Tensor x) => RandomNormal(x[0], x[1], 41);

    [Entry] public Tensor Integers([Shape(2, Type = ElementType.I32)] Tensor x) => RandomIntegers(5L << 40, x[1], 1000, 6, 7);

    [Entry]
    public Tensor Shifted([Shape("Time", Type = ElementType.I32)] Tensor x, [Shape("Time", Type = ElementType.I32)] Tensor amount) =>
        Stack(0, x << amount, x >> amount, x >>> amount);

    [Entry]
    public Tensor ShiftedWide([Shape("Time", Type = ElementType.I64)] Tensor x, [Shape("Time", Type = ElementType.I64)] Tensor amount) =>
        Stack(0, x << amount, x >> amount * 7, x >>> amount);

    [Entry]
    public Tensor Quantized([Shape("Time", 5)] Tensor x) {
        Tensor scale = SymmetricScale(matrix, 8, 0);
        return Contract("ti,oi->to", x, FakeQuantize(matrix, scale, 0));
    }

    [Entry]
    public Tensor QuantizedAsymmetric([Shape("Time", 5)] Tensor x) {
        (Tensor scale, Tensor zero) = AsymmetricScale(x, 4, 0);
        return FakeQuantize(x, scale, zero, 0, 15);
    }

    [Entry] public Tensor Solved([Shape("Time", 6, 6)] Tensor x, [Shape("Time", 6, 2)] Tensor y) => TriangularSolve(x * 0.5f, y, unit: true);

    [Entry] public Tensor SolvedUpper([Shape(5, 5)] Tensor x, [Shape(5, 3)] Tensor y) => TriangularSolve(x + Select(Band(5, 5, 0, 0), 3f, 0f), y, upper: true);
}
