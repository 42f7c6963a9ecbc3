using System;
using System.Linq;
using Xunit;
using static Sinter.Rasp.Tests.Comparing;
using Kernels = Sinter.Rasp.Tests.ElementPrograms.Kernels;
using Programs = Sinter.Rasp.Tests.ElementPrograms;

namespace Sinter.Rasp.Tests;

public class ElementKernelTests {
    static readonly int[] Numbers = [-7, 0, 3];
    static readonly int[] Extremes = [int.MinValue, -1, int.MaxValue];
    static readonly double[] Reals = [-2.75, 0.1, 1e9];

    [Fact]
    public void Integers() {
        AreOne(Programs.Arithmetic, Kernels.Arithmetic, Inputs(Numbers));
        AreOne(Programs.Arithmetic, Kernels.Arithmetic, Inputs(Extremes));
        AreOne(Programs.Overflow, Kernels.Overflow, Inputs(0, int.MaxValue, 1 << 30));
        AreOne(Programs.Quotient, Kernels.Quotient, Inputs(Numbers));
        AreOne(Programs.QuotientOfIndicator, Kernels.QuotientOfIndicator, Inputs(Numbers));
        AreOne(Programs.Unchecked, Kernels.Unchecked, Inputs(int.MinValue, 12345, int.MaxValue));
        AreOne(Programs.Deep, Kernels.Deep, Inputs(Numbers));
    }

    [Fact]
    public void RealNumbers() {
        AreOne(Programs.Reals, Kernels.Reals, Inputs(Reals));
        AreOne(Programs.Reals, Kernels.Reals, Inputs(double.NaN, double.PositiveInfinity, -0.0));
        AreOne(Programs.Singles, Kernels.Singles, Inputs(0.1f, -3.7f, 1e30f));
        AreOne(Programs.Conversions, Kernels.Conversions, Inputs(-2.75, 300.4, 40000.9));
    }

    [Fact]
    public void Functions() {
        AreOne(Programs.Letters, Kernels.Letters, Inputs('a', 'é', '7'));
        AreOne(Programs.Branches, Kernels.Branches, Inputs(-1, 4, 9));
        AreOne(Programs.Guarded, Kernels.Guarded, Inputs(Numbers));
        AreOne(Programs.Switched, Kernels.Switched, Inputs(-3, 1, 150, 7));
        AreOne(Programs.Indexed, Kernels.Indexed, Inputs(0, 3, 4));
        AreOne(Programs.Several, Kernels.Several, Inputs(Numbers));
    }

    [Fact]
    public void Tables() {
        AreOne(Programs.Table, Kernels.Table, Inputs('a', 'z', 'c'));
        AreOne(Programs.TableOtherwise, Kernels.TableOtherwise, Inputs('b', 'z', '\uFFFF'));
        AreOne(Programs.WordTable, Kernels.WordTable, Inputs("oak", "elm", "yew"));
    }

    [Fact]
    public void Enumerations() {
        AreOne(Programs.Enumeration, Kernels.Enumeration, Inputs(Colour.Red, Colour.Green, Colour.Blue));
        AreOne(Programs.Brightest, Kernels.Brightest, Inputs(Colour.Red, Colour.Green, Colour.Blue));
    }

    [Fact]
    public void Tuples() {
        (int, char)[] vocabulary = [(1, 'b'), (2, 'a'), (1, 'a')];
        AreOne<(int Number, char Letter), (int, char)>(Programs.Pairs, Kernels.Pairs, Inputs(vocabulary));
        AreOne<(int Number, char Letter), (int, char)>(Programs.LeastPair, Kernels.LeastPair, Inputs(vocabulary));
        AreOne<(int Number, char Letter), int>(Programs.PairHistogram, Kernels.PairHistogram, Inputs(vocabulary));
        AreOne<(int Number, char Letter), int>(Programs.PairPlace, Kernels.PairPlace, Inputs(vocabulary));
    }

    [Fact]
    public void Nulls() {
        AreOne(Programs.Nullables, Kernels.Nullables, Inputs<int?>(null, 3, -1));
        AreOne(Programs.NullsOfTheLanguage, Kernels.NullsOfTheLanguage, Inputs<int?>(null, 3, int.MaxValue));
        AreOne(Programs.NullsOfCSharp, Kernels.NullsOfCSharp, Inputs(Numbers));
        AreOne(Programs.Present, Kernels.Present, Inputs(Numbers));
        AreOne(Programs.OrElse, Kernels.OrElse, Inputs(Numbers));
        AreOne(Programs.IfNull, Kernels.IfNull, Inputs(Numbers));
    }

    [Fact]
    public void Texts() {
        AreOne(Programs.Words, Kernels.Words, Inputs("elm", "oak", "ash"));
        AreOne(Programs.WordOrder, Kernels.WordOrder, Inputs("ash", "birch", "Zelkova"));
        AreOne(Programs.FirstWord, Kernels.FirstWord, Inputs("elm", "Elm", ""));
    }

    [Fact]
    public void Fractions() {
        AreOne(Programs.Fractions, Kernels.Fractions, Inputs(true, false));
        AreOne(Programs.FractionAsDouble, Kernels.FractionAsDouble, Inputs(Extremes));
        AreOne(Programs.FractionArithmetic, Kernels.FractionArithmetic, Inputs(Numbers));
    }

    [Fact]
    public void SeveralInputs() {
        AreOne(Programs.TwoInputs, Kernels.TwoInputs, Inputs(Numbers), Inputs('a', 'b', 'c'));
        Bindings bindings = new Bindings().With("x", [1.0, 2.0]).With("slope", [0.5, 0.5]).With("offset", [3.0, 4.0]);
        Assert.Equal("[3.5, 5]", Kernels.NamedInputs.Run(bindings).ToString());
        RaspException missing = Assert.Throws<RaspException>(() => Kernels.NamedInputs.Run(new Bindings().With("x", [1.0])));
        Assert.StartsWith("input \"slope\" is not given", missing.Message, StringComparison.Ordinal);
    }
}
