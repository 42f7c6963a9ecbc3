using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

/// <summary>
/// One random entry: leaves first, then operations on whatever is there, later values preferred. A choice that does not fit what it
/// meets is dropped and another is made.
/// </summary>
internal sealed partial class RandomGraph {
    private const long LargestTensor = 2000;

    private static readonly int[] Extents = [1, 2, 3, 4, 5, 7, 8, 9, 12, 17];

    private readonly Random random;
    private readonly ModuleBuilder module;
    private readonly GraphBuilder graph;
    private readonly string name;
    private readonly List<Known> pool = [];
    private readonly Dimension time = Dimension.Symbol("Time");
    private int weights;
    private int states;

    public RandomGraph(Random random, ModuleBuilder module, string name, int operations) {
        (this.random, this.module, this.name) = (random, module, name);
        graph = module.Entry(name);
        AddLeaves();
        (int Weight, Func<Known?> Make)[] choices = [
            (5, Unary), (8, Binary), (2, Compare), (3, Select), (2, Cast), (4, Reduce), (2, Cumulate), (4, Contract), (3, ContractWithWeight),
            (4, Reshape), (3, Transpose), (2, Broadcast), (3, Slice), (2, Pad), (3, Concatenate), (3, Gather), (2, Views), (1, Softmax), (3, NormalizedProduct), (6, Attention), (3, Rotary),
            (3, Recur), (1, RepeatWhile), (2, Branch), (2, Order), (2, TakeAlong), (2, Scatter), (4, Special),
        ];
        int total = choices.Sum(choice => choice.Weight);
        for (int made = 0, tries = 0; made < operations && tries < 40 * operations; tries++) {
            int at = random.Next(total);
            Func<Known?> make = choices.First(choice => (at -= choice.Weight) < 0).Make;
            if (make() is { } known && known.Value.Node >= 0 && pool.All(other => other.Value.Node != known.Value.Node)) {
                pool.Add(known);
                made++;
            }
        }
        Return();
        graph.Build();
    }

    /// <summary>How far each output may be off, by name.</summary>
    public Dictionary<string, double> Errors { get; } = [];

    private void AddLeaves() {
        int inputs = random.Next(1, 4);
        for (int i = 0; i < inputs; i++) {
            ElementType type = random.Next(4) switch { 0 when i > 0 => ElementType.I32, 1 when i > 0 => ElementType.Bool, _ => ElementType.F32 };
            List<Dimension> shape = [.. Enumerable.Range(0, i == 0 ? 1 : random.Next(0, 4)).Select(_ => Extent())];
            if (i == 0 || random.Next(3) > 0) {
                shape.Insert(0, time);
            }
            if (i > 0 && random.Next(4) == 0) {
                shape.Insert(random.Next(shape.Count + 1), Dimension.Symbol("Batch"));
            }
            Expression value = graph.Input($"input{i}", type, [.. shape]);
            pool.Add(type switch {
                ElementType.F32 => new Known(value, -2, 2, 0, 2),
                ElementType.I32 => new Known(value, 0, 3, 0, 0),
                _ => new Known(value, 0, 1, 0, 0),
            });
        }
        pool.Add(new Known(graph.Positions(), 0, RandomModule.Context - 1, 0, 0));
        pool.Add(new Known(graph.Size(random.Next(2) == 0 ? time : Dimension.Symbol("Past") + time), 1, RandomModule.Context, 0, 0));
        pool.Add(new Known(graph.Iota(time), 0, RandomModule.Context - 1, 0, 0));
        pool.Add(new Known(new Expression(graph, graph.Apply("past", [])), 0, RandomModule.Context - 1, 0, 0));
        int length = Extents[random.Next(Extents.Length)];
        pool.Add(new Known(graph.Iota(length), 0, length - 1, 0, 0));
        Weight(Extent(), Extent());
        AddSpecialLeaves();
        AddTable();
        if (random.Next(3) == 0) {
            // The rows of earlier calls, without this call's.
            Known all = Cached(new Known(graph.Input("rows", ElementType.F32, time, Extent()), -2, 2, 0, 2));
            pool.Add(all);
            pool.Add(all.Moved(all.Value.Slice(0, Dimension.Zero, Dimension.Symbol("Past"))));
        }
    }

    private void AddTable() {
        (int rows, int columns) = (Extents[random.Next(Extents.Length)], Extents[random.Next(Extents.Length)]);
        if (random.Next(2) == 0) {
            string reals = TableData.OfReals(Enumerable.Range(0, rows * columns).Select(_ => random.NextDouble() * 2 - 1));
            pool.Add(new Known(graph.Table(ElementType.F32, reals, rows, columns), -1, 1, 0, null));
        } else {
            ElementType type = new[] { ElementType.I32, ElementType.I64, ElementType.Bool }[random.Next(3)];
            string integers = TableData.OfIntegers(Enumerable.Range(0, rows * columns).Select(_ => (long)random.Next(type == ElementType.Bool ? 2 : 5)), type);
            pool.Add(new Known(graph.Table(type, integers, rows, columns), 0, 4, 0, 0));
        }
    }

    private Dimension Extent() => Extents[random.Next(Extents.Length)];

    private Known Weight(params Dimension[] shape) {
        string weight = $"{name}.{weights++}";
        module.Declare(new Weight(weight, new TensorType(ElementType.F32, shape)));
        Known known = new(graph.Weight(weight), -1, 1, 0, null);
        pool.Add(known);
        return known;
    }

    // Later values more often, so that graphs grow deep.
    private Known? Pick(Func<Known, bool> fits) {
        Known[] fitting = [.. pool.Where(fits)];
        return fitting.Length == 0 ? null : fitting[fitting.Length - 1 - (int)(fitting.Length * Math.Pow(random.NextDouble(), 2))];
    }

    private Known? PickReal() => Pick(known => known.Element == ElementType.F32);

    private static bool IsNumber(Known known) => known.Element is ElementType.F32 or ElementType.I32 or ElementType.I64;

    private static long Most(Dimension extent) => extent.Evaluate(symbol => symbol switch {
        "Time" => RandomModule.Context,
        "Past" => RandomModule.Context - 1,
        _ => RandomModule.LargestBatch,
    });

    // An axis over the earlier tokens alone has no element in the first call; one that was cut to nothing never has.
    private static bool MayBeEmpty(Dimension extent) => extent.Equals(Dimension.Zero) || extent.Mentions("Past") && extent.Evaluate(symbol => symbol == "Past" ? 0 : 1) == 0;

    private static bool IsSmall(IEnumerable<Dimension> shape) => shape.Count() <= 5 && Most(TensorType.Product(shape)) <= LargestTensor;

    private void Return() {
        Known[] made = [.. pool.Where(known => known.Value.Graph[known.Value.Node].Operation is not ("input" or "weight" or "table" or "size" or "iota" or "positions" or "past"))];
        List<Known> returned = made.Length == 0 ? [] : [made[^1]];
        for (int i = random.Next(0, 3); i > 0 && made.Length > 0; i--) {
            returned.Add(made[random.Next(made.Length)]);
        }
        if (made.Length == 0 || random.Next(12) == 0) {
            // A leaf that is handed straight through.
            returned.Add(pool[random.Next(pool.Count)]);
        }
        returned.AddRange(ReturnedSpecials());
        foreach (Known known in returned.DistinctBy(known => known.Value.Node)) {
            string output = $"output{Errors.Count}";
            graph.Return(output, known.Value);
            Errors.Add(output, known.Error);
        }
    }
}
