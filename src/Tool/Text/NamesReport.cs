using System.Collections.Generic;
using Sinter.Compiler.Graph;
using Sinter.Runtime.Naming;
using Sinter.Tool.Models;
using Spectre.Console;

namespace Sinter.Tool.Text;

/// <summary>What <c>sinter names</c> prints: every weight with its shape, type, and what a checkpoint must hold for it.</summary>
static class NamesReport {
    public static void Write(IAnsiConsole console, ModelInAssembly model, CheckpointMapping mapping) {
        Grid.Heading(console, $"{model.Name}: {model.Plan.Weights.Count} weights, checkpoints by {mapping.Name}");
        List<string[]> rows = [];
        foreach (Weight weight in model.Plan.Weights) {
            string notes = string.Join(", ", (string[])[
                .. weight.TiedTo is null ? [] : new[] { $"else {weight.TiedTo}" },
                .. weight.RotaryHeads == 0 ? [] : new[] { $"{weight.RotaryHeads} rotary heads" }]);
            rows.Add([weight.Name, weight.Type.Shape.ToString(), weight.Type.Element.Name(), mapping.Show(weight.Name), notes]);
        }
        Grid.Write(console, ["path", "shape", "type", "in the checkpoint", ""], rows);
    }
}
