using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Sinter.Rasp.Nodes;

namespace Sinter.Rasp.Weights;

/// <summary>
/// Makes the network of a program: each expression becomes a reading of the residual stream when it is first asked for,
/// as early as what it is made of allows, which makes the number of layers least.
/// </summary>
sealed class Lowering {
    readonly Reading?[] readings;
    readonly Categorical?[] categories;
    readonly Line?[] numbers;
    readonly Dictionary<int, Slot> faults = [];
    readonly Dictionary<string, Variable> counts = [];
    readonly List<ExactnessBound> bounds = [];
    readonly Dictionary<Categorical, Categorical> restored = [];
    Categorical? positions;

    public Lowering(ValueAnalysis analysis, ProgramGraph graph, WeightOptions options, NormBound? norm, Composition composition) {
        (Graph, Options, Analysis, Composition) = (graph, options, analysis, composition);
        Precision = new Precision(options, norm);
        Network = new TransformerNetwork(1.5 * Precision.OfNorm, Precision.Spread);
        readings = new Reading?[graph.Nodes.Length];
        categories = new Categorical?[graph.Nodes.Length];
        numbers = new Line?[graph.Nodes.Length];
        foreach (string name in options.Encodings.Keys) {
            if (!graph.Nodes.Any(node => node.Node is not Selector && IsNamed(node, name))) {
                throw new RaspException($"no expression of the program is named \"{name}\", which the options encode");
            }
        }
    }

    public ProgramGraph Graph { get; }

    public WeightOptions Options { get; }

    public ValueAnalysis Analysis { get; }

    public SelectorTerms Terms => Analysis.Terms;

    /// <summary>The forms of selectors that fall into several parts.</summary>
    public Composition Composition { get; }

    public Precision Precision { get; }

    public TransformerNetwork Network { get; }

    public IReadOnlyList<ExactnessBound> Bounds => bounds;

    /// <summary>A slot for each expression that can fail to have a value: 1 where it has none.</summary>
    public IReadOnlyDictionary<int, Slot> Faults => faults;

    /// <summary>The reading of an expression, if it has one.</summary>
    public Reading? Existing(int node) => readings[node];

    /// <summary>An expression, however it is encoded.</summary>
    public Reading Read(int node) {
        if (readings[node] is { } existing) {
            return existing;
        }
        GraphNode it = Graph.Nodes[node];
        Reading reading = it.Node.Kind switch {
            NodeKind.Input or NodeKind.Indices or NodeKind.Constant => SourceLowering.Lower(this, it),
            NodeKind.Length or NodeKind.Width => CountLowering.Width(this, it),
            NodeKind.Aggregate => AggregateLowering.Lower(this, it),
            _ => ElementwiseLowering.Lower(this, it),
        };
        readings[node] ??= reading;
        if (Encoding(it) is { } encoding && it.Node.Kind is not (NodeKind.Input or NodeKind.Indices)) {
            readings[node] = encoding == ValueEncoding.Categorical ? Categories(node) : Numbers(node);
        }
        return readings[node]!;
    }

    /// <summary>An expression as categories.</summary>
    public Categorical Categories(int node) => categories[node] ??= Read(node) as Categorical ?? ElementwiseLowering.Categories(this, node, (Line)Read(node));

    /// <summary>An expression as a number.</summary>
    /// <exception cref="RaspException">Its values are no numbers.</exception>
    public Line Numbers(int node) => numbers[node] ??= Read(node) is Line { IsNumber: true } line
        ? line
        : ElementwiseLowering.Numbers(this, node, Read(node));

    /// <summary>Whether an expression is read as a number without an MLP.</summary>
    public bool HasNumbers(int node) => Read(node) is Line { IsNumber: true } or Categorical && Analysis[node].Values.All(value => Domain.Number(value) != null);

    /// <summary>The positions, if anything reads them.</summary>
    public Reading? PositionsIfRead => Graph.Nodes.FirstOrDefault(node => node.Node.Kind == NodeKind.Indices) is { } indices ? readings[indices.Id] : positions;

    /// <summary>The positions, also of a program that has no word of them.</summary>
    public Categorical Positions() {
        if (Graph.Nodes.FirstOrDefault(node => node.Node.Kind == NodeKind.Indices) is { } indices) {
            return Categories(indices.Id);
        }
        var domain = new Domain(Enumerable.Range(0, Options.MaximumLength).Select(position => (object?)position), false);
        return positions ??= NewCategorical(-1, 0, domain);
    }

    public Line NumbersOf(Categorical categorical) => ElementwiseLowering.NumbersOf(categorical);

    /// <summary>Remembers a bound.</summary>
    /// <exception cref="RaspException">It is not met.</exception>
    public void Bound(int node, string what, double error, double allowed) {
        var bound = new ExactnessBound(node < 0 ? "positions" : Analysis.Name(node), what, error, allowed);
        if (!(error < allowed)) {
            throw new RaspException(bound.Expression, FormattableString.Invariant(
                $"{what} at {Options.MaximumLength} positions: the error in f32 can be {error:G2}, and less than {allowed:G2} tells its values apart. A smaller maximum length, fewer values or a comparison before the division makes them farther apart{(Precision.LayerNorm ? ", and without LayerNorm errors are smaller" : "")}"));
        }
        bounds.Add(bound);
    }

