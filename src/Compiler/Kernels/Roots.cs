using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Graph.Operations;
using Sinter.Compiler.Passes;

namespace Sinter.Compiler.Kernels;

/// <summary>A kernel to be: which nodes it is rooted in and which node's value it leaves in memory.</summary>
internal abstract record Root(int Exit) {
    /// <summary>The node that must be known before it can run.</summary>
    public virtual int Needs => Exit;
}

/// <summary>Loops that compute the exit from whatever lies in buffers.</summary>
internal sealed record LoopRoot(int Exit) : Root(Exit);

/// <summary>An output whose value lies in another buffer already: an argument, a weight, a state, or what was prepared at load.</summary>
internal sealed record CopyRoot(int Exit) : Root(Exit);

/// <summary>A value put where a loop, a branch or a state wants it.</summary>
/// <param name="Owner">The <c>loop</c>, <c>branch</c> or <c>state_write</c> node.</param>
/// <param name="Source">The value.</param>
/// <param name="Target">Where it goes.</param>
internal sealed record MoveRoot(int Owner, int Source, BufferKey Target) : Root(Owner) {
    public override int Needs => Source;

    /// <summary>The counter of the loop whose iteration gives one row of the target; null for all of it.</summary>
    public Dimension? Row { get; init; }

    /// <summary>Where the value waits, when that is not where its node's lies.</summary>
    public BufferKey? From { get; init; }
}

/// <summary>Updates written into a copy of a tensor at positions that the data name.</summary>
internal sealed record ScatterRoot(int Exit) : Root(Exit);

/// <summary>The order of the elements along an axis.</summary>
internal sealed record SortRoot(int Exit) : Root(Exit);

/// <summary>An attention and what follows it elementwise.</summary>
internal sealed record AttentionRoot(AttentionMatch Match, int Exit) : Root(Exit);

/// <summary>A product with a right operand known at load, and what follows it elementwise.</summary>
internal sealed record ContractionRoot(ContractionForm Form, int Exit) : Root(Exit);

/// <summary>The right operand of a contraction packed in the call, because the call computes it.</summary>
internal sealed record PackRoot(ContractionForm Form) : Root(Form.Node.Id) {
    public override int Needs => Form.Right;
}

/// <summary>A contraction seen as rows times packed columns, for each place of the axes that both operands and the result have.</summary>
/// <param name="Node">The contraction.</param>
/// <param name="Left">The operand whose rows are read.</param>
/// <param name="Right">The operand that is packed: at load when it is known then, else in the call.</param>
/// <param name="Batch">Axes of both operands that stay.</param>
/// <param name="Rows">Result axes from the left operand.</param>
/// <param name="Columns">Result axes from the right operand.</param>
/// <param name="Summed">Axes of both that are summed over.</param>
/// <param name="LeftAxes">The left operand's axes in its own order.</param>
/// <param name="RightAxes">The right operand's axes in its own order.</param>
/// <param name="IsPackedInCall">Whether the call computes the right operand.</param>
internal sealed record ContractionForm(
    Node Node, int Left, int Right, string Batch, string Rows, string Columns, string Summed, string LeftAxes, string RightAxes, bool IsPackedInCall) {
    // With fewer rows or columns than these, packing costs as much as the product itself.
    private const long FewestRows = 4;
    private const long FewestColumns = 8;

    /// <summary>Contractions with equal keys read the same rows and may be one kernel.</summary>
    public string SharedKey => IsPackedInCall ? $"alone {Node.Id}" : $"{Left}:{Pattern(LeftAxes)}";

    private string Pattern(string axes) => new([.. axes.Select(axis => Summed.IndexOf(axis) >= 0 ? 'k' : 'm')]);

    /// <summary>The extent of some axes of the right operand together.</summary>
    public Dimension RightExtent(EntryGraph graph, string axes) => TensorType.Product(axes.Select(axis => graph[Right].Type.Shape[RightAxes.IndexOf(axis)]));

    /// <summary>The form of a contraction that is worth packing for, or null.</summary>
    public static ContractionForm? Of(EntryGraph graph, Node node) {
        if (node.Operation != "contract" || node.Type.Element != ElementType.F32) {
            return null;
        }
        (bool left, bool right) = (graph.IsRun(node.Operands[0]), graph.IsRun(node.Operands[1]));
        if (left != right) {
            // Batches of weights are left to the general loops.
            return Of(node, swap: right, isPackedInCall: false) is { Batch: "" } form ? form : null;
        }
        return !left ? null : new[] { Of(node, swap: false, isPackedInCall: true), Of(node, swap: true, isPackedInCall: true) }
            .Where(form => form is { Rows: not "" } && IsLarge(graph, form))
            // Columns that lie side by side are packed by whole vectors.
            .OrderBy(form => form!.Columns.IndexOf(form.RightAxes[form.RightAxes.Length - 1]) >= 0 ? 0 : 1)
            .FirstOrDefault();
    }

    private static bool IsLarge(EntryGraph graph, ContractionForm form) {
        Dimension rows = TensorType.Product(form.Rows.Select(axis => graph[form.Left].Type.Shape[form.LeftAxes.IndexOf(axis)]));
        return graph.Module.UpperBound(rows) >= FewestRows && graph.Module.UpperBound(form.RightExtent(graph, form.Columns)) >= FewestColumns;
    }

    private static ContractionForm? Of(Node node, bool swap, bool isPackedInCall) {
        Equation equation = Equation.Parse(node.Text("equation"))!;
        (int left, int right) = swap ? (node.Operands[1], node.Operands[0]) : (node.Operands[0], node.Operands[1]);
        (string leftAxes, string rightAxes) = swap ? (equation.Right, equation.Left) : (equation.Left, equation.Right);
        string batch = new([.. equation.Result.Where(axis => leftAxes.IndexOf(axis) >= 0 && rightAxes.IndexOf(axis) >= 0)]);
        string rows = new([.. equation.Result.Where(axis => rightAxes.IndexOf(axis) < 0)]);
        string columns = new([.. equation.Result.Where(axis => leftAxes.IndexOf(axis) < 0)]);
        string summed = equation.Summed;
        // Axes that are summed in one operand alone are left to the general loops.
        bool isPlain = summed.Length > 0 && columns.Length > 0 && summed.All(axis => leftAxes.IndexOf(axis) >= 0 && rightAxes.IndexOf(axis) >= 0);
        return isPlain ? new ContractionForm(node, left, right, batch, rows, columns, summed, leftAxes, rightAxes, isPackedInCall) : null;
    }
}

