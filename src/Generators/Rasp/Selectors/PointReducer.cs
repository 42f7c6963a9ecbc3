namespace Sinter.Generators.Rasp;

/// <summary>One key at most for each query, at a position that the query names: a gather.</summary>
/// <param name="tensors">The graph.</param>
/// <param name="position">The position, inside the sequence.</param>
/// <param name="isHit">Whether the query hits it.</param>
internal sealed class PointReducer(Tensors tensors, int position, int isHit) : HitReducer(tensors) {
    public override int? Count(int? mask) => Tensors.Cast(mask is { } keys ? Tensors.And(isHit, Tensors.Gather(keys, position)) : isHit, Compiler.Graph.ElementType.I32);

    public override int? Sum(int values) => OrderedSum(values);

    public override int? OrderedSum(int values) => Tensors.Select(isHit, Tensors.Gather(values, position), NoSum(Tensors.Type(values).Element));

    public override int? First(int? mask) => Tensors.Select(mask is { } keys ? Tensors.And(isHit, Tensors.Gather(keys, position)) : isHit, position, None);

    public override int? Last() => Closest();

    public override int? Closest() => Tensors.Select(isHit, position, Tensors.Integer(-1));

    public override int? Extreme(int values, bool greatest) => Tensors.Select(isHit, Tensors.Gather(values, position), Identity(Tensors.Type(values).Element, greatest));

    public override int? Best(int scores) => First(null);
}
