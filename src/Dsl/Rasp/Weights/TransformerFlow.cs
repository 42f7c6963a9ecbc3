using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;

namespace Sinter.Rasp.Weights;

/// <summary>What a box of a <see cref="TransformerFlow"/> is.</summary>
public enum FlowKind {
    /// <summary>A value in the residual stream.</summary>
    Value,

    /// <summary>An attention head.</summary>
    Head,

    /// <summary>The hidden units of an MLP that write one value.</summary>
    Mlp,

    /// <summary>What the unembedding reads.</summary>
    Output,
}

/// <summary>A part of a compiled transformer.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Time">The half layer: 0 is the embedding, 2l - 1 the attention and 2l the MLP of layer l.</param>
/// <param name="Lines">What it is called, then what it does.</param>
/// <param name="Hint">All there is to say of it.</param>
public sealed record FlowBox(FlowKind Kind, int Time, ImmutableArray<string> Lines, string Hint);

/// <summary>
/// How values flow through a compiled transformer: which head or MLP makes which of them from which, and which expression
/// of the program each one is.
/// </summary>
public sealed class TransformerFlow {
    readonly RaspTransformer transformer;
    readonly List<FlowBox> boxes = [];
    readonly List<(int From, int To)> edges = [];
    readonly Dictionary<Variable, int> values = [];

    TransformerFlow(RaspTransformer transformer) {
        this.transformer = transformer;
    }

    /// <summary>The boxes.</summary>
    public IReadOnlyList<FlowBox> Boxes => boxes;

    /// <summary>Arrows between them, from what is read to what reads it.</summary>
    public IReadOnlyList<(int From, int To)> Edges => edges;

    /// <summary>The flow of a transformer.</summary>
    public static TransformerFlow Of(RaspTransformer transformer) {
        ArgumentNullException.ThrowIfNull(transformer);
        var flow = new TransformerFlow(transformer);
        TransformerNetwork network = transformer.Lowering.Network;
        foreach (Variable variable in network.Variables.Where(variable => variable != network.Flags)) {
            flow.values.Add(variable, flow.Add(flow.ValueOf(variable)));
        }
        for (int layer = 0; layer < network.Layers.Count; layer++) {
            int number = 0;
            foreach (Head head in network.Layers[layer].Heads.Values) {
                flow.AddHead(head, ++number, (2 * layer) + 1);
            }
            flow.AddUnits(network.Layers[layer], (2 * layer) + 2);
        }
        flow.AddOutput();
        return flow;
    }

    /// <summary>"attention 1", and "embedding" and "output" at the ends.</summary>
    public static string Moment(int time) => time == 0 ? "embedding" : time == int.MaxValue ? "output"
        : string.Create(CultureInfo.InvariantCulture, $"{(time % 2 == 1 ? "attention" : "mlp")} {(time + 1) / 2}");

    FlowBox ValueOf(Variable variable) {
        // Expressions that are read off these dimensions alone; others are sums that what uses them takes.
        string[] read = [.. transformer.Graph.Nodes.Where(node => Reading(node) is { } reading && reading.Owners.All(owner => owner == variable) && reading.Owners.Any())
            .Select(node => $"%{node.Id}{(node.Names.IsEmpty ? "" : $" {node.Names[0]}")} = {node.Expression}")];
        string[] labels = [.. variable.Slots.Select(slot => slot.Label)];
        string dimensions = variable.Slots.Length == 1 ? $"dimension {variable.Slots[0].Dimension}: {labels[0]}"
            : $"{variable.Slots.Length} dimensions: {string.Join(" ", labels)}";
        string life = $"from {Moment(variable.Born)} to {Moment(variable.LastUse)}";
        return new FlowBox(FlowKind.Value, variable.Born, [variable.Name, .. read.Where(line => !line.EndsWith("= " + variable.Name, StringComparison.Ordinal)), dimensions], string.Join('\n', [variable.Name, .. read, dimensions, life]));
    }

