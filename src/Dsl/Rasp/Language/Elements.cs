using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Sinter.Rasp.Nodes;

namespace Sinter.Rasp;

public static partial class Language {
    /// <summary>A pure function of the elements at the same position; null where either is.</summary>
    public static SOp<R> Zip<A, B, R>(
        SOp<A> a, SOp<B> b, Func<A, B, R> function, [CallerArgumentExpression(nameof(function))] string source = "") =>
        Elementwise.Call(source, function, a, b);

    /// <summary>A pure function of the elements at the same position; null where one is.</summary>
    public static SOp<R> Zip<A, B, C, R>(
        SOp<A> a, SOp<B> b, SOp<C> c, Func<A, B, C, R> function, [CallerArgumentExpression(nameof(function))] string source = "") =>
        Elementwise.Call(source, function, a, b, c);

    /// <summary>A pure function of the elements at the same position; null where one is.</summary>
    public static SOp<R> Zip<A, B, C, D, R>(
        SOp<A> a,
        SOp<B> b,
        SOp<C> c,
        SOp<D> d,
        Func<A, B, C, D, R> function,
        [CallerArgumentExpression(nameof(function))] string source = "") =>
        Elementwise.Call(source, function, a, b, c, d);

    /// <summary>A pure function of any number of elements of one type; null where one is. Pairs mix types: <c>Zip(a, b)</c>.</summary>
    /// <exception cref="RaspException">No operands.</exception>
    public static SOp<R> Zip<A, R>(
        IEnumerable<SOp<A>> operands, Func<A[], R> function, [CallerArgumentExpression(nameof(function))] string source = "") {
        ArgumentNullException.ThrowIfNull(operands);
        SOp<A>[] all = [.. operands];
        return all.Length > 0 ? Elementwise.CallMany(source, function, all) : throw new RaspException("zip takes one sequence or more; Constant makes one of a value");
    }

    /// <summary>Pairs of the elements at the same position.</summary>
    public static SOp<(A, B)> Zip<A, B>(SOp<A> a, SOp<B> b) => Elementwise.Call("(x, y) => (x, y)", static (A x, B y) => (x, y), a, b);

    /// <summary>Triples of the elements at the same position.</summary>
    public static SOp<(A, B, C)> Zip<A, B, C>(SOp<A> a, SOp<B> b, SOp<C> c) =>
        Elementwise.Call("(x, y, z) => (x, y, z)", static (A x, B y, C z) => (x, y, z), a, b, c);

    /// <summary>
    /// The one where the condition is true, the other where it is false, null where it is null. Both are computed at every
    /// position, as in RASP: a division by 0 is one even where it is not chosen. A lambda chooses first.
    /// </summary>
    public static SOp<T> If<T>(SOp<bool> condition, SOp<T> whenTrue, SOp<T> whenFalse) => new Choice<T>(condition, whenTrue, whenFalse);

    /// <summary>1 where true, 0 where false.</summary>
    public static SOp<int> Indicator(SOp<bool> condition) => Elementwise.Call("x => x ? 1 : 0", static (bool x) => x ? 1 : 0, condition);

    /// <summary>The entry of a table at each element; an element without one is an error at run.</summary>
    public static SOp<V> Lookup<K, V>(SOp<K> keys, IEnumerable<KeyValuePair<K, V>> table) where K : notnull =>
        new TableLookup<K, V>(keys, table, default);

    /// <summary>The entry of a table at each element, and this value for elements without one.</summary>
    public static SOp<V> Lookup<K, V>(SOp<K> keys, IEnumerable<KeyValuePair<K, V>> table, V otherwise) where K : notnull =>
        new TableLookup<K, V>(keys, table, Empty.Default(otherwise));

    /// <summary>The entry of a list at each index, from 0; an index without one is an error at run.</summary>
    public static SOp<V> Lookup<V>(SOp<int> indices, IReadOnlyList<V> list) =>
        new TableLookup<int, V>(indices, list.Select((value, index) => KeyValuePair.Create(index, value)), default);

    /// <summary>A null of the language as a null of C#: an element that lambdas see.</summary>
    public static SOp<T?> AsNullable<T>(this SOp<T> operand) where T : struct => new AsNullable<T>(operand);

    /// <summary>A null of C# as a null of the language: it spreads, and lambdas do not see it.</summary>
    public static SOp<T> FromNullable<T>(this SOp<T?> operand) where T : struct => new FromNullable<T>(operand);

    /// <summary>The integers as doubles.</summary>
    public static SOp<double> ToDouble(this SOp<int> operand) => Elementwise.Call("x => (double)x", static (int x) => (double)x, operand);

    /// <summary>The fractions as the doubles nearest to them.</summary>
    public static SOp<double> ToDouble(this SOp<Rational> operand) => Elementwise.Call("x => (double)x", static (Rational x) => (double)x, operand);

    /// <summary>A constant fraction, to compare means with.</summary>
    /// <exception cref="DivideByZeroException">The denominator is 0.</exception>
    public static Rational Fraction(int numerator, int denominator = 1) => new(numerator, denominator);
}

public abstract partial class SOp<T> {
    /// <summary>
    /// A pure function of each element; null where the element is, without a call. The function must depend on nothing
    /// that changes, and is called when the program runs: a lambda in a <c>for</c> loop must capture a copy of the loop's
    /// variable. The compiler may call it once for each value that can occur.
    /// </summary>
    public SOp<R> Map<R>(Func<T, R> function, [CallerArgumentExpression(nameof(function))] string source = "") =>
        Elementwise.Call(source, function, this);

    /// <summary>The same, with another's element where this one is null.</summary>
    public SOp<T> OrElse(SOp<T> other) => new OrElse<T>(this, other);

    /// <summary>Whether there is a value; never null itself.</summary>
    public SOp<bool> IsPresent() => new IsPresent(this);
}
