using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Generators.Emission;

/// <summary>
/// Whether a call over many tokens may be made as several over consecutive runs of them: no row may depend on a later one.
/// Rows follow the axis <c>Time</c> through operations that treat each by itself; keys of all positions (the axis
/// <c>Past + Time</c> that <c>state_append</c> makes) may be combined only where a causal mask has taken the later ones out.
/// What this does not recognise counts as not causal, which is slower but never wrong.
/// </summary>
internal static class TimeSplit {
    /// <summary>What is known of a node's elements.</summary>
    private enum Kind {
        /// <summary>The same for all rows and calls.</summary>
        Free,
        /// <summary>Row t is made of rows up to t.</summary>
        Row,
        /// <summary>Made of the rows up to the last of the call; it has no axis of rows any more.</summary>
        Last,
        /// <summary>The absolute position of each row.</summary>
        QueryPosition,
        /// <summary>The absolute position of each key.</summary>
        KeyPosition,
        /// <summary>True at most where the key is not after the row.</summary>
        CausalMask,
        /// <summary>Rows against keys, later keys not yet taken out.</summary>
        Pairs,
        /// <summary>Rows against keys, minus infinity at the later ones.</summary>
        MaskedOut,
        /// <summary>Rows against keys, zero at the later ones.</summary>
        Zeroed,
        /// <summary>Not causal, or not recognised.</summary>
        Other,
    }

    private static readonly Dimension Time = Dimension.Symbol("Time");
    private static readonly Dimension Keys = Dimension.Symbol("Past") + Dimension.Symbol("Time");

    public static bool IsCausal(Module module, Entry entry) {
        if (module.Symbols.All(symbol => symbol.Name != "Past") || !entry.Inputs.Any(input => input.Type.Shape.Any(extent => extent.Mentions("Time")))) {
            return false;
        }
        Kind[] kinds = new Kind[entry.Nodes.Count];
        foreach (Node node in entry.Nodes) {
            kinds[node.Id] = Of(node, entry, kinds);
        }
        return entry.Outputs.All(output => kinds[output.Node] is Kind.Free or Kind.Row or Kind.Last && LeadsOnly(entry.Nodes[output.Node].Type));
    }

    // The session cuts inputs and outputs along their outermost axis.
    private static bool LeadsOnly(TensorType type) =>
        !type.Shape.Any(extent => extent.Mentions("Time")) || (type.Shape[0].Equals(Time) && !type.Shape.Skip(1).Any(extent => extent.Mentions("Time")));

    private static Kind Of(Node node, Entry entry, Kind[] kinds) {
        Kind[] operands = [.. node.Operands.Select(operand => kinds[operand])];
        TensorType Operand(int i) => entry.Nodes[node.Operands[i]].Type;
        if (operands.Contains(Kind.Other)) {
            return Kind.Other;
        }
        switch (node.Operation) {
            case "weight" or "constant":
                return Kind.Free;
            case "input":
                return !node.Type.Shape.Any(extent => extent.Mentions("Time")) ? Kind.Free : LeadsOnly(node.Type) ? Kind.Row : Kind.Other;
            case "positions":
                return Kind.QueryPosition;
            case "iota":
                return node.Extent("length").Equals(Keys) ? Kind.KeyPosition : node.Extent("length").IsConstant ? Kind.Free : Kind.Other;
            case "size":
                return Mentions(node.Extent("extent")) ? Kind.Other : Kind.Free;
            case "state_append":
                // Its rows are read only by contractions, whose kinds say whether later keys take part.
                return operands[0] is Kind.Row or Kind.Free && Operand(0).Shape[0].Equals(Time) && !HasTime(Operand(0), 1) ? Kind.Row : Kind.Other;
            case "reshape" or "broadcast" or "transpose" or "cast":
                return Moves(node, Operand(0)) ? operands[0] : Kind.Other;
            case "past" or "state_read" or "state_write" or "loop_state" or "loop_index" or "loop_row" or "loop" or "loop_result" or "branch" or "branch_result":
                return Kind.Other;
            case "slice":
                return Slice(node, operands[0], Operand(0));
            case "pad" or "concatenate":
                return Mentions(node.Type.Shape[node.Integer("axis")]) ? Kind.Other : Combine(node, operands);
            case "gather":
                return !Mentions(Operand(0)) && operands[0] == Kind.Free ? operands[1] : Kind.Other;
            case "sum" or "max" or "min" or "product":
                return Reduce(node, operands[0], Operand(0));
            case "contract":
                return Contract(node, operands, Operand(0), Operand(1));
            case "less_equal" when operands is [Kind.KeyPosition, Kind.QueryPosition]:
            case "less" when operands is [Kind.KeyPosition, Kind.QueryPosition]:
            case "greater_equal" when operands is [Kind.QueryPosition, Kind.KeyPosition]:
            case "greater" when operands is [Kind.QueryPosition, Kind.KeyPosition]:
                return Kind.CausalMask;
            case "and" when operands.Contains(Kind.CausalMask):
                return Kind.CausalMask;
            case "select" when operands[0] == Kind.CausalMask && IsConstant(entry, node.Operands[2], double.NegativeInfinity):
                return Kind.MaskedOut;
            case "select" when operands[0] == Kind.CausalMask && IsConstant(entry, node.Operands[2], 0):
                return Kind.Zeroed;
            case "exp" when operands[0] == Kind.MaskedOut:
                return Kind.Zeroed;
            case "subtract" when operands[0] == Kind.MaskedOut && operands[1] is Kind.Row or Kind.Free:
                return Kind.MaskedOut;
            case "multiply" when operands.Contains(Kind.Zeroed):
            case "divide" when operands is [Kind.Zeroed, Kind.Row or Kind.Free]:
                return Kind.Zeroed;
            default:
                return Combine(node, operands);
        }
    }