    void AddHead(Head head, int number, int time) {
        string keys = Names(head.Pairs.SelectMany(pair => pair.Keys)), queries = Names(head.Pairs.SelectMany(pair => pair.Queries));
        string ranks = Names(head.KeyLogits.Select(term => ImmutableArray.Create(term.Slot)));
        string[] lines = [
            $"layer {(time + 1) / 2}, head {number}",
            .. keys.Length + queries.Length == 0 ? [] : (string[])[$"keys {keys}", $"queries {queries}"],
            .. ranks.Length == 0 ? [] : (string[])[$"ranked by {ranks}"],
        ];
        string moved = Names(head.Payloads.Select(payload => payload.Values.Select(term => term.Slot).ToImmutableArray()));
        string hint = string.Join('\n', [
            .. lines,
            $"{head.Pairs.Sum(pair => pair.Rank) + 1} dimensions for logits, {head.Payloads.Count} for values",
            .. moved.Length == 0 ? [] : (string[])[$"moves {moved}"],
        ]);
        int box = Add(new FlowBox(FlowKind.Head, time, [.. lines], hint));
        Connect(head.Pairs.SelectMany(pair => pair.Keys.Concat(pair.Queries)).SelectMany(group => group).Concat(head.KeyLogits.Select(term => term.Slot))
            .Concat(head.Payloads.SelectMany(payload => payload.Values).Select(term => term.Slot)), box, head.Payloads.Select(payload => payload.Target.Owner));
    }

    // Units that erase or clear what was there before make no value.
    void AddUnits(Layer layer, int time) {
        var written = layer.Units.Values.SelectMany(unit => unit.Writes.Keys.Select(slot => slot.Owner).Distinct().Select(owner => (unit, owner))).Where(pair => pair.owner.Born == time);
        foreach (IGrouping<Variable, Unit> units in written.GroupBy(pair => pair.owner, pair => pair.unit)) {
            string[] lines = [$"layer {time / 2}, MLP", $"{units.Count()} hidden unit{(units.Count() == 1 ? "" : "s")}"];
            int box = Add(new FlowBox(FlowKind.Mlp, time, [.. lines], string.Join('\n', lines)));
            Connect(units.SelectMany(unit => unit.Inputs).Select(term => term.Slot), box, [units.Key]);
        }
    }

    void AddOutput() {
        GraphNode result = transformer.Graph.Nodes[transformer.Graph.Results[0]];
        string name = result.Names.IsEmpty ? result.Expression : result.Names[0];
        string[] lines = [$"output: %{result.Id} {name}", $"{transformer.Shape.Outputs} row{(transformer.Shape.Outputs == 1 ? "" : "s")}"];
        int box = Add(new FlowBox(FlowKind.Output, int.MaxValue, [.. lines], string.Join('\n', lines)));
        IEnumerable<Variable> faults = transformer.Lowering.Faults.Values.Select(slot => slot.Owner);
        foreach (Variable variable in Reading(result)!.Owners.Concat(faults).Distinct().Where(values.ContainsKey)) {
            edges.Add((values[variable], box));
        }
    }

    void Connect(IEnumerable<Slot> reads, int box, IEnumerable<Variable> writes) {
        foreach (Variable variable in reads.Select(slot => slot.Owner).Distinct().Where(values.ContainsKey)) {
            edges.Add((values[variable], box));
        }
        foreach (Variable variable in writes.Distinct().Where(values.ContainsKey)) {
            edges.Add((box, values[variable]));
        }
    }

    string Names(IEnumerable<ImmutableArray<Slot>> groups) =>
        string.Join(", ", groups.SelectMany(group => group).Select(slot => slot.Owner).Where(values.ContainsKey).Select(owner => owner.Name).Distinct());

    Reading? Reading(GraphNode node) => node.Node is Selector ? null : transformer.Lowering.Existing(node.Id);

    int Add(FlowBox box) {
        boxes.Add(box);
        return boxes.Count - 1;
    }
}
