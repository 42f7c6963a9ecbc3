using System;
using System.Collections.Generic;
using System.Linq;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests;

public enum Colour : byte { Red = 1, Green = 4, Blue = 9 }

/// <summary>Functions of elements: what kernels must compute as C# does.</summary>
public static partial class ElementPrograms {
    static readonly Dictionary<char, int> Values = new() { ['a'] = 1, ['b'] = 20, ['z'] = 300 };
    static readonly int[] Squares = [0, 1, 4, 9];

    [RaspProgram]
    public static SOp<int> Arithmetic(SOp<int> x) => (x + Indices) * 3 - -x / 2 + x % 5;

    [RaspProgram]
    public static SOp<int> Overflow(SOp<int> x) => (x + 1) * 2;

    [RaspProgram]
    public static SOp<int> QuotientOfIndicator(SOp<int> x) => x / Indicator(x > 0);

    [RaspProgram]
    public static SOp<int> Quotient(SOp<int> x) => 100 / x;

    [RaspProgram]
    public static SOp<int> Unchecked(SOp<int> x) => x.Map(v => unchecked((v * 1_000_003 ^ v >>> 7) + (v << 5)));

    [RaspProgram]
    public static SOp<double> Reals(SOp<double> x) => x * 1.1 + x / 3 - x % 0.7;

    [RaspProgram]
    public static SOp<float> Singles(SOp<float> x) => x.Map(v => v * 1.1f + v / 3f - 0.1f);

    [RaspProgram]
    public static SOp<int> Conversions(SOp<double> x) => x.Map(v => (int)v + (byte)(int)v + (short)(long)(v * 1000));

    [RaspProgram]
    public static SOp<char> Letters(SOp<char> x) => Zip(x, Indices, (c, i) => i % 2 == 0 ? char.ToUpperInvariant(c) : char.IsLetter(c) ? (char)(c + 1) : '-');

    [RaspProgram]
    public static SOp<int> Branches(SOp<int> x) => x.Map(v => {
        if (v < 0) {
            return -1;
        }
        int sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += Squares[i] == v ? 100 : i;
            if (v > 5) {
                sum *= 2;
            }
        }
        return sum;
    });

    [RaspProgram]
    public static SOp<int> Guarded(SOp<int> x) => x.Map(v => v != 0 && 10 / v > 2 ? 1 : v == 0 ? 0 : 10 % v);

    [RaspProgram]
    public static SOp<int> Switched(SOp<int> x) => x.Map(v => v switch { < -2 => 1, 0 or 1 => 2, > 100 and < 200 => 3, _ when v % 2 == 0 => 4, _ => v });

    [RaspProgram]
    public static SOp<int> Indexed(SOp<int> x) => x.Map(v => Squares[v]);

    [RaspProgram]
    public static SOp<int> Table(SOp<char> x) => Lookup(x, Values);

    [RaspProgram]
    public static SOp<int> TableOtherwise(SOp<char> x) => Lookup(x, Values, otherwise: -1);

    [RaspProgram]
    public static SOp<Colour> Enumeration(SOp<Colour> x) => x.Map(c => c == Colour.Red ? Colour.Blue : c);

    [RaspProgram]
    public static SOp<Colour> Brightest(SOp<Colour> x) => Max(All, x);

    [RaspProgram]
    public static SOp<(int, char)> Pairs(SOp<(int Number, char Letter)> x) => x.Map(p => p.Number > 1 ? (p.Number - 1, p.Letter) : (0, 'z'));

    [RaspProgram]
    public static SOp<(int, char)> LeastPair(SOp<(int Number, char Letter)> x) => Min(UpToHere, x);

    [RaspProgram]
    public static SOp<int> PairHistogram(SOp<(int Number, char Letter)> x) => SelectorWidth(Select(x, x, Equal));

    [RaspProgram]
    public static SOp<int> PairPlace(SOp<(int Number, char Letter)> x) => SelectorWidth(Select(x, x, Less));

    [RaspProgram]
    public static SOp<int?> Nullables(SOp<int?> x) => x.Map(v => v.HasValue ? v + 1 : v ?? 7);

    [RaspProgram]
    public static SOp<int> NullsOfTheLanguage(SOp<int?> x) => x.FromNullable() * 2;

    [RaspProgram]
    public static SOp<int?> NullsOfCSharp(SOp<int> x) => Library.Shift(x, 1).AsNullable();

    [RaspProgram]
    public static SOp<bool> Present(SOp<int> x) => Library.Shift(x, -1).IsPresent() ^ (x > 0);

    [RaspProgram]
    public static SOp<int> OrElse(SOp<int> x) => (x + Library.Shift(x, 1)).OrElse(Library.Shift(x, -1)).OrElse(-99);

    [RaspProgram]
    public static SOp<int> IfNull(SOp<int> x) => If(Library.Shift(x, 1) > 0, x, Null<int>());

    [RaspProgram]
    public static SOp<string> Words(SOp<string> words) => If(words == "elm", "oak", Library.Sort(words));

    [RaspProgram]
    public static SOp<bool> WordOrder(SOp<string> words) => words.Map(w => w == "ash" || w == "elm") | (words > "b");

    [RaspProgram]
    public static SOp<string> FirstWord(SOp<string> words) => Min(All, words);

    [RaspProgram]
    public static SOp<int> WordTable(SOp<string> words) => Lookup(words, new Dictionary<string, int> { ["oak"] = 3, ["elm"] = 1 }, otherwise: 0);

    [RaspProgram]
    public static SOp<int> Several(SOp<int> x) => Zip(new[] { x, Indices, Length, x + 1 }, all => {
        int sum = 0;
        foreach (int value in all) {
            sum += value;
        }
        return sum + all[1] * all.Length;
    });

    [RaspProgram]
    public static SOp<int> TwoInputs(SOp<int> x, SOp<char> y) => If(y == 'a', x, -x);

    [RaspProgram]
    public static SOp<double> NamedInputs() => Input<double>("slope") * Input<double>("x") + Input<double>("offset");

    [RaspProgram]
    public static SOp<bool> Fractions(SOp<bool> x) => (Mean(UpToHere, x) == Fraction(2, 5)) | (Mean(UpToHere, x) > Fraction(1, 2)) & !(Mean(All, x) < Mean(UpToHere, x));

    [RaspProgram]
    public static SOp<double> FractionAsDouble(SOp<int> x) => Mean(UpToHere, x).ToDouble();

    [RaspProgram]
    public static SOp<Rational> FractionArithmetic(SOp<int> x) => (Mean(UpToHere, x) - Mean(All, x)) * Fraction(1, 3);

    [RaspProgram]
    public static SOp<int> Deep(SOp<int> x) {
        SOp<int> sum = x;
        for (int i = 0; i < 200; i++) {
            sum = (sum + i) % 1009;
        }
        return sum;
    }
}
