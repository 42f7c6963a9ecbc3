using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Passes;

/// <summary>When a value is known.</summary>
public enum BindingTime {
    /// <summary>While the project builds: constants and shapes.</summary>
    Build,
    /// <summary>Once the weights are there; computed by <c>prepare</c>.</summary>
    Load,
    /// <summary>In each call.</summary>
    Run,
}

/// <summary>The one analysis that tells when each node of an entry is known.</summary>
public static class BindingTimes {
    /// <summary>The binding time of each node, by its id.</summary>
    public static BindingTime[] Of(Entry entry) {
        BindingTime[] times = new BindingTime[entry.Nodes.Count];
        foreach (Node node in entry.Nodes) {
            BindingTime own = node.Operation switch {
                "weight" => BindingTime.Load,
                "input" or "positions" or "past" or "state_append" or "state_read" or "state_write" => BindingTime.Run,
                // The preparation is one loop kernel for each tensor.
                "loop_state" or "loop_index" or "loop_row" or "loop" or "branch" or "sort_order" or "scatter_set" or "scatter_add" or "scatter_max" or "scatter_min" => BindingTime.Run,
                _ => IsSymbolic(node) ? BindingTime.Run : BindingTime.Build,
            };
            times[node.Id] = node.Operands.Select(operand => times[operand]).Append(own).Max();
        }
        return times;
    }

    // A symbol's value comes with the call, so whatever its extents or positions depend on one is known no earlier.
    private static bool IsSymbolic(Node node) =>
        node.Type.Shape.Any(extent => !extent.IsConstant)
        || node.Attributes.All.Any(argument => argument.Value is AttributeValue.Extent { Value.IsConstant: false });
}
