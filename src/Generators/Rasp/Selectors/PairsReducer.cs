using System;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>
/// Any selector at all: each query is held against each key. The pairs are never stored, because every reduction over the keys is an
/// inner loop of its kernel; keys go in order, so that sums of reals are rounded as the evaluator rounds them.
/// </summary>
internal sealed class PairsReducer(Tensors tensors, Func<Func<Value, Value>, Func<Value, Value>, int> hits) : HitReducer(tensors) {
    private readonly Lazy<int> pairs = new(() => hits(value => Leaves.Map(value, leaf => Row(tensors, leaf)), value => Leaves.Map(value, leaf => Column(tensors, leaf))));

    public override int? Count(int? mask) => Tensors.Reduce("sum", Tensors.Cast(Pairs(mask), ElementType.I32), 1);

    public override int? Sum(int values) => Tensors.Reduce("sum", Tensors.Select(Pairs(null), Row(Tensors, Tensors.Spread(values)), NoSum(ElementType.I64)), 1);

    public override int? OrderedSum(int values) => Tensors.Reduce("sum", Tensors.Select(Pairs(null), Row(Tensors, Tensors.Spread(values)), NoSum(Tensors.Type(values).Element)), 1);

    public override int? First(int? mask) => Tensors.Reduce("min", Tensors.Select(Pairs(mask), Row(Tensors, Tensors.Indices), None), 1);

    public override int? Last() => Tensors.Reduce("max", Tensors.Select(Pairs(null), Row(Tensors, Tensors.Indices), Tensors.Integer(-1)), 1);

    public override int? Extreme(int values, bool greatest) => Tensors.Reduce(
        greatest ? "max" : "min", Tensors.Select(Pairs(null), Row(Tensors, Tensors.Spread(values)), Identity(Tensors.Type(values).Element, greatest)), 1);

    public override int? Closest() {
        // Twice the distance, and one more after the query than before it: all differ, and the earlier of two goes first.
        int key = Row(Tensors, Tensors.Cast(Tensors.Indices, ElementType.I64));
        int query = Column(Tensors, Tensors.Cast(Tensors.Indices, ElementType.I64));
        int distance = Tensors.Subtract(key, query);
        int two = Tensors.Integer(2, ElementType.I64);
        int isLater = Tensors.Less(query, key);
        int cost = Tensors.Add(Tensors.Multiply(Tensors.Apply("abs", distance), two), Tensors.Cast(isLater, ElementType.I64));
        int far = Tensors.Integer(long.MaxValue >> 12 << 1, ElementType.I64);
        int least = Tensors.Reduce("min", Tensors.Select(Pairs(null), cost, far), 1);
        int half = Tensors.Shift("shift_right", least, 1);
        int offset = Tensors.Select(Tensors.Equal(Tensors.Apply("and", least, Tensors.Integer(1, ElementType.I64)), Tensors.Integer(1, ElementType.I64)), half, Tensors.Apply("negate", half));
        int position = Tensors.Cast(Tensors.Add(Tensors.Cast(Tensors.Indices, ElementType.I64), offset), ElementType.I32);
        return Tensors.Select(Tensors.Equal(least, far), Tensors.Integer(-1), position);
    }

    public override int? Best(int scores) {
        int row = Row(Tensors, Tensors.Spread(scores));
        int best = Extreme(scores, greatest: true)!.Value;
        int isBest = Tensors.And(Pairs(null), Tensors.Equal(row, Column(Tensors, best)));
        return Tensors.Reduce("min", Tensors.Select(isBest, Row(Tensors, Tensors.Indices), None), 1);
    }

    // Every reduction is over both axes, whatever the selector looks at.
    private int Pairs(int? mask) {
        int all = mask is { } keys ? Tensors.And(pairs.Value, Row(Tensors, Tensors.Spread(keys))) : pairs.Value;
        Sequence<Dimension> square = Sequence.Of(Tensors.Time, Tensors.Time);
        return Tensors.Type(all).Shape.Equals(square) ? all : Tensors.Graph.Apply("broadcast", [all], new Attributes(("shape", new AttributeValue.Extents(square))));
    }

    private static int Row(Tensors tensors, int leaf) => tensors.IsUniform(leaf) ? leaf : tensors.Reshape(leaf, Dimension.One, Tensors.Time);

    private static int Column(Tensors tensors, int leaf) => tensors.IsUniform(leaf) ? leaf : tensors.Reshape(leaf, Tensors.Time, Dimension.One);
}