/// <summary>Chooses which values of an entry are left in memory and which kernels leave them there.</summary>
internal static class RootSelection {
    private const double MostKept = 1L << 36;

    // Computing one of these twice costs more than keeping it; what is not named here is computed again wherever it is used.
    private static readonly HashSet<string> Costly = [
        "sum", "product", "max", "min", "exp", "log", "sin", "cos", "tanh", "erf", "sigmoid", "power", "sqrt", "rsqrt", "divide", "remainder", "gather", "take_along",
    ];

    /// <summary>The roots in topological order of their exits. Nodes in <paramref name="forced"/> are kept in memory besides.</summary>
    public static List<Root> Select(EntryGraph graph, HashSet<int> forced) {
        Dictionary<int, AttentionMatch> attentions = [];
        Dictionary<int, ContractionForm> contractions = [];
        foreach (Node node in graph.Entry.Nodes.Where(node => graph.Live[node.Id] && graph.IsRun(node.Id))) {
            if (AttentionMatch.Find(graph, node) is { } match && graph.Regions[match.Product.Id] == graph.Regions[node.Id]) {
                attentions.Add(node.Id, match);
            } else if (ContractionForm.Of(graph, node) is { } form) {
                contractions.Add(node.Id, form);
            }
        }
        HashSet<int> products = [.. attentions.Values.Select(match => match.Product.Id)];
        foreach (int product in products) {
            // Even where its keys are known at load: a kernel of its own would leave the scores in memory, where nothing asks for them.
            contractions.Remove(product);
        }

        // Exits: later contractions first, so that of two whose results meet, the later one takes the meeting point - unless they can share it.
        Dictionary<int, int> exits = [];
        Dictionary<int, List<int>> claimed = [];
        foreach (int id in attentions.Keys.Concat(contractions.Keys).OrderByDescending(id => id)) {
            int exit = id;
            List<int> reached = [id];
            while (!forced.Contains(exit) && NextExit(graph, id, exit) is { } next) {
                exit = next;
                reached.Add(next);
            }
            while (claimed.TryGetValue(exit, out List<int>? others) && !others.All(other => CanShare(contractions, id, other))) {
                reached.RemoveAt(reached.Count - 1);
                exit = reached.Last();
            }
            exits.Add(id, exit);
            foreach (int node in graph.Between(id, exit).Select(node => node.Id).Append(exit)) {
                if (!claimed.TryGetValue(node, out List<int>? owners)) {
                    claimed.Add(node, owners = []);
                }
                owners.Add(id);
            }
        }

        HashSet<int> kept = [.. forced, .. exits.Values];
        foreach (Node node in graph.Entry.Nodes.Where(node => graph.Live[node.Id])) {
            bool hasOwnKernel = graph.IsRun(node.Id) && (node.Operation == "sort_order" || EntryGraph.Definition(node) is ScatterOperation);
            if (node.Operation == "state_append" || hasOwnKernel || IsMoved(graph, node) || (graph.Outputs.Contains(node.Id) && !LiesInBuffer(graph, node.Id))) {
                kept.Add(node.Id);
            }
            if (graph.IsRun(node.Id) && node.Operation == "contract" && !products.Contains(node.Id) && !exits.ContainsKey(node.Id)) {
                kept.Add(node.Id);
            }
            if (graph.IsRun(node.Id) && EntryGraph.Definition(node).OrderedAxis(node) is not null) {
                kept.Add(node.Id);
            }
            if (graph.IsRun(node.Id) && node.Operation == "concatenate" && !graph.Consumers(node.Id).All(consumer => graph[consumer].Operation is "state_append")) {
                kept.Add(node.Id);
            }
        }
        KeepCostlyShared(graph, kept, exits, attentions, contractions);
        HashSet<int> within = [.. claimed.Keys.Concat(exits.Keys).Where(id => !exits.ContainsValue(id))];
        KeepForLoops(graph, kept, within);

        List<Root> roots = [];
        HashSet<int> exitNodes = [.. exits.Values];
        foreach (KeyValuePair<int, int> exit in exits) {
            roots.Add(attentions.TryGetValue(exit.Key, out AttentionMatch? match) ? new AttentionRoot(match, exit.Value) : new ContractionRoot(contractions[exit.Key], exit.Value));
        }
        roots.AddRange(kept.Where(id => !exitNodes.Contains(id) && graph.IsRun(id)).Select(id => RootOf(graph[id])));
        roots.AddRange(graph.Outputs.Where(id => LiesInBuffer(graph, id)).Select(id => new CopyRoot(id)));
        return [.. roots.OrderBy(root => root.Exit).ThenBy(root => root switch { CopyRoot => int.MaxValue, ContractionRoot contraction => contraction.Form.Node.Id, _ => 0 })];
    }

