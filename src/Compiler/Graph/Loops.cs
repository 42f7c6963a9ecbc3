using System.Linq;

namespace Sinter.Compiler.Graph;

/// <summary>What the operands of a <c>loop</c> node are.</summary>
public static class Loops {
    /// <summary>The initial value of a carried tensor.</summary>
    public static int Initial(this Node loop, int state) => loop.Operands[state];

    /// <summary>What an iteration makes of a carried tensor.</summary>
    public static int Next(this Node loop, int state) => loop.Operands[loop.Integer("states") + state];

    /// <summary>The number of tensors that are collected row by row.</summary>
    public static int RowCount(this Node loop) => loop.Operands.Count - 2 * loop.Integer("states");

    /// <summary>The row that an iteration gives to a collected tensor.</summary>
    public static int Row(this Node loop, int row) => loop.Operands[2 * loop.Integer("states") + row];

    /// <summary>The type of result <paramref name="index"/>: of the carried tensors first, then of those collected; null when there is none.</summary>
    public static TensorType? ResultType(Entry entry, Node loop, int index) {
        if (loop.Operation != "loop" || index < 0) {
            return null;
        }
        int states = loop.Integer("states");
        if (index < states) {
            return entry.Nodes[loop.Initial(index)].Type;
        }
        if (index - states >= loop.RowCount()) {
            return null;
        }
        TensorType row = entry.Nodes[loop.Row(index - states)].Type;
        return row with { Shape = new[] { loop.Extent("count") }.Concat(row.Shape).ToSequence() };
    }
}
