using Sinter.Compiler.Graph;

namespace Sinter.Generators.Rasp;

/// <summary>Keys and queries in groups of equal values: a histogram, a scatter into one slot for each group.</summary>
/// <param name="tensors">The graph.</param>
/// <param name="ofKey">The group of each key, from 0 to the length; other numbers are no group.</param>
/// <param name="ofQuery">The group of each query, inside.</param>
/// <param name="keyMask">Which keys count; null for all.</param>
/// <param name="isHit">Which queries have a group with keys in it.</param>
internal sealed class GroupReducer(Tensors tensors, int ofKey, int ofQuery, int? keyMask, int isHit) : HitReducer(tensors) {
    public override int? Count(int? mask) => Tensors.Select(isHit, Collected("add", Zero, Tensors.Spread(Tensors.Integer(1)), Both(Tensors, keyMask, mask)), Zero);

    public override int? Sum(int values) => OrderedSum(values);

    // Updates are made in the order of the keys.
    public override int? OrderedSum(int values) {
        int none = NoSum(Tensors.Type(values).Element);
        return Tensors.Select(isHit, Collected("add", none, Tensors.Spread(values), keyMask), none);
    }

    public override int? First(int? mask) => Tensors.Select(isHit, Collected("min", None, Tensors.Indices, Both(Tensors, keyMask, mask)), None);

    public override int? Last() => Tensors.Select(isHit, Collected("max", Tensors.Integer(-1), Tensors.Indices, keyMask), Tensors.Integer(-1));

    public override int? Extreme(int values, bool greatest) {
        int none = Identity(Tensors.Type(values).Element, greatest);
        return Tensors.Select(isHit, Collected(greatest ? "max" : "min", none, Tensors.Spread(values), keyMask), none);
    }

    public override int? Best(int scores) {
        int best = Slots("max", Identity(Tensors.Type(scores).Element, greatest: true), Tensors.Spread(scores), keyMask);
        return First(Tensors.Equal(Tensors.Spread(scores), Tensors.Gather(best, Tensors.Inside(ofKey))));
    }

    private int Collected(string combine, int start, int updates, int? mask) => Tensors.Gather(Slots(combine, start, updates, mask), ofQuery);

    private int Slots(string combine, int start, int updates, int? mask) =>
        Tensors.Scatter(combine, Tensors.Spread(start), Tensors.Spread(mask is { } keys ? Tensors.Select(keys, ofKey, Tensors.Integer(-1)) : ofKey), updates);
}
