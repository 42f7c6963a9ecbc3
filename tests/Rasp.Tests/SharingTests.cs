using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests;

/// <summary>Random programs written twice: with shared sub-expressions, and with every use of one written anew.</summary>
public class SharingTests {
    const int Programs = 300;

    static Node Rebuilt(RandomProgram program, int index, ref int budget) {
        if (--budget < 0) {
            throw new InvalidOperationException("too large to write without sharing");
        }
        int left = budget;
        Node result = program.Write(index, i => Rebuilt(program, i, ref left));
        budget = left;
        return result is Selector selector ? selector.Named($"step {index}") : result is SOp<bool> truth ? truth.Named($"step {index}") : ((SOp<int>)result).Named($"step {index}");
    }

    [Fact]
    public void A_program_means_the_same_shared_or_rebuilt() {
        int compared = 0;
        for (int seed = 0; seed < Programs; seed++) {
            var recipe = new RandomProgram(seed);
            int budget = 3000;
            SOp<int> rebuiltResult;
            try {
                rebuiltResult = (SOp<int>)Rebuilt(recipe, recipe.Last, ref budget);
            } catch (InvalidOperationException) {
                continue;
            }
            RaspProgram<int> shared = RaspProgram.Of(recipe.Shared(recipe.Last));
            RaspProgram<int> rebuilt = RaspProgram.Of(rebuiltResult);
            var random = new Random(seed);
            for (int sample = 0; sample < 4; sample++) {
                int[] tokens = [.. Enumerable.Range(0, random.Next(0, 12)).Select(_ => random.Next(-3, 6))];
                Bindings inputs = new Bindings().With("x", tokens);
                Assert.True(Outcome(shared, inputs) == Outcome(rebuilt, inputs), $"seed {seed} on [{string.Join(", ", tokens)}]:\n{shared.Explain()}");
            }
            Assert.True(shared.Graph.Nodes.Length == rebuilt.Graph.Nodes.Length, $"seed {seed}:\n{shared.Explain()}\n{rebuilt.Explain()}");
            Assert.True(Unnamed(shared) == Unnamed(rebuilt), $"seed {seed}:\n{shared.Explain()}\n{rebuilt.Explain()}");
            compared++;
        }
        Assert.True(compared > Programs / 2, $"only {compared} programs were small enough");
    }

    [Fact]
    public void A_causal_program_agrees_with_itself_on_every_prefix() {
        int compared = 0;
        for (int seed = 0; seed < Programs; seed++) {
            var recipe = new RandomProgram(seed, hasLength: false);
            RaspProgram<int> program = RaspProgram.Of(recipe.Shared(recipe.Last), causal: true);
            var random = new Random(seed);
            int[] tokens = [.. Enumerable.Range(0, 9).Select(_ => random.Next(-3, 6))];
            Sequence<int> whole;
            try {
                whole = program.Run(new Bindings().With("x", tokens));
            } catch (RaspException) {
                continue;
            }
            for (int length = 1; length < tokens.Length; length++) {
                Sequence<int> prefix = program.Run(new Bindings().With("x", tokens[..length]));
                for (int i = 0; i < length; i++) {
                    Assert.True(prefix.TextAt(i) == whole.TextAt(i), $"seed {seed}, prefix {length}, position {i}:\n{program.Explain()}");
                    compared++;
                }
            }
        }
        Assert.True(compared > Programs * 18, $"only {compared} elements were compared");
    }

    // What errors are called has the names of the steps.
    static string Outcome(RaspProgram<int> program, Bindings inputs) {
        try {
            return program.Run(inputs).ToString();
        } catch (RaspException exception) {
            return $"no value at {exception.Position}";
        }
    }

    static string Unnamed(RaspProgram<int> program) => string.Join('\n', program.Explain().Split('\n').Select(line => line.Split("  #")[0]));

    static int Count<R>(SOp<R> program) => ProgramGraph.Of(program).Nodes.Length;

    [Fact]
    public void What_is_equal_is_one_node() {
        SOp<char> x = Tokens<char>();
        Assert.Equal(Count(Library.Histogram(x)), Count(Library.Histogram(Tokens<char>()) + Library.Histogram(x).Named("h")) - 1);
        Assert.Equal(2, Count(Zip(x, Tokens<char>(), (a, b) => a == b)));
        Func<char, int> code = c => c;
        Assert.Equal(3, Count(x.Map(code) + x.Map(code)));
        Assert.Equal(3, Count(Lookup(x, new Dictionary<char, int> { ['a'] = 1 }) + Lookup(x, new Dictionary<char, int> { ['a'] = 1 })));
    }

    [Fact]
    public void What_differs_is_not() {
        SOp<char> x = Tokens<char>();
        Assert.Equal(4, Count(x.Map(c => c + 1) + x.Map(c => c + 2)));
        Assert.Equal(4, Count(Lookup(x, new Dictionary<char, int> { ['a'] = 1 }) + Lookup(x, new Dictionary<char, int> { ['a'] = 2 })));
        Assert.Equal(5, Count(First(All, Indices) + Last(All, Indices)));
        Assert.Equal(5, Count(First(All, Indices) + First(All, Indices, Empty.Default(0))));
        Assert.Equal(3, Count(Constant(0.0) + -0.0));
        Assert.Equal(3, Count(Zip(Constant((0.0, 1)), Constant((-0.0, 1)))));
        Assert.Equal(5, Count(Sum(All, Constant(1.0), Empty.Default(0.0)) + Sum(All, Constant(1.0), Empty.Default(-0.0))));
        Assert.Equal(3, Count(Input<int>("a") + Input<int>("b")));
        // Two closures over different values are two functions.
        Assert.Equal(4, Count(Plus(x, 1) + Plus(x, 2)));
        Assert.Equal("[197]", RaspProgram.Of(Plus(x, 1) + Plus(x, 2)).Run(new Bindings().With("tokens", "a")).ToString());
    }

    static SOp<int> Plus(SOp<char> x, int number) => x.Map(c => c + number);

    [Fact]
    public void A_node_can_be_inspected() {
        ProgramGraph graph = ProgramGraph.Of(Library.Histogram(Tokens<char>()) + 1);
        Assert.Equal([NodeKind.Input, NodeKind.Select, NodeKind.Width, NodeKind.Constant, NodeKind.Map], graph.Nodes.Select(node => node.Node.Kind));
        var select = Assert.IsType<Nodes.Select<char, char>>(graph.Nodes[1].Node);
        Assert.Equal(Comparison.Equal, select.Comparison);
        Assert.True(select.Predicate('a', 'a'));
        var sum = Assert.IsType<Nodes.Elementwise<int>>(graph.Nodes[4].Node);
        Assert.Equal("+", sum.Operation);
        Assert.Equal(5, sum.Apply(2, 3));
        Assert.True(graph.Nodes[4].Operands is [2, 3]);
        Assert.Equal(1, Assert.IsType<Nodes.Constant<int>>(graph.Nodes[3].Node).Value);
    }
}
