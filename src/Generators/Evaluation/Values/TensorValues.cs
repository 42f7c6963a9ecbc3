using System.Collections.Generic;
using Sinter.Compiler.Graph;

namespace Sinter.Generators.Evaluation.Values;

/// <summary>
/// A node of the graph. Tensors made while the model is constructed live in a graph of their own, from which
/// they are copied into each entry that uses them.
/// </summary>
internal sealed class TensorValue(GraphBuilder graph, int node, bool isLiteral = false) : Value {
    public GraphBuilder Graph { get; } = graph;

    public int Node { get; } = node;

    /// <summary>A C# number that is no constant node: it takes the element type of the tensor that it meets, as literals do.</summary>
    public bool IsLiteral { get; } = isLiteral;

    public TensorType Type => Graph.TypeOf(Node);

    public override string Describe() => "a tensor of shape " + Type.Describe();
}

/// <summary>A real number of C# that depends on the module's symbols, such as <c>1f / x.Shape[0]</c>: a scalar that each call computes.</summary>
internal sealed class SymbolicReal(TensorValue value) : Value {
    public TensorValue Value { get; } = value;

    public override string Describe() => "a number made of a size";
}

/// <summary>A tensor of the checkpoint. It gets its name when the model has been constructed.</summary>
internal sealed class WeightValue(IReadOnlyList<Dimension> shape, WeightValue? tiedTo, int rotaryHeads, Microsoft.CodeAnalysis.SyntaxNode syntax) : Value {
    public IReadOnlyList<Dimension> Shape { get; } = shape;

    public WeightValue? TiedTo { get; set; } = tiedTo;

    public int RotaryHeads { get; set; } = rotaryHeads;

    /// <summary>The canonical path, once known.</summary>
    public string? Path { get; set; }

    public bool IsUsed { get; set; }

    /// <summary>What to do where no field of a block holds it.</summary>
    public string? Stray { get; set; }

    /// <summary>Where it is made, for messages.</summary>
    public Site? Made { get; set; }

    public Microsoft.CodeAnalysis.SyntaxNode Syntax { get; } = syntax;

    public override string Describe() => Path is null ? "a weight" : $"the weight \"{Path}\"";
}

/// <summary>Rows that live between calls.</summary>
internal sealed class CacheValue(int capacity) : Value {
    public int Capacity { get; } = capacity;

    /// <summary>What to do where no field of a block holds it.</summary>
    public string? Stray { get; set; }

    public string? Path { get; set; }

    public Site? Made { get; set; }

    public override string Describe() => Path is null ? "a cache" : $"the cache \"{Path}\"";
}

/// <summary>A tensor that lives between calls.</summary>
internal sealed class StateValue(TensorType type) : Value {
    public TensorType Type { get; } = type;

    public string? Path { get; set; }

    public Site? Made { get; set; }

    /// <summary>What to do where no field of a block holds it.</summary>
    public string? Stray { get; set; }

    /// <summary>The entry that has written it, of those evaluated so far the last.</summary>
    public string? WrittenIn { get; set; }

    public override string Describe() => Path is null ? "a state" : $"the state \"{Path}\"";
}

/// <summary>The extents of a tensor: <c>x.Shape</c>.</summary>
internal sealed class ShapeValue(IReadOnlyList<Dimension> extents) : Value {
    public IReadOnlyList<Dimension> Extents { get; } = extents;

    public override string Describe() => TensorType.DescribeShape(Extents);
}

/// <summary>An axis: a position, negative from the end, or the one along time.</summary>
internal sealed class AxisValue(int position, bool isTime) : Value {
    public int Position { get; } = position;

    public bool IsTime { get; } = isTime;

    public override string Describe() => IsTime ? "Time" : Position.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
