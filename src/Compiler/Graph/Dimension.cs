using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Sinter.Compiler.Graph;

/// <summary>
/// An extent known at build up to the module's symbols: a polynomial with integer coefficients, such as <c>64</c>, <c>Time</c>,
/// <c>Past + Time</c> or <c>2*Batch*Time - 1</c>, in one canonical form, so that equal extents are equal values.
/// </summary>
public sealed class Dimension : IEquatable<Dimension> {
    // A monomial is its symbols, sorted and joined by '*'; the constant's is the empty string. Null for a constant, which most extents are.
    private readonly SortedDictionary<string, long>? terms;
    private readonly long constant;
    private string? text;

    private Dimension(SortedDictionary<string, long> terms, string? label = null) {
        constant = terms.TryGetValue("", out long value) ? value : 0;
        this.terms = terms.Count == 0 || (terms.Count == 1 && terms.ContainsKey("")) ? null : terms;
        Label = label;
    }

    private Dimension(Dimension other, string? label) => (terms, constant, text, Label) = (other.terms, other.constant, other.text, label);

    /// <summary>A fixed extent.</summary>
    public Dimension(long value, string? label = null) => (constant, Label) = (value, label);

    /// <summary>The extent that a symbol stands for.</summary>
    public static Dimension Symbol(string name) => new(new SortedDictionary<string, long>(StringComparer.Ordinal) { [name] = 1 });

    /// <summary>The user's word for this extent (<c>width</c>), for messages only: it takes no part in equality.</summary>
    public string? Label { get; }

    /// <summary>The same extent under a user's word.</summary>
    public Dimension WithLabel(string? label) => new(this, label);

    /// <summary>Zero.</summary>
    public static Dimension Zero { get; } = new(0);

    /// <summary>One.</summary>
    public static Dimension One { get; } = new(1);

    /// <summary>Whether no symbol occurs.</summary>
    public bool IsConstant => terms is null;

    /// <summary>The value of a constant extent; throws for a symbolic one.</summary>
    public long Value => IsConstant
        ? Constant
        : throw new InvalidOperationException($"the extent {this} is not a constant");

    /// <summary>The term without symbols.</summary>
    public long Constant => constant;

    /// <summary>Coefficients with the symbols they multiply (none for the constant), in canonical order.</summary>
    public IEnumerable<(long Coefficient, string[] Symbols)> Terms =>
        terms is null
            ? constant == 0 ? [] : [(constant, NoSymbols)]
            : terms.Select(term => (term.Value, term.Key.Length == 0 ? NoSymbols : term.Key.Split('*')));

    private static readonly string[] NoSymbols = [];

    /// <summary>Every symbol that occurs, once.</summary>
    public IEnumerable<string> Symbols => Terms.SelectMany(term => term.Symbols).Distinct();

    /// <summary>Whether the symbol occurs.</summary>
    public bool Mentions(string symbol) => Symbols.Contains(symbol);

    /// <summary>A constant as an extent.</summary>
    public static implicit operator Dimension(long value) => new(value);

    /// <summary>Sum.</summary>
    public static Dimension operator +(Dimension left, Dimension right) => Combine(left, right, 1);

    /// <summary>Difference.</summary>
    public static Dimension operator -(Dimension left, Dimension right) => Combine(left, right, -1);