    /// <summary>Whether a value lies in a buffer that no kernel of its own fills.</summary>
    public static bool LiesInBuffer(EntryGraph graph, int id) =>
        !graph.IsRun(id) || graph[id].Operation is "input" or "state_append" or "state_read" or "loop_state" or "loop_result" or "branch_result";

    private static Root RootOf(Node node) => node.Operation switch {
        "sort_order" => new SortRoot(node.Id),
        _ when EntryGraph.Definition(node) is ScatterOperation => new ScatterRoot(node.Id),
        _ => new LoopRoot(node.Id),
    };

    // Values that a loop or a state takes over only when everything that reads the old ones has run; conditions are read from memory.
    // What is made of a carried tensor element by element takes its place at once, unless composing finds that it reads other elements.
    private static bool IsMoved(EntryGraph graph, Node node) => !LiesInBuffer(graph, node.Id) && graph.Consumers(node.Id).Any(consumer => graph[consumer] switch {
        { Operation: "loop" } loop => !EntryGraph.Definition(node).IsElementwise && Enumerable.Range(0, loop.Integer("states")).Any(state => loop.Next(state) == node.Id),
        { Operation: "branch" } branch => branch.Operands[0] == node.Id,
        { Operation: "state_write" } => true,
        _ => false,
    });

    // What a loop's body uses and does not depend on the loop is computed once before it. Views of it are free. What lies within a kernel
    // that ends in such a view is computed there: everything that depends on it passes the kernel's exit.
    private static void KeepForLoops(EntryGraph graph, HashSet<int> kept, HashSet<int> within) {
        bool[] crosses = new bool[graph.Entry.Nodes.Count];
        for (int id = graph.Entry.Nodes.Count - 1; id >= 0; id--) {
            if (!graph.Live[id] || !graph.IsRun(id)) {
                continue;
            }
            crosses[id] = graph.Consumers(id).Any(consumer => (crosses[consumer] && IsFree(graph[consumer])) || EntersLoop(graph, id, consumer));
            if (crosses[id] && !IsFree(graph[id]) && !LiesInBuffer(graph, id) && !within.Contains(id)) {
                kept.Add(id);
            }
        }
    }

