using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Sinter.Tool.Html;

namespace Sinter.Tool.Programs;

/// <summary>An SVG file that needs nothing beside itself: boxes of lines of text, and arrows between them.</summary>
sealed class SvgCanvas {
    /// <summary>The width of a letter, the height of a line, and what is left free around the text of a box.</summary>
    public const double Letter = 6.7, Line = 15, Padding = 8;

    const double Margin = 12, TitleHeight = 24;
    const int Longest = 60;

    const string Style = """
        text { font: 11px ui-monospace, monospace; fill: #1d2733; } .head { font-weight: bold; } .title { font-size: 14px; }
        .edge { fill: none; stroke: #8496a9; stroke-width: 1.2; marker-end: url(#tip); } #tip path { fill: #8496a9; }
        .box { fill: #eef2f6; stroke: #8496a9; } .input { fill: #fff8d6; stroke: #a08a1c; } .select { fill: #fbe6d4; stroke: #b5651d; }
        .attend { fill: #dcefdc; stroke: #3c7a3c; } .hit { fill: #b5651d; } .miss { fill: #ffffff; } .hit, .miss { stroke: #d8b898; stroke-width: 0.5; }
        .stage { fill: #f7f9fb; } .moment { fill: #6b7c8d; }
        """;

    readonly StringBuilder svg = new();

    /// <summary>Writes text with the numbers of the invariant culture.</summary>
    public void Write(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>A box with its lines, the first of them bold, and what else it holds.</summary>
    public void Box(Point corner, double width, double height, string kind, IReadOnlyList<string> lines, string hint, Action? inside = null) {
        Write($"<g transform=\"translate({corner.X:0.#},{corner.Y:0.#})\"><title>{Escape(hint)}</title><rect class=\"{kind}\" width=\"{width:0.#}\" height=\"{height:0.#}\" rx=\"5\"/>");
        for (int line = 0; line < lines.Count; line++) {
            Write($"<text x=\"{Padding}\" y=\"{Padding + Line * line + 9:0.#}\"{(line == 0 ? " class=\"head\"" : "")}>{Escape(lines[line])}</text>");
        }
        inside?.Invoke();
        svg.Append("</g>\n");
    }

    /// <summary>An arrow through these points.</summary>
    public void Edge(IReadOnlyList<Point> points) {
        Write($"<path class=\"edge\" d=\"M{points[0].X:0.#},{points[0].Y:0.#}");
        for (int i = 1; i < points.Count; i++) {
            double middle = (points[i - 1].Y + points[i].Y) / 2;
            Write($" C{points[i - 1].X:0.#},{middle:0.#} {points[i].X:0.#},{middle:0.#} {points[i].X:0.#},{points[i].Y:0.#}");
        }
        svg.Append("\"/>\n");
    }

    /// <summary>The file.</summary>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="width">The width of what was drawn, from 0.</param>
    /// <param name="height">Its height, from 0.</param>
    /// <param name="left">What is drawn to the left of 0.</param>
    public string File(string title, double width, double height, double left = 0) {
        double whole = Math.Max(width, title.Length * Letter * 1.3) + 2 * Margin + left;
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="{-Margin - left:0.#} {-Margin - TitleHeight} {whole:0.#} {height + TitleHeight + 2 * Margin:0.#}" width="{whole:0}">
            <style>{Style}</style>
            <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z"/></marker></defs>
            <text class="title" x="{-left:0.#}" y="{-TitleHeight / 2:0.#}">{Escape(title)}</text>
            {svg}</svg>

            """);
    }

    /// <summary>XML has no control characters, and a string of a program may.</summary>
    public static string Escape(string text) => Picture.Escape(string.Concat(text.Select(letter => char.IsControl(letter) && letter != '\n' ? ' ' : letter)));

    /// <summary>A line that is not too long for a box.</summary>
    public static string Short(string line) => line.Length <= Longest ? line : line[..(Longest - 1)] + "\u2026";
}
