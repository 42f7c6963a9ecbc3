using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>The scalars of which a value is made, each a node of the graph.</summary>
internal static class Leaves {
    /// <summary>The same value with every scalar taken elsewhere.</summary>
    public static Value Map(Value value, Func<int, int> leaf) => value switch {
        Element element => new Element(leaf(element.Node), element.Type, element.Low, element.High),
        NullableElement nullable => new NullableElement(leaf(nullable.HasValue), Map(nullable.Value, leaf), nullable.Type),
        FractionElement fraction => new FractionElement(leaf(fraction.Numerator), leaf(fraction.Denominator)),
        TupleInstance tuple => new TupleInstance([.. tuple.Items.Select(item => Map(item, leaf))], tuple.Names),
        _ => value,
    };

    /// <summary>All scalars, in order.</summary>
    public static IEnumerable<int> Of(Value value) => value switch {
        Element element => [element.Node],
        NullableElement nullable => [nullable.HasValue, .. Of(nullable.Value)],
        FractionElement fraction => [fraction.Numerator, fraction.Denominator],
        TupleInstance tuple => tuple.Items.SelectMany(Of),
        _ => [],
    };

    /// <summary>Whether it is the same at every position.</summary>
    public static bool IsUniform(Tensors tensors, Value value) => Of(value).All(tensors.IsUniform);
}
