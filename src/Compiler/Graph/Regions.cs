using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Graph;

/// <summary>A part of an entry that runs more than once or not always: the body of a loop, or one side of a branch.</summary>
public sealed class Region {
    internal Region(Node owner, int side, Region? parent) => (Owner, Side, Parent, LoopDepth) = (owner, side, parent, parent.SelfAndOuter().Count(region => region.IsLoop));

    /// <summary>The <c>loop</c> or <c>branch</c> node.</summary>
    public Node Owner { get; }

    /// <summary>0 for a loop's body and where a branch's condition holds; 1 where it does not.</summary>
    public int Side { get; }

    /// <summary>The region around the owner; null for the entry itself.</summary>
    public Region? Parent { get; }

    /// <summary>Whether it is the body of a loop.</summary>
    public bool IsLoop => Owner.Operation == "loop";

    /// <summary>How many loops are around the body of this one.</summary>
    public int LoopDepth { get; }
}

/// <summary>
/// Where each node of an entry is computed. Nodes are one flat list; the regions follow from it: what depends on a loop's state or
/// index is in its body, and what only one side of a branch needs is on that side. What a loop's body uses without depending on the
/// loop is computed before it.
/// </summary>
public sealed class Regions {
    private readonly Region?[] regions;
    private readonly Dictionary<(int Owner, int Side), Region> known = [];
    private readonly Dictionary<string, Node> loops;

    private Regions(Entry entry, bool[] live) {
        loops = [];
        foreach (Node loop in entry.Nodes.Where(node => node.Operation == "loop" && live[node.Id])) {
            if (loops.ContainsKey(loop.Text("loop"))) {
                throw new GraphException($"loop: two loops are named \"{loop.Text("loop")}\"", loop.Origin);
            }
            loops.Add(loop.Text("loop"), loop);
        }
        HashSet<string>[] within = LoopsOf(entry, live);
        regions = new Region?[entry.Nodes.Count];
        List<(Node Consumer, int Operand)>[] uses = [.. entry.Nodes.Select(_ => new List<(Node, int)>())];
        foreach (Node node in entry.Nodes.Where(node => live[node.Id])) {
            for (int i = 0; i < node.Operands.Count; i++) {
                uses[node.Operands[i]].Add((node, i));
            }
        }
        HashSet<int> outputs = [.. entry.Outputs.Select(output => output.Node)];
        for (int id = entry.Nodes.Count - 1; id >= 0; id--) {
            Node node = entry.Nodes[id];
            if (!live[id]) {
                continue;
            }
            bool isOutermost = outputs.Contains(id) || node.Operation is "input" or "state_append" or "state_write" || uses[id].Count == 0;
            Region? demanded = isOutermost ? null : uses[id].Select(use => DemandedIn(use.Consumer, use.Operand)).Aggregate(Common);
            regions[id] = Hoisted(demanded, within[id]);
            foreach (string loop in within[id]) {
                if (!regions[id].SelfAndOuter().Any(region => region.IsLoop && region.Owner.Text("loop") == loop)) {
                    throw new GraphException($"{node.Operation}: a value of the body of loop \"{loop}\" is used outside of it; let the loop carry or collect it", node.Origin);
                }
            }
        }
    }

    /// <summary>The regions of an entry; throws <see cref="GraphException"/> when a value escapes from its loop.</summary>
    public static Regions Of(Entry entry, bool[] live) => new(entry, live);

    /// <summary>The innermost region in which a node is computed; null for the entry itself.</summary>
    public Region? this[int node] => regions[node];

    /// <summary>The body of a loop, or a side of a branch.</summary>
    public Region Inside(Node owner, int side) {
        if (!known.TryGetValue((owner.Id, side), out Region? region)) {
            known.Add((owner.Id, side), region = new Region(owner, side, regions[owner.Id]));
        }
        return region;
    }

    /// <summary>The loop node of that name; throws <see cref="GraphException"/> when there is none.</summary>
    public Node LoopNamed(string name) => loops.TryGetValue(name, out Node? loop) ? loop : throw new GraphException($"there is no loop named \"{name}\"");

    /// <summary>The symbol that holds the number of a loop's iteration inside its body.</summary>
    public Dimension CounterOf(string loop) => Dimension.Symbol(Counter(Inside(LoopNamed(loop), 0).LoopDepth));

    /// <summary>The name of the counter of loops at a depth; a dot keeps it apart from every declared symbol.</summary>
    public static string Counter(int depth) => $"loop.{depth}";

    // The loops whose bodies a node belongs to by what it is computed from.
    private HashSet<string>[] LoopsOf(Entry entry, bool[] live) {
        HashSet<string>[] within = new HashSet<string>[entry.Nodes.Count];
        foreach (Node node in entry.Nodes.Where(node => live[node.Id])) {
            HashSet<string> own = within[node.Id] = [.. node.Operands.SelectMany(operand => within[operand])];
            if (node.Operation is "loop_state" or "loop_index" or "loop_row") {
                own.Add(LoopNamed(node.Text("loop")).Text("loop"));
            } else if (node.Operation == "loop") {
                own.Remove(node.Text("loop"));
                for (int i = 0; i < node.Integer("states"); i++) {
                    if (within[node.Operands[i]].Contains(node.Text("loop"))) {
                        throw new GraphException($"loop: the initial value {i} of \"{node.Text("loop")}\" is computed in its own body", node.Origin);
                    }
                }
            }
        }
        return within;
    }

    private Region? DemandedIn(Node consumer, int operand) => consumer.Operation switch {
        "loop" when operand >= consumer.Integer("states") => Inside(consumer, 0),
        "branch" when operand > 0 => Inside(consumer, operand <= consumer.Operands.Count / 2 ? 0 : 1),
        _ => regions[consumer.Id],
    };

    private static Region? Common(Region? a, Region? b) {
        HashSet<Region> around = [.. a.SelfAndOuter()];
        return b.SelfAndOuter().FirstOrDefault(around.Contains);
    }

    // Out of every loop that the value does not depend on; those around one that it depends on stay around it.
    private static Region? Hoisted(Region? demanded, HashSet<string> within) {
        Region? place = null;
        foreach (Region region in demanded.SelfAndOuter()) {
            if (region.IsLoop && within.Contains(region.Owner.Text("loop"))) {
                return place ?? region;
            }
            place = region.IsLoop ? null : place ?? region;
        }
        return place;
    }
}

/// <summary>Walks through regions.</summary>
public static class RegionPath {
    /// <summary>The region and those around it, innermost first; none for the entry itself.</summary>
    public static IEnumerable<Region> SelfAndOuter(this Region? region) {
        for (; region is not null; region = region.Parent) {
            yield return region;
        }
    }

    /// <summary>Whether a region is another one or lies in it; everything lies in the entry itself.</summary>
    public static bool LiesIn(this Region? region, Region? outer) => outer is null || region.SelfAndOuter().Contains(outer);
}
