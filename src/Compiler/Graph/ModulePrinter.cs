using System.Linq;
using System.Text;

namespace Sinter.Compiler.Graph;

/// <summary>Writes the text form of a module.</summary>
public static class ModulePrinter {
    /// <summary>The text of a module; lines end with a line feed.</summary>
    public static string Print(Module module) {
        StringBuilder text = new();
        text.Append("module ").Append(module.Name).Append(" {\n");
        foreach (Symbol symbol in module.Symbols) {
            text.Append($"  symbol {symbol.Name} {symbol.Minimum}..{symbol.Maximum}\n");
        }
        foreach (Weight weight in module.Weights) {
            text.Append($"  weight {Quote(weight.Name)} : {weight.Type}");
            if (weight.TiedTo is not null) {
                text.Append($" tied {Quote(weight.TiedTo)}");
            }
            if (weight.RotaryHeads != 0) {
                text.Append($" rotary {weight.RotaryHeads}");
            }
            text.Append('\n');
        }
        foreach (State state in module.States) {
            text.Append($"  state {Quote(state.Name)} : {state.Type}\n");
        }
        foreach (Entry entry in module.Entries) {
            text.Append($"  entry {entry.Name} {{\n");
            foreach (Node node in entry.Nodes) {
                text.Append("    ").Append(node).Append('\n');
            }
            text.Append("    return ").Append(string.Join(", ", entry.Outputs.Select(output => $"{Quote(output.Name)} %{output.Node}"))).Append('\n');
            text.Append("  }\n");
        }
        return text.Append("}\n").ToString();
    }

    private static string Quote(string name) => new AttributeValue.Text(name).ToString();
}