    /// <summary>Product.</summary>
    public static Dimension operator *(Dimension left, Dimension right) {
        if (left.terms is null && right.terms is null) {
            return new(checked(left.constant * right.constant));
        }
        SortedDictionary<string, long> result = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, long> a in left.All()) {
            foreach (KeyValuePair<string, long> b in right.All()) {
                string key = a.Key.Length == 0 ? b.Key
                    : b.Key.Length == 0 ? a.Key
                    : string.Join("*", a.Key.Split('*').Concat(b.Key.Split('*')).OrderBy(s => s, StringComparer.Ordinal));
                Add(result, key, checked(a.Value * b.Value));
            }
        }
        return new(result);
    }

    /// <summary>The exact quotient, or null when the divisor does not divide this extent term by term.</summary>
    public Dimension? DivideExactly(Dimension divisor) {
        if (terms is null && divisor.terms is null) {
            return divisor.constant != 0 && constant % divisor.constant == 0 ? new(constant / divisor.constant) : null;
        }
        SortedDictionary<string, long> divisors = divisor.All();
        if (divisors.Count != 1) {
            return Equals(divisor) ? One : null;
        }
        KeyValuePair<string, long> by = divisors.Single();
        SortedDictionary<string, long> result = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, long> term in All()) {
            if (term.Value % by.Value != 0) {
                return null;
            }
            List<string> symbols = term.Key.Length == 0 ? [] : [.. term.Key.Split('*')];
            foreach (string symbol in by.Key.Length == 0 ? [] : by.Key.Split('*')) {
                if (!symbols.Remove(symbol)) {
                    return null;
                }
            }
            Add(result, string.Join("*", symbols), term.Value / by.Value);
        }
        return new(result);
    }

    /// <summary>This extent with symbols replaced; symbols that the function maps to null stay.</summary>
    public Dimension Substitute(Func<string, Dimension?> replacement) {
        if (terms is null) {
            return this;
        }
        Dimension sum = Zero;
        foreach ((long coefficient, string[] symbols) in Terms) {
            Dimension product = coefficient;
            foreach (string symbol in symbols) {
                product *= replacement(symbol) ?? Symbol(symbol);
            }
            sum += product;
        }
        return sum.WithLabel(Label);
    }

    /// <summary>The value under an assignment of the symbols.</summary>
    public long Evaluate(Func<string, long> symbol) {
        long sum = 0;
        foreach ((long coefficient, string[] symbols) in Terms) {
            long product = coefficient;
            foreach (string name in symbols) {
                product = checked(product * symbol(name));
            }
            sum = checked(sum + product);
        }
        return sum;
    }

    /// <inheritdoc/>
    public bool Equals(Dimension? other) => other is not null && (terms is null || other.terms is null ? terms is null && other.terms is null && constant == other.constant : ToString() == other.ToString());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Dimension);

    /// <inheritdoc/>
    public override int GetHashCode() => terms is null ? constant.GetHashCode() : ToString().GetHashCode();

    /// <summary>The canonical text, without spaces: <c>Past+Time</c>.</summary>
    public override string ToString() => text ??= terms is null ? constant.ToString(CultureInfo.InvariantCulture) : Print(terms);

    private static Dimension Combine(Dimension left, Dimension right, long sign) {
        if (left.terms is null && right.terms is null) {
            return new(checked(left.constant + sign * right.constant));
        }
        SortedDictionary<string, long> result = new(left.All(), StringComparer.Ordinal);
        foreach (KeyValuePair<string, long> term in right.All()) {
            Add(result, term.Key, checked(sign * term.Value));
        }
        return new(result);
    }

    private SortedDictionary<string, long> All() {
        if (terms is not null) {
            return terms;
        }
        SortedDictionary<string, long> single = new(StringComparer.Ordinal);
        Add(single, "", constant);
        return single;
    }

    private static void Add(SortedDictionary<string, long> terms, string key, long value) {
        terms.TryGetValue(key, out long old);
        long sum = checked(old + value);
        if (sum == 0) {
            terms.Remove(key);
        } else {
            terms[key] = sum;
        }
    }

    private static string Print(SortedDictionary<string, long> terms) {
        // Symbols first, the constant last: "Time-1" reads better than "-1+Time".
        StringBuilder text = new();
        foreach (KeyValuePair<string, long> term in terms.OrderBy(term => term.Key.Length == 0 ? 1 : 0)) {
            if (text.Length > 0 && term.Value > 0) {
                text.Append('+');
            }
            if (term.Key.Length == 0) {
                text.Append(term.Value.ToString(CultureInfo.InvariantCulture));
            } else if (term.Value == 1) {
                text.Append(term.Key);
            } else if (term.Value == -1) {
                text.Append('-').Append(term.Key);
            } else {
                text.Append(term.Value.ToString(CultureInfo.InvariantCulture)).Append('*').Append(term.Key);
            }
        }
        return text.ToString();
    }
}
