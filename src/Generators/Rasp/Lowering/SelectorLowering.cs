using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>A selector's formula: what kind of comparison each <c>Select</c> is.</summary>
internal static class SelectorLowering {
    public static Formula Of(ProgramLowering program, ProgramNode node) => node.Kind switch {
        NodeKind.All => new Formula.Everything(),
        NodeKind.And => new Formula.Both(program.FormulaOf(node.Operands[0]), program.FormulaOf(node.Operands[1])),
        NodeKind.Or => new Formula.Either(program.FormulaOf(node.Operands[0]), program.FormulaOf(node.Operands[1])),
        NodeKind.Not => new Formula.Opposite(program.FormulaOf(node.Operands[0])),
        _ => Select(program, node),
    };

    private static Formula Select(ProgramLowering program, ProgramNode node) {
        Tensors tensors = program.Tensors;
        (Lowered keys, Lowered queries) = (program.Of(node.Operands[0]), program.Of(node.Operands[1]));
        foreach ((Lowered side, string role) in new[] { (keys, "key"), (queries, "query") }) {
            program.Errors.Add(node.ToString(), $"the {role} is null, and null compares with nothing; OrElse gives it a value", tensors.Not(side.Present));
        }
        int Holds(Value key, Value query) => node.Function is { } predicate
            ? program.Elements.Truth(program.Elements.Call(predicate, node.Syntax, [key, query]).Value, node.Syntax)
            : program.Elements.Ordered(node.Comparison!.Value, key, query, node.Syntax);
        if (node.Function is not null) {
            NoteErrors(program, node, keys.Value, queries.Value);
        }
        // What one side alone decides is a mask.
        if (Leaves.IsUniform(tensors, keys.Value)) {
            return new Formula.One(new Comparison.OfQueries(tensors, Holds(keys.Value, queries.Value)) { Type = program.Bool });
        }
        if (Leaves.IsUniform(tensors, queries.Value)) {
            return new Formula.One(new Comparison.OfKeys(tensors, Holds(keys.Value, queries.Value)) { Type = program.Bool });
        }
        if (node.Comparison is not { } signs) {
            return new Formula.One(new Comparison.OfPairs(Holds, keys.Value, queries.Value));
        }
        if (queries.Value is Element bound && bound.Type.SpecialType == SpecialType.System_Int32 && Positions.Of(program, node.Operands[0]) is { } positions) {
            return new Formula.One(positions.Against(program, signs, bound));
        }
        return Values(program, node, signs, keys, queries) ?? new Formula.One(new Comparison.OfPairs(Holds, keys.Value, queries.Value));
    }

    private static Formula? Values(ProgramLowering program, ProgramNode node, Signs signs, Lowered keys, Lowered queries) {
        Tensors tensors = program.Tensors;
        if (keys.Value is NullableElement key && queries.Value is NullableElement query && signs is not (Signs.Equal or (Signs.Less | Signs.Greater))) {
            // A null is neither less nor greater than anything, nor less or equal.
            Formula? inner = Values(program, node, signs, new Lowered(key.Value, tensors.And(keys.Present, key.HasValue)), new Lowered(query.Value, tensors.And(queries.Present, query.HasValue)));
            return inner is null ? null : new Formula.Both(inner, new Formula.Both(
                new Formula.One(new Comparison.OfKeys(tensors, tensors.Spread(key.HasValue)) { Type = program.Bool }),
                new Formula.One(new Comparison.OfQueries(tensors, tensors.Spread(query.HasValue)) { Type = program.Bool })));
        }
        bool isEquality = signs is Signs.Equal or (Signs.Less | Signs.Greater);
        if (Orders.Of(program, node, keys.Value, keys.Present, isEquality) is not { } ofKeys || Orders.Of(program, node, queries.Value, queries.Present, isEquality) is not { } ofQueries) {
            return null;
        }
        // What is the same at all keys and queries decides nothing.
        (int Key, int Query)[] leaves = [.. Leaves.Of(ofKeys).Zip(Leaves.Of(ofQueries), (k, q) => (k, q)).Where(leaf => leaf.k != leaf.q || !tensors.IsUniform(leaf.k))];
        bool isTotal = leaves.All(leaf => !tensors.Type(leaf.Key).Element.IsFloat());
        // Of tuples, an item that is no number leaves the order to those before it; to be equal, all must be.
        return isTotal || leaves.Length == 1 || signs == Signs.Equal
            ? new Formula.One(new Comparison.OfValues(program.Elements, signs, ofKeys, ofQueries, node.Syntax) { Leaves = leaves, IsTotal = isTotal })
            : null;
    }


