using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Sinter.Rasp.Nodes;

namespace Sinter.Rasp.Weights;

/// <summary>What the rows of embedding and output mean.</summary>
sealed class Codebook {
    // Rows of the embedding before the values.
    const int Rest = 0, Padding = 1, Nothing = 2;

    readonly Lowering lowering;
    readonly Reading result;
    readonly Dictionary<string, (Domain Domain, int First)> vocabularies = new(StringComparer.Ordinal);
    readonly List<IReadOnlyList<Term>> rows = [];
    readonly List<string> labels = [];
    readonly ImmutableArray<int> faults;

    public Codebook(Lowering lowering, int resultNode, Reading result) {
        (this.lowering, this.result) = (lowering, result);
        TransformerNetwork network = lowering.Network;
        Add("rest", [new Term(network.Rest, 1)]);
        Add("padding", [new Term(network.Padding, 1)]);
        Add("nothing", []);
        GraphNode[] inputs = [.. lowering.Graph.Nodes.Where(node => node.Node.Kind == NodeKind.Input).OrderBy(node => ((IInputNode)node.Node).Source, StringComparer.Ordinal)];
        Inputs = [.. inputs.Select(node => ((IInputNode)node.Node).Source)];
        foreach (GraphNode input in inputs) {
            Domain domain = lowering.Analysis[input.Id];
            Reading? reading = lowering.Existing(input.Id);
            string name = ((IInputNode)input.Node).Source;
            vocabularies.Add(name, (domain, rows.Count));
            for (int category = 0; category < domain.Count; category++) {
                // The first input also says that there is a token.
                Add($"{name} {domain.Label(category)}", [.. input == inputs[0] ? [new Term(network.Token, 1)] : Array.Empty<Term>(), .. SourceLowering.Embedded(reading, category)]);
            }
        }
        if (inputs.Length == 0) {
            Add("token", [new Term(network.Token, 1)]);
        }
        Reading? positions = lowering.PositionsIfRead;
        Positions = [.. Enumerable.Range(0, lowering.Options.MaximumLength).Select(position => SourceLowering.Embedded(positions, position))];
        faults = [.. lowering.Faults.Keys.Order()];
        Outputs = [.. Results(), .. faults.Select(node => (ImmutableArray.Create(new Term(lowering.Faults[node], 1)), 0.0))];
        if (result is Line line) {
            double ofNorm = (lowering.Precision.OfNorm * Math.Abs(line.Offset))
                + lowering.Precision.Noise(line.Form.Length + 1, line.Form.Sum(term => Math.Abs(term.Factor)) + Math.Abs(line.Offset), line.Form.Select(term => Math.Abs(term.Factor) * term.Slot.Owner.Largest).Append(0).Sum() + Math.Abs(line.Offset));
            lowering.Bound(resultNode, "the result", line.Error + ofNorm, line.Points.Length > 1 ? line.Gap / 2 : double.PositiveInfinity);
        }
    }

    public IReadOnlyList<IReadOnlyList<Term>> Rows => rows;

    public IReadOnlyList<string> Labels => labels;

    public ImmutableArray<string> Inputs { get; }

    public ImmutableArray<ImmutableArray<Term>> Positions { get; }

    public ImmutableArray<(ImmutableArray<Term> Form, double Token)> Outputs { get; }

    /// <summary>What each row of the output says.</summary>
    public IEnumerable<string> OutputLabels => (result is Line line
        ? line.NullForm.IsEmpty ? ["number"] : (string[])["number", "null"]
        : Enumerable.Range(0, result.Domain.Count).Select(result.Domain.Label)).Concat(faults.Select(node => $"{lowering.Analysis.Name(node)} has no value"));

    public string OnlyInput() => Inputs switch {
        [var only] => only,
        [] => "tokens",
        _ => throw new RaspException($"the program has {Inputs.Length} inputs: {string.Join(", ", Inputs)}; give them by name, as Bindings"),
    };

    public int[][] Tokens(Bindings bindings, int most, int padded) {
        if (bindings.Length < 1 || Math.Max(bindings.Length, padded) > most) {
            throw new RaspException($"the transformer was compiled for 1 to {most} positions, and there are {Math.Max(bindings.Length, padded)}");
        }
        var tokens = new int[Math.Max(bindings.Length, padded) + 1][];
        for (int row = 0; row < tokens.Length; row++) {
            tokens[row] = new int[Math.Max(1, Inputs.Length)];
            Array.Fill(tokens[row], Nothing);
            tokens[row][0] = row == 0 ? Rest : row > bindings.Length ? Padding : rows.Count - 1;
        }
        for (int input = 0; input < Inputs.Length; input++) {
            Sequence sequence = bindings.Find(Inputs[input])
                ?? throw new RaspException($"input \"{Inputs[input]}\" is not given; given are: {string.Join(", ", bindings.Names)}");
            (Domain domain, int first) = vocabularies[Inputs[input]];
            for (int position = 0; position < bindings.Length; position++) {
                int category = domain.IndexOf(sequence.Boxed(position));
                tokens[position + 1][input] = category >= 0 ? first + category
                    : throw new RaspException(Inputs[input], position, $"{sequence.TextAt(position)} is none of the values that the transformer was compiled for: {string.Join(", ", Enumerable.Range(0, Math.Min(8, domain.Count)).Select(domain.Label))}{(domain.Count > 8 ? ", ..." : "")}");
            }
        }
        return tokens;
    }

    public void CheckFaults(float[] logits, int position) {
        int first = logits.Length - faults.Length;
        for (int fault = 0; fault < faults.Length; fault++) {
            if (logits[first + fault] > 0.5f) {
                throw new RaspException(lowering.Analysis.Name(faults[fault]), position, "it has no value for these inputs; evaluated, the program says why");
            }
        }
    }

    /// <summary>The value that a row of the output says.</summary>
    public object? Value(ReadOnlySpan<float> logits) {
        if (result is Line line) {
            return result.Domain[Nearest(line, logits[0], line.NullForm.IsEmpty ? 0 : logits[1])];
        }
        int best = 0;
        for (int category = 1; category < result.Domain.Count; category++) {
            if (logits[category] > logits[best]) {
                best = category;
            }
        }
        return result.Domain[best];
    }

    /// <summary>The category of a place on a line.</summary>
    public static int Nearest(Line line, double at, double isNull) {
        if (!line.NullForm.IsEmpty && isNull > line.NullLeast / 2) {
            return line.Domain.Null;
        }
        Point[] valued = [.. line.Points.Where(point => point.Category >= 0)];
        return valued.MinBy(point => Math.Abs(point.At - at)).Category;
    }

    IEnumerable<(ImmutableArray<Term>, double)> Results() {
        if (result is Categorical categorical) {
            return Enumerable.Range(0, result.Domain.Count).Select(category => categorical.IsConstant
                ? (ImmutableArray<Term>.Empty, 1.0)
                : ([.. categorical.Slots[category].Select(slot => new Term(slot, 1))], 0.0));
        }
        var line = (Line)result;
        (ImmutableArray<Term>, double) number = (line.Form, line.Offset);
        return line.NullForm.IsEmpty ? [number] : [number, (line.NullForm, 0.0)];
    }

    void Add(string label, IReadOnlyList<Term> terms) {
        labels.Add(label);
        rows.Add(terms);
    }
}
