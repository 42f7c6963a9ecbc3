using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Kernels;

/// <summary>The buffers that loops and branches own: what is carried, what is collected, and what a branch gives.</summary>
internal static class RegionBuffers {
    /// <summary>Where a loop keeps a carried tensor, or a branch its result.</summary>
    public static BufferKey Carried(Node owner, int index) => Key(owner, "carried", index);

    /// <summary>Where the next value of a carried tensor waits until all that read the old one have run.</summary>
    public static BufferKey Following(Node loop, int index) => Key(loop, "following", index);

    /// <summary>Where a loop collects rows.</summary>
    public static BufferKey Rows(Node loop, int index) => Key(loop, "rows", index);

    /// <summary>Where a sort works.</summary>
    public static BufferKey Workspace(Node sort) => Key(sort, "workspace", 0);

    /// <summary>Where the right operand of a contraction is packed in the call.</summary>
    public static BufferKey Panels(Node contraction) => Key(contraction, "panels", 0);

    /// <summary>Whether a buffer holds packed panels.</summary>
    public static bool IsPanels(BufferKey buffer) => buffer.Kind == BufferKind.Carried && buffer.Key.StartsWith("panels ", StringComparison.Ordinal);

    /// <summary>Where result <paramref name="index"/> of a loop lies.</summary>
    public static BufferKey Result(Node loop, int index) =>
        index < loop.Integer("states") ? Carried(loop, index) : Rows(loop, index - loop.Integer("states"));

    /// <summary>The type of such a buffer.</summary>
    public static TensorType TypeOf(Entry entry, BufferKey buffer) {
        string[] parts = buffer.Key.Split(' ');
        Node owner = entry.Nodes[int.Parse(parts[1], CultureInfo.InvariantCulture)];
        int index = int.Parse(parts[2], CultureInfo.InvariantCulture);
        if (owner.Operation == "sort_order") {
            TensorType keys = entry.Nodes[owner.Operands[0]].Type;
            Dimension extent = keys.Shape[owner.Integer("axis")];
            return new TensorType(ElementType.I64, TensorType.Product(keys.Shape.Where((_, axis) => axis != owner.Integer("axis"))), extent * new Dimension(2));
        }
        return owner.Operation == "branch"
            ? entry.Nodes[owner.Operands[1 + index]].Type
            : Loops.ResultType(entry, owner, parts[0] == "rows" ? owner.Integer("states") + index : index)!;
    }

    private static BufferKey Key(Node owner, string what, int index) =>
        new(BufferKind.Carried, string.Format(CultureInfo.InvariantCulture, "{0} {1} {2}", what, owner.Id, index));
}

/// <summary>
/// Puts an entry's roots in order, region by region: those of a loop's body inside the loop, those of a branch's side inside that side.
/// Within a region, kernels that can run side by side are joined.
/// </summary>
internal sealed class RegionSchedule(EntryGraph graph, List<Root> roots, Func<List<Root>, BoundKernel> compose, Func<int, BufferKey?> bufferOf) {
    /// <summary>The steps of the whole entry.</summary>
    public List<BoundStep> Run() {
        // Every read of a state sees what the last call left, so states are written when all else has run.
        IEnumerable<Node> written = graph.Entry.Nodes.Where(node => node.Operation == "state_write");
        return Schedule(null, [[.. written.Select(node => new MoveRoot(node.Id, node.Operands[0], new BufferKey(BufferKind.State, node.Text("name"))))]]);
    }

    // The region's own roots with the loops and branches in it, by their nodes' order; then, one after the other, what comes last.
    private List<BoundStep> Schedule(Region? region, List<List<Root>> last) {
        IEnumerable<Root> owners = graph.Entry.Nodes
            .Where(node => node.Operation is "loop" or "branch" && graph.Live[node.Id] && graph.Regions[node.Id] == region)
            .Select(node => new RegionRoot(node));
        List<List<Root>> groups = [];
        foreach (Root root in roots.Where(root => graph.Regions[root.Exit] == region).Concat(owners).OrderBy(root => root.Exit)) {
            if (root is RegionRoot { Owner: { Operation: "loop" } loop }) {
                for (int state = 0; state < loop.Integer("states"); state++) {
                    Join(groups, new MoveRoot(loop.Id, loop.Initial(state), RegionBuffers.Carried(loop, state)));
                }
            }
            if (root is ScatterRoot && bufferOf(graph[root.Exit].Operands[0])?.Equals(bufferOf(root.Exit)) != true) {
                Join(groups, new MoveRoot(root.Exit, graph[root.Exit].Operands[0], bufferOf(root.Exit)!));
            }
            if (root is ContractionRoot { Form: { IsPackedInCall: true } form }) {
                Join(groups, new PackRoot(form));
            }
            Join(groups, root);
        }
        return [.. groups.Concat(last.Where(group => group.Count > 0)).Select(group => group[0] switch {
            RegionRoot { Owner: { Operation: "loop" } loop } => FusedOrNot(Loop(loop)),
            RegionRoot branch => Branch(branch.Owner),
            _ => (BoundStep)compose(group),
        })];
    }

