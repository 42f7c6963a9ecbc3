using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>Translates a program, node by node, to operations of the graph.</summary>
internal sealed class ProgramLowering {
    private static readonly Dictionary<NodeKind, INodeLowering> Kinds = new() {
        [NodeKind.Input] = new InputLowering(),
        [NodeKind.Indices] = new IndicesLowering(),
        [NodeKind.Length] = new LengthLowering(),
        [NodeKind.Constant] = new ConstantLowering(),
        [NodeKind.Map] = new MapLowering(),
        [NodeKind.Lookup] = new LookupLowering(),
        [NodeKind.Choose] = new ChooseLowering(),
        [NodeKind.OrElse] = new OrElseLowering(),
        [NodeKind.IsPresent] = new IsPresentLowering(),
        [NodeKind.AsNullable] = new AsNullableLowering(),
        [NodeKind.FromNullable] = new FromNullableLowering(),
        [NodeKind.Aggregate] = new AggregateLowering(),
        [NodeKind.Width] = new WidthLowering(),
    };

    private readonly Dictionary<ProgramNode, Lowered> lowered = [];
    private readonly Dictionary<ProgramNode, Formula> formulas = [];
    private readonly SelectorPlanning planning;
    private readonly bool isCausal;

    public ProgramLowering(Evaluator evaluator, GraphBuilder graph, long longest, bool isCausal) {
        this.isCausal = isCausal;
        Evaluator = evaluator;
        Longest = longest;
        Tensors = new Tensors(graph);
        Strings = new ProgramStrings(Tensors);
        Elements = new Elements(evaluator, Tensors, Strings);
        Errors = new ErrorSites(Tensors);
        planning = new SelectorPlanning(Tensors);
    }

    public Evaluator Evaluator { get; }

    public Tensors Tensors { get; }

    public Elements Elements { get; }

    public ProgramStrings Strings { get; }

    public ErrorSites Errors { get; }

    /// <summary>The most positions of an input.</summary>
    public long Longest { get; }

    /// <summary>The tensors of each input, by its name, in the order in which they are first needed.</summary>
    public List<(string Name, ITypeSymbol Type)> Inputs { get; } = [];

    public ITypeSymbol Bool => Evaluator.Compilation.GetSpecialType(SpecialType.System_Boolean);

    public ITypeSymbol Int => Evaluator.Compilation.GetSpecialType(SpecialType.System_Int32);

    /// <summary>The result of a program.</summary>
    public Lowered Run(ProgramNode result) {
        foreach (ProgramNode node in ProgramNode.InOrder(result)) {
            if (node.IsSelector) {
                formulas.Add(node, SelectorLowering.Of(this, node));
            } else {
                if (isCausal && node.Kind == NodeKind.Length) {
                    throw Refuse(node, "length is not known to a causal program, which sees no later position; SelectorWidth(All) counts the positions up to the query");
                }
                lowered.Add(node, Kinds[node.Kind].Lower(this, node));
            }
        }
        return lowered[result];
    }

    /// <summary>The tensors of an operand.</summary>
    public Lowered Of(ProgramNode node) => lowered[node];

    /// <summary>The formula of a selector.</summary>
    public Formula FormulaOf(ProgramNode node) => formulas[node];

    /// <summary>How the hits of a node's selector are reduced; a causal program sees no later keys.</summary>
    public HitReducer HitsOf(ProgramNode node) => planning.Of(FormulaOfUse(node));

    /// <summary>Whether every query of a node's selector hits every key.</summary>
    public bool HitsEverything(ProgramNode node) => planning.IsEverything(FormulaOfUse(node));

    /// <summary>The value at positions that lie inside the sequence.</summary>
    public Lowered At(Lowered sequence, int positions) =>
        new(Leaves.Map(sequence.Value, leaf => Tensors.Gather(leaf, positions)), Tensors.IsUniform(sequence.Present) ? sequence.Present : Tensors.Gather(sequence.Present, positions));

    /// <summary>A known value in tensors.</summary>
    public Value Known(Value value, ITypeSymbol type, SyntaxNode syntax) {
        if (Elements.IsElement(value) && value is not TupleInstance) {
            return value;
        }
        if (Representation.NullableOf(type) is { } inner) {
            return Elements.Nullable(value.IsNull ? value : Known(value, inner, syntax), inner, syntax);
        }
        if (value is TupleInstance tuple && type is INamedTypeSymbol { IsTupleType: true } named) {
            return new TupleInstance([.. tuple.Items.Select((item, i) => Known(item, named.TupleElements[i].Type, syntax))], tuple.Names);
        }
        return Representation.IsFraction(type) ? Elements.Fraction(value, syntax) : Elements.Scalar(value, type, syntax);
    }

    /// <summary>Notes the errors of a function at the positions where all its operands are present.</summary>
    public void Note(ProgramNode node, IEnumerable<(int Condition, string Problem)> errors, int present) {
        foreach ((int condition, string problem) in errors) {
            Errors.Add(node.ToString(), problem, Tensors.And(condition, present));
        }
    }

    public EvaluationException Refuse(ProgramNode node, string problem) => new(new Problem(Descriptors.ProgramWithoutMeaning, node.Site, problem, ""));

    public EvaluationException NoKernel(ProgramNode node, string what) =>
        new(new Problem(Descriptors.NoKernelForm, node.Site, what, "RaspProgram.Of runs it evaluated", ""));

    private Formula FormulaOfUse(ProgramNode node) {
        Formula formula = FormulaOf(node.Operands[0]);
        return isCausal
            ? new Formula.Both(formula, new Formula.One(new Comparison.OfPositions(Tensors, Signs.Less | Signs.Equal, Tensors.Indices) { Type = Int }))
            : formula;
    }
}
