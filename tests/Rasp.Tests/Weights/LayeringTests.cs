using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Rasp.Weights;
using Xunit;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests.Weights;

/// <summary>
/// The forms of composite selectors that take the fewest layers and then the fewest weights, against all forms there are,
/// each of which computes the program.
/// </summary>
public class LayeringTests {
    static readonly int[] Values = [0, 1, 3];

    static RaspProgram<int> Of(SOp<int> program) => RaspProgram.Of(program);

    static WeightOptions Options(int length) => new WeightOptions(length).With("x", Values);

    static SOp<int> X => Input<int>("x");

    // Of each set of forms the transformer, of those that are not refused.
    static List<(string Forms, RaspTransformer<int> Transformer)> All(RaspProgram<int> program, WeightOptions options) {
        int[] uses = [.. program.Graph.Nodes.Where(node => node.Node.Kind is NodeKind.Width or NodeKind.Aggregate).Select(node => node.Id)];
        var found = new List<(string, RaspTransformer<int>)>();
        for (int number = 0; number < 1 << uses.Length; number++) {
            int[] products = [.. uses.Where((_, i) => ((number >> i) & 1) == 1)];
            try {
                RaspTransformer<int> transformer = RaspTransformer.Of(program, uses.Aggregate(options, (options, node) => options.Compose(node, products.Contains(node) ? CompositeForm.Product : CompositeForm.Heads)));
                // What has no choice is the same in both.
                if (products.All(node => transformer.Composites.Any(choice => choice.Node == node))) {
                    found.Add(($"products of [{string.Join(", ", products)}]", transformer));
                }
            } catch (RaspException) {
            }
        }
        return found;
    }

    static RaspTransformer<int> IsLeast(RaspProgram<int> program, int length, string note) {
        RaspTransformer<int> chosen = RaspTransformer.Of(program, Options(length));
        List<(string Forms, RaspTransformer<int> Transformer)> all = All(program, Options(length));
        int least = all.Min(each => each.Transformer.Shape.Layers);
        Assert.True(chosen.Shape.Layers == least, $"{chosen.Shape.Layers} layers, and {least} are enough {note}\n{program.Explain()}");
        if (chosen.Composites.Length <= 2) {
            Assert.Equal(all.Min(each => each.Transformer.Cost), chosen.Cost);
        }
        foreach ((string forms, RaspTransformer<int> transformer) in all) {
            foreach (int[] input in Restated.AllUpTo(length, Values).Where((input, i) => input.Length > 0 && i % 11 == 0)) {
                Weighted.Equal(program, transformer, new Bindings().With("x", input), $"on [{string.Join(", ", input)}], {forms} {note}\n{program.Explain()}");
            }
        }
        return chosen;
    }

    [Fact]
    public void Keys_that_attention_brings_are_multiplied_before_the_next_head() {
        // A head for each part would add an MLP after it, which the place has to be made categories behind.
        SOp<int> mirrored = Aggregate(Select(Indices, Indices - 1, Equal), X, Empty.Default(3));
        RaspTransformer<int> transformer = IsLeast(Of(Library.Sort(X, mirrored)), 4, "");
        CompositeChoice choice = Assert.Single(transformer.Composites);
        Assert.Equal(CompositeForm.Product, choice.Form);
        Assert.True(choice.Cost.Layers < choice.Other!.Value.Layers, transformer.Report());
        Assert.Contains("one head of products of its 2 parts; a head for each part would be ", transformer.Report(), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_the_embedding_have_a_head_for_each_part() {
        RaspTransformer<int> transformer = IsLeast(Of(Library.Sort(X)), 4, "");
        Assert.Equal(CompositeForm.Heads, Assert.Single(transformer.Composites).Form);
    }

    [Fact]
    public void One_of_several_parts_hits_and_its_head_brings_the_value() {
        SOp<int> picked = Aggregate(Select(Indices, Indices - 1, Equal) & (Select(X, X, Equal) | Select(X, 1, Less)), X, Empty.Default(7));
        RaspTransformer<int> transformer = IsLeast(Of(picked), 4, "");
        CompositeChoice choice = Assert.Single(transformer.Composites);
        Assert.Equal((CompositeForm.Heads, 1), (choice.Form, choice.Cost.Layers));
        IsLeast(Of(First(Select(Indices, Indices + 1, Equal) & !(Select(X, X, Less) & Select(Indices, 2, Less)), X).OrElse(9)), 4, "");
    }

    [Fact]
    public void Random_programs_have_the_fewest_layers_that_any_forms_give() {
        int compared = 0;
        for (int seed = 1; compared < 10; seed++) {
            var random = new RandomProgram(seed);
            RaspProgram<int> program = Of(random.Shared(random.Last));
            int uses = program.Graph.Nodes.Count(node => node.Node.Kind is NodeKind.Width or NodeKind.Aggregate);
            if (uses is 0 or > 5 || RandomWeights.Compile(program, 0).Transformer is not { Composites.Length: > 0 }) {
                continue;
            }
            IsLeast(program, 3, $"(seed {seed})");
            compared++;
        }
    }

    [Fact]
    public void The_cost_counts_every_weight() {
        foreach (bool norm in (bool[])[false, true]) {
            RaspTransformer<int> transformer = RaspTransformer.Of(Of(Library.Sort(X)), Options(5) with { LayerNorm = norm });
            Assert.Equal(transformer.Weights.Sum(weight => (long)weight.Values.Length), transformer.Cost.Parameters);
        }
    }
}
