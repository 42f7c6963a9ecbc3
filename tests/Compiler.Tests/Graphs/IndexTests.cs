using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Graph.Operations;
using Sinter.Compiler.Kernels;

/// <summary>
/// Index algebra against integer arithmetic: an index is built beside a function that computes the same by the definition, and the two
/// agree wherever the loop variables and symbols are.
/// </summary>
public sealed class IndexTests {
    private static readonly Dimension Time = Dimension.Symbol("Time");
    private static readonly Dimension Past = Dimension.Symbol("Past");
    private static readonly Dimension[] Extents = [1, 2, 3, 4, 6, 12, Time, Time * 2, Past + Time, Time * 6];

    [Fact]
    public void WhateverIsBuiltHasTheValueOfItsDefinition() => ForRandom(random => {
        Builder builder = new(random);
        Built built = builder.Make(4);
        builder.ForAssignments(scope => Assert.Equal(built.Value(scope), scope.At(built.Index)));
    });

    [Fact]
    public void AReshapeOfNothingHasPlaces() {
        Variable none = new(0, 0);
        Index[] places = ReshapeOperation.Map(Sequence.Of<Dimension>(0), Sequence.Of<Dimension>(6, 0), [Index.Of(none)]);
        Assert.Equal([Index.Of(Dimension.Zero), Index.Of(Dimension.Zero)], places);
    }

    [Fact]
    public void RangesAreNeverLeft() => ForRandom(random => {
        Builder builder = new(random);
        Built built = builder.Make(4);
        if (built.Index.Range() is { } range) {
            builder.ForAssignments(scope => Assert.InRange(scope.At(built.Index), scope.Value(range.Minimum), scope.Value(range.Maximum)));
        }
    });

    [Fact]
    public void SubstitutionIsEvaluationAtTheNewPlace() => ForRandom(random => {
        Builder builder = new(random);
        Built built = builder.Make(4);
        // Each variable becomes a constant within its extent, or another one of the same extent.
        Dictionary<int, Func<Scope, long>> values = [];
        Dictionary<int, Index> indices = [];
        foreach (Variable variable in built.Index.Variables().Distinct()) {
            Variable other = builder.Variables.Where(candidate => candidate.Extent.Equals(variable.Extent)).OrderBy(_ => random.Next()).First();
            bool toZero = random.Next(3) == 0;
            indices[variable.Id] = toZero ? Index.Of(Dimension.Zero) : Index.Of(other);
            values[variable.Id] = scope => toZero ? 0 : scope.Loops[other.Id];
        }
        Index moved = built.Index.Substitute(variable => indices.TryGetValue(variable.Id, out Index? index) ? index : null, data => data);
        builder.ForAssignments(scope => Assert.Equal(
            built.Value(scope.With(builder.Variables.ToDictionary(variable => variable.Id, variable => values.TryGetValue(variable.Id, out Func<Scope, long>? value) ? value(scope) : scope.Loops[variable.Id]))),
            scope.At(moved)));
    });

    [Fact]
    public void EqualIndicesHaveOneForm() => ForRandom(random => {
        Builder builder = new(random);
        (Built a, Built b) = (builder.Make(2), builder.Make(2));
        Assert.Equal(a.Index + b.Index, b.Index + a.Index);
        Assert.Equal(Index.Of(Dimension.Zero), a.Index - a.Index);
        Assert.Equal((a.Index + b.Index).GetHashCode(), (b.Index + a.Index).GetHashCode());
    });

