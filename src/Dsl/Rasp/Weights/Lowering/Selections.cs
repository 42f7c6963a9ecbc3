using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Rasp.Weights;

/// <summary>The tables of selectors, with readings for keys and queries.</summary>
static class Selections {
    /// <summary>The tables of one conjunction.</summary>
    public static List<PairTable> Tables(Lowering lowering, Conjunction term) =>
        [.. term.Tables.Select(table => new PairTable(Of(lowering, table.Key.Key), Of(lowering, table.Key.Query), table.Value))];

    /// <summary>
    /// The tables of a selector that has to be one head: of several conjunctions, one table of the products of their keys and
    /// of their queries.
    /// </summary>
    public static List<PairTable> OneHead(Lowering lowering, ImmutableArray<Conjunction> terms) {
        if (terms.Length == 1) {
            return Tables(lowering, terms[0]);
        }
        int[] keys = [.. terms.SelectMany(term => term.Tables.Keys).Select(pair => pair.Key).Where(key => key >= 0).Distinct().Order()];
        int[] queries = [.. terms.SelectMany(term => term.Tables.Keys).Select(pair => pair.Query).Where(query => query >= 0).Distinct().Order()];
        (Categorical ofKeys, List<int[]> keyCategories) = Product(lowering, keys);
        (Categorical ofQueries, List<int[]> queryCategories) = Product(lowering, queries);
        // The category of each table's own key and query among those of the products.
        int[] Column(List<int[]> categories, int[] nodes, int node) => node < 0 ? new int[categories.Count] : [.. categories.Select(each => each[System.Array.IndexOf(nodes, node)])];
        var tables = terms.Select(term => term.Tables.Select(table => (Keys: Column(keyCategories, keys, table.Key.Key), Queries: Column(queryCategories, queries, table.Key.Query), Hits: table.Value)).ToArray()).ToArray();
        var hits = new bool[keyCategories.Count, queryCategories.Count];
        for (int key = 0; key < keyCategories.Count; key++) {
            for (int query = 0; query < queryCategories.Count; query++) {
                hits[key, query] = System.Array.Exists(tables, term => System.Array.TrueForAll(term, table => table.Hits[table.Keys[key], table.Queries[query]]));
            }
        }
        return [new PairTable(ofKeys, ofQueries, hits)];
    }

    static Categorical Of(Lowering lowering, int node) => node < 0 ? Constant() : lowering.Categories(node);

    static Categorical Constant() => new(new Domain([0], false), [[]]);

    static (Categorical, List<int[]>) Product(Lowering lowering, int[] nodes) {
        List<int[]> combinations = [[]];
        foreach (int node in nodes) {
            combinations = [.. combinations.SelectMany(start => Enumerable.Range(0, lowering.Analysis[node].Count).Select(category => (int[])[.. start, category]))];
        }
        if (nodes.Length < 2) {
            return (nodes.Length == 0 ? Constant() : lowering.Categories(nodes[0]), combinations);
        }
        string name = string.Join(" x ", nodes.Select(lowering.Analysis.Name));
        if (combinations.Count * 2 > lowering.Options.MaximumHidden) {
            throw new RaspException(name, $"a selector of them joined by | has {combinations.Count} combinations of values, and MaximumHidden is {lowering.Options.MaximumHidden}; compare a Map of fewer values, or raise MaximumHidden");
        }
        Categorical[] operands = [.. nodes.Select(lowering.Categories)];
        var domain = new Domain(combinations.Select(combination => (object?)string.Join(" ", combination.Select((category, i) => operands[i].Domain.Label(category)))), false);
        int time = TransformerNetwork.MlpAfter(operands.Max(operand => operand.Ready));
        Variable variable = lowering.Count($"product {string.Join(' ', nodes)}", () => {
            double hot = 0;
            Variable made = lowering.Variable(name, -1, time, combinations.Select(combination => string.Join(" ", combination.Select((category, i) => operands[i].Domain.Label(category)))));
            for (int i = 0; i < combinations.Count; i++) {
                StepBank bank = StepBank.Of([], 0, [new Mark(0, 1)], 0, operands.All(operand => operand.IsExact), 0,
                    [.. operands.Select((operand, j) => operand.Slots[combinations[i][j]])], operands.Sum(operand => operand.Hot + operand.ColdSum))!;
                bank.Write(lowering.Network, time, lowering.Precision, (before, after) => [(made.Slots[i], after - before)]);
                hot = System.Math.Max(hot, bank.Errors(lowering.Precision).Hot);
                lowering.Bound(nodes[0], $"its product with {string.Join(", ", nodes.Skip(1).Select(lowering.Analysis.Name))}", bank.Used(lowering.Precision), 1);
            }
            (made.Hot, made.Cold, made.ColdSum) = (hot, lowering.Precision.OfStep, lowering.Precision.OfStep * combinations.Count);
            return made;
        });
        return (new Categorical(domain, [.. variable.Slots.Select(slot => ImmutableArray.Create(slot))]), combinations);
    }
}
