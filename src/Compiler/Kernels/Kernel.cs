using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Kernels;

/// <summary>How a tensor lies in memory.</summary>
public enum Layout {
    /// <summary>Row-major by its extents.</summary>
    Plain,
    /// <summary>
    /// The right operand [N, K] of a contraction, in panels of as many columns as the target's register tile has:
    /// for each panel, for each k, the panel's columns side by side; the last panel is filled up with zeros. Axes before these two have
    /// panels of their own.
    /// </summary>
    Panels,
}

/// <summary>A buffer that a kernel is given.</summary>
/// <param name="Type">Element type and extents as indices see them; a state's extents are its capacity.</param>
/// <param name="Layout">How it lies in memory.</param>
/// <param name="Written">Whether the kernel writes it.</param>
public sealed record Parameter(TensorType Type, Layout Layout, bool Written);

/// <summary>One element written for each iteration: <c>parameter[at] = value</c>.</summary>
public sealed record Store(int Parameter, Sequence<Index> At, Scalar Value) {
    /// <inheritdoc/>
    public bool Equals(Store? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>
/// A fused kernel: loops over tiles with scalar expressions inlined. It knows no target: no vectors, no threads, no caches.
/// Iterations of the outer axes are independent, so that any team of threads may share them out.
/// </summary>
public abstract class Kernel(Sequence<Parameter> parameters, Sequence<string> fused) {
    /// <summary>The buffers, in the order of the call's arguments.</summary>
    public Sequence<Parameter> Parameters { get; } = parameters;

    /// <summary>The graph operations that went into it, for people.</summary>
    public Sequence<string> Fused { get; } = fused;

    /// <summary>The kind's name in the text form.</summary>
    public abstract string Kind { get; }

    /// <summary>All scalar roots, in a fixed order.</summary>
    public abstract IEnumerable<Scalar> Roots();
}

/// <summary>Independent loop nests. Reductions inside a value become inner loops, hoisted as far out as what they depend on allows: maps, rows, moves.</summary>
public sealed class LoopKernel(Sequence<Parameter> parameters, Sequence<string> fused, Sequence<Nest> nests) : Kernel(parameters, fused) {
    /// <summary>The nests; they read nothing that another of them writes.</summary>
    public Sequence<Nest> Nests { get; } = nests;

    /// <inheritdoc/>
    public override string Kind => "loop";

    /// <inheritdoc/>
    public override IEnumerable<Scalar> Roots() => Nests.SelectMany(nest => nest.Stores).Select(store => store.Value);
}

/// <summary>Loops over some axes, outermost first, with what each iteration stores.</summary>
public sealed record Nest(Sequence<Variable> Axes, Sequence<Store> Stores);

/// <summary>
/// A recurrence: the nests in order, step after step. What they keep from step to step differs along the shared axes, which every nest has,
/// and nothing passes between different places of these. So a team shares the places out, and each thread runs through all steps of its own.
/// </summary>
public sealed class ScanKernel(Sequence<Parameter> parameters, Sequence<string> fused, Variable step, Sequence<Variable> shared, Sequence<Nest> nests)
    : Kernel(parameters, fused) {
    /// <summary>The number of the step.</summary>
    public Variable Step { get; } = step;

    /// <summary>Axes of every nest whose places are independent; none where one thread does all.</summary>
    public Sequence<Variable> Shared { get; } = shared;

    /// <summary>What one step computes, in order. A nest reads what those before it, or the step before, have stored.</summary>
    public Sequence<Nest> Nests { get; } = nests;

    /// <inheritdoc/>
    public override string Kind => "scan";

    /// <inheritdoc/>
    public override IEnumerable<Scalar> Roots() => Nests.SelectMany(nest => nest.Stores).Select(store => store.Value);
}

/// <summary>
/// Products that share their left operand: <c>accumulator = sum over k of Left(row, k) * right(n, k)</c> with packed right operands,
/// for each place of the batch by itself.
/// </summary>
public sealed class ContractionKernel(
    Sequence<Parameter> parameters, Sequence<string> fused, Sequence<Variable> batch, Sequence<Variable> rows, Sequence<Variable> summed, Scalar left, Sequence<Segment> segments)
    : Kernel(parameters, fused) {
    /// <summary>Axes of both operands and the results; the right operands' panels have them outermost.</summary>
    public Sequence<Variable> Batch { get; } = batch;

    /// <summary>Axes of the left operand that stay.</summary>
    public Sequence<Variable> Rows { get; } = rows;

    /// <summary>Axes that are summed over; the last is the fastest in the packed operands.</summary>
    public Sequence<Variable> Summed { get; } = summed;

    /// <summary>The left operand at (rows, summed). Reductions in it depend on the rows only: a norm's statistics.</summary>
    public Scalar Left { get; } = left;

    /// <summary>Column ranges, each with its own right operands and results.</summary>
    public Sequence<Segment> Segments { get; } = segments;

    /// <inheritdoc/>
    public override string Kind => "contraction";

    /// <inheritdoc/>
    public override IEnumerable<Scalar> Roots() => new[] { Left }.Concat(Segments.SelectMany(segment => segment.Stores).Select(store => store.Value));
}

/// <summary>
/// Columns of a contraction: <c>accumulator i</c> of the stores is the product with the i-th right operand.
/// </summary>
/// <param name="Columns">Axes of the right operands that stay, outermost first.</param>
/// <param name="Right">Parameters with the packed right operands.</param>
/// <param name="Stores">What is made of the products; in terms of rows and columns.</param>
public sealed record Segment(Sequence<Variable> Columns, Sequence<int> Right, Sequence<Store> Stores);

/// <summary>
/// Softmax-weighted sums over keys in one pass, by the running maximum and normaliser of Milakov and Gimelshein (2018):
/// <c>accumulator = sum over s of softmax_s(Score(accumulator = sum over d of Query * Key)) * Value</c>. The scores are never stored. Where
/// the probabilities are changed on their way to the values, a second pass follows, as they are known only after the first.
/// </summary>
public sealed class AttentionKernel(Sequence<Parameter> parameters, Sequence<string> fused, AttentionBody body) : Kernel(parameters, fused) {
    /// <summary>The expressions and axes.</summary>
    public AttentionBody Body { get; } = body;

    /// <inheritdoc/>
    public override string Kind => "attention";

    /// <inheritdoc/>
    public override IEnumerable<Scalar> Roots() => new[] { Body.Query, Body.Key, Body.Score, Body.Value }
        .Concat(Body.Sink is null ? [] : [Body.Sink]).Concat(Body.Weigh is null ? [] : [Body.Weigh]).Concat(Body.Stores.Select(store => store.Value));
}

/// <summary>What one attention computes.</summary>
/// <param name="Rows">Axes with one softmax each.</param>
/// <param name="Keys">The axis of keys.</param>
/// <param name="Width">The axis that queries and keys are multiplied along.</param>
/// <param name="Channels">The axis of the values' channels.</param>
/// <param name="Query">At (rows, width).</param>
/// <param name="Key">At (rows, keys, width).</param>
/// <param name="Score">At (rows, keys), from accumulator 0, the product of query and key.</param>
/// <param name="Value">At (rows, keys, channels).</param>
/// <param name="End">Keys from here on are masked out, by rows; null when none are known to be.</param>
/// <param name="Stores">At (rows, channels), from accumulator 0, the weighted sum.</param>
/// <param name="Sink">At (rows), the score of one more key, whose value is zero; null for none.</param>
/// <param name="Weigh">At (rows, keys), from accumulator 0, the probability, what the values are multiplied with; null for the probability itself.</param>
public sealed record AttentionBody(
    Sequence<Variable> Rows, Variable Keys, Variable Width, Variable Channels,
    Scalar Query, Scalar Key, Scalar Score, Scalar Value, Index? End, Sequence<Store> Stores, Scalar? Sink = null, Scalar? Weigh = null);

/// <summary>
/// Elements changed at positions that the data name: for each row, in the order of <see cref="Along"/>, the store at
/// <see cref="Slot"/> = the position, unless that lies outside. The stored value may read the old element.
/// </summary>
public sealed class ScatterKernel(Sequence<Parameter> parameters, Sequence<string> fused, Sequence<Variable> rows, Variable along, Variable slot, Scalar position, Store store)
    : Kernel(parameters, fused) {
    /// <summary>Axes whose rows are independent of each other.</summary>
    public Sequence<Variable> Rows { get; } = rows;

    /// <summary>The axis of the updates.</summary>
    public Variable Along { get; } = along;

    /// <summary>Stands for the position in the store; its extent is that of the target's axis.</summary>
    public Variable Slot { get; } = slot;

    /// <summary>The position at (rows, along): i32.</summary>
    public Scalar Position { get; } = position;

    /// <summary>What is stored, at (rows, along, slot).</summary>
    public Store Update { get; } = store;

    /// <inheritdoc/>
    public override string Kind => "scatter";

    /// <inheritdoc/>
    public override IEnumerable<Scalar> Roots() => [Position, Update.Value];
}

/// <summary>
/// The order of each row's keys, stable: positions of the smallest (or largest) first. The workspace, [rows, 2 * keys] of i64, holds
/// keys and positions while they are sorted.
/// </summary>
public sealed class SortKernel(
    Sequence<Parameter> parameters, Sequence<string> fused, Sequence<Variable> rows, Variable along, Scalar key, bool descending, Variable rank, int workspace, Store store)
    : Kernel(parameters, fused) {
    /// <summary>Axes with one order each.</summary>
    public Sequence<Variable> Rows { get; } = rows;

    /// <summary>The axis of the keys.</summary>
    public Variable Along { get; } = along;

    /// <summary>The key at (rows, along).</summary>
    public Scalar Key { get; } = key;

    /// <summary>Whether the largest come first.</summary>
    public bool Descending { get; } = descending;

    /// <summary>Places in the order, from the first; as many as are stored.</summary>
    public Variable Rank { get; } = rank;

    /// <summary>The parameter that is worked in.</summary>
    public int Workspace { get; } = workspace;

    /// <summary>At (rows, rank), from accumulator 0, the position (i32).</summary>
    public Store Order { get; } = store;

    /// <inheritdoc/>
    public override string Kind => "sort";

    /// <inheritdoc/>
    public override IEnumerable<Scalar> Roots() => [Key, Order.Value];
}
