using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Rasp.Weights;

/// <summary>How a transformer's residual stream holds the value of an expression.</summary>
public enum ValueEncoding {
    /// <summary>One dimension for each value, of which one is 1.</summary>
    Categorical,

    /// <summary>One dimension that is the number.</summary>
    Numerical,
}

/// <summary>What a transformer is to be compiled for. Immutable.</summary>
public sealed record WeightOptions {
    /// <summary>Options for sequences of 1 to this many positions.</summary>
    public WeightOptions(int maximumLength) {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumLength, 1);
        MaximumLength = maximumLength;
    }

    /// <summary>The number of positions of the longest sequence, the rest position at the beginning not counted.</summary>
    public int MaximumLength { get; init; }

    /// <summary>The nonlinearity of the MLPs: <see cref="Activation.Relu"/> or <see cref="Activation.Gelu"/>.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>
    /// Whether attention, MLPs and the output read the residual stream through layer normalisation (Ba, Kiros and Hinton,
    /// arXiv:1607.06450; before each half layer, as Xiong et al., arXiv:2002.04745).
    /// </summary>
    public bool LayerNorm { get; init; }

    /// <summary>Whether a query's attention is masked to the keys up to it; null masks where every selector of the program allows it.</summary>
    public bool? Causal { get; init; }

    /// <summary>The largest set of values that an expression may have.</summary>
    public int MaximumValues { get; init; } = 4096;

    /// <summary>The largest number of hidden units that one expression may take of an MLP.</summary>
    public int MaximumHidden { get; init; } = 4096;

    internal ImmutableSortedDictionary<string, ImmutableArray<object?>> Inputs { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableArray<object?>>(StringComparer.Ordinal);

    internal ImmutableSortedDictionary<string, ValueEncoding> Encodings { get; init; } =
        ImmutableSortedDictionary.Create<string, ValueEncoding>(StringComparer.Ordinal);

    internal ImmutableSortedDictionary<int, CompositeForm> Forms { get; init; } = ImmutableSortedDictionary<int, CompositeForm>.Empty;

    /// <summary>
    /// These options, with the form of the selector that a node of the program uses, where that falls into several parts; by
    /// the id in its graph. Other forms are those of the least cost.
    /// </summary>
    public WeightOptions Compose(int node, CompositeForm form) => this with { Forms = Forms.SetItem(node, form) };

    /// <summary>These options, with the values that can occur in an input. Bools and enums need none.</summary>
    public WeightOptions With<T>(string input, IEnumerable<T> values) {
        ArgumentNullException.ThrowIfNull(values);
        return this with { Inputs = Inputs.SetItem(input, [.. values.Select(value => (object?)value).Distinct(ValueIdentity.Comparer)]) };
    }

    /// <summary>These options, with the encoding of an expression, by its name, that of an input, or its text such as "indices".</summary>
    public WeightOptions Encode(string expression, ValueEncoding encoding) =>
        this with { Encodings = Encodings.SetItem(expression, encoding) };
}
