using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Sinter.Rasp.Weights;

/// <summary>What a dimension of the residual stream holds for some time; it may hold something else later.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="Expression">The expression whose value it holds, or what else.</param>
/// <param name="Meaning">The value that it says, where it is 1; or "number", where it is the number.</param>
/// <param name="From">What writes it: "embedding", "attention 1" or "mlp 1", counted from 1.</param>
/// <param name="To">What reads it last, likewise, or "output".</param>
public sealed record DimensionUse(int Dimension, string Expression, string Meaning, string From, string To);

/// <summary>The value of one expression at each position, read off the running transformer.</summary>
/// <param name="Node">The expression.</param>
/// <param name="At">The half layer after which it is there, "attention 1"; null of an expression that has no place of its own.</param>
/// <param name="Values">Its values as text; empty where it has no place of its own.</param>
public sealed record TransformerTraceStep(GraphNode Node, string? At, IReadOnlyList<string> Values) {
    /// <summary>"%2 = selector_width(%1)  attention 1  2 1 2"</summary>
    public override string ToString() => $"%{Node.Id} = {Node.Expression}  [{At ?? "within what uses it"}]{(At == null ? "" : "  " + string.Join("  ", Values))}";
}

public abstract partial class RaspTransformer {
    /// <summary>What each dimension of the residual stream holds, by dimension and time.</summary>
    public IEnumerable<DimensionUse> Residual => lowering.Network.Variables
        .SelectMany(variable => variable.Slots.Select(slot => (variable, slot)))
        .OrderBy(use => use.slot.Dimension).ThenBy(use => use.variable.Born)
        .Select(use => new DimensionUse(use.slot.Dimension, use.variable.Name, use.slot.Label, Moment(use.variable.Born), use.variable.LastUse == int.MaxValue ? "output" : Moment(use.variable.LastUse)))
        .Concat(norm == null ? [] : new[] { ("0", 0), ("minus the sum of all others", 1), ($"{norm.Peak}", 2), ($"{-norm.Peak}", 3) }
            .Select(((string Label, int At) use) => new DimensionUse(Shape.Width - NormBound.Dimensions + use.At, "layer norm", use.Label, Moment(0), "output")));

    /// <summary>Bytes of the weights in f32.</summary>
    public long Bytes => Weights.Sum(weight => 4L * weight.Values.Length);

    /// <summary>Layers, heads, widths, bytes, bounds and what the heads do, as text.</summary>
    public string Report() {
        var text = new StringBuilder();
        int variables = lowering.Network.Variables.Sum(variable => variable.Slots.Length);
        text.Append(CultureInfo.InvariantCulture, $"{Shape.Layers} layer{(Shape.Layers == 1 ? "" : "s")}, width {Shape.Width} for {variables} values, heads of {Shape.HeadWidth}, {(Shape.Causal ? "causal, " : "")}{Shape.Activation}, {(Shape.LayerNorm ? "layer norm, " : "")}1 to {Options.MaximumLength} positions\n");
        text.Append(CultureInfo.InvariantCulture, $"{Weights.Sum(weight => weight.Values.Length)} weights, {Weights.Sum(weight => weight.NonZero)} of them not 0, {Bytes} bytes\n");
        for (int layer = 0; layer < Shape.Layers; layer++) {
            text.Append(CultureInfo.InvariantCulture, $"layer {layer + 1}: {Shape.Heads[layer]} head{(Shape.Heads[layer] == 1 ? "" : "s")}, {Shape.Hidden[layer]} hidden units\n");
            foreach (Head head in lowering.Network.Layers[layer].Heads.Values) {
                string gives = string.Join(", ", head.Payloads.Select(payload => payload.Target.Owner.Name).Distinct());
                text.Append(CultureInfo.InvariantCulture, $"  head of {head.Pairs.Sum(pair => pair.Rank) + 1} for logits and {head.Payloads.Count} for values: {gives}\n");
            }
        }
        foreach (CompositeChoice choice in Composites) {
            (string chosen, string other) = choice.Form == CompositeForm.Heads
                ? ($"a head for each of {choice.Parts} parts", "one head of products")
                : ($"one head of products of its {choice.Parts} parts", "a head for each part");
            text.Append(CultureInfo.InvariantCulture, $"selector of {choice.Expression}: {chosen}; {other} {(choice.Other is { } cost ? $"would be {cost}" : Options.Forms.ContainsKey(choice.Node) ? "was not tried" : "is refused")}\n");
        }
        ExactnessBound? tightest = Bounds.MaxBy(bound => bound.Used);
        if (tightest != null) {
            text.Append(CultureInfo.InvariantCulture, $"exact: {Bounds.Count} bounds, the tightest {tightest.What} of {tightest.Expression}: {tightest.Error:G2} of {tightest.Allowed:G2}\n");
        }
        if (norm != null) {
            text.Append(CultureInfo.InvariantCulture, $"layer norm: beside {norm.Peak} and {-norm.Peak} the squares of a position add up to {norm.Energy:G3} at most, so that what is read is within {norm.Relative:G2} of what is there\n");
        }
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>Runs the transformer and reads every expression of the program that has a place in the residual stream off it.</summary>
    /// <exception cref="RaspException">A value or the length is not one that it was compiled for.</exception>
    public IReadOnlyList<TransformerTraceStep> Trace(Bindings inputs) {
        ArgumentNullException.ThrowIfNull(inputs);
        ForwardPass.Result run = pass.Run(Tokens(inputs));
        return [.. Graph.Nodes.Select(node => Step(node, run, inputs.Length))];
    }

    TransformerTraceStep Step(GraphNode node, ForwardPass.Result run, int length) {
        Reading? reading = node.Node is Selector ? null : lowering.Existing(node.Id);
        if (reading == null || reading.Owners.Any(owner => owner.Slots[0].Dimension < 0 || owner.LastUse < reading.Ready)) {
            return new TransformerTraceStep(node, null, []);
        }
        float[][] residual = run.Residual[reading.Ready];
        return new TransformerTraceStep(node, Moment(reading.Ready), [.. Enumerable.Range(1, length).Select(row => reading.Domain.Label(CategoryAt(reading, residual[row])))]);
    }

    static int CategoryAt(Reading reading, float[] row) {
        if (reading is Line line) {
            return Codebook.Nearest(line, line.Offset + line.Form.Sum(term => term.Factor * row[term.Slot.Dimension]), line.NullForm.Sum(term => term.Factor * row[term.Slot.Dimension]));
        }
        var categorical = (Categorical)reading;
        return categorical.IsConstant ? 0 : Enumerable.Range(0, reading.Domain.Count).MaxBy(category => categorical.Slots[category].Sum(slot => row[slot.Dimension]));
    }

    static string Moment(int time) => time == 0 ? "embedding" : string.Create(CultureInfo.InvariantCulture, $"{(time % 2 == 1 ? "attention" : "mlp")} {(time + 1) / 2}");
}
