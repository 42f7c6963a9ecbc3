using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Graph.Operations;

namespace Sinter.Compiler.Passes;

/// <summary>
/// Turns costly functions of the token's position alone into tables made at load:
/// <code>
/// cos (multiply (cast positions) frequency) : f32[Time, 32]
///   =>   slice (cos (multiply (cast iota) frequency) : f32[Context, 32]) {axis = 0, start = Past, length = Time}
/// </code>
/// Holds because the sessions keep positions below the largest <c>Time</c>, and each row of the value depends on its own position only.
/// </summary>
public static class TabulatePositions {
    private static readonly HashSet<string> Costly = ["exp", "log", "sqrt", "rsqrt", "sin", "cos", "tanh", "erf", "sigmoid", "power", "divide"];

    /// <summary>The module after the pass.</summary>
    public static Module Run(Module module) {
        Symbol? time = module.Symbols.FirstOrDefault(symbol => symbol.Name == "Time");
        if (time is null) {
            return module;
        }
        return GraphRewriter.RewriteEntries(module, entry => {
            int?[] axis = PositionAxes(entry);
            bool[] costly = new bool[entry.Nodes.Count];
            foreach (Node node in entry.Nodes.Where(node => axis[node.Id] is not null)) {
                costly[node.Id] = Costly.Contains(node.Operation) || node.Operands.Any(operand => costly[operand]);
            }
            HashSet<int> frontier = [.. entry.Outputs.Select(output => output.Node)
                .Concat(entry.Nodes.Where(node => axis[node.Id] is null).SelectMany(node => node.Operands))
                .Select(node => BelowBroadcasts(entry, node))];
            frontier.RemoveWhere(node => axis[node] is null || !costly[node]);
            Dictionary<int, int> tables = [];
            return (builder, node, operands) => {
                if (!frontier.Contains(node.Id)) {
                    return null;
                }
                int table = Table(entry, axis, time.Maximum, builder, node.Id, tables);
                return builder.Apply("slice", [table], new Attributes(
                    ("axis", new AttributeValue.Extent(new Dimension(axis[node.Id]!.Value))), ("start", new AttributeValue.Extent(Dimension.Symbol("Past"))),
                    ("length", new AttributeValue.Extent(Dimension.Symbol("Time"))), ("step", new AttributeValue.Extent(Dimension.One))), node.Origin);
            };
        });
    }

    // A table of repeated values would only be larger.
    private static int BelowBroadcasts(Entry entry, int node) =>
        entry.Nodes[node].Operation == "broadcast" ? BelowBroadcasts(entry, entry.Nodes[node].Operands[0]) : node;

    // The same expression over every position there can be.
    private static int Table(Entry entry, int?[] axis, long context, GraphBuilder builder, int id, Dictionary<int, int> done) {
        if (done.TryGetValue(id, out int table)) {
            return table;
        }
        Node node = entry.Nodes[id];
        Dimension All(Dimension extent) => extent.Substitute(symbol => symbol == "Time" ? new Dimension(context) : null);
        if (node.Operation == "positions") {
            table = builder.Apply("iota", [], new Attributes(("length", new AttributeValue.Extent(new Dimension(context)))), node.Origin);
        } else {
            int[] operands = [.. node.Operands.Select(operand => Table(entry, axis, context, builder, operand, done))];
            Attributes attributes = new(node.Attributes.All.Select(argument => (argument.Name, argument.Value switch {
                AttributeValue.Extent extent => new AttributeValue.Extent(All(extent.Value)),
                AttributeValue.Extents extents => new AttributeValue.Extents(extents.Values.Select(All).ToSequence()),
                _ => argument.Value,
            })));
            table = builder.Apply(node.Operation, operands, attributes, node.Origin);
        }
        done.Add(id, table);
        return table;
    }

    // For each node that depends on positions and otherwise only on what is known at load, the axis along which its rows go with the
    // positions; null for all others.
    private static int?[] PositionAxes(Entry entry) {
        int?[] axis = new int?[entry.Nodes.Count];
        BindingTime[] times = BindingTimes.Of(entry);
        foreach (Node node in entry.Nodes) {
            axis[node.Id] = node.Operation == "positions" && node.Operands.Count == 0 ? 0 : FromOperands(entry, node, axis, times);
        }
        return axis;
    }

    private static int? FromOperands(Entry entry, Node node, int?[] axis, BindingTime[] times) {
        Dimension time = Dimension.Symbol("Time");
        List<int> positional = [.. node.Operands.Where(operand => axis[operand] is not null).Distinct()];
        bool othersKnown = node.Operands.All(operand => axis[operand] is not null || times[operand] != BindingTime.Run || IsScalarBroadcast(entry, times, operand));
        List<int> timeAxes = [.. Enumerable.Range(0, node.Type.Rank).Where(i => node.Type.Shape[i].Equals(time))];
        if (positional.Count == 0 || !othersKnown || timeAxes.Count != 1 || node.Type.Shape.Any(extent => !extent.IsConstant && !extent.Equals(time))) {
            return null;
        }
        int at = timeAxes[0];
        foreach (int operand in positional) {
            TensorType type = entry.Nodes[operand].Type;
            int from = axis[operand]!.Value;
            bool rowsStay = node.Operation switch {
                "reshape" => TensorType.Product(type.Shape.Take(from)).Equals(TensorType.Product(node.Type.Shape.Take(at))),
                "broadcast" => from + node.Type.Rank - type.Rank == at,
                _ => OperationSet.Get(node.Operation).IsElementwise && from == at,
            };
            if (!rowsStay) {
                return null;
            }
        }
        return at;
    }

    // A constant or a load-time tensor broadcast over Time has a symbolic shape, but is the same in every row.
    private static bool IsScalarBroadcast(Entry entry, BindingTime[] times, int operand) =>
        entry.Nodes[operand] is { Operation: "broadcast" } broadcast && times[broadcast.Operands[0]] != BindingTime.Run
        && broadcast.Type.Shape.All(extent => extent.IsConstant || extent.Equals(Dimension.Symbol("Time")));
}
