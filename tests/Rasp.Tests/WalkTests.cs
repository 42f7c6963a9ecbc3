using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Rasp.Nodes;
using Xunit;

namespace Sinter.Rasp.Tests;

/// <summary>
/// A second evaluator, of boxed values, that knows a program only by its graph and the interfaces of its nodes: what they
/// say of a program is all there is to know.
/// </summary>
public class WalkTests {
    static readonly object Null = new();

    static object[] Walk(ProgramGraph graph, int length, Func<string, object[]> inputs) {
        var sequences = new object[graph.Nodes.Length][];
        var selections = new bool[graph.Nodes.Length][,];
        foreach (GraphNode node in graph.Nodes) {
            object[] Operand(int index) => sequences[node.Operands[index]];
            bool[,] Selection(int index) => selections[node.Operands[index]];
            object[] Each(Func<int, object?> element) => [.. Enumerable.Range(0, length).Select(i => element(i) ?? throw new InvalidOperationException("a null of C#"))];
            bool[,] Pairs(Func<int, int, bool> hit) {
                var pairs = new bool[length, length];
                for (int i = 0; i < length * length; i++) {
                    pairs[i / length, i % length] = hit(i / length, i % length);
                }
                return pairs;
            }
            switch (node.Node.Kind) {
                case NodeKind.Input:
                    sequences[node.Id] = inputs(((IInputNode)node.Node).Source);
                    break;
                case NodeKind.Indices:
                    sequences[node.Id] = Each(i => i);
                    break;
                case NodeKind.Length:
                    sequences[node.Id] = Each(_ => length);
                    break;
                case NodeKind.Constant:
                    var constant = (IConstantNode)node.Node;
                    sequences[node.Id] = Each(_ => constant.HasValue ? constant.Value : Null);
                    break;
                case NodeKind.Map:
                    object?[][] operands = [.. node.Operands.Select(id => sequences[id])];
                    sequences[node.Id] = Each(i => operands.Any(operand => operand[i] == Null)
                        ? Null
                        : ((IMapNode)node.Node).Apply([.. operands.Select(operand => operand[i])]));
                    break;
                case NodeKind.Lookup:
                    var lookup = (ILookupNode)node.Node;
                    var table = lookup.Entries.ToDictionary(entry => entry.Key, entry => entry.Value);
                    sequences[node.Id] = Each(i => Operand(0)[i] == Null ? Null : table.TryGetValue(Operand(0)[i], out object? value) ? value : lookup.Otherwise);
                    break;
                case NodeKind.Choose:
                    sequences[node.Id] = Each(i => Operand(0)[i] == Null ? Null : (bool)Operand(0)[i] ? Operand(1)[i] : Operand(2)[i]);
                    break;
                case NodeKind.OrElse:
                    sequences[node.Id] = Each(i => Operand(0)[i] == Null ? Operand(1)[i] : Operand(0)[i]);
                    break;
                case NodeKind.IsPresent:
                    sequences[node.Id] = Each(i => Operand(0)[i] != Null);
                    break;
                case NodeKind.Width:
                    sequences[node.Id] = Each(i => Enumerable.Range(0, length).Count(key => Selection(0)[i, key]));
                    break;
                case NodeKind.Aggregate:
                    sequences[node.Id] = Each(i => Aggregate((IAggregateNode)node.Node, i, Selection(0), Operand(1), sequences[node.Operands[^1]]));
                    break;
                case NodeKind.Select:
                    selections[node.Id] = Pairs((query, key) => ((ISelectNode)node.Node).Hits(Operand(0)[key], Operand(1)[query]));
                    break;
                case NodeKind.All:
                    selections[node.Id] = Pairs((_, _) => true);
                    break;
                case NodeKind.And:
                    selections[node.Id] = Pairs((query, key) => Selection(0)[query, key] && Selection(1)[query, key]);
                    break;
                case NodeKind.Or:
                    selections[node.Id] = Pairs((query, key) => Selection(0)[query, key] || Selection(1)[query, key]);
                    break;
                case NodeKind.Not:
                    selections[node.Id] = Pairs((query, key) => !Selection(0)[query, key]);
                    break;
                default:
                    throw new InvalidOperationException($"a node of kind {node.Node.Kind}");
            }
        }
        return sequences[graph.Results[0]];
    }