    // Element by element: the weakest of the operands.
    private static Kind Combine(Node node, Kind[] operands) {
        bool hasKeys = node.Type.Shape.Any(extent => extent.Equals(Keys));
        bool hasRows = node.Type.Shape.Any(extent => extent.Equals(Time));
        if (operands.All(kind => kind == Kind.Free)) {
            return Kind.Free;
        }
        if (hasKeys) {
            return hasRows || !operands.All(kind => kind is Kind.Free or Kind.Row or Kind.KeyPosition) ? Kind.Pairs : Kind.Row;
        }
        if (operands.Contains(Kind.Last)) {
            return hasRows ? Kind.Other : Kind.Last;
        }
        return operands.All(kind => kind is Kind.Free or Kind.Row or Kind.QueryPosition) ? Kind.Row : Kind.Other;
    }

    private static Kind Slice(Node node, Kind operand, TensorType type) {
        if (!Mentions(type.Shape[node.Integer("axis")])) {
            return operand is Kind.QueryPosition or Kind.KeyPosition ? Kind.Other : operand;
        }
        bool isLast = type.Shape[node.Integer("axis")].Equals(Time) && node.Extent("start").Equals(Time - Dimension.One) && node.Extent("length").Equals(Dimension.One);
        return isLast && operand is Kind.Row ? Kind.Last : Kind.Other;
    }

    private static Kind Reduce(Node node, Kind operand, TensorType type) {
        Dimension over = type.Shape[node.Integer("axis")];
        if (!Mentions(over)) {
            return operand is Kind.QueryPosition or Kind.KeyPosition or Kind.MaskedOut or Kind.Zeroed or Kind.CausalMask ? Combine(node, [operand]) : operand;
        }
        return over.Equals(Keys) && ((operand == Kind.MaskedOut && node.Operation == "max") || (operand == Kind.Zeroed && node.Operation == "sum"))
            ? Kind.Row
            : Kind.Other;
    }

    private static Kind Contract(Node node, Kind[] kinds, TensorType left, TensorType right) {
        if (Sinter.Compiler.Graph.Operations.Equation.Parse(node.Text("equation")) is not { } equation) {
            return Kind.Other;
        }
        bool sumsKeys = false;
        foreach ((string axes, TensorType type) in new[] { (equation.Left, left), (equation.Right, right) }) {
            for (int i = 0; i < axes.Length; i++) {
                if (Mentions(type.Shape[i]) && equation.Result.IndexOf(axes[i]) < 0) {
                    if (!type.Shape[i].Equals(Keys)) {
                        return Kind.Other;
                    }
                    sumsKeys = true;
                }
            }
        }
        if (sumsKeys) {
            return kinds.Contains(Kind.Zeroed) && kinds.All(kind => kind is Kind.Zeroed or Kind.Row or Kind.Free) ? Kind.Row : Kind.Other;
        }
        return Combine(node, kinds);
    }

    // Rows stay rows where the axis stays whole, with as many elements after it; the position it has does not matter.
    private static bool Moves(Node node, TensorType from) {
        if (node.Operation != "reshape") {
            return true;
        }
        foreach (Dimension axis in new[] { Time, Keys }) {
            int before = IndexOf(from, axis);
            int after = IndexOf(node.Type, axis);
            bool mentions = Mentions(from) && from.Shape.Any(extent => extent.Mentions("Time"));
            if (before >= 0 && (after < 0 || !TensorType.Product(from.Shape.Skip(before + 1)).Equals(TensorType.Product(node.Type.Shape.Skip(after + 1))))) {
                return false;
            }
            if (before < 0 && after >= 0 && mentions) {
                return false;
            }
        }
        return from.Shape.Concat(node.Type.Shape).All(extent => !Mentions(extent) || extent.Equals(Time) || extent.Equals(Keys));
    }

    private static int IndexOf(TensorType type, Dimension axis) => type.Shape.ToList().FindIndex(extent => extent.Equals(axis));

    private static bool Mentions(Dimension extent) => extent.Mentions("Time") || extent.Mentions("Past");

    private static bool Mentions(TensorType type) => type.Shape.Any(Mentions);

    private static bool HasTime(TensorType type, int from) => type.Shape.Skip(from).Any(Mentions);

    private static bool IsConstant(Entry entry, int id, double value) {
        Node node = entry.Nodes[id];
        while (node.Operation is "broadcast" or "reshape") {
            node = entry.Nodes[node.Operands[0]];
        }
        return node.Operation == "constant" && node.Attributes["value"] is AttributeValue.Real real && real.Value.Equals(value);
    }
}
