using System.Linq;
using System.Text;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Plans;

/// <summary>Writes the text form of a plan.</summary>
internal static class PlanPrinter {
    public static string Print(Plan plan) {
        StringBuilder text = new();
        text.Append($"plan {plan.Name} version {Plan.Version} {{\n");
        foreach (Symbol symbol in plan.Symbols) {
            text.Append($"  symbol {symbol.Name} {symbol.Minimum}..{symbol.Maximum}\n");
        }
        foreach (Weight weight in plan.Weights) {
            text.Append($"  weight {Quote(weight.Name)} : {weight.Type}{(weight.TiedTo is null ? "" : $" tied {Quote(weight.TiedTo)}")}{(weight.RotaryHeads == 0 ? "" : $" rotary {weight.RotaryHeads}")}\n");
        }
        foreach (Prepared prepared in plan.Prepared) {
            text.Append($"  prepared {KernelPrinter.LayoutName(prepared.Layout)} {prepared.Type}\n");
        }
        foreach (State state in plan.States) {
            text.Append($"  state {Quote(state.Name)} : {state.Type}\n");
        }
        for (int i = 0; i < plan.Kernels.Count; i++) {
            text.Append($"  kernel {i} {plan.Kernels[i].Kind} {{\n{KernelPrinter.Print(plan.Kernels[i])}  }}\n");
        }
        Print(text, "prepare", plan.Prepare);
        foreach (Function entry in plan.Entries) {
            Print(text, "entry", entry);
        }
        return text.Append("}\n").ToString();
    }

    private static void Print(StringBuilder text, string keyword, Function function) {
        text.Append($"  {keyword} {function.Name} {{\n");
        foreach ((string symbol, long value) in function.Fixed) {
            text.Append($"    fixed {symbol} {value}\n");
        }
        foreach (Port input in function.Inputs) {
            text.Append($"    input {Quote(input.Name)} : {input.Type}{(input.Below == 0 ? "" : $" below {input.Below}")}\n");
        }
        foreach (Port output in function.Outputs) {
            text.Append($"    output {Quote(output.Name)} : {output.Type}\n");
        }
        foreach (Dimension slot in function.Slots) {
            text.Append($"    slot {slot}\n");
        }
        Print(text, function.Steps, "    ");
        text.Append("  }\n");
    }

    private static void Print(StringBuilder text, Sequence<Step> steps, string indent) {
        foreach (Step step in steps) {
            switch (step) {
                case Step.Call call:
                    text.Append($"{indent}call {call.Kernel} ({string.Join(", ", call.Arguments)})\n");
                    break;
                case Step.Repeat repeat:
                    text.Append($"{indent}repeat {repeat.Count} {{\n");
                    Print(text, repeat.Body, indent + "  ");
                    text.Append($"{indent}}}\n");
                    break;
                case Step.Loop loop:
                    text.Append($"{indent}loop {loop.Count} depth {loop.Depth}{(loop.While is null ? "" : $" while {loop.While}")} {{\n");
                    Print(text, loop.Body, indent + "  ");
                    text.Append($"{indent}}}\n");
                    break;
                case Step.Branch branch:
                    text.Append($"{indent}branch {branch.Condition} {{\n");
                    Print(text, branch.Then, indent + "  ");
                    text.Append($"{indent}}} else {{\n");
                    Print(text, branch.Else, indent + "  ");
                    text.Append($"{indent}}}\n");
                    break;
            }
        }
    }

    private static string Quote(string name) => new AttributeValue.Text(name).ToString();
}
