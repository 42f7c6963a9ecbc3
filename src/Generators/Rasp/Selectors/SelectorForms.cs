using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>A selector as a formula over comparisons.</summary>
internal abstract record Formula {
    public sealed record Everything : Formula;

    public sealed record Nothing : Formula;

    public sealed record One(Comparison Comparison) : Formula;

    public sealed record Both(Formula Left, Formula Right) : Formula;

    public sealed record Either(Formula Left, Formula Right) : Formula;

    public sealed record Opposite(Formula Operand) : Formula;
}

/// <summary>
/// One selector of a program: how it holds a key against a query. <see cref="Hits"/> is its meaning; what else is known of it decides
/// whether something cheaper than all pairs gives the same.
/// </summary>
internal abstract record Comparison {
    /// <summary>Whether a query hits a key, both given by what takes their values there.</summary>
    public abstract int Hits(Func<Value, Value> key, Func<Value, Value> query);

    /// <summary>Its negation as a comparison of the same kind, where it has one.</summary>
    public virtual Comparison? Negated => null;

    /// <summary>The keys for which something is true that depends on no query.</summary>
    public sealed record OfKeys(Tensors Tensors, int Mask) : Comparison {
        public override int Hits(Func<Value, Value> key, Func<Value, Value> query) => ((Element)key(new Element(Mask, Type))).Node;

        public override Comparison Negated => this with { Mask = Tensors.Not(Mask) };

        public ITypeSymbol Type { get; init; } = default!;
    }

    /// <summary>All keys of the queries for which something is true.</summary>
    public sealed record OfQueries(Tensors Tensors, int Mask) : Comparison {
        public override int Hits(Func<Value, Value> key, Func<Value, Value> query) => ((Element)query(new Element(Mask, Type))).Node;

        public override Comparison Negated => this with { Mask = Tensors.Not(Mask) };

        public ITypeSymbol Type { get; init; } = default!;
    }

    /// <summary>The key's position against a bound of the query, a number from -1 to the length.</summary>
    public sealed record OfPositions(Tensors Tensors, Signs Signs, int Bound) : Comparison {
        public override int Hits(Func<Value, Value> key, Func<Value, Value> query) {
            int position = ((Element)key(new Element(Tensors.Indices, Type))).Node;
            int bound = ((Element)query(new Element(Bound, Type))).Node;
            return OfValues.Compare(Tensors, Signs, position, bound);
        }

        public override Comparison Negated => this with { Signs = Signs.All & ~Signs };

        public ITypeSymbol Type { get; init; } = default!;
    }

    /// <summary>The value at the key against that at the query.</summary>
    public sealed record OfValues(Elements Elements, Signs Signs, Value Keys, Value Queries, SyntaxNode Syntax) : Comparison {
        public override int Hits(Func<Value, Value> key, Func<Value, Value> query) => Elements.Ordered(Signs, key(Keys), query(Queries), Syntax);

        /// <summary>The scalars of keys and queries, in the order in which they decide.</summary>
        public IReadOnlyList<(int Key, int Query)> Leaves { get; init; } = default!;

        /// <summary>Whether any two values are less, equal or greater: of reals a NaN is none of them to any.</summary>
        public bool IsTotal { get; init; } = default!;

        public override Comparison? Negated => IsTotal ? this with { Signs = Signs.All & ~Signs } : null;

        public static int Compare(Tensors tensors, Signs signs, int a, int b) => signs switch {
            Signs.None => tensors.False,
            Signs.Less => tensors.Less(a, b),
            Signs.Less | Signs.Equal => tensors.LessEqual(a, b),
            Signs.Equal => tensors.Equal(a, b),
            Signs.Greater => tensors.Less(b, a),
            Signs.Greater | Signs.Equal => tensors.LessEqual(b, a),
            Signs.Less | Signs.Greater => tensors.Not(tensors.Equal(a, b)),
            _ => tensors.True,
        };
    }

    /// <summary>A function of key and query that is nothing of the above.</summary>
    public sealed record OfPairs(Func<Value, Value, int> Predicate, Value Keys, Value Queries) : Comparison {
        public override int Hits(Func<Value, Value> key, Func<Value, Value> query) => Predicate(key(Keys), query(Queries));
    }
}

