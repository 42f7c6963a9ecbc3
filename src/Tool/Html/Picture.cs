using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;

namespace Sinter.Tool.Html;

/// <summary>A box of a picture: a few lines of text, the first in bold.</summary>
/// <param name="Lines">The text.</param>
/// <param name="Class">Its style.</param>
/// <param name="Hint">What is shown when the pointer rests on it.</param>
/// <param name="Data">An attribute of the element, such as <c>data-kernel="3"</c>, or empty.</param>
sealed record Box(IReadOnlyList<string> Lines, string Class, string Hint, string Data = "");

/// <summary>Writes pictures as inline SVG.</summary>
static class Picture {
    const double Letter = 6.7, Line = 15, Padding = 8;
    const int Longest = 46;

    /// <summary>Boxes with arrows between them.</summary>
    public static string Graph(IReadOnlyList<Box> boxes, IReadOnlyList<(int From, int To)> edges) {
        (int, int)[] distinct = [.. edges.Distinct()];
        (double Width, double Height)[] sizes = [.. boxes.Select(box => (box.Lines.Max(line => Short(line).Length) * Letter + 2 * Padding, box.Lines.Count * Line + 2 * Padding - 4))];
        LayeredLayout layout = new(sizes, distinct);
        StringBuilder svg = new();
        for (int i = 0; i < distinct.Length; i++) {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"edge\" d=\"{Curve(layout.Path(i))}\"/>\n");
        }
        for (int i = 0; i < boxes.Count; i++) {
            Point corner = layout.Corner(i);
            svg.Append(CultureInfo.InvariantCulture, $"<g class=\"box {boxes[i].Class}\" {boxes[i].Data}><title>{Escape(boxes[i].Hint)}</title>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{corner.X:0.#}\" y=\"{corner.Y:0.#}\" width=\"{sizes[i].Width:0.#}\" height=\"{sizes[i].Height:0.#}\" rx=\"5\"/>");
            for (int line = 0; line < boxes[i].Lines.Count; line++) {
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{corner.X + Padding:0.#}\" y=\"{corner.Y + Padding + Line * line + 9:0.#}\"{(line == 0 ? " class=\"head\"" : "")}>{Escape(Short(boxes[i].Lines[line]))}</text>");
            }
            svg.Append("</g>\n");
        }
        return Frame(svg.ToString(), layout.Width, layout.Height);
    }

    /// <summary>A figure that can be moved and zoomed around what is drawn.</summary>
    public static string Frame(string content, double width, double height) => string.Create(CultureInfo.InvariantCulture, $"""
        <figure class="picture"><div class="tools"><button data-zoom="0.8" title="nearer">+</button><button data-zoom="1.25" title="farther">&#8722;</button><button data-zoom="0" title="all">fit</button></div>
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -12 {width + 24:0.#} {height + 24:0.#}" style="aspect-ratio: {width + 24:0} / {height + 24:0}; max-width: {1.3 * (width + 24):0}px">
        <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z"/></marker></defs>
        {content}</svg></figure>

        """);

    /// <summary>Text in HTML.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    static string Short(string line) => line.Length <= Longest ? line : line[..(Longest - 1)] + "\u2026";

    static string Curve(IReadOnlyList<Point> points) {
        StringBuilder path = new();
        path.Append(CultureInfo.InvariantCulture, $"M{points[0].X:0.#},{points[0].Y:0.#}");
        for (int i = 1; i < points.Count; i++) {
            double middle = (points[i - 1].Y + points[i].Y) / 2;
            path.Append(CultureInfo.InvariantCulture, $" C{points[i - 1].X:0.#},{middle:0.#} {points[i].X:0.#},{middle:0.#} {points[i].X:0.#},{points[i].Y:0.#}");
        }
        return path.ToString();
    }
}
