using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Sinter.Rasp.Nodes;

namespace Sinter.Rasp.Weights;

/// <summary>
/// A program as a transformer: weights of a standard architecture that compute it, exactly. Every decision that its values
/// hang on has a bound of the error of f32 beside what is allowed; a program that cannot be exact is refused.
/// </summary>
public abstract partial class RaspTransformer {
    readonly Lowering lowering;
    readonly ForwardPass pass;
    readonly Codebook codebook;
    readonly int resultNode;
    readonly NormBound? norm;

    // What layer normalisation has beside its pair: at first of a program of some variables and no large number.
    double energyTried = 256;

    private protected RaspTransformer(ProgramGraph graph, WeightOptions options) {
        Graph = graph;
        Options = options;
        var analysis = new ValueAnalysis(graph, options);
        analysis.Terms.Mask(options.Causal);
        resultNode = graph.Results[0];
        (Made made, TransformerCost cost, var choices) = new CompositeSearch<Made>(options.Forms, composition => Make(analysis, composition)).Best();
        (lowering, codebook, norm, Shape) = made;
        Composites = [.. choices.Select(choice => new CompositeChoice(choice.Node, analysis.Name(choice.Node), choice.Parts, choice.Form, cost, choice.Other))];
        var writer = new WeightWriter(lowering.Network, Shape, norm);
        writer.Embedding(codebook.Rows);
        writer.Positions(codebook.Positions);
        writer.Layers();
        writer.Output(codebook.Outputs);
        Weights = [.. writer.Weights];
        pass = new ForwardPass(Shape, Weights);
    }

    sealed record Made(Lowering Lowering, Codebook Codebook, NormBound? Norm, TransformerShape Shape);

    // Again with a larger bound, where layer normalisation has more beside it than was thought.
    (Made Made, TransformerCost Cost) Make(ValueAnalysis analysis, Composition composition) {
        NormBound? bound = Options.LayerNorm ? new NormBound(energyTried) : null;
        while (true) {
            var made = new Lowering(analysis, Graph, Options, bound, composition);
            Reading result = made.Read(resultNode);
            foreach (GraphNode select in Graph.Nodes.Where(node => node.Node.Kind == NodeKind.Select)) {
                made.FaultWhereNull(select.Id, select.Operands[0]);
                made.FaultWhereNull(select.Id, select.Operands[1]);
            }
            made.ReadWhatCanFail();
            var rows = new Codebook(made, resultNode, result);
            int width = Arrangement.Of(made.Network, result.Owners.Concat(made.Faults.Values.Select(slot => slot.Owner)), Options.Activation == Activation.Relu, reuses: bound == null);
            double energy = bound == null ? 0 : NormBound.Of(made.Network);
            if (bound == null || energy <= bound.Energy) {
                var whole = new Made(made, rows, bound, ShapeOf(made, rows, width + (bound == null ? 0 : NormBound.Dimensions)));
                return (whole, new TransformerCost(whole.Shape.Layers, whole.Shape.Parameters));
            }
            // What is read more coarsely may be restored, which takes dimensions of its own: a little more than was found.
            bound = new NormBound(energyTried = 1.05 * energy);
        }
    }

    TransformerShape ShapeOf(Lowering made, Codebook rows, int width) => new(
        rows.Rows.Count,
        Math.Max(1, rows.Inputs.Length),
        Options.MaximumLength + 1,
        width,
        WeightWriter.HeadWidth(made.Network),
        [.. made.Network.Layers.Select(layer => layer.Heads.Count)],
        [.. made.Network.Layers.Select(layer => layer.Units.Count)],
        rows.Outputs.Length,
        made.Terms.Causal,
        Options.Activation,
        Options.LayerNorm);

    /// <summary>The program's graph.</summary>
    public ProgramGraph Graph { get; }

    /// <summary>What it was compiled for.</summary>
    public WeightOptions Options { get; }

    /// <summary>The architecture.</summary>
    public TransformerShape Shape { get; }

    /// <summary>What it costs.</summary>
    public TransformerCost Cost => new(Shape.Layers, Shape.Parameters);

    /// <summary>The forms of the selectors that fall into several parts, each with what the other form would cost.</summary>
    public ImmutableArray<CompositeChoice> Composites { get; }

    /// <summary>The weights.</summary>
    public ImmutableArray<TransformerWeight> Weights { get; }

    /// <summary>Each bound of an error that was proved, with what is allowed; all are met.</summary>
    public IReadOnlyList<ExactnessBound> Bounds => lowering.Bounds;

    internal Lowering Lowering => lowering;

    internal Codebook Codebook => codebook;

    /// <summary>Compiles a program.</summary>
    /// <exception cref="RaspException">It has no bounds, or is too fine for f32; the message says where and what helps.</exception>
    public static RaspTransformer<R> Of<R>(RaspProgram<R> program, WeightOptions options) {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        return new RaspTransformer<R>(program, options);
    }

    /// <summary>The tokens of inputs: for each position, that of the rest first, one of each input in the order of their names.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="length">The number of positions to which it is padded; 0 for no padding.</param>
    /// <exception cref="RaspException">A value or the length is not one that it was compiled for.</exception>
    public int[][] Tokens(Bindings inputs, int length = 0) {
        ArgumentNullException.ThrowIfNull(inputs);
        return codebook.Tokens(inputs, Options.MaximumLength, length);
    }

    /// <summary>The outputs of the model for tokens: for each position, that of the rest first, a row.</summary>
    public float[][] Logits(int[][] tokens) {
        ArgumentNullException.ThrowIfNull(tokens);
        return pass.Run(tokens).Logits;
    }

    internal ForwardPass.Result Forward(int[][] tokens) => pass.Run(tokens);
}

/// <summary>A program as a transformer.</summary>
public sealed class RaspTransformer<R> : RaspTransformer {
    internal RaspTransformer(RaspProgram<R> program, WeightOptions options) : base(program.Graph, options) {
    }

    /// <summary>Runs the transformer in f32 and reads its result off the output.</summary>
    /// <exception cref="RaspException">A value or the length is not one that it was compiled for, or the program has no value.</exception>
    public Sequence<R> Run(Bindings inputs, int paddedTo = 0) => Decode(Logits(Tokens(inputs, paddedTo)), inputs.Length);

    /// <summary>Runs the transformer on a program's only input.</summary>
    /// <exception cref="RaspException">The program has another number of inputs, or as <see cref="Run(Bindings, int)"/>.</exception>
    public Sequence<R> Run<A>(IEnumerable<A> input, int paddedTo = 0) => Run(new Bindings().With(Codebook.OnlyInput(), input), paddedTo);

    /// <summary>The result that outputs of the model say: rows of the rest position and of as many positions as there are, and maybe of padding.</summary>
    /// <exception cref="RaspException">The program has no value.</exception>
    public Sequence<R> Decode(float[][] logits, int length) {
        ArgumentNullException.ThrowIfNull(logits);
        var values = new R[length];
        var present = new bool[length];
        for (int position = 0; position < length; position++) {
            Codebook.CheckFaults(logits[position + 1], position);
        }
        for (int position = 0; position < length; position++) {
            object? value = Codebook.Value(logits[position + 1]);
            present[position] = value is not Absent;
            values[position] = present[position] ? (R)value! : default!;
        }
        return new Sequence<R>(values, present);
    }
}