/// <summary>Comparisons that must all hold.</summary>
/// <param name="KeyMask">Of the keys; null for all.</param>
/// <param name="QueryMask">Of the queries; null for all.</param>
/// <param name="Positions">Bounds of the key's position, by what they compare with.</param>
/// <param name="Values">Comparisons of values, each pair of keys and queries once.</param>
/// <param name="Rest">What can only be held against all pairs.</param>
internal sealed record Conjunction(
    int? KeyMask, int? QueryMask, IReadOnlyList<Comparison.OfPositions> Positions, IReadOnlyList<Comparison.OfValues> Values, IReadOnlyList<Comparison> Rest) {
    public static Conjunction Everything { get; } = new(null, null, [], [], []);

    public bool IsEverything => KeyMask is null && QueryMask is null && Positions.Count == 0 && Values.Count == 0 && Rest.Count == 0;

    /// <summary>This and one more; null where both can never hold.</summary>
    public Conjunction? With(Tensors tensors, Comparison comparison) {
        switch (comparison) {
            case Comparison.OfKeys keys:
                return keys.Mask == tensors.False ? null : this with { KeyMask = KeyMask is { } mask ? tensors.And(mask, keys.Mask) : keys.Mask == tensors.True ? null : keys.Mask };
            case Comparison.OfQueries queries:
                return queries.Mask == tensors.False ? null : this with { QueryMask = QueryMask is { } wanted ? tensors.And(wanted, queries.Mask) : queries.Mask == tensors.True ? null : queries.Mask };
            case Comparison.OfPositions position: {
                Signs signs = position.Signs;
                List<Comparison.OfPositions> others = [];
                foreach (Comparison.OfPositions other in Positions) {
                    if (other.Bound == position.Bound) {
                        signs &= other.Signs;
                    } else {
                        others.Add(other);
                    }
                }
                return signs == Signs.None ? null : signs == Signs.All ? this with { Positions = others } : this with { Positions = [.. others, position with { Signs = signs }] };
            }
            case Comparison.OfValues { IsTotal: true } value: {
                Signs signs = value.Signs;
                List<Comparison.OfValues> others = [];
                foreach (Comparison.OfValues other in Values) {
                    if (other.IsTotal && other.Leaves.SequenceEqual(value.Leaves)) {
                        signs &= other.Signs;
                    } else {
                        others.Add(other);
                    }
                }
                return signs == Signs.None ? null : signs == Signs.All ? this with { Values = others } : this with { Values = [.. others, value with { Signs = signs }] };
            }
            case Comparison.OfValues value:
                return this with { Values = [.. Values, value] };
            default:
                return this with { Rest = [.. Rest, comparison] };
        }
    }

    /// <summary>Both; null where they exclude each other.</summary>
    public Conjunction? And(Tensors tensors, Conjunction other) {
        Conjunction? both = this;
        IEnumerable<Comparison> comparisons = [.. other.Positions, .. other.Values, .. other.Rest];
        foreach (Comparison comparison in comparisons) {
            both = both?.With(tensors, comparison);
        }
        return both is null ? null : both with {
            KeyMask = Joined(tensors, both.KeyMask, other.KeyMask),
            QueryMask = Joined(tensors, both.QueryMask, other.QueryMask),
        };
    }

    private static int? Joined(Tensors tensors, int? a, int? b) => a is { } x && b is { } y ? tensors.And(x, y) : a ?? b;
}

/// <summary>Formulas as alternatives of conjunctions.</summary>
internal static class Alternatives {
    // Of more, all pairs are cheaper than inclusion and exclusion.
    private const int Most = 8;

    /// <summary>The alternatives, or null where there are too many or a negation has no comparison.</summary>
    public static List<Conjunction>? Of(Formula formula, Tensors tensors) => Of(formula, tensors, negated: false);

    private static List<Conjunction>? Of(Formula formula, Tensors tensors, bool negated) {
        switch (formula) {
            case Formula.Everything or Formula.Nothing:
                return formula is Formula.Everything != negated ? [Conjunction.Everything] : [];
            case Formula.Opposite opposite:
                return Of(opposite.Operand, tensors, !negated);
            case Formula.One one:
                return (negated ? one.Comparison.Negated : one.Comparison) is { } comparison ? Split(comparison, tensors) : null;
            case Formula.Both or Formula.Either: {
                (Formula left, Formula right) = formula is Formula.Both both ? (both.Left, both.Right) : (((Formula.Either)formula).Left, ((Formula.Either)formula).Right);
                if (Of(left, tensors, negated) is not { } a || Of(right, tensors, negated) is not { } b) {
                    return null;
                }
                List<Conjunction> result = formula is Formula.Both != negated
                    ? [.. a.SelectMany(x => b.Select(y => x.And(tensors, y))).OfType<Conjunction>()]
                    : [.. a, .. b];
                return result.Count > Most ? null : result;
            }
            default:
                return null;
        }
    }

    // What is less or greater is two intervals.
    private static List<Conjunction> Split(Comparison comparison, Tensors tensors) {
        IEnumerable<Comparison> parts = comparison switch {
            Comparison.OfPositions { Signs: Signs.Less | Signs.Greater } position => [position with { Signs = Signs.Less }, position with { Signs = Signs.Greater }],
            Comparison.OfValues { Signs: Signs.Less | Signs.Greater, IsTotal: true } value => [value with { Signs = Signs.Less }, value with { Signs = Signs.Greater }],
            _ => [comparison],
        };
        return [.. parts.Select(part => Conjunction.Everything.With(tensors, part)).OfType<Conjunction>()];
    }
}
