using Sinter.Compiler.Graph;

namespace Sinter.Generators.Rasp;

/// <summary>
/// What is made of the keys that each query hits. One class for each form that a selector can have; where a form has no way of its own
/// for something, it answers null and all pairs are held.
/// </summary>
internal abstract class HitReducer(Tensors tensors) {
    protected Tensors Tensors { get; } = tensors;

    /// <summary>How many keys of a mask (null: of all) each query hits: i32.</summary>
    public abstract int? Count(int? mask);

    /// <summary>The sum of integers, i64, over the hits.</summary>
    public abstract int? Sum(int values);

    /// <summary>The sum of reals over the hits, rounded after each in the order of the keys.</summary>
    public virtual int? OrderedSum(int values) => null;

    /// <summary>The first hit among a mask: i32, the length or more where there is none.</summary>
    public virtual int? First(int? mask) => null;

    /// <summary>The last hit, -1 where there is none.</summary>
    public virtual int? Last() => null;

    /// <summary>The hit nearest to the query, the earlier of two; -1 where there is none.</summary>
    public virtual int? Closest() => null;

    /// <summary>The greatest (or least) value over the hits; where there is none, the least (or greatest) of the type.</summary>
    public virtual int? Extreme(int values, bool greatest) => null;

    /// <summary>The first hit of the greatest score; the length or more where there is none.</summary>
    public virtual int? Best(int scores) {
        // Among scores that all differ, because an earlier one of two equal counts as more, it is where the greatest is.
        KeyOrder order = KeyOrder.Of(Tensors, [scores, Tensors.Apply("not", Tensors.Indices)], Tensors.Time);
        return Extreme(order.Place, greatest: true) is not { } greatest ? null
            : Tensors.Select(Tensors.Less(greatest, Zero), None, Tensors.Gather(order.Order, Tensors.Inside(greatest)));
    }

    protected int Zero => Tensors.Integer(0);

    protected int None => Tensors.Length;

    protected int Flag(int? mask) => mask is { } flags ? Tensors.Cast(flags, ElementType.I32) : Tensors.Integer(1);

    protected static int? Both(Tensors tensors, int? a, int? b) => a is { } x && b is { } y ? tensors.And(x, y) : a ?? b;

    /// <summary>What a sum of reals starts from: -0 changes no summand.</summary>
    protected int NoSum(ElementType type) => type.IsFloat() ? Tensors.Number(-0.0, type) : Tensors.Number(0, type);

    protected int Identity(ElementType type, bool greatest) => Neutral(Tensors, type, greatest);

    public static int Neutral(Tensors tensors, ElementType type, bool greatest) => type switch {
        ElementType.I32 => tensors.Integer(greatest ? int.MinValue : int.MaxValue),
        ElementType.I64 => greatest ? tensors.Integer(long.MinValue, type) : tensors.Apply("not", tensors.Integer(long.MinValue, type)),
        _ => tensors.Number(greatest ? double.NegativeInfinity : double.PositiveInfinity, type),
    };

    protected int Chosen(int? mask, int values, int otherwise) => mask is { } flags ? Tensors.Select(flags, values, otherwise) : values;
}
