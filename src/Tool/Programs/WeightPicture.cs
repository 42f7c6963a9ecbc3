extern alias language;
using System.Collections.Generic;
using System.Linq;
using language::Sinter.Rasp.Weights;
using Sinter.Tool.Html;

namespace Sinter.Tool.Programs;

/// <summary>
/// A compiled transformer as an SVG file, from the embedding down to the output: a stripe for each half layer with its heads
/// or MLPs, and below it the values that it adds to the residual stream.
/// </summary>
static class WeightPicture {
    const double Side = 84, StripePadding = 10;

    /// <summary>The picture.</summary>
    public static string Of(RaspTransformer transformer, string title) {
        TransformerFlow flow = TransformerFlow.Of(transformer);
        // What makes values stands above them; half layers that make none have no row.
        List<(int Time, bool IsValue)> rows = [.. flow.Boxes.Select(RowOf).Distinct().Order()];
        string[][] lines = [.. flow.Boxes.Select(box => box.Lines.Select(SvgCanvas.Short).ToArray())];
        (double Width, double Height)[] sizes = [.. lines.Select(each => (each.Max(line => line.Length) * SvgCanvas.Letter + 2 * SvgCanvas.Padding, each.Length * SvgCanvas.Line + 2 * SvgCanvas.Padding - 4))];
        LayeredLayout layout = new(sizes, flow.Edges, [.. flow.Boxes.Select(box => rows.IndexOf(RowOf(box)))]);
        SvgCanvas canvas = new();
        foreach (IGrouping<int, int> stage in Enumerable.Range(0, flow.Boxes.Count).GroupBy(box => flow.Boxes[box].Time)) {
            double top = stage.Min(box => layout.Corner(box).Y) - StripePadding, bottom = stage.Max(box => layout.Corner(box).Y + sizes[box].Height) + StripePadding;
            canvas.Write($"<rect class=\"stage\" x=\"{-Side:0.#}\" y=\"{top:0.#}\" width=\"{layout.Width + Side:0.#}\" height=\"{bottom - top:0.#}\"/>");
            canvas.Write($"<text class=\"moment\" x=\"{6 - Side:0.#}\" y=\"{top + SvgCanvas.Line:0.#}\">{SvgCanvas.Escape(TransformerFlow.Moment(stage.Key))}</text>\n");
        }
        for (int edge = 0; edge < flow.Edges.Count; edge++) {
            canvas.Edge(layout.Path(edge));
        }
        for (int box = 0; box < flow.Boxes.Count; box++) {
            string kind = flow.Boxes[box].Kind switch { FlowKind.Head => "box attend", FlowKind.Mlp => "box select", FlowKind.Output => "box", _ => flow.Boxes[box].Time == 0 ? "box input" : "box" };
            canvas.Box(layout.Corner(box), sizes[box].Width, sizes[box].Height, kind, lines[box], flow.Boxes[box].Hint);
        }
        return canvas.File(title, layout.Width, layout.Height, Side);
    }

    static (int Time, bool IsValue) RowOf(FlowBox box) => (box.Time, box.Kind == FlowKind.Value);
}
