using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Kernels;

/// <summary>A loop variable, which runs from 0 to its extent.</summary>
public sealed record Variable(int Id, Dimension Extent) {
    /// <inheritdoc/>
    public override string ToString() => $"i{Id}";
}

/// <summary>What an index is a sum of, besides constants.</summary>
public abstract record Atom {
    /// <summary>A loop variable.</summary>
    public sealed record Loop(Variable Variable) : Atom {
        /// <inheritdoc/>
        public override string ToString() => Variable.ToString();
    }

    /// <summary>Floor division by a positive extent.</summary>
    public sealed record Quotient(Index Value, Dimension Divisor) : Atom {
        /// <inheritdoc/>
        public override string ToString() => $"({Value})/({Divisor})";
    }

    /// <summary>Remainder of a division by a positive extent; never negative.</summary>
    public sealed record Remainder(Index Value, Dimension Divisor) : Atom {
        /// <inheritdoc/>
        public override string ToString() => $"({Value})%({Divisor})";
    }

    /// <summary>A position read from data, already brought into 0 .. extent-1.</summary>
    public sealed record Data(Scalar Value, Dimension Extent) : Atom {
        // Terms are in the order of these texts, so numbers are written to the same length: a kernel that is printed and read back has
        // other numbers in the same order.
        /// <inheritdoc/>
        public override string ToString() => $"<{Value.Id.ToString("D9", CultureInfo.InvariantCulture)}:{Extent}>";
    }
}

/// <summary>
/// An element's position along one axis: a sum of atoms with symbolic coefficients and a constant, in one canonical form.
/// Quotients and remainders that the ranges of loop variables decide are removed as the index is built.
/// </summary>
public sealed class Index : IEquatable<Index> {
    private readonly SortedDictionary<string, (Atom Atom, Dimension Coefficient)> terms;
    private readonly string text;

    private Index(SortedDictionary<string, (Atom, Dimension)> terms, Dimension offset) {
        this.terms = terms;
        Offset = offset;
        text = Print();
    }

    /// <summary>The part without atoms.</summary>
    public Dimension Offset { get; }

    /// <summary>Atoms with their coefficients.</summary>
    public IEnumerable<(Atom Atom, Dimension Coefficient)> Terms => terms.Values;

    /// <summary>A fixed position.</summary>
    public static Index Of(Dimension value) => new(new(StringComparer.Ordinal), value);

    /// <summary>A loop variable; one that runs over a single element is 0.</summary>
    public static Index Of(Variable variable) => variable.Extent.Equals(Dimension.One) ? Of(Dimension.Zero) : Of(new Atom.Loop(variable));

    /// <summary>A position read from data.</summary>
    public static Index Of(Atom atom) => new(new(StringComparer.Ordinal) { [atom.ToString()] = (atom, Dimension.One) }, Dimension.Zero);

    /// <summary>Whether it is the same for all iterations.</summary>
    public bool IsConstant => terms.Count == 0;

    /// <summary>Sum.</summary>
    public static Index operator +(Index left, Index right) {
        SortedDictionary<string, (Atom, Dimension)> sum = new(left.terms, StringComparer.Ordinal);
        foreach (KeyValuePair<string, (Atom Atom, Dimension Coefficient)> term in right.terms) {
            Dimension coefficient = sum.TryGetValue(term.Key, out (Atom, Dimension Coefficient) old) ? old.Coefficient + term.Value.Coefficient : term.Value.Coefficient;
            if (coefficient.Equals(Dimension.Zero)) {
                sum.Remove(term.Key);
            } else {
                sum[term.Key] = (term.Value.Atom, coefficient);
            }
        }
        return Join(new(sum, left.Offset + right.Offset));
    }