    static object? Aggregate(IAggregateNode node, int query, bool[,] selection, object[] scores, object[] values) {
        int[] keys = [.. Enumerable.Range(0, values.Length).Where(key => selection[query, key])];
        if (keys.Length == 0) {
            return node.HasDefault ? node.Default : Null;
        }
        if (node is IFoldNode fold) {
            return keys.Any(key => values[key] == Null) ? Null : fold.Fold([.. keys.Select(key => values[key])]);
        }
        return values[node.Reduction switch {
            Reduction.First => keys.Min(),
            Reduction.Last => keys.Max(),
            Reduction.Closest => keys.OrderBy(key => Math.Abs(key - query)).ThenBy(key => key).First(),
            Reduction.Best => keys.OrderByDescending(key => (IComparable)scores[key]).ThenBy(key => key).First(),
            _ => throw new InvalidOperationException($"{node.Reduction} is no pick"),
        }];
    }

    static void Agree<A, R>(RaspProgram<R> program, A[] input, string note) {
        Sequence<R> run = program.Run(new Bindings().With("tokens", input).With("x", input));
        object[] walked = Walk(program.Graph, input.Length, _ => [.. input.Select(token => (object)token!)]);
        for (int i = 0; i < input.Length; i++) {
            bool equal = run.IsPresent(i) ? Equals(run[i], walked[i]) : walked[i] == Null;
            Assert.True(equal, $"position {i}: {run.TextAt(i)} run and {walked[i]} walked, of [{string.Join(", ", input)}] {note}\n{program.Explain()}");
        }
    }

    static bool HasValue(RaspProgram<int> program, int[] input) {
        try {
            program.Run(new Bindings().With("x", input));
            return true;
        } catch (RaspException) {
            return false;
        }
    }

    [Fact]
    public void Random_programs_are_what_their_graphs_say() {
        int agreed = 0;
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var recipe = new RandomProgram(seed, hasLength: seed % 3 != 0);
            RaspProgram<int> program = RaspProgram.Of(recipe.Shared(recipe.Last), causal: seed % 3 == 0);
            for (int sample = 0; sample < 3; sample++) {
                int[] input = [.. Enumerable.Range(0, random.Next(0, 10)).Select(_ => random.Next(-3, 6))];
                if (HasValue(program, input)) {
                    Agree(program, input, $"(seed {seed})");
                    agreed++;
                }
            }
        }
        Assert.True(agreed > 600, $"only {agreed} of 900 inputs have a value");
    }

    [Fact]
    public void The_library_is_what_its_graphs_say() {
        SOp<char> x = Language.Tokens<char>();
        Agreeing(Library.DoubleHistogram(x));
        Agreeing(Library.Sort(x, descending: true));
        Agreeing(Library.MostFrequent(x));
        Agreeing(Library.Shift(x, 1).OrElse('?'));
        Agreeing(Library.Shift(x, -1).IsPresent());
        Agreeing(Library.Induction(x));
        Agreeing(Library.PairBalance(x, 'a', 'b'));
        Agreeing(Library.ShuffleDyck1(x, 'a', 'b'));
        Agreeing(Library.Dyck(x, ('a', 'b'), ('+', '0')));
        Agreeing(Library.LongAddition(Language.Lookup(x, new Dictionary<char, char> { ['a'] = '1', ['b'] = '9' }, otherwise: '+')));
        Agreeing(Language.Closest(Language.Select(x, 'b', Comparison.Equal), Language.Indices));
    }

    static void Agreeing<R>(SOp<R> result) {
        RaspProgram<R> program = RaspProgram.Of(result);
        foreach (char[] input in Restated.AllUpTo(4, ['a', 'b', '+'])) {
            Agree(program, input, "");
        }
    }

    [Fact]
    public void A_graph_says_what_has_no_value() {
        SOp<char> x = Language.Tokens<char>();
        var fold = (IFoldNode)Language.Aggregate(Language.All, x);
        Assert.Equal('a', fold.Fold('a'));
        Assert.Equal(
            "aggregate(all, tokens): char has no mean, and 2 values are selected: 'a', 'b'. Select one, or say First, Last, Closest, Best, Max or Min",
            Assert.Throws<RaspException>(() => fold.Fold('a', 'b')).Message);
        Assert.False(fold.HasDefault);
        Assert.False(((IConstantNode)Language.Null<int>()).HasValue);
        Assert.Equal("+ takes 2 elements, not 1 (Parameter 'elements')", Assert.Throws<ArgumentException>(() => ((IMapNode)(Language.Indices + 1)).Apply(1)).Message);
    }
}
