using System.Collections.Immutable;
using Sinter.Runtime.Naming;

namespace Sinter.Runtime;

/// <summary>A dimension known only when a call is made, such as <c>Time</c>.</summary>
/// <param name="Name">Its name. <c>Time</c> (tokens of this call) and <c>Past</c> (tokens of earlier calls) mean what they say.</param>
/// <param name="Minimum">The smallest value, not negative.</param>
/// <param name="Maximum">The largest value.</param>
public sealed record SymbolDescription(string Name, long Minimum, long Maximum);

/// <summary>A weight, by its canonical path.</summary>
/// <param name="Path">Field names from the model down, joined by dots: <c>layers.0.attention.query.weight</c>.</param>
/// <param name="Shape">Its extents, outermost first.</param>
/// <param name="Type">The type in which native code reads it.</param>
/// <param name="TiedTo">The path of the weight that stands in for it when a checkpoint has none, or null.</param>
/// <param name="RotaryHeads">
/// Heads of the rows of a query or key weight under rotary positions, in half-split order, or 0. Checkpoints with
/// interleaved rotary have their rows reordered.
/// </param>
public sealed record WeightDescription(
    string Path, ImmutableArray<long> Shape, ScalarType Type = ScalarType.F32, string? TiedTo = null, int RotaryHeads = 0);

/// <summary>Memory that lives from one call of a session to the next.</summary>
/// <param name="Path">Field names from the model down, joined by dots.</param>
/// <param name="Bytes">Its size; it must not depend on a symbol.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Appends">
/// True of a cache to which every call appends rows at <c>Past</c>, so that forgetting the latest tokens is only a
/// smaller <c>Past</c>. False of a state that each call replaces: it cannot go back, only start again from zero.
/// </param>
public sealed record StateDescription(string Path, Extent Bytes, ScalarType Type = ScalarType.F32, bool Appends = true);

/// <summary>
/// What the runtime must know of a compiled model: plain data, written by generated code. Orders are those of the
/// plan, because the table of a call is laid out by them.
/// </summary>
public sealed record ModelDescription {
    /// <summary>The model's name with its namespace, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>What every exported symbol begins with: the name with underscores for dots.</summary>
    public required string Prefix { get; init; }

    /// <summary>The lower-case hexadecimal SHA-256 of the plan.</summary>
    public required string PlanHash { get; init; }

    /// <summary>The file name of the native library, without a folder.</summary>
    public required string Library { get; init; }

    /// <summary>The symbols of the module.</summary>
    public required ImmutableArray<SymbolDescription> Symbols { get; init; }

    /// <summary>The weights.</summary>
    public required ImmutableArray<WeightDescription> Weights { get; init; }

    /// <summary>The states.</summary>
    public ImmutableArray<StateDescription> States { get; init; } = [];

    /// <summary>How many buffers <c>prepare</c> fills; their sizes are in the library.</summary>
    public int PreparedCount { get; init; }

    /// <summary>The native functions, variants included.</summary>
    public required ImmutableArray<EntryDescription> Entries { get; init; }

    /// <summary>
    /// What the model computes with beside its weights, as far as checkpoints of its kind say it: number of heads, base
    /// of the rotary frequencies, and so on. A file that says otherwise is refused, because its weights would fit and
    /// give nonsense. Null to compare nothing.
    /// </summary>
    public CheckpointFacts? Facts { get; init; }

    /// <summary>
    /// The names that checkpoints use, when nothing else is said at load: a member name of the declaration's
    /// <c>Naming</c>, such as <c>HuggingFaceLlama</c>. Null for the canonical paths themselves.
    /// </summary>
    public string? Naming { get; init; }

    /// <summary>The rules of the model's own mapping (docs/checkpoints.md); null when it has none.</summary>
    public string? Mapping { get; init; }
}