    // q*d*c + r*c, with q the quotient and r the remainder of one value by d, is that value times c: reshapes there and back cancel.
    private static Index Join(Index sum) {
        foreach ((Atom atom, Dimension coefficient) in sum.Terms) {
            if (atom is Atom.Remainder remainder
                && sum.terms.TryGetValue(new Atom.Quotient(remainder.Value, remainder.Divisor).ToString(), out (Atom Atom, Dimension Coefficient) quotient)
                && quotient.Coefficient.Equals(coefficient * remainder.Divisor)) {
                SortedDictionary<string, (Atom, Dimension)> others = new(sum.terms, StringComparer.Ordinal);
                others.Remove(atom.ToString());
                others.Remove(quotient.Atom.ToString());
                return new Index(others, sum.Offset) + remainder.Value * coefficient;
            }
        }
        return sum;
    }

    /// <summary>Sum with a constant.</summary>
    public static Index operator +(Index left, Dimension right) => new(left.terms, left.Offset + right);

    /// <summary>Difference.</summary>
    public static Index operator -(Index left, Index right) => left + right * new Dimension(-1);

    /// <summary>Product with an extent.</summary>
    public static Index operator *(Index left, Dimension right) {
        if (right.Equals(Dimension.Zero)) {
            return Of(Dimension.Zero);
        }
        SortedDictionary<string, (Atom, Dimension)> product = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, (Atom Atom, Dimension Coefficient)> term in left.terms) {
            product[term.Key] = (term.Value.Atom, term.Value.Coefficient * right);
        }
        return new(product, left.Offset * right);
    }

    /// <summary>Floor division by a positive extent, simplified by the ranges of the variables.</summary>
    public Index Divide(Dimension divisor) {
        if (divisor.Equals(Dimension.Zero)) {
            // An empty axis has no element whose place could matter.
            return Of(Dimension.Zero);
        }
        (Index quotient, Index rest) = Split(divisor);
        return rest.Lies(Dimension.Zero, divisor) ? quotient : quotient + Of(new Atom.Quotient(rest, divisor));
    }

    /// <summary>Remainder by a positive extent, simplified by the ranges of the variables.</summary>
    public Index Modulo(Dimension divisor) {
        if (divisor.Equals(Dimension.Zero)) {
            return Of(Dimension.Zero);
        }
        (_, Index rest) = Split(divisor);
        return rest.Lies(Dimension.Zero, divisor) ? rest : Of(new Atom.Remainder(rest, divisor));
    }

    /// <summary>Whether the index is provably within first .. end-1.</summary>
    public bool Lies(Dimension first, Dimension end) {
        (Dimension Minimum, Dimension Maximum)? range = Range();
        return range is { } known && NeverNegative(known.Minimum - first) && NeverNegative(end - Dimension.One - known.Maximum);
    }

    /// <summary>Smallest and largest value, or null when a symbol's sign is not known.</summary>
    public (Dimension Minimum, Dimension Maximum)? Range() {
        Dimension minimum = Offset;
        Dimension maximum = Offset;
        foreach ((Atom atom, Dimension coefficient) in Terms) {
            if (Range(atom) is not { } range) {
                return null;
            }
            if (NeverNegative(coefficient)) {
                minimum += coefficient * range.Smallest;
                maximum += coefficient * range.Largest;
            } else if (NeverNegative(coefficient * new Dimension(-1))) {
                minimum += coefficient * range.Largest;
                maximum += coefficient * range.Smallest;
            } else {
                return null;
            }
        }
        return (minimum, maximum);
    }

    private static (Dimension Smallest, Dimension Largest)? Range(Atom atom) => atom switch {
        Atom.Loop loop => (Dimension.Zero, loop.Variable.Extent - Dimension.One),
        Atom.Remainder remainder => (Dimension.Zero, remainder.Divisor - Dimension.One),
        Atom.Data data => (Dimension.Zero, data.Extent - Dimension.One),
        Atom.Quotient { Divisor.IsConstant: true } quotient when quotient.Value.Range() is { Minimum.IsConstant: true, Maximum.IsConstant: true } inner =>
            (Floor(inner.Minimum.Value, quotient.Divisor.Value), Floor(inner.Maximum.Value, quotient.Divisor.Value)),
        _ => null,
    };

    private static long Floor(long value, long divisor) => value / divisor - (value % divisor < 0 ? 1 : 0);

    /// <summary>
    /// The index with loop variables replaced; those mapped to null stay. Data positions are rebuilt by the second function, and parts without
    /// atoms by the third, if any.
    /// </summary>
    public Index Substitute(Func<Variable, Index?> replacement, Func<Scalar, Scalar> data, Func<Dimension, Index>? offset = null) {
        Index sum = offset is null ? Of(Offset) : offset(Offset);
        foreach ((Atom atom, Dimension coefficient) in Terms) {
            Index value = atom switch {
                Atom.Loop loop => replacement(loop.Variable) ?? Of(loop),
                Atom.Quotient quotient => quotient.Value.Substitute(replacement, data, offset).Divide(quotient.Divisor),
                Atom.Remainder remainder => remainder.Value.Substitute(replacement, data, offset).Modulo(remainder.Divisor),
                Atom.Data position => Of(new Atom.Data(data(position.Value), position.Extent)),
                _ => throw new InvalidOperationException(),
            };
            sum += value * coefficient;
        }
        return sum;
    }

    /// <summary>Every loop variable that occurs, those inside quotients, remainders and data included.</summary>
    public IEnumerable<Variable> Variables() => Terms.SelectMany(term => term.Atom switch {
        Atom.Loop loop => [loop.Variable],
        Atom.Quotient quotient => quotient.Value.Variables(),
        Atom.Remainder remainder => remainder.Value.Variables(),
        Atom.Data data => data.Value.Variables(),
        _ => Enumerable.Empty<Variable>(),
    });

    /// <summary>Every scalar that the index is read from.</summary>
    public IEnumerable<Scalar> DataScalars() => Terms.SelectMany(term => term.Atom switch {
        Atom.Quotient quotient => quotient.Value.DataScalars(),
        Atom.Remainder remainder => remainder.Value.DataScalars(),
        Atom.Data data => [data.Value],
        _ => Enumerable.Empty<Scalar>(),
    });

    /// <inheritdoc/>
    public bool Equals(Index? other) => other is not null && text == other.text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Index);

    /// <inheritdoc/>
    public override int GetHashCode() => text.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => text;

    /// <summary>Whether an extent cannot be negative, given that no symbol is.</summary>
    internal static bool NeverNegative(Dimension extent) => extent.Terms.All(term => term.Coefficient >= 0);

    private (Index Quotient, Index Remaining) Split(Dimension divisor) {
        Index quotient = Of(Dimension.Zero);
        Index rest = Of(Dimension.Zero);
        foreach ((Atom atom, Dimension coefficient) in Terms) {
            Dimension? exact = coefficient.DivideExactly(divisor);
            if (exact is not null) {
                quotient += Of(atom) * exact;
            } else {
                rest += Of(atom) * coefficient;
            }
        }
        Dimension? offset = Offset.DivideExactly(divisor);
        if (offset is not null) {
            quotient += offset;
        } else if (Offset.IsConstant && divisor.IsConstant) {
            long whole = Floor(Offset.Value, divisor.Value);
            quotient += new Dimension(whole);
            rest += new Dimension(Offset.Value - whole * divisor.Value);
        } else {
            rest += Offset;
        }
        return (quotient, rest);
    }

    private string Print() {
        if (terms.Count == 0) {
            return Offset.ToString();
        }
        IEnumerable<string> parts = terms.Values.Select(term => term.Coefficient.Equals(Dimension.One) ? term.Atom.ToString() : $"{term.Atom}*({term.Coefficient})");
        string sum = string.Join(" + ", parts);
        return Offset.Equals(Dimension.Zero) ? sum : $"{sum} + {Offset}";
    }
}
