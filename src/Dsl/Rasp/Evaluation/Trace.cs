using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;

namespace Sinter.Rasp;

/// <summary>The value of every expression of a program at every position, for one input.</summary>
public sealed class Trace {
    internal Trace(ProgramGraph graph, Bindings bindings) {
        var evaluation = new Evaluation(graph, bindings);
        Length = bindings.Length;
        Steps = [.. graph.Nodes.Select(node => new TraceStep(node, evaluation[node.Id] as Sequence, evaluation[node.Id] as Selection))];
    }

    /// <summary>The number of positions.</summary>
    public int Length { get; }

    /// <summary>A step for each node of the program's graph, in its order.</summary>
    public ImmutableArray<TraceStep> Steps { get; }

    /// <summary>The step of a named expression.</summary>
    /// <exception cref="KeyNotFoundException">No expression has that name.</exception>
    public TraceStep this[string name] => Steps.FirstOrDefault(step => step.Node.Names.Contains(name))
        ?? throw new KeyNotFoundException($"no expression of the program is named \"{name}\"");

    /// <summary>A table: a row for each sequence, a grid for each selector, of a row for each query.</summary>
    public override string ToString() {
        var columns = new int[Length];
        foreach (TraceStep step in Steps) {
            for (int i = 0; i < Length; i++) {
                columns[i] = Math.Max(columns[i], step.Cell(0, i).Length);
            }
        }
        int margin = Steps.Max(step => step.Label.Length);
        var text = new StringBuilder();
        foreach (TraceStep step in Steps) {
            for (int row = 0; row < step.Rows; row++) {
                var line = new StringBuilder((row == 0 ? step.Label : "").PadRight(margin));
                for (int i = 0; i < Length; i++) {
                    line.Append("  ").Append(step.Cell(row, i).PadRight(columns[i]));
                }
                text.Append(line.ToString().TrimEnd()).Append('\n');
            }
        }
        return text.ToString().TrimEnd('\n');
    }
}

/// <summary>The value of one expression.</summary>
/// <param name="Node">The expression.</param>
/// <param name="Sequence">Its value, unless it is a selector.</param>
/// <param name="Selection">Its value, if it is a selector.</param>
public sealed record TraceStep(GraphNode Node, Sequence? Sequence, Selection? Selection) {
    internal string Label => $"%{Node.Id} = {Node.Expression}{(Node.Names.IsEmpty ? "" : $"  # {string.Join(", ", Node.Names)}")}";

    internal int Rows => Selection == null ? 1 : Math.Max(1, Selection.Length);

    internal string Cell(int row, int column) => Selection == null ? Sequence!.TextAt(column) : Selection[row, column] ? "x" : ".";
}
