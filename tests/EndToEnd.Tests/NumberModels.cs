using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests;

/// <summary>Random numbers, quantisation, bits and triangular matrices.</summary>
[Model]
[Symbol("Time", 1, 40)]
public partial class NumberEntries {
    readonly Weight matrix = new(7, 5);

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
