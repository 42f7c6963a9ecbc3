using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

/// <summary>Extents form a ring of polynomials: whatever is computed with them has the value that integers would give.</summary>
public sealed class DimensionTests {
    private static readonly string[] Names = ["Batch", "Past", "Time"];

    [Fact]
    public void ArithmeticAgreesWithIntegers() => ForRandom((random, seed) => {
        (Dimension a, Dimension b) = (Polynomial(random), Polynomial(random));
        Dictionary<string, long> values = Names.ToDictionary(name => name, _ => (long)random.Next(0, 9));
        long Value(Dimension extent) => extent.Evaluate(name => values[name]);
        Assert.Equal(Value(a) + Value(b), Value(a + b));
        Assert.Equal(Value(a) - Value(b), Value(a - b));
        Assert.Equal(Value(a) * Value(b), Value(a * b));
        Dimension substituted = a.Substitute(name => name == "Time" ? b : null);
        Assert.Equal(a.Evaluate(name => name == "Time" ? Value(b) : values[name]), Value(substituted));
    });

    [Fact]
    public void EqualExtentsHaveOneForm() => ForRandom((random, _) => {
        (Dimension a, Dimension b, Dimension c) = (Polynomial(random), Polynomial(random), Polynomial(random));
        Assert.Equal(a * c + b * c, (a + b) * c);
        Assert.Equal((a + b).GetHashCode(), (b + a).GetHashCode());
        Assert.Equal(Dimension.Zero, a - a);
        Assert.Equal((a * b).ToString(), (b * a).ToString());
    });

    [Fact]
    public void AnExactQuotientTimesTheDivisorIsTheExtent() => ForRandom((random, _) => {
        Dimension divisor = Monomial(random);
        Dimension product = Polynomial(random) * divisor;
        if (!divisor.Equals(Dimension.Zero)) {
            Dimension? quotient = product.DivideExactly(divisor);
            Assert.NotNull(quotient);
            Assert.Equal(product, quotient * divisor);
        }
    });

    [Theory]
    [InlineData("Time+1", "Time")]
    [InlineData("3*Time", "2")]
    [InlineData("Past+Time", "Time")]
    [InlineData("Time", "Past+Time")]
    public void WhatDoesNotDivideTermByTermHasNoExactQuotient(string extent, string divisor) => Assert.Null(Parse(extent).DivideExactly(Parse(divisor)));

    [Fact]
    public void AnExtentIsPrintedAndReadBack() => ForRandom((random, _) => {
        Dimension extent = Polynomial(random);
        Assert.Equal(extent, Parse(extent.ToString()));
    });

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("Past+Time")]
    [InlineData("Time-1")]
    [InlineData("-Time+1")]
    [InlineData("2*Batch*Time-1")]
    [InlineData("Time*Time")]
    public void CanonicalTexts(string text) => Assert.Equal(text, Parse(text).ToString());

    [Fact]
    public void LabelsTakeNoPartInEquality() {
        Dimension width = new(64, "width");
        Assert.Equal(new Dimension(64), width);
        Assert.Equal("[Time, width 64]", TensorType.DescribeShape([Dimension.Symbol("Time"), width]));
    }

    [Fact]
    public void ASymbolicExtentHasNoValue() =>
        Assert.Equal("the extent Past+Time is not a constant", Assert.Throws<InvalidOperationException>(() => (Dimension.Symbol("Past") + Dimension.Symbol("Time")).Value).Message);

    [Fact]
    public void OverflowIsAnErrorAndNoExtent() =>
        Assert.Throws<OverflowException>(() => new Dimension(long.MaxValue) * 2);

    [Fact]
    public void BoundsHoldForEveryAssignment() => ForRandom((random, _) => {
        Symbol[] symbols = [.. Names.Select(name => random.Next(0, 4) is var low ? new Symbol(name, low, low + random.Next(0, 4)) : null!)];
        Module module = new("M", symbols.ToSequence(), Sequence<Graph.Weight>.Empty, Sequence<State>.Empty, Sequence<Entry>.Empty);
        Dimension extent = Polynomial(random);
        for (int i = 0; i < 20; i++) {
            Dictionary<string, long> values = symbols.ToDictionary(symbol => symbol.Name, symbol => random.NextInt64(symbol.Minimum, symbol.Maximum + 1));
            Assert.InRange(extent.Evaluate(name => values[name]), module.LowerBound(extent), module.UpperBound(extent));
        }
    });

    internal static Dimension Parse(string text) => new TextReader(text, "test").Dimension();

    private static Dimension Monomial(Random random) {
        Dimension product = random.Next(-4, 5);
        for (int i = random.Next(0, 3); i > 0; i--) {
            product *= Dimension.Symbol(Names[random.Next(Names.Length)]);
        }
        return product;
    }

    private static Dimension Polynomial(Random random) => Enumerable.Range(0, random.Next(0, 4)).Aggregate(Dimension.Zero, (sum, _) => sum + Monomial(random));

    private static void ForRandom(Action<Random, int> check) {
        for (int seed = 0; seed < 500; seed++) {
            try {
                check(new Random(seed), seed);
            } catch (Exception exception) {
                Assert.Fail($"seed {seed}: {exception.Message}");
            }
        }
    }
}
