extern alias language;
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using language::Sinter.Rasp;
using language::Sinter.Rasp.Text;
using Sinter.Tool.Html;

namespace Sinter.Tool.Programs;

/// <summary>
/// The flow of a RASP program for one input as an SVG file that needs nothing beside itself: a box for each expression
/// with its value, of a selector its grid, and the layer that computes it as a transformer.
/// </summary>
static class FlowPicture {
    const double Letter = 6.7, Line = 15, Padding = 8, Cell = 11, Margin = 12, TitleHeight = 24;
    const int Longest = 60, LongestGrid = 40;

    const string Style = """
        text { font: 11px ui-monospace, monospace; fill: #1d2733; } .head { font-weight: bold; } .title { font-size: 14px; }
        .edge { fill: none; stroke: #8496a9; stroke-width: 1.2; marker-end: url(#tip); } #tip path { fill: #8496a9; }
        .box { fill: #eef2f6; stroke: #8496a9; } .input { fill: #fff8d6; stroke: #a08a1c; } .select { fill: #fbe6d4; stroke: #b5651d; }
        .attend { fill: #dcefdc; stroke: #3c7a3c; } .hit { fill: #b5651d; } .miss { fill: #ffffff; } .hit, .miss { stroke: #d8b898; stroke-width: 0.5; }
        """;

    /// <summary>The picture.</summary>
    /// <exception cref="RaspException">An expression has no value for the input.</exception>
    public static string Of(DrawnResult drawn) {
        Trace trace = RaspText.Trace(drawn.Node, drawn.Input);
        Flow flow = Flow.Of(ProgramGraph.Of(drawn.Node));
        Box[] boxes = [.. trace.Steps.Select(step => BoxOf(step, flow.Layers[step.Node.Id]))];
        (int, int)[] edges = [.. trace.Steps.SelectMany(step => step.Node.Operands.Distinct().Select(operand => (operand, step.Node.Id)))];
        LayeredLayout layout = new([.. boxes.Select(box => (box.Width, box.Height))], edges);
        StringBuilder svg = new();
        double width = Math.Max(layout.Width, 60 * Letter) + 2 * Margin;
        Write(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{-Margin} {-Margin - TitleHeight} {width:0.#} {layout.Height + TitleHeight + 2 * Margin:0.#}\" width=\"{width:0}\">\n");
        svg.Append("<style>").Append(Style).Append("</style>\n<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0,0 L8,4 L0,8 z\"/></marker></defs>\n");
        Write(svg, $"<text class=\"title\" x=\"0\" y=\"{-TitleHeight / 2:0.#}\">{Escape(Short($"{drawn.Name}({drawn.Input})"))}: {flow}</text>\n");
        for (int edge = 0; edge < edges.Length; edge++) {
            WriteEdge(svg, layout.Path(edge));
        }
        for (int i = 0; i < boxes.Length; i++) {
            WriteBox(svg, boxes[i], layout.Corner(i));
        }
        return svg.Append("</svg>\n").ToString();
    }

    sealed record Box(string[] Lines, string Class, Selection? Grid, string Hint) {
        public double Width => Math.Max(Lines.Max(line => line.Length) * Letter, (Grid?.Length ?? 0) * Cell) + 2 * Padding;

        public double Height => Lines.Length * Line + (Grid?.Length ?? 0) * Cell + 2 * Padding - 4;
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
        string[] lines = [$"%{step.Node.Id}{name}{(kind == "attend" ? where : "")}", Short(step.Node.Expression), Short(value)];
        return new Box([.. lines.Where(line => line.Length > 0)], $"box {kind}".TrimEnd(), step.Selection?.Length > LongestGrid ? null : step.Selection, $"{step.Node}{where}\n{value}");
    }

    static void WriteBox(StringBuilder svg, Box box, Point corner) {
        Write(svg, $"<g transform=\"translate({corner.X:0.#},{corner.Y:0.#})\"><title>{Escape(box.Hint)}</title><rect class=\"{box.Class}\" width=\"{box.Width:0.#}\" height=\"{box.Height:0.#}\" rx=\"5\"/>");
        for (int line = 0; line < box.Lines.Length; line++) {
            Write(svg, $"<text x=\"{Padding}\" y=\"{Padding + Line * line + 9:0.#}\"{(line == 0 ? " class=\"head\"" : "")}>{Escape(box.Lines[line])}</text>");
        }
        for (int query = 0; query < (box.Grid?.Length ?? 0); query++) {
            for (int key = 0; key < box.Grid!.Length; key++) {
                Write(svg, $"<rect class=\"{(box.Grid[query, key] ? "hit" : "miss")}\" x=\"{Padding + key * Cell:0.#}\" y=\"{Padding + box.Lines.Length * Line - 2 + query * Cell:0.#}\" width=\"{Cell - 1}\" height=\"{Cell - 1}\"/>");
            }
        }
        svg.Append("</g>\n");
    }

    static void WriteEdge(StringBuilder svg, IReadOnlyList<Point> points) {
        Write(svg, $"<path class=\"edge\" d=\"M{points[0].X:0.#},{points[0].Y:0.#}");
        for (int i = 1; i < points.Count; i++) {
            double middle = (points[i - 1].Y + points[i].Y) / 2;
            Write(svg, $" C{points[i - 1].X:0.#},{middle:0.#} {points[i].X:0.#},{middle:0.#} {points[i].X:0.#},{points[i].Y:0.#}");
        }
        svg.Append("\"/>\n");
    }

    static void Write(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));

    // XML has no control characters, and a string of a program may.
    static string Escape(string text) => Picture.Escape(string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)));

    static string Short(string line) => line.Length <= Longest ? line : line[..(Longest - 1)] + "\u2026";
}
