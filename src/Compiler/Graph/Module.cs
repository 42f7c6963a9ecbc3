using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Graph;

/// <summary>Where in the user's source something came from. It travels beside identity: any two are equal.</summary>
public sealed class Origin(string file, int start, int length, int line, int column) : IEquatable<Origin> {
    /// <summary>Path of the source file.</summary>
    public string File { get; } = file;
    /// <summary>Offset of the first character.</summary>
    public int Start { get; } = start;
    /// <summary>Number of characters.</summary>
    public int Length { get; } = length;
    /// <summary>Line, from 1.</summary>
    public int Line { get; } = line;
    /// <summary>Column, from 1.</summary>
    public int Column { get; } = column;

    /// <inheritdoc/>
    public bool Equals(Origin? other) => true;
    /// <inheritdoc/>
    public override bool Equals(object? obj) => true;
    /// <inheritdoc/>
    public override int GetHashCode() => 0;
}

/// <summary>A symbolic extent of the module and the values it may take, both ends included.</summary>
public sealed record Symbol(string Name, long Minimum, long Maximum);

/// <summary>A named tensor that a checkpoint provides.</summary>
/// <param name="Name">The canonical path in the declaration.</param>
/// <param name="Type">Element type and extents; all constant.</param>
/// <param name="TiedTo">The weight to use when the checkpoint has none of this name, or null.</param>
/// <param name="RotaryHeads">Number of heads whose rows a checkpoint with interleaved rotary stores in another order; 0 for none.</param>
public sealed record Weight(string Name, TensorType Type, string? TiedTo = null, int RotaryHeads = 0);

/// <summary>A tensor that lives between calls, at its full capacity.</summary>
public sealed record State(string Name, TensorType Type);

/// <summary>One operation applied: a pure value, except that <c>state_*</c> operations also update the state they name.</summary>
public sealed record Node(int Id, string Operation, Sequence<int> Operands, Attributes Attributes, TensorType Type) {
    private readonly Beside<Origin> origin;

    /// <summary>Where the user wrote it; no part of equality.</summary>
    public Origin? Origin { get => origin.Value; init => origin = new(value); }

    /// <summary>The text argument of that name; throws when there is none.</summary>
    public string Text(string name) => ((AttributeValue.Text)Attributes[name]!).Value;

    /// <summary>The integer argument of that name; throws when there is none or it is symbolic.</summary>
    public int Integer(string name) => (int)Extent(name).Value;

    /// <summary>The extent argument of that name.</summary>
    public Dimension Extent(string name) => ((AttributeValue.Extent)Attributes[name]!).Value;

    /// <summary>The extents argument of that name.</summary>
    public Sequence<Dimension> Extents(string name) => ((AttributeValue.Extents)Attributes[name]!).Values;

    /// <summary>The truth argument of that name; false when absent.</summary>
    public bool Flag(string name) => Attributes[name] is AttributeValue.Flag { Value: true };

    /// <inheritdoc/>
    public override string ToString() {
        string operands = string.Concat(Operands.Select(id => $" %{id}"));
        string attributes = Attributes.Count == 0 ? "" : " " + Attributes;
        return $"%{Id} = {Operation}{operands}{attributes} : {Type}";
    }
}

/// <summary>A value that is carried without taking part in equality.</summary>
internal readonly struct Beside<T>(T? value) : IEquatable<Beside<T>> where T : class {
    public T? Value { get; } = value;
    public bool Equals(Beside<T> other) => true;
    public override bool Equals(object? obj) => obj is Beside<T>;
    public override int GetHashCode() => 0;
}

/// <summary>A named result of an entry.</summary>
public sealed record Output(string Name, int Node);

/// <summary>One callable function of a model: nodes in topological order (ids are their positions) and the named results.</summary>
public sealed record Entry(string Name, Sequence<Node> Nodes, Sequence<Output> Outputs) {
    /// <summary>The input nodes, in order.</summary>
    public IEnumerable<Node> Inputs => Nodes.Where(node => node.Operation == "input");
}

/// <summary>A whole model: what a declaration evaluates to.</summary>
public sealed record Module(string Name, Sequence<Symbol> Symbols, Sequence<Weight> Weights, Sequence<State> States, Sequence<Entry> Entries) {
    /// <summary>The text form, which <see cref="ModuleParser"/> reads back to an equal value.</summary>
    public override string ToString() => ModulePrinter.Print(this);

    /// <summary>The symbol of that name; throws when undeclared.</summary>
    public Symbol SymbolNamed(string name) => Symbols.FirstOrDefault(symbol => symbol.Name == name)
        ?? throw new GraphException($"the symbol {name} is not declared in module {Name}");

    /// <summary>The largest value an extent can take within the symbols' bounds.</summary>
    public long UpperBound(Dimension extent) => Bound(extent, upper: true);

    /// <summary>The smallest value an extent can take within the symbols' bounds.</summary>
    public long LowerBound(Dimension extent) => Bound(extent, upper: false);

    private long Bound(Dimension extent, bool upper) {
        // Symbols are not negative, so each term is monotone in each of its symbols.
        long sum = 0;
        foreach ((long coefficient, string[] symbols) in extent.Terms) {
            bool largest = upper == coefficient >= 0;
            long product = coefficient;
            foreach (string symbol in symbols) {
                Symbol declared = SymbolNamed(symbol);
                product = checked(product * (largest ? declared.Maximum : declared.Minimum));
            }
            sum = checked(sum + product);
        }
        return sum;
    }
}

/// <summary>A graph that breaks its own rules: a wrong shape, a wrong text, an unknown operation.</summary>
public sealed class GraphException(string message, Origin? origin = null) : Exception(message) {
    /// <summary>Where the user wrote the offending expression, when known.</summary>
    public Origin? Origin { get; } = origin;
}
