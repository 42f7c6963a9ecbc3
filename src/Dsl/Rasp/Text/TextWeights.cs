using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Rasp.Nodes;
using Sinter.Rasp.Weights;

namespace Sinter.Rasp.Text;

/// <summary>Programs of RASP's text language as transformers.</summary>
public static class TextWeights {
    /// <summary>Compiles an s-op of a text.</summary>
    /// <param name="program">The s-op.</param>
    /// <param name="values">The values that occur in its inputs, as an example would hold them; null of a program that reads none.</param>
    /// <param name="options">What it is compiled for.</param>
    /// <param name="causal">Whether every selector is cut to the keys up to the query.</param>
    /// <exception cref="RaspException">It is a selector, has no bounds, is too fine for f32, or a value is none of an input's type.</exception>
    public static RaspTransformer Compile(Node program, Example? values, WeightOptions options, bool causal = false) {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        ProgramGraph graph = ProgramGraph.Of(program);
        if (values != null) {
            Bindings bindings = values.Bind(graph);
            foreach (string input in graph.Nodes.Select(node => node.Node).OfType<IInputNode>().Select(input => input.Source)) {
                Sequence sequence = bindings.Find(input)!;
                options = options.With(input, Enumerable.Range(0, sequence.Length).Select(sequence.Boxed));
            }
        }
        return program switch {
            SOp<bool> truth => Of(truth, options, causal),
            SOp<int> number => Of(number, options, causal),
            SOp<Rational> fraction => Of(fraction, options, causal),
            SOp<double> number => Of(number, options, causal),
            SOp<string> text => Of(text, options, causal),
            _ => throw new RaspException(program.ToString(), "it is a selector, and what a transformer gives is an s-op; an aggregate or selector_width makes one of it"),
        };
    }

    /// <summary>Runs a transformer of a text and reads every expression that has a place in the residual stream off it.</summary>
    /// <exception cref="RaspException">A value or the length is not one that it was compiled for.</exception>
    public static IReadOnlyList<TransformerTraceStep> Trace(RaspTransformer transformer, Example input) {
        ArgumentNullException.ThrowIfNull(transformer);
        ArgumentNullException.ThrowIfNull(input);
        return transformer.Trace(input.Bind(transformer.Graph));
    }

    static RaspTransformer<T> Of<T>(SOp<T> program, WeightOptions options, bool causal) => RaspTransformer.Of(RaspProgram.Of(program, causal), options);
}
