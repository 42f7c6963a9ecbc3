using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Plans;

namespace Sinter.Generators.Emission;

/// <summary>Writes the description of a plan that the runtime reads: plain data in the orders of the plan.</summary>
internal static class WriteDescription {
    private const string Runtime = "global::Sinter.Runtime.";

    public static void Write(SourceWriter writer, EvaluatedModel model, Plan plan, string assembly) {
        string[] symbols = [.. plan.Symbols.Select(symbol => symbol.Name)];
        writer.Block($"static partial void Describe(ref {Runtime}ModelDescription? description)", () =>
            writer.Block($"description = new {Runtime}ModelDescription", () => {
                writer.Line($"Name = {SourceWriter.Quote(plan.Name)},");
                writer.Line($"Prefix = {SourceWriter.Quote(plan.Prefix)},");
                writer.Line($"PlanHash = {SourceWriter.Quote(plan.Hash)},");
                writer.Line($"Library = {SourceWriter.Quote($"lib{assembly}.sinter.so")},");
                writer.Line($"Naming = {(model.Naming is { } naming ? SourceWriter.Quote(naming) : "null")},");
                if (model.Mapping is { } mapping) {
                    writer.Line($"Mapping = {SymbolDisplay.FormatLiteral(mapping, quote: true)},");
                }
                writer.Line($"PreparedCount = {plan.Prepared.Count},");
                List(writer, "Symbols", plan.Symbols.Select(symbol => $"new({SourceWriter.Quote(symbol.Name)}, {Number(symbol.Minimum)}, {Number(symbol.Maximum)})"));
                List(writer, "Weights", plan.Weights.Select(Weight));
                List(writer, "States", plan.States.Select(state =>
                    $"new({SourceWriter.Quote(state.Name)}, {Extent(state.Type.Count * new Dimension(state.Type.Element.Bytes()), symbols)}, {Scalar(state.Type.Element)}{(Appends(model.Module!, state) ? "" : ", Appends: false")})"));
                writer.Line("Entries = [");
                foreach (Function entry in plan.Entries) {
                    WriteEntry(writer, entry, model.Module!, plan, symbols);
                }
                writer.Line("],");
            }, "};"));
    }

    private static bool Appends(Module module, State state) =>
        !module.Entries.Any(entry => entry.Nodes.Any(node => node.Operation is "state_read" or "state_write" && node.Text("name") == state.Name));

    private static void WriteEntry(SourceWriter writer, Function entry, Module module, Plan plan, string[] symbols) => writer.Block("    new()", () => {
        writer.Line($"    Name = {SourceWriter.Quote(entry.Name)},");
        writer.Line($"    Function = {SourceWriter.Quote($"{plan.Prefix}_{entry.Export}")},");
        if (entry.Fixed.Count > 0) {
            writer.Line($"    FixedSymbols = [{string.Join(", ", entry.Fixed.Select(pair => $"new({Array.IndexOf(symbols, pair.Symbol)}, {Number(pair.Value)})"))}],");
        }
        writer.Line($"    Inputs = [{string.Join(", ", entry.Inputs.Select(port => Tensor(port, symbols)))}],");
        writer.Line($"    Outputs = [{string.Join(", ", entry.Outputs.Select(port => Tensor(port, symbols)))}],");
        writer.Line($"    Slots = [{string.Join(", ", entry.Slots.Select(size => Extent(size, symbols)))}],");
        if (TimeSplit.IsCausal(module, module.Entries.First(candidate => candidate.Name == entry.Name))) {
            writer.Line("    SplitsTime = true,");
        }
    }, "    },");

    private static void List(SourceWriter writer, string name, IEnumerable<string> items) {
        writer.Line($"{name} = [");
        foreach (string item in items) {
            writer.Line($"    {item},");
        }
        writer.Line("],");
    }

    private static string Weight(Weight weight) {
        string shape = string.Join(", ", weight.Type.Shape.Select(extent => Number(extent.Value)));
        string tied = weight.TiedTo is null ? "" : $", TiedTo: {SourceWriter.Quote(weight.TiedTo)}";
        string rotary = weight.RotaryHeads == 0 ? "" : $", RotaryHeads: {weight.RotaryHeads}";
        return $"new({SourceWriter.Quote(weight.Name)}, [{shape}], {Scalar(weight.Type.Element)}{tied}{rotary})";
    }

    private static string Tensor(Port port, string[] symbols) =>
        $"new({SourceWriter.Quote(port.Name)}, {Scalar(port.Type.Element)}, [{string.Join(", ", port.Type.Shape.Select(extent => Extent(extent, symbols)))}]{(port.Below > 0 ? $", {Number(port.Below)}" : "")})";

    private static string Extent(Dimension extent, string[] symbols) => extent.IsConstant
        ? Number(extent.Value)
        : $"new {Runtime}Extent({string.Join(", ", extent.Terms.Select(term => $"new {Runtime}Term({Number(term.Coefficient)}{string.Concat(term.Symbols.Select(symbol => $", {Array.IndexOf(symbols, symbol)}"))})"))})";

    private static string Scalar(ElementType type) => $"{Runtime}ScalarType.{type}";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
