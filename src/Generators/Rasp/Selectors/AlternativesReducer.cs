using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Generators.Rasp;

/// <summary>Several conjunctions, of which a hit fulfils one or more: the first of the firsts, and counts by inclusion and exclusion.</summary>
/// <param name="tensors">The graph.</param>
/// <param name="parts">What each conjunction gives.</param>
/// <param name="overlaps">Every set of conjunctions that can hold together, with its sign: 1 for one or three of them, -1 for two.</param>
internal sealed class AlternativesReducer(Tensors tensors, IReadOnlyList<HitReducer> parts, IReadOnlyList<(int Sign, HitReducer Part)> overlaps) : HitReducer(tensors) {
    public override int? Count(int? mask) => Signed(part => part.Count(mask), Zero);

    public override int? Sum(int values) => Signed(part => part.Sum(values), NoSum(Compiler.Graph.ElementType.I64));

    public override int? First(int? mask) => Joined(part => part.First(mask), Tensors.Minimum);

    public override int? Last() => Joined(part => part.Last(), Tensors.Maximum);

    // The nearest of the nearest; of two as near the earlier.
    public override int? Closest() {
        int?[] positions = [.. parts.Select(part => part.Closest())];
        return positions.Any(position => position is null) ? null : positions.Select(position => position!.Value).Aggregate(Nearer);

        int Nearer(int a, int b) {
            int zero = Zero;
            int distanceOfA = Tensors.Apply("abs", Tensors.Subtract(a, Tensors.Indices)), distanceOfB = Tensors.Apply("abs", Tensors.Subtract(b, Tensors.Indices));
            int isNearer = Tensors.Or(Tensors.Less(distanceOfA, distanceOfB), Tensors.And(Tensors.Equal(distanceOfA, distanceOfB), Tensors.LessEqual(a, b)));
            int takesA = Tensors.And(Tensors.LessEqual(zero, a), Tensors.Or(Tensors.Less(b, zero), isNearer));
            return Tensors.Select(takesA, a, b);
        }
    }

    public override int? Extreme(int values, bool greatest) => Joined(part => part.Extreme(values, greatest), greatest ? Tensors.Maximum : Tensors.Minimum);

    private int? Joined(Func<HitReducer, int?> reduce, Func<int, int, int> join) {
        int?[] values = [.. parts.Select(reduce)];
        return values.Any(value => value is null) ? null : values.Select(value => value!.Value).Aggregate(join);
    }

    private int? Signed(Func<HitReducer, int?> reduce, int zero) {
        int? sum = null;
        foreach ((int sign, HitReducer part) in overlaps) {
            if (reduce(part) is not { } value) {
                return null;
            }
            sum = sum is { } before ? sign > 0 ? Tensors.Add(before, value) : Tensors.Subtract(before, value) : value;
        }
        return sum ?? zero;
    }
}