    public Variable Variable(string name, int node, int born, IEnumerable<string> labels, bool isIndicator = true, double largest = 1) =>
        Network.Add(new Variable(name, node, born, labels) { IsIndicator = isIndicator, Largest = largest, Norm = 1.5 * Precision.OfNorm * largest });

    /// <summary>A variable with a slot for each category.</summary>
    public Categorical NewCategorical(int node, int born, Domain domain) {
        Variable variable = Variable(node < 0 ? "positions" : Analysis.Name(node), node, born, Enumerable.Range(0, domain.Count).Select(domain.Label));
        return new Categorical(domain, [.. variable.Slots.Select(slot => ImmutableArray.Create(slot))]);
    }

    /// <summary>The variable for a count of this signature, which is made once.</summary>
    public Variable Count(string signature, Func<Variable> make) {
        if (!counts.TryGetValue(signature, out Variable? variable)) {
            counts.Add(signature, variable = make());
        }
        return variable;
    }

    /// <summary>The same categories, with slots that are 0 or 1 again but for rounding.</summary>
    public Categorical Restored(Categorical reading) {
        if (reading.IsExact || reading.IsConstant) {
            return reading;
        }
        if (!restored.TryGetValue(reading, out Categorical? result)) {
            int time = TransformerNetwork.MlpAfter(reading.Ready);
            double hot = 0;
            Variable variable = Variable($"{reading.Owners.First().Name} restored", -1, time, Enumerable.Range(0, reading.Domain.Count).Select(reading.Domain.Label));
            for (int category = 0; category < reading.Domain.Count; category++) {
                if (reading.Slots[category].IsEmpty) {
                    continue;
                }
                StepBank bank = StepBank.Of(Terms1(reading.Slots[category]), 0, [new Mark(0, 0), new Mark(1, 1)], reading.Hot + reading.ColdSum, isExact: false)!;
                bank.Write(Network, time, Precision, (before, after) => [(variable.Slots[category], after - before)]);
                hot = Math.Max(hot, bank.NumberError(Precision, outcome => outcome));
                Bound(variable.Node < 0 ? reading.Owners.First().Node : variable.Node, "its categories restored", bank.Used(Precision), 1);
            }
            // A step that is not passed is silent.
            (variable.Hot, variable.Cold) = (hot, Precision.OfStep);
            variable.ColdSum = Precision.OfStep * reading.Domain.Count;
            restored.Add(reading, result = new Categorical(reading.Domain, [.. variable.Slots.Select(slot => ImmutableArray.Create(slot))]));
        }
        return result;
    }

    /// <summary>The slot that says that an expression has no value; it stays to the end.</summary>
    public Slot Fault(int node, int time) {
        if (!faults.TryGetValue(node, out Slot? slot)) {
            faults.Add(node, slot = Variable($"{Analysis.Name(node)} has no value", node, time, ["fault"]).Slots[0]);
            slot.Owner.Use(int.MaxValue);
        }
        return slot;
    }

    /// <summary>
    /// Reads what can be without a value and nothing read so far says so: a program has no value where one of its expressions
    /// has none, also where its result does not hang on that one.
    /// </summary>
    public void ReadWhatCanFail() {
        var covered = new HashSet<int>();
        foreach (GraphNode node in Graph.Nodes.Where(node => node.Node is not Selector && Analysis.CanFail(node))) {
            Cover(covered);
            if (!covered.Contains(node.Id)) {
                Read(node.Id);
            }
        }
    }

    // What is read, and what is part of its table.
    void Cover(HashSet<int> covered) {
        foreach (GraphNode read in Graph.Nodes.Where(node => readings[node.Id] != null)) {
            ImmutableArray<int> roots = Elementary.Is(read.Node) ? Analysis.Roots(read.Id) : [];
            var pending = new Stack<int>([read.Id]);
            var seen = new HashSet<int>();
            while (pending.TryPop(out int id)) {
                if (seen.Add(id) && (id == read.Id || (!roots.IsEmpty && !roots.Contains(id)))) {
                    covered.Add(id);
                    foreach (int operand in roots.IsEmpty ? [] : Graph.Nodes[id].Operands) {
                        pending.Push(operand);
                    }
                }
            }
        }
    }

    /// <summary>Says at run that an expression has no value where another is null.</summary>
    public void FaultWhereNull(int node, int operand) {
        if (!Analysis[operand].MayBeNull) {
            return;
        }
        Reading reading = Read(operand) is Line { HasNullPoints: true } ? Categories(operand) : Read(operand);
        (ImmutableArray<Term> form, double least) = reading is Line line
            ? (line.NullForm, line.NullLeast)
            : (Terms1(((Categorical)reading).Slots[reading.Domain.Null]), 1.0);
        int time = TransformerNetwork.MlpAfter(reading.Ready);
        Network.Step(time, form, least / 2, Precision.Aim * 2 / least, [(Fault(node, time), 1)]);
    }

    static ImmutableArray<Term> Terms1(ImmutableArray<Slot> slots) => [.. slots.Select(slot => new Term(slot, 1))];

    /// <summary>The encoding that the options give to an expression.</summary>
    public ValueEncoding? Encoding(GraphNode node) {
        foreach ((string name, ValueEncoding encoding) in Options.Encodings) {
            if (IsNamed(node, name)) {
                return encoding;
            }
        }
        return null;
    }

    static bool IsNamed(GraphNode node, string name) => node.Names.Contains(name) || node.Node.ToString() == name;
}
