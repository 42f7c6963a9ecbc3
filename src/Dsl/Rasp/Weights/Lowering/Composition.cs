using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Rasp.Weights;

/// <summary>How the parts of a selector that fall into several conjunctions become heads.</summary>
public enum CompositeForm {
    /// <summary>A head for each part, whose counts or values add up.</summary>
    Heads,

    /// <summary>One head that compares products of the keys with products of the queries, which an MLP makes before.</summary>
    Product,
}

/// <summary>What a transformer costs: layers first, then the numbers of its weights.</summary>
/// <param name="Layers">Its layers.</param>
/// <param name="Parameters">Elements of its weights, of 4 bytes each.</param>
public readonly record struct TransformerCost(int Layers, long Parameters) : IComparable<TransformerCost> {
    /// <summary>Fewer layers are less; of as many, fewer weights.</summary>
    public int CompareTo(TransformerCost other) => (Layers, Parameters).CompareTo((other.Layers, other.Parameters));

    /// <summary>"3 layers, 7101 weights"</summary>
    public override string ToString() => FormattableString.Invariant($"{Layers} layer{(Layers == 1 ? "" : "s")}, {Parameters} weights");
}

/// <summary>The form that was chosen for a composite selector.</summary>
/// <param name="Node">The id of what uses the selector.</param>
/// <param name="Expression">What that is.</param>
/// <param name="Parts">The conjunctions that it falls into.</param>
/// <param name="Form">The form.</param>
/// <param name="Cost">What the whole transformer costs with it.</param>
/// <param name="Other">What it would cost with the other form, the rest being as it is; null where that is refused, or where the options say the form.</param>
public sealed record CompositeChoice(int Node, string Expression, int Parts, CompositeForm Form, TransformerCost Cost, TransformerCost? Other);

/// <summary>The forms of the composite selectors of a program, by the node that uses one.</summary>
/// <param name="options">Those that the options say.</param>
/// <param name="tried">Those that are tried; others have the form that they are asked with.</param>
sealed class Composition(ImmutableSortedDictionary<int, CompositeForm> options, ImmutableSortedDictionary<int, CompositeForm> tried) {
    readonly SortedDictionary<int, (CompositeForm Form, int Parts)> asked = [];

    /// <summary>What was asked for, as it was answered.</summary>
    public IReadOnlyDictionary<int, (CompositeForm Form, int Parts)> Asked => asked;

    /// <summary>The form of a node that uses a selector of several parts.</summary>
    public CompositeForm Of(int node, int parts, CompositeForm otherwise) {
        asked[node] = (options.GetValueOrDefault(node, tried.GetValueOrDefault(node, otherwise)), parts);
        return asked[node].Form;
    }
}

/// <summary>
/// Searches the forms of composite selectors for the least cost. A head for each part adds an MLP after the heads, a product
/// one before them, so that which of them takes fewer layers hangs on whether keys come from an MLP or from attention. Up to
/// <see cref="Exhaustive"/> selectors all combinations are tried; of more, one is changed at a time while that helps.
/// </summary>
/// <param name="options">The forms that the options say, which are not searched.</param>
/// <param name="make">Makes the transformer of these forms.</param>
sealed class CompositeSearch<T>(ImmutableSortedDictionary<int, CompositeForm> options, Func<Composition, (T Made, TransformerCost Cost)> make) where T : class {
    /// <summary>The number of selectors to which all combinations are tried.</summary>
    public const int Exhaustive = 2;

    readonly Dictionary<string, Trial> trials = [];
    RaspException? refusal;

    sealed record Trial(ImmutableSortedDictionary<int, CompositeForm> Forms, Composition Composition, T? Made, TransformerCost? Cost) {
        public bool IsLessThan(Trial other) => Cost is { } cost && (other.Cost is not { } than || cost.CompareTo(than) < 0);
    }

    /// <summary>The cheapest, its cost, and for each selector its form and what the other form would cost.</summary>
    /// <exception cref="RaspException">The program is refused in every form; the message is that of the first.</exception>
    public (T Made, TransformerCost Cost, IReadOnlyList<(int Node, int Parts, CompositeForm Form, TransformerCost? Other)> Choices) Best() {
        Trial best = Try(ImmutableSortedDictionary<int, CompositeForm>.Empty);
        // As it was answered, so that what is tried is written in one way.
        ImmutableSortedDictionary<int, CompositeForm> first = best.Composition.Asked.Where(asked => !options.ContainsKey(asked.Key)).ToImmutableSortedDictionary(asked => asked.Key, asked => asked.Value.Form);
        best = best with { Forms = first };
        trials[Key(first)] = best;
        best = first.Count <= Exhaustive ? OfAll(best) : Descended(best);
        if (best.Made == null) {
            throw refusal!;
        }
        return (best.Made, best.Cost!.Value, [.. best.Composition.Asked.Select(asked => (asked.Key, asked.Value.Parts, asked.Value.Form, options.ContainsKey(asked.Key) ? null : Flipped(best, asked.Key).Cost))]);
    }

    Trial OfAll(Trial best) {
        int[] nodes = [.. best.Forms.Keys];
        ImmutableSortedDictionary<int, CompositeForm> first = best.Forms;
        for (int flips = 1; flips < 1 << nodes.Length; flips++) {
            Trial trial = Try(nodes.Where((_, i) => ((flips >> i) & 1) == 1).Aggregate(first, Flip));
            best = trial.IsLessThan(best) ? trial : best;
        }
        return best;
    }

    Trial Descended(Trial best) {
        Trial before;
        do {
            before = best;
            foreach (int node in before.Forms.Keys) {
                Trial trial = Flipped(best, node);
                best = trial.IsLessThan(best) ? trial : best;
            }
        } while (best != before);
        return best;
    }

    Trial Flipped(Trial trial, int node) => Try(Flip(trial.Forms.ContainsKey(node) ? trial.Forms : trial.Forms.Add(node, trial.Composition.Asked[node].Form), node));

    static ImmutableSortedDictionary<int, CompositeForm> Flip(ImmutableSortedDictionary<int, CompositeForm> forms, int node) =>
        forms.SetItem(node, forms[node] == CompositeForm.Heads ? CompositeForm.Product : CompositeForm.Heads);

    Trial Try(ImmutableSortedDictionary<int, CompositeForm> forms) {
        if (!trials.TryGetValue(Key(forms), out Trial? trial)) {
            var composition = new Composition(options, forms);
            try {
                (T made, TransformerCost cost) = make(composition);
                trial = new Trial(forms, composition, made, cost);
            } catch (RaspException problem) {
                refusal ??= problem;
                trial = new Trial(forms, composition, null, null);
            }
            trials.Add(Key(forms), trial);
        }
        return trial;
    }

    static string Key(ImmutableSortedDictionary<int, CompositeForm> forms) => string.Join(' ', forms.Select(form => $"{form.Key}:{form.Value}"));
}
