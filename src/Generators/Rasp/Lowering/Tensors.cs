using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Generators.Rasp;

/// <summary>Operations of the graph by short names. Nodes are numbers; scalars broadcast to whatever they meet.</summary>
internal sealed class Tensors(GraphBuilder graph) {
    private int loops;

    public GraphBuilder Graph { get; } = graph;

    /// <summary>The number of positions.</summary>
    public static Dimension Time { get; } = Dimension.Symbol("Length");

    public int Length => Graph.Apply("size", [], new Attributes(("extent", new AttributeValue.Extent(Time))));

    public int Indices => Iota(Time);

    public int True => Graph.Constant(1, ElementType.Bool);

    public int False => Graph.Constant(0, ElementType.Bool);

    public TensorType Type(int node) => Graph.TypeOf(node);

    public bool IsUniform(int node) => Type(node).Rank == 0;

    public int Iota(Dimension length) => Graph.Apply("iota", [], new Attributes(("length", new AttributeValue.Extent(length))));

    public int Number(double value, ElementType type) => Graph.Constant(value, type);

    public int Integer(long value, ElementType type = ElementType.I32) => value is > 1L << 53 or < -(1L << 53)
        ? Or(Shift("shift_left", Integer(value >> 32, ElementType.I64), 32), Integer(value & 0xFFFFFFFFL, ElementType.I64))
        : Graph.Constant(value, type);

    public int Apply(string operation, params int[] operands) => Graph.Apply(operation, operands);

    public int Add(int a, int b) => Apply("add", a, b);

    public int Subtract(int a, int b) => Apply("subtract", a, b);

    public int Multiply(int a, int b) => Apply("multiply", a, b);

    public int Equal(int a, int b) => Type(a).Element == ElementType.Bool ? Not(Apply("xor", a, b)) : Apply("equal", a, b);

    public int Less(int a, int b) => Type(a).Element == ElementType.Bool ? Less(Cast(a, ElementType.I32), Cast(b, ElementType.I32)) : Apply("less", a, b);

    public int LessEqual(int a, int b) => Type(a).Element == ElementType.Bool ? LessEqual(Cast(a, ElementType.I32), Cast(b, ElementType.I32)) : Apply("less_equal", a, b);

    public int Minimum(int a, int b) => Apply("minimum", a, b);

    public int Maximum(int a, int b) => Apply("maximum", a, b);

    // True and false are dropped where they decide nothing, so that no mask is made of what always holds.
    public int And(int a, int b) => a == True ? b : b == True ? a : a == False || b == False ? False : Apply("and", a, b);

    public int Or(int a, int b) => Type(a).Element != ElementType.Bool ? Apply("or", a, b) : a == False ? b : b == False ? a : a == True || b == True ? True : Apply("or", a, b);

    public int Not(int a) => a == True ? False : a == False ? True : Apply("not", a);

    public int Shift(string operation, int a, int by) => Apply(operation, a, Integer(by, Type(a).Element));

    public int Select(int condition, int whenTrue, int whenFalse) => whenTrue == whenFalse || condition == True ? whenTrue : condition == False ? whenFalse : Apply("select", condition, whenTrue, whenFalse);

    public int Cast(int a, ElementType type) => Type(a).Element == type ? a : Graph.Apply("cast", [a], new Attributes(("type", new AttributeValue.Type(type))));

    public int Reshape(int a, params Dimension[] shape) => Graph.Apply("reshape", [a], new Attributes(("shape", new AttributeValue.Extents(shape.ToSequence()))));

    /// <summary>The same value at every position, as a tensor of them.</summary>
    public int Spread(int a) => Spread(a, Time);

    public int Spread(int a, Dimension length) =>
        Type(a).Rank > 0 ? a : Graph.Apply("broadcast", [a], new Attributes(("shape", new AttributeValue.Extents(Sequence.Of(length)))));

    /// <summary>The elements at these positions, which lie inside.</summary>
    public int Gather(int a, int positions) => IsUniform(a) ? a : Graph.Apply("gather", [a, positions], Axis(0));

    /// <summary>Positions brought inside the sequence.</summary>
    public int Inside(int positions) => Minimum(Maximum(positions, Integer(0)), Subtract(Length, Integer(1)));

    public int Reduce(string operation, int a, int axis) => Graph.Apply(operation, [a], new Attributes(("axis", new AttributeValue.Extent(new Dimension(axis))), ("keep", new AttributeValue.Flag(false))));

    public int Cumulative(string operation, int a) => Graph.Apply("cumulative_" + operation, [Spread(a)], Axis(0));

    public int Scatter(string operation, int target, int positions, int updates) => Graph.Apply("scatter_" + operation, [target, positions, updates], Axis(0));

    public int SortOrder(int a) => Graph.Apply("sort_order", [a], new Attributes(("axis", new AttributeValue.Extent(Dimension.Zero)), ("descending", new AttributeValue.Flag(false)), ("count", new AttributeValue.Extent(new Dimension(-1)))));

    public int Concatenate(params int[] parts) => Graph.Apply("concatenate", parts, Axis(0));

    public int Table(IEnumerable<long> values, ElementType type) {
        long[] elements = [.. values];
        return Table(TableData.OfIntegers(elements, type), type, elements.Length);
    }

    public int Table(string data, ElementType type, int length) =>
        Graph.Apply("table", [], new Attributes(("data", new AttributeValue.Text(data)), ("shape", new AttributeValue.Extents(Sequence.Of(new Dimension(length)))), ("type", new AttributeValue.Type(type))));

    /// <summary>At each place what lies before it: of a running value, and a number for the first place.</summary>
    public int Before(int running, int place, int none) => Select(Less(Integer(0), place), Gather(running, Inside(Subtract(place, Integer(1)))), none);

    /// <summary>Whether any is true; along an axis.</summary>
    public int Any(int a, int axis) => Apply("not_equal", Reduce("max", Cast(a, ElementType.I32), axis), Integer(0));

    /// <summary>Tensors that are made anew while a condition on them holds, at most so many times.</summary>
    public int[] While(int most, IReadOnlyList<int> initial, Func<int[], int> condition, Func<int[], int[]> next) {
        AttributeValue name = new AttributeValue.Text($"while{loops++}");
        int[] first = [condition([.. initial]), .. initial];
        int[] states = [.. first.Select((value, i) => Graph.Apply("loop_state", [], new Attributes(
            ("index", new AttributeValue.Extent(new Dimension(i))), ("loop", name), ("shape", new AttributeValue.Extents(Type(value).Shape)), ("type", new AttributeValue.Type(Type(value).Element)))))];
        int[] made = next([.. states.Skip(1)]);
        int loop = Graph.Apply("loop", [.. first, condition(made), .. made], new Attributes(
            ("count", new AttributeValue.Extent(new Dimension(most))), ("loop", name), ("states", new AttributeValue.Extent(new Dimension(first.Length))), ("while", new AttributeValue.Flag(true))));
        return [.. initial.Select((value, i) => Graph.Apply("loop_result", [loop], new Attributes(
            ("index", new AttributeValue.Extent(new Dimension(i + 1))), ("shape", new AttributeValue.Extents(Type(value).Shape)), ("type", new AttributeValue.Type(Type(value).Element)))))];
    }

    /// <summary>From last to first.</summary>
    public int Reverse(int a) => IsUniform(a) ? a : Gather(a, Subtract(Subtract(Length, Integer(1)), Indices));

    private static Attributes Axis(int axis) => new(("axis", new AttributeValue.Extent(new Dimension(axis))));
}