    private static bool IsFree(Node node) => node.Operation is "broadcast" or "reshape" or "transpose" or "slice" or "iota" or "size" or "positions" or "past" or "loop" or "branch";

    private static bool EntersLoop(EntryGraph graph, int id, int consumer) => graph[consumer].Operation is not ("loop" or "branch")
        && graph.Regions[consumer].SelfAndOuter().Any(region => region.IsLoop && !graph.Regions[id].LiesIn(region));

    private static bool CanShare(Dictionary<int, ContractionForm> contractions, int a, int b) =>
        contractions.TryGetValue(a, out ContractionForm? first) && contractions.TryGetValue(b, out ContractionForm? second)
        && first.SharedKey == second.SharedKey && first.Node.Type.Shape.Equals(second.Node.Type.Shape) && first.Columns.Length == second.Columns.Length
        && first.Node.Text("equation").Split('>')[1].IndexOf(first.Columns, System.StringComparison.Ordinal) == second.Node.Text("equation").Split('>')[1].IndexOf(second.Columns, System.StringComparison.Ordinal);

    // The next node up to which everything that depends on the root's result is elementwise, or one change of view.
    private static int? NextExit(EntryGraph graph, int root, int exit) {
        if (graph.Outputs.Contains(exit) || graph.Join(exit) is not { } join) {
            return null;
        }
        List<Node> region = [.. graph.Between(exit, join.Id).Where(node => node.Id != exit)];
        if (region.Any(node => graph.Regions[node.Id] != graph.Regions[root])) {
            return null;
        }
        Sequence<Dimension> shape = graph[exit].Type.Shape;
        if (region.All(node => EntryGraph.Definition(node).IsElementwise && node.Type.Shape.Equals(shape))) {
            return join.Id;
        }
        return region.Count == 1 && join.Operation is "reshape" or "transpose" or "state_append" && graph[exit].Operation is not "state_append" ? join.Id : null;
    }

    // All pairs of a long sequence are computed again rather than kept: what would take more than this has no place.
    private static bool FitsMemory(EntryGraph graph, Node node) => (double)graph.Module.UpperBound(node.Type.Count) * node.Type.Element.Bytes() < MostKept;

    // A costly value that several kernels would each compute is computed once and kept.
    private static void KeepCostlyShared(
        EntryGraph graph, HashSet<int> kept, Dictionary<int, int> exits, Dictionary<int, AttentionMatch> attentions, Dictionary<int, ContractionForm> contractions) {
        // For every node the kernels it flows into without passing through memory.
        Dictionary<int, HashSet<string>> kernels = [];
        Dictionary<int, string> kernelOf = [];
        foreach (KeyValuePair<int, int> exit in exits) {
            string name = contractions.TryGetValue(exit.Key, out ContractionForm? form) ? $"contraction {form.SharedKey}" : $"attention {exit.Key}";
            foreach (Node node in graph.Between(exit.Key, exit.Value)) {
                kernelOf[node.Id] = name;
            }
            kernelOf[exit.Key] = name;
        }
        for (int id = graph.Entry.Nodes.Count - 1; id >= 0; id--) {
            Node node = graph[id];
            if (!graph.Live[id] || !graph.IsRun(id)) {
                continue;
            }
            HashSet<string> into = [];
            foreach (int consumer in graph.Consumers(id)) {
                if (graph[consumer].Operation is "loop" or "branch") {
                    into.Add($"move {consumer}");
                } else if (contractions.TryGetValue(consumer, out ContractionForm? packing) && packing.IsPackedInCall && packing.Right == id) {
                    into.Add($"pack {consumer}");
                    if (packing.Left == id) {
                        into.Add($"contraction {packing.SharedKey}");
                    }
                } else if (kernelOf.TryGetValue(consumer, out string? kernel)) {
                    into.Add(kernel);
                } else if (kept.Contains(consumer)) {
                    into.Add($"loop {consumer}");
                } else if (kernels.TryGetValue(consumer, out HashSet<string>? further)) {
                    into.UnionWith(further);
                }
            }
            if (into.Count > 1 && Costly.Contains(node.Operation) && !kernelOf.ContainsKey(id) && FitsMemory(graph, node)) {
                kept.Add(id);
            }
            kernels[id] = into;
        }
    }
}
