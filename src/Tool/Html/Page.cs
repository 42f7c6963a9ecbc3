using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Sinter.Compiler.Graph;

namespace Sinter.Tool.Html;

/// <summary>One page that needs nothing beside itself: tables and pictures of everything that is told of some models.</summary>
static class Page {
    public static string Of(IReadOnlyList<Explanation> explanations) {
        StringBuilder body = new();
        foreach (Explanation explanation in explanations) {
            Write(body, explanation);
        }
        return Resource("page.html")
            .Replace("{{title}}", Picture.Escape(string.Join(", ", explanations.Select(explanation => explanation.Model.Name))))
            .Replace("{{style}}", Resource("page.css"))
            .Replace("{{script}}", Resource("page.js"))
            .Replace("{{body}}", body.ToString());
    }

    static void Write(StringBuilder body, Explanation explanation) {
        body.Append($"<h1>{Picture.Escape(explanation.Model.Name)}</h1>\n<p>Plan {explanation.Plan.Hash[..12]}. Symbols: {string.Join(", ", explanation.Plan.Symbols.Select(symbol => $"{symbol.Name} {symbol.Minimum}..{symbol.Maximum}").DefaultIfEmpty("none"))}. Numbers at {explanation.Values}.</p>\n");
        body.Append("<h2>Memory</h2>\n");
        Table(body, ["", "buffers", "bytes"], [
            Memory("weights", explanation.Plan.Weights.Select(weight => weight.Type)),
            Memory("prepared at load", explanation.Plan.Prepared.Select(prepared => prepared.Type)),
            Memory("states, kept between calls", explanation.Plan.States.Select(state => state.Type))]);
        body.Append("<h2>Kernels</h2>\n<p>One run of each. Operations count every arithmetic, comparison, choice or function of one element; bytes count each element touched once.</p>\n");
        Table(body, ["", "kind", "operations", "", "bytes", "", "per byte", "fused of"], explanation.Kernels.Select(kernel => {
            long operations = explanation.Values.Of(kernel.Cost.Operations), bytes = explanation.Values.Of(kernel.Cost.Bytes);
            return (string[])[
                $"{kernel.Number}", kernel.Kernel.Kind, kernel.Cost.Operations.ToString(), Amount.Count(operations), kernel.Cost.Bytes.ToString(), Amount.Bytes(bytes),
                Amount.Intensity(operations, bytes), kernel.Fused + (kernel.Cost.Unknown is { } unknown ? $" ({unknown})" : "")];
        }));
        foreach (ExplainedFunction function in explanation.Functions) {
            (Dimension operations, Dimension bytes) = function.Total;
            FunctionPictures pictures = new(explanation, function);
            body.Append($"<h2>{Picture.Escape(function.Title)}</h2>\n<p>{function.Schedule.Calls.Count()} steps; {operations} operations ({Amount.Count(function.Values.Of(operations))}), {bytes} bytes ({Amount.Bytes(function.Values.Of(bytes))}) at {function.Values}.</p>\n");
            body.Append(pictures.Kernels());
            if (function.Function.Slots.Count > 0) {
                body.Append("<h3>Slots over the steps</h3>\n").Append(pictures.Slots());
            }
        }
        foreach (Entry graph in explanation.Graphs) {
            body.Append($"<h2>Graph of {Picture.Escape(graph.Name)}</h2>\n<p>Before any pass. <span class=\"key build\">known at build</span> <span class=\"key load\">at load</span> <span class=\"key run\">in each call</span></p>\n");
            body.Append(GraphPicture.Of(graph) ?? $"<p>{graph.Nodes.Count} operations are too many for a picture; sinter explain lists them.</p>\n");
        }
        if (explanation.Model.Graph is null) {
            body.Append("<p>The assembly does not hold the graph: it was built by a version of Sinter that did not embed it.</p>\n");
        }

        string[] Memory(string what, IEnumerable<TensorType> types) => [what, Amount.Whole(types.Count()), Amount.Bytes(types.Sum(type => explanation.Values.Of(Explanation.Bytes(type))))];
    }

    static void Table(StringBuilder body, string[] columns, IEnumerable<string[]> rows) {
        body.Append($"<table><tr>{string.Concat(columns.Select(column => $"<th>{Picture.Escape(column)}</th>"))}</tr>\n");
        foreach (string[] row in rows) {
            body.Append($"<tr>{string.Concat(row.Select(cell => $"<td>{Picture.Escape(cell)}</td>"))}</tr>\n");
        }
        body.Append("</table>\n");
    }

    static string Resource(string name) {
        using StreamReader reader = new(typeof(Page).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException($"the resource {name} is not in the tool"));
        return reader.ReadToEnd();
    }
}
