using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Kernels;

/// <summary>A softmax along an axis, with or without a sink, as the language composes it from exponentials, maxima and sums.</summary>
/// <param name="Scores">What it is taken of.</param>
/// <param name="Sink">The sink, with an extent of 1 along the axis, or null.</param>
internal sealed record Softmax(Node Scores, Node? Sink) {
    /// <summary>The softmax along the axis whose result is this division, or null.</summary>
    public static Softmax? Find(EntryGraph graph, Node divide, int axis) {
        if (divide.Operation != "divide" || graph[divide.Operands[0]] is not { Operation: "exp" } exp || graph[exp.Operands[0]] is not { Operation: "subtract" } subtract) {
            return null;
        }
        int scores = subtract.Operands[0];
        Node most = Unbroadcast(graph, subtract.Operands[1]);
        Node total = Unbroadcast(graph, divide.Operands[1]);
        if (IsAlong(graph, most, "max", scores, axis)) {
            return IsAlong(graph, total, "sum", exp.Id, axis) ? new Softmax(graph[scores], null) : null;
        }
        if (most.Operation != "maximum" || total.Operation != "add") {
            return null;
        }
        for (int side = 0; side < 2; side++) {
            Node sink = Single(graph, most.Operands[1 - side], "max");
            Node rest = Single(graph, total.Operands[1], "sum");
            Node sum = Unbroadcast(graph, total.Operands[0]);
            if (IsAlong(graph, Unbroadcast(graph, most.Operands[side]), "max", scores, axis) && IsAlong(graph, sum, "sum", exp.Id, axis)
                && IsSinkOf(graph, rest, sink, most) && IsSingle(sink, graph[scores], axis)) {
                return new Softmax(graph[scores], sink);
            }
        }
        return null;
    }

    // exp (subtract sink most)
    private static bool IsSinkOf(EntryGraph graph, Node rest, Node sink, Node most) =>
        rest.Operation == "exp" && graph[rest.Operands[0]] is { Operation: "subtract" } subtract
        && Unbroadcast(graph, subtract.Operands[0]).Id == sink.Id && Unbroadcast(graph, subtract.Operands[1]).Id == most.Id;

    // Of the rank of the scores or less, and one along the axis.
    private static bool IsSingle(Node sink, Node scores, int axis) {
        int own = axis - (scores.Type.Rank - sink.Type.Rank);
        return sink.Type.Rank <= scores.Type.Rank && (own < 0 || sink.Type.Shape[own].Equals(Dimension.One));
    }

    private static bool IsAlong(EntryGraph graph, Node node, string operation, int operand, int axis) =>
        node.Operation == operation && node.Operands[0] == operand && node.Integer("axis") == axis;

    private static Node Unbroadcast(EntryGraph graph, int id) => graph[id].Operation == "broadcast" ? graph[graph[id].Operands[0]] : graph[id];

    // What a reduction over one element leaves as it is.
    private static Node Single(EntryGraph graph, int id, string reduction) {
        Node node = Unbroadcast(graph, id);
        if (node.Operation != reduction) {
            return node;
        }
        Node operand = graph[node.Operands[0]];
        return operand.Type.Rank == node.Type.Rank && operand.Type.Shape[node.Integer("axis")].Equals(Dimension.One) ? Unbroadcast(graph, operand.Id) : node;
    }
}
