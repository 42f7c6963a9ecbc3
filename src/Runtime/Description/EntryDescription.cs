using System.Collections.Immutable;

namespace Sinter.Runtime;

/// <summary>An input or an output of an entry.</summary>
/// <param name="Name">Its name in the source.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its extents, outermost first; empty for a scalar.</param>
/// <param name="UpperBound">
/// For an integer input whose values index something, the first value that is too large: a token id lies in
/// <c>[0, UpperBound)</c>. Null where any value will do.
/// </param>
public sealed record TensorDescription(string Name, ScalarType Type, ImmutableArray<Extent> Shape, long? UpperBound = null);

/// <summary>A symbol that has one value in a variant of an entry.</summary>
/// <param name="Symbol">Index into <see cref="ModelDescription.Symbols"/>.</param>
/// <param name="Value">The value.</param>
public sealed record FixedSymbol(int Symbol, long Value);

/// <summary>
/// One exported native function. Entries of one <see cref="Name"/> are variants of each other, with the same inputs
/// and outputs: of those whose fixed symbols agree with a call, the one with the most of them runs. Each name has one
/// variant without fixed symbols.
/// </summary>
public sealed record EntryDescription {
    /// <summary>The name of the entry in the source, such as <c>Forward</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The exported symbol, such as <c>Example_Stories_Forward_Time1</c>.</summary>
    public required string Function { get; init; }

    /// <summary>What this variant holds fixed; empty in the general one.</summary>
    public ImmutableArray<FixedSymbol> FixedSymbols { get; init; } = [];

    /// <summary>The inputs, in the order of the table.</summary>
    public required ImmutableArray<TensorDescription> Inputs { get; init; }

    /// <summary>The outputs, in the order of the table.</summary>
    public required ImmutableArray<TensorDescription> Outputs { get; init; }

    /// <summary>The byte sizes of the activation buffers, in the order of the table.</summary>
    public required ImmutableArray<Extent> Slots { get; init; }

    /// <summary>
    /// Whether a call over many tokens may be made as several calls over consecutive runs of them: true of a causal
    /// entry, whose earlier rows do not see later ones. Every input and output that depends on <c>Time</c> then has
    /// it as its outermost axis and nowhere else. Outputs without <c>Time</c> are those of the last run.
    /// </summary>
    public bool SplitsTime { get; init; }
}