    [Fact]
    public void ReshapesMapEachElementToItself() => ForRandom(random => {
        List<Dimension> from = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (Dimension)random.Next(1, 7))];
        List<Dimension> to = Regroup(random, from);
        if (random.Next(2) == 0) {
            int at = random.Next(from.Count + 1);
            from.Insert(at, Time);
            // Where as many elements stand before it.
            Dimension before = TensorType.Product(from.Take(at));
            int place = Enumerable.Range(0, to.Count + 1).FirstOrDefault(i => TensorType.Product(to.Take(i)).Equals(before), -1);
            to.Insert(place < 0 ? 0 : place, Time);
        }
        Builder builder = new(random);
        List<Variable> variables = [.. from.Select((extent, i) => new Variable(100 + i, extent))];
        builder.Variables.AddRange(variables);
        Index[] mapped = ReshapeOperation.Map(from.ToSequence(), to.ToSequence(), [.. variables.Select(Index.Of)]);
        builder.ForAssignments(scope => {
            long Linear(IEnumerable<Dimension> shape, Func<int, long> at) => shape.Select((extent, i) => (extent, i)).Aggregate(0L, (sum, axis) => sum * scope.Value(axis.extent) + at(axis.i));
            for (int i = 0; i < to.Count; i++) {
                Assert.InRange(scope.At(mapped[i]), 0, scope.Value(to[i]) - 1);
            }
            Assert.Equal(Linear(from, i => scope.Loops[variables[i].Id]), Linear(to, i => scope.At(mapped[i])));
        });
    });

    [Fact]
    public void ReshapingThereAndBackLeavesNoDivision() {
        Variable row = new(0, Time), column = new(1, 12);
        Index[] there = ReshapeOperation.Map(Sequence.Of(Time, 12), Sequence.Of<Dimension>(Time, 3, 4), [Index.Of(row), Index.Of(column)]);
        Index[] back = ReshapeOperation.Map(Sequence.Of<Dimension>(Time, 3, 4), Sequence.Of(Time, 12), there);
        Assert.Equal([Index.Of(row), Index.Of(column)], back);
    }

    [Fact]
    public void AVariableOfOneElementIsZero() => Assert.True(Index.Of(new Variable(0, 1)).IsConstant);

    private static List<Dimension> Regroup(Random random, List<Dimension> from) {
        long rest = from.Aggregate(1L, (product, extent) => product * extent.Value);
        List<Dimension> to = [];
        while (rest > 1) {
            long[] divisors = [.. Enumerable.Range(2, (int)rest).Where(candidate => rest % candidate == 0)];
            long divisor = divisors[random.Next(divisors.Length)];
            to.Add(divisor);
            rest /= divisor;
        }
        if (random.Next(3) == 0) {
            to.Insert(random.Next(to.Count + 1), 1);
        }
        return to;
    }

    private static void ForRandom(Action<Random> check) {
        for (int seed = 0; seed < 1500; seed++) {
            try {
                check(new Random(seed));
            } catch (Exception exception) {
                Assert.Fail($"seed {seed}: {exception}");
            }
        }
    }

    /// <summary>An index and what it means.</summary>
    private sealed record Built(Index Index, Func<Scope, long> Value);

    /// <summary>Values of the symbols and loop variables.</summary>
    private sealed record Scope(Dictionary<string, long> Symbols, Dictionary<int, long> Loops) {
        public long Value(Dimension extent) => extent.Evaluate(symbol => Symbols[symbol]);

        public Scope With(Dictionary<int, long> loops) => this with { Loops = loops };

        public long At(Index index) => Value(index.Offset) + index.Terms.Sum(term => Value(term.Coefficient) * term.Atom switch {
            Atom.Loop loop => Loops[loop.Variable.Id],
            Atom.Quotient quotient => Quotient(At(quotient.Value), Value(quotient.Divisor)),
            Atom.Remainder remainder => Remainder(At(remainder.Value), Value(remainder.Divisor)),
            _ => throw new InvalidOperationException($"{term.Atom}"),
        });
    }

    private static long Quotient(long value, long divisor) => (value - Remainder(value, divisor)) / divisor;

    private static long Remainder(long value, long divisor) => ((value % divisor) + divisor) % divisor;

    private sealed class Builder(Random random) {
        public List<Variable> Variables { get; } = [.. Enumerable.Range(0, 4).Select(i => new Variable(i, Extents[random.Next(Extents.Length)]))];

        public Built Make(int depth) {
            if (depth == 0 || random.Next(5) == 0) {
                if (random.Next(4) == 0) {
                    Dimension constant = random.Next(-5, 9) + (random.Next(3) == 0 ? Past : Dimension.Zero);
                    return new(Index.Of(constant), scope => scope.Value(constant));
                }
                Variable variable = Variables[random.Next(Variables.Count)];
                return new(Index.Of(variable), scope => scope.Loops[variable.Id]);
            }
            Built left = Make(depth - 1);
            switch (random.Next(5)) {
                case 0:
                    Built right = Make(depth - 1);
                    return new(left.Index + right.Index, scope => left.Value(scope) + right.Value(scope));
                case 1:
                    Built subtracted = Make(depth - 1);
                    return new(left.Index - subtracted.Index, scope => left.Value(scope) - subtracted.Value(scope));
                case 2:
                    Dimension factor = random.Next(4) == 0 ? Time : random.Next(-3, 7);
                    return new(left.Index * factor, scope => left.Value(scope) * scope.Value(factor));
                case 3:
                    Dimension divisor = Extents[random.Next(Extents.Length)];
                    return new(left.Index.Divide(divisor), scope => Quotient(left.Value(scope), scope.Value(divisor)));
                default:
                    Dimension modulus = Extents[random.Next(Extents.Length)];
                    return new(left.Index.Modulo(modulus), scope => Remainder(left.Value(scope), scope.Value(modulus)));
            }
        }

        public void ForAssignments(Action<Scope> check) {
            for (int i = 0; i < 12; i++) {
                Dictionary<string, long> symbols = new() { ["Time"] = random.Next(1, 6), ["Past"] = random.Next(0, 5) };
                check(new Scope(symbols, Variables.ToDictionary(variable => variable.Id, variable => random.NextInt64(variable.Extent.Evaluate(symbol => symbols[symbol])))));
            }
        }
    }
}
