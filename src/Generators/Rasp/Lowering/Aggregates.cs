using Microsoft.CodeAnalysis;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>The number of hits.</summary>
internal sealed class WidthLowering : INodeLowering {
    public Lowered Lower(ProgramLowering program, ProgramNode node) =>
        new(new Element(program.HitsOf(node).Count(null)!.Value, node.Type, 0, program.Longest), program.Tensors.True);
}

/// <summary>One value of the hits' values.</summary>
internal sealed class AggregateLowering : INodeLowering {
    public Lowered Lower(ProgramLowering program, ProgramNode node) {
        HitReducer hits = program.HitsOf(node);
        return node.Reduction switch {
            Reduction.First or Reduction.Last or Reduction.Closest => Pick(program, node, program.Of(node.Operands[1]), Position(hits, node.Reduction)),
            Reduction.Best => Best(program, node, hits),
            _ => Fold(program, node, hits),
        };
    }

    private static int Position(HitReducer hits, Reduction reduction) => (reduction switch {
        Reduction.First => hits.First(null),
        Reduction.Last => hits.Last(),
        _ => hits.Closest(),
    })!.Value;

    // The value at a position, null or not; -1, or the length, where nothing is hit.
    private static Lowered Pick(ProgramLowering program, ProgramNode node, Lowered values, int position) {
        Tensors tensors = program.Tensors;
        int isFound = tensors.And(tensors.LessEqual(tensors.Integer(0), position), tensors.Less(position, tensors.Length));
        Lowered taken = program.At(values, tensors.Inside(position));
        return OrDefault(program, node, isFound, taken.Value, taken.Present);
    }

    private static Lowered OrDefault(ProgramLowering program, ProgramNode node, int isFound, Value value, int present) {
        Tensors tensors = program.Tensors;
        return node.Value is { } whenEmpty
            ? new Lowered(program.Elements.Merge(isFound, value, program.Known(whenEmpty, node.Type, node.Syntax), node.Type, node.Syntax), tensors.Select(isFound, present, tensors.True))
            : new Lowered(value, tensors.And(isFound, present));
    }

    private static Lowered Best(ProgramLowering program, ProgramNode node, HitReducer hits) {
        Tensors tensors = program.Tensors;
        Lowered scores = program.Of(node.Operands[1]);
        Note("the score is null, and null compares with nothing; OrElse gives it a value", tensors.Not(scores.Present));
        Note("the score has no order", tensors.And(scores.Present, Orders.Unordered(tensors, scores.Value)));
        Value ordered = Orders.Of(program, node, Orders.WithoutNulls(scores.Value), scores.Present, isEquality: false)
            ?? throw program.NoKernel(node, $"A best by scores of type {Literals.Type(node.Operands[1].Type)}");
        int score = ordered is Element element
            ? tensors.Type(element.Node).Element == ElementType.Bool ? tensors.Cast(element.Node, ElementType.I32) : element.Node
            : Rank(tensors, ordered);
        return Pick(program, node, program.Of(node.Operands[2]), hits.Best(tensors.Spread(score))!.Value);

        void Note(string problem, int keys) {
            if (keys != tensors.False) {
                program.Errors.Add(node.ToString(), problem, tensors.Less(tensors.Integer(0), hits.Count(tensors.Spread(keys))!.Value));
            }
        }
    }

    // Equal values have one rank.
    private static int Rank(Tensors tensors, Value ordered) {
        KeyOrder order = KeyOrder.Of(tensors, [.. Leaves.Of(ordered)], Tensors.Time);
        return tensors.Gather(order.Start, order.Place);
    }

    private static Lowered Fold(ProgramLowering program, ProgramNode node, HitReducer hits) {
        Tensors tensors = program.Tensors;
        Lowered values = program.Of(node.Operands[1]);
        int count = hits.Count(null)!.Value;
        int isHit = tensors.Less(tensors.Integer(0), count);
        int hasNull = values.Present == tensors.True ? tensors.False : tensors.Less(tensors.Integer(0), hits.Count(tensors.Spread(tensors.Not(values.Present)))!.Value);
        int isWhole = tensors.And(isHit, tensors.Not(hasNull));
        Value value = node.Reduction switch {
            Reduction.Sum => Sums.Sum(program, node, hits, values, count, isWhole),
            Reduction.Mean => Sums.Mean(program, node, hits, values, count, isWhole),
            _ => Extreme(program, node, hits, values),
        };
        return OrDefault(program, node, isHit, value, tensors.Not(hasNull));
    }

    private static Value Extreme(ProgramLowering program, ProgramNode node, HitReducer hits, Lowered values) {
        Tensors tensors = program.Tensors;
        bool greatest = node.Reduction == Reduction.Max;
        if (values.Value is Element element) {
            bool isTruth = tensors.Type(element.Node).Element == ElementType.Bool;
            int extreme = hits.Extreme(tensors.Spread(isTruth ? tensors.Cast(element.Node, ElementType.I32) : element.Node), greatest)!.Value;
            // Where nothing is hit it is a number beyond all, and what it stands for is never used.
            return isTruth ? new Element(tensors.Apply("greater", extreme, tensors.Integer(0)), element.Type) : new Element(extreme, element.Type);
        }
        Value ordered = Orders.Of(program, node, Orders.WithoutNulls(values.Value), values.Present, isEquality: false)
            ?? throw program.NoKernel(node, $"The greatest or least of values of type {Literals.Type(node.Operands[1].Type)}");
        int rank = Rank(tensors, ordered);
        int best = hits.Best(greatest ? rank : tensors.Apply("not", rank))!.Value;
        // The first that is, or holds, a NaN or a null would depend on where it stands, and is taken itself.
        int unordered = Orders.Unordered(tensors, values.Value);
        if (unordered != tensors.False) {
            int first = hits.First(tensors.Spread(unordered))!.Value;
            best = tensors.Select(tensors.Less(first, tensors.Length), first, best);
        }
        int position = tensors.Inside(best);
        return Leaves.Map(values.Value, leaf => tensors.Gather(leaf, position));
    }
}
