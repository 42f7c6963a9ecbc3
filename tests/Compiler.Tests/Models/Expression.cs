using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

/// <summary>A node with the operators of the language, so that a graph made by hand reads like the C# it stands for.</summary>
public readonly record struct Expression(GraphBuilder Graph, int Node) {
    public TensorType Type => Graph.TypeOf(Node);

    public Dimension Extent(int axis) => Type.Shape[axis < 0 ? axis + Type.Rank : axis];

    public static Expression operator +(Expression left, Expression right) => left.With("add", right);
    public static Expression operator -(Expression left, Expression right) => left.With("subtract", right);
    public static Expression operator *(Expression left, Expression right) => left.With("multiply", right);
    public static Expression operator /(Expression left, Expression right) => left.With("divide", right);
    public static Expression operator +(Expression left, double right) => left.With("add", left.Constant(right));
    public static Expression operator -(Expression left, double right) => left.With("subtract", left.Constant(right));
    public static Expression operator *(Expression left, double right) => left.With("multiply", left.Constant(right));
    public static Expression operator /(Expression left, double right) => left.With("divide", left.Constant(right));

    public Expression Constant(double value) => new(Graph, Graph.Constant(value));

    public Expression With(string operation, Expression right) => Apply(operation, [right]);

    public Expression Apply(string operation, IEnumerable<Expression>? more = null, params (string Name, AttributeValue Value)[] attributes) =>
        new(Graph, Graph.Apply(operation, [Node, .. (more ?? []).Select(other => other.Node)], new Attributes(attributes)));

    public Expression Exp() => Apply("exp");
    public Expression Sigmoid() => Apply("sigmoid");
    public Expression ReciprocalSqrt() => Apply("rsqrt");
    public Expression Cos() => Apply("cos");
    public Expression Sin() => Apply("sin");
    public Expression Cast(ElementType type) => Apply("cast", null, ("type", new AttributeValue.Type(type)));
    public Expression Reshape(params Dimension[] shape) => Apply("reshape", null, ("shape", Extents(shape)));
    public Expression Transpose(params int[] permutation) => Apply("transpose", null, ("permutation", Extents(permutation.Select(axis => new Dimension(axis)))));
    public Expression Sum(int axis, bool keep = false) => Reduce("sum", axis, keep);
    public Expression Max(int axis, bool keep = false) => Reduce("max", axis, keep);
    public Expression Gather(Expression indices, int axis) => Apply("gather", [indices], ("axis", Integer(axis)));
    public Expression Contract(string equation, Expression right) => Apply("contract", [right], ("equation", new AttributeValue.Text(equation)));
    public Expression Append(string state) => Apply("state_append", null, ("name", new AttributeValue.Text(state)));

    public Expression Reduce(string operation, int axis, bool keep = false) =>
        Apply(operation, null, ("axis", Integer(Normal(axis))), ("keep", new AttributeValue.Flag(keep)));

    public Expression Slice(int axis, Dimension start, Dimension length, int step = 1) =>
        Apply("slice", null, ("axis", Integer(Normal(axis))), ("start", new AttributeValue.Extent(start)), ("length", new AttributeValue.Extent(length)), ("step", Integer(step)));

    public Expression Concatenate(int axis, params Expression[] others) => Apply("concatenate", others, ("axis", Integer(Normal(axis))));

    public Expression Softmax(int axis) {
        Expression e = (this - Max(axis, keep: true)).Exp();
        return e / e.Sum(axis, keep: true);
    }

    public Expression RmsNormalize(double epsilon) => this * ((this * this).Sum(-1, keep: true) / (double)Extent(-1).Value + epsilon).ReciprocalSqrt();

    public static AttributeValue Integer(long value) => new AttributeValue.Extent(new Dimension(value));

    public static AttributeValue Extents(IEnumerable<Dimension> extents) => new AttributeValue.Extents(extents.ToSequence());

    private int Normal(int axis) => axis < 0 ? axis + Type.Rank : axis;
}

/// <summary>Leaves of a graph made by hand.</summary>
public static class Leaves {
    public static Expression Input(this GraphBuilder graph, string name, ElementType type, params Dimension[] shape) =>
        new(graph, graph.Apply("input", [], new Attributes(("name", new AttributeValue.Text(name)), ("shape", Expression.Extents(shape)), ("type", new AttributeValue.Type(type)))));

    public static Expression Weight(this GraphBuilder graph, string name) =>
        new(graph, graph.Apply("weight", [], new Attributes(("name", new AttributeValue.Text(name)))));

    public static Expression Iota(this GraphBuilder graph, Dimension length) =>
        new(graph, graph.Apply("iota", [], new Attributes(("length", new AttributeValue.Extent(length)))));

    public static Expression Table(this GraphBuilder graph, ElementType type, string data, params Dimension[] shape) =>
        new(graph, graph.Apply("table", [], new Attributes(("data", new AttributeValue.Text(data)), ("shape", Expression.Extents(shape)), ("type", new AttributeValue.Type(type)))));

    public static Expression Size(this GraphBuilder graph, Dimension extent) =>
        new(graph, graph.Apply("size", [], new Attributes(("extent", new AttributeValue.Extent(extent)))));

    public static Expression Positions(this GraphBuilder graph) => new(graph, graph.Apply("positions", []));

    public static Expression Scalar(this GraphBuilder graph, double value, ElementType type = ElementType.F32) => new(graph, graph.Constant(value, type));

    public static void Return(this GraphBuilder graph, string name, Expression value) => graph.Return(name, value.Node);
}
