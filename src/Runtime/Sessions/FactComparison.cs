using System;
using System.Collections.Generic;
using System.Globalization;
using Sinter.Runtime.Naming;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime;

/// <summary>
/// Compares what a model declares with what a checkpoint says of itself. Weights of 8 heads have the shapes of weights
/// of 4: only this tells them apart.
/// </summary>
static class FactComparison {
    // A file may round an epsilon or a base to f32.
    const double Tolerance = 1e-6;

    /// <exception cref="WeightFileException">The file says otherwise than the model.</exception>
    public static void Check(WeightFile file, CheckpointFacts declared) {
        CheckpointFacts found = CheckpointFacts.Read(file);
        List<string> differences = [];
        Compare(differences, "width", declared.Width, found.Width);
        Compare(differences, "hidden width", declared.Hidden, found.Hidden);
        Compare(differences, "layers", declared.Layers, found.Layers);
        Compare(differences, "heads", declared.Heads, found.Heads);
        Compare(differences, "heads of keys and values", declared.KeyValueHeads, found.KeyValueHeads);
        Compare(differences, "vocabulary", declared.Vocabulary, found.Vocabulary);
        Compare(differences, "epsilon of the norms", declared.NormEpsilon, found.NormEpsilon);
        Compare(differences, "base of the rotary frequencies", declared.RotaryTheta, found.RotaryTheta);
        Compare(differences, "rotary elements of a head", declared.RotaryDimensions, found.RotaryDimensions);
        if (declared.RotaryScaling is string scaling && found.RotaryScaling is string other && scaling != other) {
            differences.Add($"scaling of the rotary frequencies: expected {scaling}, found {other}");
        }
        // The context is no such fact: a model may use less of it than the checkpoint was trained for.
        if (differences.Count > 0) {
            throw new WeightFileException(file.Path, $"the checkpoint is of another model: {string.Join("; ", differences)}");
        }
    }

    static void Compare(List<string> differences, string what, double? expected, double? found) {
        if (expected is double left && found is double right && Math.Abs(left - right) > Tolerance * Math.Abs(left)) {
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: expected {left}, found {right}"));
        }
    }
}
