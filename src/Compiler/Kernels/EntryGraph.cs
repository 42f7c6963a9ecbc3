using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Graph.Operations;
using Sinter.Compiler.Passes;

namespace Sinter.Compiler.Kernels;

/// <summary>An entry with what fusion asks of it: consumers, binding times, and where the uses of a value come together again.</summary>
internal sealed class EntryGraph {
    private readonly List<int>[] consumers;
    private readonly int[] joins;
    // Bit i of a node's row says that it is computed from node i.
    private readonly ulong[][] ancestors;

    public EntryGraph(Module module, Entry entry) {
        (Module, Entry) = (module, entry);
        Live = GraphRewriter.Live(entry);
        Times = BindingTimes.Of(entry);
        Regions = Regions.Of(entry, Live);
        consumers = [.. entry.Nodes.Select(_ => new List<int>())];
        foreach (Node node in entry.Nodes.Where(node => Live[node.Id])) {
            foreach (int operand in node.Operands.Distinct()) {
                consumers[operand].Add(node.Id);
            }
        }
        Outputs = [.. entry.Outputs.Select(output => output.Node)];
        joins = FindJoins();
        ancestors = FindAncestors();
    }

    public Module Module { get; }

    public Entry Entry { get; }

    public bool[] Live { get; }

    public BindingTime[] Times { get; }

    public HashSet<int> Outputs { get; }

    /// <summary>Where each node is computed.</summary>
    public Regions Regions { get; }

    public Node this[int id] => Entry.Nodes[id];

    public IReadOnlyList<int> Consumers(int id) => consumers[id];

    public bool IsRun(int id) => Times[id] == BindingTime.Run;

    public static Operation Definition(Node node) => OperationSet.Get(node.Operation);

    /// <summary>The first node that every use of this one passes through (its immediate post-dominator), or null.</summary>
    public Node? Join(int id) => joins[id] < Entry.Nodes.Count ? Entry.Nodes[joins[id]] : null;

    /// <summary>Nodes on the ways from one node to a later one, the later one included.</summary>
    public List<Node> Between(int from, int to) {
        List<Node> found = [];
        HashSet<int> seen = [from];
        Stack<int> open = new([to]);
        while (open.Count > 0) {
            int id = open.Pop();
            if (id < from || !seen.Add(id) || !DependsOn(id, from)) {
                continue;
            }
            found.Add(Entry.Nodes[id]);
            foreach (int operand in Entry.Nodes[id].Operands) {
                open.Push(operand);
            }
        }
        return found;
    }

    /// <summary>Whether a node is computed from another one, or is that one.</summary>
    public bool DependsOn(int id, int on) => (ancestors[id][on / 64] >> (on % 64) & 1) != 0;

    private ulong[][] FindAncestors() {
        ulong[][] rows = new ulong[Entry.Nodes.Count][];
        foreach (Node node in Entry.Nodes) {
            ulong[] row = rows[node.Id] = new ulong[(Entry.Nodes.Count + 63) / 64];
            row[node.Id / 64] |= 1UL << (node.Id % 64);
            foreach (int operand in node.Operands.Where(IsRun)) {
                for (int word = 0; word <= operand / 64; word++) {
                    row[word] |= rows[operand][word];
                }
            }
        }
        return rows;
    }

    // Cooper, Harvey and Kennedy's dominator walk on the reversed graph, which is acyclic: one sweep from the end suffices.
    private int[] FindJoins() {
        int end = Entry.Nodes.Count;
        int[] join = new int[end + 1];
        join[end] = end;
        for (int id = end - 1; id >= 0; id--) {
            int common = Outputs.Contains(id) || consumers[id].Count == 0 ? end : consumers[id][0];
            foreach (int consumer in consumers[id]) {
                int other = consumer;
                while (common != other) {
                    if (common < other) {
                        common = join[common];
                    } else {
                        other = join[other];
                    }
                }
            }
            join[id] = common;
        }
        return join;
    }
}