    // The evaluator asks a predicate for every pair, whatever else the selector is joined with.
    private static void NoteErrors(ProgramLowering program, ProgramNode node, Value keys, Value queries) {
        Tensors tensors = program.Tensors;
        Value key = Leaves.Map(keys, leaf => tensors.IsUniform(leaf) ? leaf : tensors.Reshape(leaf, Dimension.One, Tensors.Time));
        Value query = Leaves.Map(queries, leaf => tensors.IsUniform(leaf) ? leaf : tensors.Reshape(leaf, Tensors.Time, Dimension.One));
        foreach ((int condition, string problem) in program.Elements.Call(node.Function!, node.Syntax, [key, query]).Errors) {
            int perQuery = tensors.Type(condition).Rank == 2 ? Collapse(tensors, condition) : condition;
            program.Errors.Add(node.ToString(), problem, perQuery);
        }
    }

    private static int Collapse(Tensors tensors, int condition) {
        Sequence<Dimension> square = Sequence.Of(Tensors.Time, Tensors.Time);
        int all = tensors.Type(condition).Shape.Equals(square) ? condition : tensors.Graph.Apply("broadcast", [condition], new Attributes(("shape", new AttributeValue.Extents(square))));
        return tensors.Any(all, 1);
    }
}

/// <summary>A sequence that counts positions: <c>Sign * position + Offset</c>.</summary>
/// <param name="Sign">1 or -1.</param>
/// <param name="Offset">i64, the same for all positions; null for 0.</param>
internal sealed record Positions(int Sign, int? Offset) {
    /// <summary>The sequence as positions, where it is that by its operators.</summary>
    public static Positions? Of(ProgramLowering program, ProgramNode node) {
        if (node.Kind == NodeKind.Indices) {
            return new Positions(1, null);
        }
        if (node is not { Kind: NodeKind.Map, Function: null, Operation: "+" or "-", Operands: [var left, var right], Type.SpecialType: SpecialType.System_Int32 }) {
            return null;
        }
        Tensors tensors = program.Tensors;
        bool isSum = node.Operation == "+";
        if (Uniform(program, right) is { } added && Of(program, left) is { } a) {
            return a with { Offset = a.Offset is { } before ? isSum ? tensors.Add(before, added) : tensors.Subtract(before, added) : isSum ? added : tensors.Apply("negate", added) };
        }
        if (Uniform(program, left) is { } from && Of(program, right) is { } b) {
            int offset = b.Offset is { } after ? isSum ? tensors.Add(from, after) : tensors.Subtract(from, after) : from;
            return new Positions(isSum ? b.Sign : -b.Sign, offset);
        }
        return null;
    }

    /// <summary>Sign * position + Offset against a query is the position against a bound, clipped to where positions are.</summary>
    public Comparison Against(ProgramLowering program, Signs signs, Element query) {
        Tensors tensors = program.Tensors;
        if (Sign == 1 && Offset is null && query.Node == tensors.Indices) {
            return new Comparison.OfPositions(tensors, signs, query.Node) { Type = program.Int };
        }
        int wide = tensors.Cast(query.Node, ElementType.I64);
        int bound = Offset is { } offset ? tensors.Subtract(wide, offset) : wide;
        bound = Sign == 1 ? bound : tensors.Apply("negate", bound);
        Signs turned = Sign == 1 ? signs : (signs & Signs.Equal) | ((signs & Signs.Less) != 0 ? Signs.Greater : Signs.None) | ((signs & Signs.Greater) != 0 ? Signs.Less : Signs.None);
        int clipped = tensors.Minimum(tensors.Maximum(bound, tensors.Integer(-1, ElementType.I64)), tensors.Cast(tensors.Length, ElementType.I64));
        return new Comparison.OfPositions(tensors, turned, tensors.Spread(tensors.Cast(clipped, ElementType.I32))) { Type = program.Int };
    }

    private static int? Uniform(ProgramLowering program, ProgramNode node) =>
        program.Of(node) is { Value: Element { Type.SpecialType: SpecialType.System_Int32 } element } lowered && program.Tensors.IsUniform(element.Node) && lowered.Present == program.Tensors.True
            ? program.Tensors.Cast(element.Node, ElementType.I64)
            : null;
}
