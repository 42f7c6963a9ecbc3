using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Kernels;

/// <summary>Writes the text form of a kernel: its buffers, the scalars it computes (operands before users), and its loops.</summary>
internal sealed class KernelPrinter {
    private readonly StringBuilder text = new();
    private readonly Dictionary<Scalar, int> numbers = [];

    /// <summary>The lines between the braces of a kernel.</summary>
    public static string Print(Kernel kernel) {
        KernelPrinter printer = new();
        printer.Line("fuses " + string.Join(", ", kernel.Fused.Select(name => $"\"{name}\"")));
        for (int i = 0; i < kernel.Parameters.Count; i++) {
            Parameter parameter = kernel.Parameters[i];
            printer.Line($"parameter b{i} : {(parameter.Written ? "write" : "read")} {LayoutName(parameter.Layout)} {parameter.Type}");
        }
        printer.Body(kernel);
        return printer.text.ToString();
    }

    public static string LayoutName(Layout layout) => layout == Layout.Panels ? "panels" : "plain";

    private void Body(Kernel kernel) {
        switch (kernel) {
            case LoopKernel loop:
                foreach (Nest nest in loop.Nests) {
                    Line($"nest {Axes(nest.Axes)}");
                    Stores(nest.Stores);
                }
                break;
            case ScanKernel scan:
                Line($"step {Axes([scan.Step])}");
                Line($"shared {Axes(scan.Shared)}");
                foreach (Nest nest in scan.Nests) {
                    Line($"nest {Axes(nest.Axes)}");
                    Stores(nest.Stores);
                }
                break;
            case ContractionKernel contraction:
                if (contraction.Batch.Count > 0) {
                    Line($"batch {Axes(contraction.Batch)}");
                }
                Line($"rows {Axes(contraction.Rows)}");
                Line($"summed {Axes(contraction.Summed)}");
                Line($"left {Number(contraction.Left)}");
                foreach (Segment segment in contraction.Segments) {
                    Line($"segment {Axes(segment.Columns)} right {string.Join(" ", segment.Right.Select(right => $"b{right}"))}");
                    Stores(segment.Stores);
                }
                break;
            case AttentionKernel { Body: var body }:
                Line($"rows {Axes(body.Rows)}");
                Line($"keys {Axes([body.Keys])}");
                Line($"width {Axes([body.Width])}");
                Line($"channels {Axes([body.Channels])}");
                Line($"query {Number(body.Query)}");
                Line($"key {Number(body.Key)}");
                Line($"score {Number(body.Score)}");
                Line($"value {Number(body.Value)}");
                if (body.Weigh is not null) {
                    Line($"weigh {Number(body.Weigh)}");
                }
                if (body.End is not null) {
                    Line($"end [{Index(body.End)}]");
                }
                if (body.Sink is not null) {
                    Line($"sink {Number(body.Sink)}");
                }
                Stores(body.Stores);
                break;
            case ScatterKernel scatter:
                Line($"rows {Axes(scatter.Rows)}");
                Line($"along {Axes([scatter.Along])}");
                Line($"slot {Axes([scatter.Slot])}");
                Line($"position {Number(scatter.Position)}");
                Stores([scatter.Update]);
                break;
            case SortKernel sort:
                Line($"rows {Axes(sort.Rows)}");
                Line($"along {Axes([sort.Along])}");
                Line($"rank {Axes([sort.Rank])}");
                Line($"workspace b{sort.Workspace}");
                string key = Number(sort.Key);
                Line($"{(sort.Descending ? "descending " : "")}key {key}");
                Stores([sort.Order]);
                break;
        }
    }

    private void Stores(IEnumerable<Store> stores) {
        foreach (Store store in stores) {
            string value = Number(store.Value);
            Line($"store b{store.Parameter}{At(store.At)} {value}");
        }
    }

    private static string Axes(IEnumerable<Variable> axes) => "(" + string.Join(", ", axes.Select(axis => $"{axis} < {axis.Extent}")) + ")";

    // Defines the scalar and what it needs on lines of their own, then gives its name.
    private string Number(Scalar scalar) {
        if (!numbers.TryGetValue(scalar, out int number)) {
            if (scalar.Operation == "reduce") {
                Line($"over {Axes([scalar.Over!])}");
            }
            foreach (Scalar operand in scalar.Operands.Concat(scalar.At.SelectMany(index => index.DataScalars()))) {
                Number(operand);
            }
            number = numbers.Count;
            numbers.Add(scalar, number);
            string body = scalar.Operation switch {
                "load" => $"load b{scalar.Buffer}{At(scalar.At)}",
                "index" => $"index {At(scalar.At)}",
                "table" => $"table {new AttributeValue.Text(scalar.Data)}{At(scalar.At)}",
                "accumulator" => $"accumulator {scalar.Buffer}",
                "constant" when scalar.Type.IsFloat() => $"constant {AttributeValue.Real.Print(scalar.Value)}",
                "constant" => $"constant {(long)scalar.Value}",
                "running" => $"running {scalar.Combine} {scalar.Over} %{numbers[scalar.Operands[0]]}",
                "reduce" => $"reduce {scalar.Combine} {scalar.Over} %{numbers[scalar.Operands[0]]}",
                _ => scalar.Operation + string.Concat(scalar.Operands.Select(operand => $" %{numbers[operand]}")),
            };
            Line($"%{number} = {body} : {scalar.Type.Name()}");
        }
        return $"%{number}";
    }

    private int Rank(Scalar scalar) {
        Number(scalar);
        return numbers[scalar];
    }

    private string At(IEnumerable<Index> at) => "[" + string.Join(", ", at.Select(Index)) + "]";

    private string Index(Index index) {
        List<string> parts = [];
        // Data in the order of their numbers here, which is the order that a reader gives them.
        foreach ((Atom atom, Dimension coefficient) in index.Terms
            .OrderBy(term => term.Atom switch { Atom.Loop => 2, Atom.Data => 1, _ => 0 })
            .ThenBy(term => term.Atom is Atom.Data data ? Rank(data.Value) : 0)) {
            string name = atom switch {
                Atom.Quotient quotient => $"quotient({Index(quotient.Value)}, {quotient.Divisor})",
                Atom.Remainder remainder => $"remainder({Index(remainder.Value)}, {remainder.Divisor})",
                Atom.Data data => $"data({Number(data.Value)}, {data.Extent})",
                _ => atom.ToString(),
            };
            parts.Add(coefficient.Equals(Dimension.One) ? name : $"({coefficient}) {name}");
        }
        if (parts.Count == 0 || !index.Offset.Equals(Dimension.Zero)) {
            parts.Add($"({index.Offset})");
        }
        return string.Join(" & ", parts);
    }

    private void Line(string line) => text.Append("    ").Append(line).Append('\n');
}
