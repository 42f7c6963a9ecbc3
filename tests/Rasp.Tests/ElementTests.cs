using System.Collections.Generic;
using System.Linq;
using Xunit;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests;

public class ElementTests {
    enum Colour {
        Red,
        Green,
    }

    static string Run<A, R>(IEnumerable<A> input, System.Func<SOp<A>, SOp<R>> program) => RaspProgram.Of(program).Run(input).ToString();

    [Fact]
    public void Integers_compute_as_in_csharp() {
        int[] x = [7, -7, 2];
        Assert.Equal("[9, -5, 4]", Run(x, (SOp<int> x) => x + 2));
        Assert.Equal("[-5, 9, 0]", Run(x, (SOp<int> x) => 2 - x));
        Assert.Equal("[21, -21, 6]", Run(x, (SOp<int> x) => x * 3));
        Assert.Equal("[3, -3, 1]", Run(x, (SOp<int> x) => x / 2));
        Assert.Equal("[1, -1, 2]", Run(x, (SOp<int> x) => x % 3));
        Assert.Equal("[-7, 7, -2]", Run(x, (SOp<int> x) => -x));
        Assert.Equal("[5, -8, 2]", Run(x, (SOp<int> x) => x - Indices - (Length - Indices) + 1 + Indices));
    }

    [Fact]
    public void Other_types_compute_as_in_csharp() {
        Assert.Equal("[2.5, Infinity]", Run([0.5, double.PositiveInfinity], (SOp<double> x) => x + 2));
        Assert.Equal("[0.25, 0.75]", Run([0.5f, 1.5f], (SOp<float> x) => x / 2));
        Assert.Equal("[5000000000, 0]", Run([2500000000L, 0L], (SOp<long> x) => x * 2));
        Assert.Equal("[1/2, 1/3]", Run([2, 3], (SOp<int> x) => Fraction(1) / x.Map(value => Fraction(value))));
        Assert.Equal("[\"a!\", \"!\"]", Run(["a", ""], (SOp<string> x) => x + "!"));
        Assert.Equal("[\"aa\", \"\"]", Run(["a", ""], (SOp<string> x) => x + x));
        Assert.Equal("[\"<1\", \"<2\"]", Run([1, 2], (SOp<int> x) => "<" + x));
        Assert.Equal("[98, 99]", Run("ab", (SOp<char> x) => x.Map(c => c + 1)));
    }

    [Fact]
    public void Bools_compute_as_in_csharp() {
        bool[] x = [false, true];
        Assert.Equal("[false, false]", Run(x, (SOp<bool> x) => x & (Indices == 0)));
        Assert.Equal("[true, true]", Run(x, (SOp<bool> x) => x | (Indices == 0)));
        Assert.Equal("[true, false]", Run(x, (SOp<bool> x) => x ^ true));
        Assert.Equal("[true, false]", Run(x, (SOp<bool> x) => !x));
        Assert.Equal("[0, 1]", Run(x, Indicator));
    }

    [Fact]
    public void Comparisons_hold_elements_against_each_other() {
        Assert.Equal("[true, false, false]", Run("abc", (SOp<char> x) => x < 'b'));
        Assert.Equal("[false, true, false]", Run("abc", (SOp<char> x) => 'b' == x));
        Assert.Equal("[true, false, true]", Run("abc", (SOp<char> x) => x != 'b'));
        Assert.Equal("[false, true, true]", Run("abc", (SOp<char> x) => x >= 'b'));
        Assert.Equal("[true, true, false]", Run("abc", (SOp<char> x) => x <= 'b'));
        Assert.Equal("[false, false, true]", Run("abc", (SOp<char> x) => x > 'b'));
        Assert.Equal("[true, true]", Run([Colour.Red, Colour.Green], (SOp<Colour> x) => x <= Colour.Green));
        Assert.Equal("[false, true]", Run([(1, "b"), (1, "B")], (SOp<(int, string)> x) => x < (1, "a")));
        Assert.Equal("[false, false]", Run([double.NaN, 1], (SOp<double> x) => x == double.NaN));
        Assert.Equal("[false, true]", Run<int?, bool>([null, 1], x => x <= (int?)1));
    }

