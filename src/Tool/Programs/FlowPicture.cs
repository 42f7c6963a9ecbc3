extern alias language;
using System;
using System.Linq;
using language::Sinter.Rasp;
using language::Sinter.Rasp.Text;
using Sinter.Tool.Html;

namespace Sinter.Tool.Programs;

/// <summary>
/// The flow of a RASP program for one input as an SVG file: a box for each expression with its value, of a selector its
/// grid, and the layer that computes it as a transformer.
/// </summary>
static class FlowPicture {
    const double Cell = 11;
    const int LongestGrid = 40;

    /// <summary>The picture.</summary>
    /// <exception cref="RaspException">An expression has no value for the input.</exception>
    public static string Of(DrawnResult drawn) {
        Trace trace = RaspText.Trace(drawn.Node, drawn.Input);
        Flow flow = Flow.Of(ProgramGraph.Of(drawn.Node));
        Box[] boxes = [.. trace.Steps.Select(step => BoxOf(step, flow.Layers[step.Node.Id]))];
        (int, int)[] edges = [.. trace.Steps.SelectMany(step => step.Node.Operands.Distinct().Select(operand => (operand, step.Node.Id)))];
        LayeredLayout layout = new([.. boxes.Select(box => (box.Width, box.Height))], edges);
        SvgCanvas canvas = new();
        for (int edge = 0; edge < edges.Length; edge++) {
            canvas.Edge(layout.Path(edge));
        }
        for (int i = 0; i < boxes.Length; i++) {
            Box box = boxes[i];
            canvas.Box(layout.Corner(i), box.Width, box.Height, box.Class, box.Lines, box.Hint, () => WriteGrid(canvas, box));
        }
        return canvas.File($"{SvgCanvas.Short($"{drawn.Name}({drawn.Input})")}: {flow}", layout.Width, layout.Height);
    }

    sealed record Box(string[] Lines, string Class, Selection? Grid, string Hint) {
        public double Width => Math.Max(Lines.Max(line => line.Length) * SvgCanvas.Letter, (Grid?.Length ?? 0) * Cell) + 2 * SvgCanvas.Padding;

        public double Height => Lines.Length * SvgCanvas.Line + (Grid?.Length ?? 0) * Cell + 2 * SvgCanvas.Padding - 4;
    }

    static Box BoxOf(TraceStep step, int layer) {
        string name = step.Node.Names.IsEmpty ? "" : $" {string.Join(", ", step.Node.Names)}";
        string where = layer == 0 ? "" : $", layer {layer}";
        string value = step.Sequence?.ToString() ?? (step.Selection!.Length > LongestGrid ? $"a grid of {step.Selection.Length}" : "");
        string kind = step.Node.Node.Kind switch {
            NodeKind.Input or NodeKind.Indices or NodeKind.Length or NodeKind.Constant => "input",
            NodeKind.Aggregate or NodeKind.Width => "attend",
            _ => step.Selection == null ? "" : "select",
        };
        string[] lines = [$"%{step.Node.Id}{name}{(kind == "attend" ? where : "")}", SvgCanvas.Short(step.Node.Expression), SvgCanvas.Short(value)];
        return new Box([.. lines.Where(line => line.Length > 0)], $"box {kind}".TrimEnd(), step.Selection?.Length > LongestGrid ? null : step.Selection, $"{step.Node}{where}\n{value}");
    }

    static void WriteGrid(SvgCanvas canvas, Box box) {
        for (int query = 0; query < (box.Grid?.Length ?? 0); query++) {
            for (int key = 0; key < box.Grid!.Length; key++) {
                canvas.Write($"<rect class=\"{(box.Grid[query, key] ? "hit" : "miss")}\" x=\"{SvgCanvas.Padding + key * Cell:0.#}\" y=\"{SvgCanvas.Padding + box.Lines.Length * SvgCanvas.Line - 2 + query * Cell:0.#}\" width=\"{Cell - 1}\" height=\"{Cell - 1}\"/>");
            }
        }
    }
}
