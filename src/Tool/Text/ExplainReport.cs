using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Sinter.Compiler.Passes;
using Sinter.Tool.Costs;
using Sinter.Tool.Schedules;
using Spectre.Console;

namespace Sinter.Tool.Text;

/// <summary>What <c>sinter explain</c> prints.</summary>
sealed class ExplainReport(IAnsiConsole console, Explanation explanation) {
    public void Write() {
        Grid.Heading(console, $"{explanation.Model.Name}");
        console.WriteLine($"plan {explanation.Plan.Hash[..12]}; symbols {string.Join(", ", explanation.Plan.Symbols.Select(symbol => $"{symbol.Name} {symbol.Minimum}..{symbol.Maximum}").DefaultIfEmpty("none"))}; numbers at {explanation.Values}");
        WriteMemory();
        WriteKernels();
        foreach (ExplainedFunction function in explanation.Functions) {
            WriteFunction(function);
        }
        foreach (Entry graph in explanation.Graphs) {
            WriteGraph(graph);
        }
        if (explanation.Model.Graph is null) {
            console.WriteLine("\nThe assembly does not hold the graph: it was built by a version of Sinter that did not embed it.");
        }
    }

    void WriteMemory() {
        Grid.Heading(console, "Memory");
        List<string[]> rows = [
            Row("weights", explanation.Plan.Weights.Count, explanation.Plan.Weights.Select(weight => weight.Type)),
            Row("prepared at load", explanation.Plan.Prepared.Count, explanation.Plan.Prepared.Select(prepared => prepared.Type)),
            Row("states, kept between calls", explanation.Plan.States.Count, explanation.Plan.States.Select(state => state.Type)),
        ];
        Grid.Write(console, ["", "buffers", "bytes"], rows, 1, 2);

        string[] Row(string what, int count, IEnumerable<TensorType> types) => [what, Amount.Whole(count), Amount.Bytes(types.Sum(type => explanation.Values.Of(Explanation.Bytes(type))))];
    }

    void WriteKernels() {
        Grid.Heading(console, $"Kernels ({explanation.Kernels.Count}), one run of each");
        Grid.Write(console, ["", "kind", "operations", "", "bytes", "", "per byte", "fused of"], explanation.Kernels.Select(kernel => {
            long operations = explanation.Values.Of(kernel.Cost.Operations), bytes = explanation.Values.Of(kernel.Cost.Bytes);
            return (string[])[
                $"{kernel.Number}", kernel.Kernel.Kind, kernel.Cost.Operations.ToString(), Amount.Count(operations), kernel.Cost.Bytes.ToString(), Amount.Bytes(bytes),
                Amount.Intensity(operations, bytes), kernel.Fused + (kernel.Cost.Unknown is { } unknown ? $" ({unknown})" : "")];
        }), 0, 3, 5, 6);
    }

    void WriteFunction(ExplainedFunction function) {
        (Dimension operations, Dimension bytes) = function.Total;
        Grid.Heading(console, $"{function.Title}: {function.Schedule.Calls.Count()} steps, {operations} operations, {bytes} bytes");
        console.WriteLine($"at {function.Values}: {Amount.Count(function.Values.Of(operations))} operations, {Amount.Bytes(function.Values.Of(bytes))}, {Amount.Intensity(function.Values.Of(operations), function.Values.Of(bytes))} per byte");
        Grid.Write(console, ["step", "kernel", "reads", "writes"], function.Schedule.Lines.Select(line => Row(function, line)));
        if (function.Function.Slots.Count == 0) {
            return;
        }
        Grid.Write(console, ["slot", "bytes", "", "who lives there when (steps)"], function.Function.Slots.Select((size, slot) => (string[])[
            $"slot{slot}", size.ToString(), Amount.Bytes(function.Values.Of(size)),
            string.Join("  ", function.Tenants.Where(tenant => tenant.Slot == slot).Select(tenant => tenant.From == tenant.To ? $"{tenant.From}" : $"{tenant.From}-{tenant.To}"))]), 2);
    }

    string[] Row(ExplainedFunction function, ScheduleLine line) {
        string indent = new(' ', 2 * line.Depth);
        if (line is not CallLine call) {
            BlockLine block = (BlockLine)line;
            return [$"{indent}{block.Head}", "", string.Join(", ", block.Buffers.Select(use => explanation.Holds(function.Function, use))), ""];
        }
        Kernel kernel = explanation.Plan.Kernels[call.Kernel];
        return [
            $"{indent}{call.Number}", $"{call.Kernel} {kernel.Kind}",
            Names(call.Buffers.Where(use => !use.IsWritten)), Names(call.Buffers.Where(use => use.IsWritten))];

        string Names(IEnumerable<BufferUse> uses) => string.Join(", ", uses.Select(use => explanation.Holds(function.Function, use)));
    }

    void WriteGraph(Entry graph) {
        BindingTime[] times = Explanation.Times(graph);
        Grid.Heading(console, $"Graph of {graph.Name}, before any pass: {graph.Nodes.Count} operations; {string.Join(", ", times.GroupBy(time => time).OrderBy(group => group.Key).Select(group => $"{group.Count()} known at {Known(group.Key)}"))}");
        Grid.Write(console, ["", "operation", "of", "type", "known at"], graph.Nodes.Select(node => (string[])[
            $"%{node.Id}", node.Operation + (node.Attributes.Count == 0 ? "" : " " + node.Attributes), string.Join(" ", node.Operands.Select(operand => $"%{operand}")), node.Type.ToString(), Known(times[node.Id])]));
        console.WriteLine("returns " + string.Join(", ", graph.Outputs.Select(output => $"{output.Name} = %{output.Node}")));
    }

    static string Known(BindingTime time) => time.ToString().ToLowerInvariant();
}