    [Fact]
    public void Strings_are_ordered_by_code_in_every_culture() =>
        Assert.Equal("[\"B\", \"a\", \"\u00e9\"]", Run(["\u00e9", "a", "B"], (SOp<string> x) => Library.Sort(x)));

    [Fact]
    public void Functions_of_every_arity() {
        int[] x = [1, 2];
        Assert.Equal("[1, 3]", Run(x, (SOp<int> x) => Zip(x, Indices, (a, b) => a + b)));
        Assert.Equal("[3, 5]", Run(x, (SOp<int> x) => Zip(x, Indices, Length, (a, b, c) => a + b + c)));
        Assert.Equal("[13, 15]", Run(x, (SOp<int> x) => Zip(x, Indices, Length, Constant('a'), (a, b, c, d) => a + b + c + (d == 'a' ? 10 : 0))));
        Assert.Equal("[\"1 0 2 5 1\", \"2 1 2 5 2\"]", Run(x, (SOp<int> x) => Zip([x, Indices, Length, 5, x], all => string.Join(' ', all))));
        Assert.Equal("[(1, 'q'), (2, 'q')]", Run(x, (SOp<int> x) => Zip(x, Constant('q'))));
        Assert.Equal("[(1, 0, true), (2, 1, true)]", Run(x, (SOp<int> x) => Zip(x, Indices, Constant(true))));
    }

    [Fact]
    public void Tables() {
        var vowels = new Dictionary<char, int> { ['a'] = 1, ['e'] = 2 };
        Assert.Equal("[2, 1]", Run("ea", (SOp<char> x) => Lookup(x, vowels)));
        Assert.Equal("[2, 0]", Run("ez", (SOp<char> x) => Lookup(x, vowels, otherwise: 0)));
        Assert.Equal("[\"zero\", \"one\"]", Run("ab", (SOp<char> x) => Lookup(Indices, ["zero", "one"])));
    }

    [Fact]
    public void A_table_is_what_it_was_when_it_was_given() {
        var table = new Dictionary<char, int> { ['a'] = 1 };
        RaspProgram<char, int> program = RaspProgram.Of((SOp<char> x) => Lookup(x, table));
        table['a'] = 2;
        Assert.Equal("[1]", program.Run("a").ToString());
    }

    [Fact]
    public void A_position_counts_from_either_end() {
        Assert.Equal("['b', 'b', 'b']", Run("abc", (SOp<char> x) => x[1]));
        Assert.Equal("['c', 'c', 'c']", Run("abc", (SOp<char> x) => x[^1]));
        Assert.Equal("[null]", Run("a", (SOp<char> x) => x[1]));
        Assert.Equal("[null]", Run("a", (SOp<char> x) => x[^2]));
    }

    [Fact]
    public void Null_spreads_and_is_not_seen_by_functions() {
        static SOp<int> Shifted(SOp<int> x) => Library.Shift(x, 1);
        int[] x = [5, 6];
        Assert.Equal("[null, 6]", Run(x, (SOp<int> x) => Shifted(x) + 1));
        Assert.Equal("[null, 10]", Run(x, (SOp<int> x) => Zip(Indices, Shifted(x), (a, b) => a * 2 * b)));
        Assert.Equal("[null, true]", Run(x, (SOp<int> x) => Shifted(x) == Shifted(x)));
        Assert.Equal("[null, 1]", Run(x, (SOp<int> x) => Lookup(Shifted(x), new Dictionary<int, int> { [5] = 1 })));
        Assert.Equal("[null, null]", Run(x, (SOp<int> x) => Null<int>() + x));
    }

