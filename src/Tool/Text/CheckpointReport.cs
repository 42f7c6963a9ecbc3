using System;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Runtime;
using Sinter.Runtime.Naming;
using Sinter.Runtime.Weights;
using Sinter.Tool.Models;
using Spectre.Console;

namespace Sinter.Tool.Text;

/// <summary>Compares a model with a checkpoint: the very binding that loading does.</summary>
static class CheckpointReport {
    /// <exception cref="WeightFileException">The file is damaged, or does not hold the weights.</exception>
    public static void Write(IAnsiConsole console, ModelInAssembly model, CheckpointMapping? mapping, string path) {
        using WeightFile file = WeightFile.Open(path);
        WeightDescription[] weights = [.. model.Plan.Weights.Select(weight => new WeightDescription(
            weight.Name, [.. weight.Type.Shape.Select(extent => extent.Value)], Enum.Parse<ScalarType>(weight.Type.Element.Name(), ignoreCase: true), weight.TiedTo, weight.RotaryHeads))];
        using BoundWeights bound = BoundWeights.Bind(file, mapping ?? CheckpointMapping.For(file, model.Naming, model.Mapping), weights);
        console.WriteLine($"{path} fits: {Enumerable.Range(0, bound.Count).Count(bound.IsMapped)} of {bound.Count} weights are used where they lie in the file, {Amount.Bytes(bound.DecodedBytes)} are converted.");
    }
}
