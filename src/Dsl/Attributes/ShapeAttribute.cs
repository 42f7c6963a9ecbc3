using System;

namespace Sinter;

/// <summary>
/// The shape of an entry's parameter, an extent for each axis: an integer, a symbol (<c>"Time"</c>) or a sum of them
/// (<c>"Past + Time"</c>).
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ShapeAttribute(params object[] extents) : Attribute {
    /// <summary>The extents: <see cref="int"/> or <see cref="string"/>.</summary>
    public object[] Extents { get; } = extents;

    /// <summary>The type of the elements.</summary>
    public ElementType Type { get; set; } = ElementType.F32;
}

/// <summary>The bounds of a symbolic extent of a model, both included.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SymbolAttribute(string name, int least, int most) : Attribute {
    /// <summary>The symbol: <c>Time</c>, <c>Past</c>, <c>Batch</c> or one of the model's own.</summary>
    public string Name { get; } = name;

    /// <summary>The smallest value.</summary>
    public int Least { get; } = least;

    /// <summary>The largest value.</summary>
    public int Most { get; } = most;
}