    private BoundStep FusedOrNot(BoundLoop loop) => ScanFusion.Fuse(loop, graph.Module.UpperBound) ?? (BoundStep)loop;

    private BoundLoop Loop(Node loop) {
        Region body = graph.Regions.Inside(loop, 0);
        Dimension counter = graph.Regions.CounterOf(loop.Text("loop"));
        int states = loop.Integer("states");
        // The old values are given up when nothing of this iteration reads them any more. One that another carried tensor takes over
        // is set aside before. A row that is also carried is stored together with it.
        List<Root> collect = [];
        List<Root> carry = [];
        for (int row = 0; row < loop.RowCount(); row++) {
            bool isCarried = bufferOf(loop.Row(row)) is null && Enumerable.Range(0, states).Any(state => loop.Next(state) == loop.Row(row));
            (isCarried ? carry : collect).Add(new MoveRoot(loop.Id, loop.Row(row), RegionBuffers.Rows(loop, row)) { Row = counter });
        }
        for (int state = 0; state < states; state++) {
            Node next = graph[loop.Next(state)];
            BufferKey carried = RegionBuffers.Carried(loop, state);
            if (bufferOf(next.Id)?.Equals(carried) == true && next.Operation != "loop_state") {
                // Written there already.
                continue;
            }
            if (next.Operation != "loop_state" || next.Text("loop") != loop.Text("loop")) {
                carry.Add(new MoveRoot(loop.Id, next.Id, carried));
            } else if (next.Integer("index") != state) {
                BufferKey following = RegionBuffers.Following(loop, state);
                collect.Add(new MoveRoot(loop.Id, next.Id, following));
                carry.Add(new MoveRoot(loop.Id, next.Id, carried) { From = following });
            }
        }
        return new BoundLoop(loop.Extent("count"), body.LoopDepth, loop.Flag("while") ? RegionBuffers.Carried(loop, 0) : null, Schedule(body, [collect, carry]));
    }

    private BoundBranch Branch(Node branch) {
        int results = branch.Operands.Count / 2;
        List<BoundStep> Side(int side) => Schedule(graph.Regions.Inside(branch, side), [[.. Enumerable.Range(0, results).Select(i =>
            new MoveRoot(branch.Id, branch.Operands[1 + side * results + i], RegionBuffers.Carried(branch, i)))]]);
        BufferKey condition = bufferOf(branch.Operands[0]) ?? throw new GraphException("branch: the condition must be a value of the call", branch.Origin);
        return new BoundBranch(condition, Side(0), Side(1));
    }

    // Contractions of one left operand become one kernel, and loops that need nothing of each other become one, when all they need is there.
    private void Join(List<List<Root>> groups, Root root) {
        List<Root>? home = null;
        // Joining a group moves the root before all that comes after it, so the search ends at the first group that it needs.
        for (int i = groups.Count - 1; i >= 0 && home is null && groups[i].All(earlier => SameExit(earlier, root) || !graph.DependsOn(root.Needs, earlier.Exit)); i--) {
            bool alike = (root, groups[i][0]) switch {
                (ContractionRoot a, ContractionRoot b) => a.Form.SharedKey == b.Form.SharedKey,
                (LoopRoot or CopyRoot or MoveRoot or PackRoot, LoopRoot or CopyRoot or MoveRoot or PackRoot) => true,
                _ => false,
            };
            home = alike ? groups[i] : null;
        }
        if (home is null) {
            groups.Add([root]);
        } else {
            home.Add(root);
        }
    }

    private static bool SameExit(Root a, Root b) => a.Exit == b.Exit && a is not (MoveRoot or PackRoot) && b is not (CopyRoot or MoveRoot or PackRoot or RegionRoot);
}

/// <summary>The place of a loop or branch among the kernels of its region.</summary>
internal sealed record RegionRoot(Node Owner) : Root(Owner.Id);