    [Fact]
    public void Null_can_be_asked_for_and_replaced() {
        static SOp<int> Shifted(SOp<int> x) => Library.Shift(x, 1);
        int[] x = [5, 6];
        Assert.Equal("[false, true]", Run(x, (SOp<int> x) => Shifted(x).IsPresent()));
        Assert.Equal("[6, 5]", Run(x, (SOp<int> x) => Shifted(x).OrElse(x + Length - 1)));
        Assert.Equal("[(null), 5]", Run(x, (SOp<int> x) => Shifted(x).AsNullable()));
        Assert.Equal("[-1, 5]", Run(x, (SOp<int> x) => Shifted(x).AsNullable().Map(value => value ?? -1)));
        Assert.Equal("[null, 5]", Run(x, (SOp<int> x) => Shifted(x).AsNullable().FromNullable()));
    }

    [Fact]
    public void A_choice_takes_null_only_from_what_it_chooses() {
        SOp<int> Choose(SOp<int> x) => If(Indices == 0, x, Library.Shift(x, 1));
        Assert.Equal("[5, 5]", Run([5, 6], (SOp<int> x) => Choose(x)));
        Assert.Equal("[null, 6]", Run([5, 6], (SOp<int> x) => If(Library.Shift(x, 1) > 0, x, x)));
    }

    [Fact]
    public void Loops_are_csharp() {
        RaspProgram<int, int> program = RaspProgram.Of((SOp<int> x) => {
            SOp<int> sum = 0;
            for (int i = 0; i < 5000; i++) {
                sum += x;
            }
            return sum;
        });
        Assert.Equal("[5000, 10000]", program.Run([1, 2]).ToString());
    }

    [Fact]
    public void Several_inputs_go_by_name() {
        RaspProgram<char, int, string> program = RaspProgram.Of((SOp<char> letters, SOp<int> times) => Zip(letters, times, (letter, count) => new string(letter, count)));
        Assert.Equal("[\"aa\", \"b\"]", program.Run("ab", [2, 1]).ToString());
        RaspProgram<int> three = RaspProgram.Of(Input<int>("x") + Input<int>("y") * Input<int>("z"));
        Assert.Equal("[7, 12]", three.Run(new Bindings().With("x", [1, 2]).With("y", [2, 2]).With("z", [3, 5])).ToString());
        Assert.Equal(["x", "y", "z"], new Bindings().With("z", [3]).With("x", [1]).With("y", [2]).Names.ToArray());
    }

    [Fact]
    public void Fractions_are_exact() {
        Assert.Equal("2/5", new Rational(-4, -10).ToString());
        Assert.Equal("-3", new Rational(6, -2).ToString());
        Assert.Equal("0", default(Rational).ToString());
        Assert.Equal(new Rational(5, 6), Fraction(1, 2) + Fraction(1, 3));
        Assert.Equal(new Rational(1, 6), Fraction(1, 2) - Fraction(1, 3));
        Assert.Equal(new Rational(3, 2), Fraction(1, 2) / Fraction(1, 3));
        Assert.Equal(new Rational(1, 6), Fraction(1, 2) * Fraction(1, 3));
        Assert.True(Fraction(1, 3) < Fraction(2, 5) && Fraction(2, 5) > Fraction(1, 3) && Fraction(1, 3) != Fraction(33333, 100000));
        Assert.Equal(0.4, (double)Fraction(2, 5));
        Assert.Equal(-1.0 / 3, (double)Fraction(-1, 3));
        Assert.Equal(0, (double)default(Rational));
        Assert.Equal(1.0 / 3, (double)new Rational(System.Numerics.BigInteger.Pow(10, 400), 3 * System.Numerics.BigInteger.Pow(10, 400)));
        Assert.Equal(1e300, (double)new Rational(System.Numerics.BigInteger.Pow(10, 301), 10));
        Assert.Equal(double.PositiveInfinity, (double)new Rational(System.Numerics.BigInteger.Pow(10, 400), 3));
        // Half between two doubles, and a hair above it.
        Assert.Equal(9007199254740992, (double)new Rational(9007199254740993, 1));
        Assert.Equal(9007199254740994, (double)(new Rational(9007199254740993, 1) + new Rational(1, System.Numerics.BigInteger.Pow(10, 30))));
        Assert.Equal(-1, (int)Fraction(-5, 3));
    }
}
