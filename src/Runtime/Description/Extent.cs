using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;

namespace Sinter.Runtime;

/// <summary>One product of an <see cref="Extent"/>: a coefficient times symbols, a symbol repeated for a power.</summary>
/// <remarks>
/// A class, as everything is that a model's description is made of: code over lists of references is compiled ahead of time in the
/// framework, code over lists of our own structures is compiled anew in each process, which costs more than the lists do.
/// </remarks>
public sealed class Term {
    readonly int[] symbols;

    /// <summary>Makes a product; without symbols it is a constant.</summary>
    /// <param name="coefficient">The constant factor.</param>
    /// <param name="symbols">Indices into <see cref="ModelDescription.Symbols"/>.</param>
    public Term(long coefficient, params ReadOnlySpan<int> symbols) {
        Coefficient = coefficient;
        this.symbols = symbols.ToArray();
    }

    /// <summary>The constant factor.</summary>
    public long Coefficient { get; }

    /// <summary>Indices into <see cref="ModelDescription.Symbols"/>.</summary>
    public ImmutableArray<int> Symbols => ImmutableCollectionsMarshal.AsImmutableArray(symbols);

    /// <summary>The same without a copy or an enumerator.</summary>
    internal ReadOnlySpan<int> Factors => symbols;
}

/// <summary>
/// A length or a byte size that may depend on the symbols of a model: a sum of <see cref="Term"/>s, such as
/// <c>4*Time*Past + 256</c>.
/// </summary>
public sealed class Extent {
    readonly Term[] terms;

    /// <summary>Makes a sum; without terms it is zero.</summary>
    public Extent(params ReadOnlySpan<Term> terms) {
        this.terms = terms.ToArray();
    }

    /// <summary>The terms, in the order given.</summary>
    public ImmutableArray<Term> Terms => ImmutableCollectionsMarshal.AsImmutableArray(terms);

    /// <summary>An extent that depends on no symbol.</summary>
    public static implicit operator Extent(long value) => new(new Term(value));

    /// <summary>The value at the given values of the module's symbols. Allocates nothing.</summary>
    /// <exception cref="OverflowException">The value does not fit 64 bits.</exception>
    public long Evaluate(ReadOnlySpan<long> symbols) {
        long sum = 0;
        foreach (Term term in terms) {
            long product = term.Coefficient;
            foreach (int symbol in term.Factors) {
                product = checked(product * symbols[symbol]);
            }
            sum = checked(sum + product);
        }
        return sum;
    }

    /// <summary>
    /// A value that is never exceeded while every symbol lies between <paramref name="lowest"/> and
    /// <paramref name="highest"/>, neither of them negative. Exact where no term is negative.
    /// </summary>
    internal long UpperBound(ReadOnlySpan<long> lowest, ReadOnlySpan<long> highest) {
        long sum = 0;
        foreach (Term term in terms) {
            ReadOnlySpan<long> corner = term.Coefficient < 0 ? lowest : highest;
            long product = term.Coefficient;
            foreach (int symbol in term.Factors) {
                product = checked(product * corner[symbol]);
            }
            sum = checked(sum + product);
        }
        return sum;
    }

    /// <summary>Whether the value is the same whatever the symbols are.</summary>
    internal bool IsConstant {
        get {
            foreach (Term term in terms) {
                if (!term.Factors.IsEmpty) {
                    return false;
                }
            }
            return true;
        }
    }

    /// <summary>Whether the value changes with this symbol.</summary>
    internal bool DependsOn(int symbol) {
        foreach (Term term in terms) {
            foreach (int factor in term.Factors) {
                if (factor == symbol) {
                    return true;
                }
            }
        }
        return false;
    }

    /// <summary>Whether this is exactly the symbol itself, without a factor or an offset.</summary>
    internal bool IsSymbol(int symbol) =>
        terms.Length == 1 && terms[0].Coefficient == 1 && terms[0].Factors.Length == 1 && terms[0].Factors[0] == symbol;

    /// <summary>The sum with the symbols' names, such as <c>Past + Time</c>.</summary>
    internal string Print(ImmutableArray<SymbolDescription> symbols) => Print(index => symbols[index].Name);

    /// <summary>The sum with symbols as <c>s0</c>, <c>s1</c> ...</summary>
    public override string ToString() => Print(index => "s" + index.ToString(CultureInfo.InvariantCulture));

    string Print(Func<int, string> name) => terms.Length == 0
        ? "0"
        : string.Join(" + ", terms.Select(term => {
            string[] factors = [.. term.Symbols.Select(name)];
            string coefficient = term.Coefficient.ToString(CultureInfo.InvariantCulture);
            return factors.Length == 0 ? coefficient
                : term.Coefficient == 1 ? string.Join('*', factors)
                : coefficient + "*" + string.Join('*', factors);
        }));
}
