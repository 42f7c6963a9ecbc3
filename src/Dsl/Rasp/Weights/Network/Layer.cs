using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Sinter.Rasp.Weights;

/// <summary>What a head adds to the logit of a pair: an entry for the group of the key and that of the query.</summary>
sealed record PairLogits(ImmutableArray<ImmutableArray<Slot>> Keys, ImmutableArray<ImmutableArray<Slot>> Queries, double[,] Logits) {
    public int Rank => Math.Min(Keys.Length, Queries.Length);
}

/// <summary>What a head writes to a slot: a sum of slots at the keys that it attends to; and what the rest position has.</summary>
sealed record Payload(Slot Target, ImmutableArray<Term> Values, double Token, double Rest);

/// <summary>
/// An attention head. The logit of a key is the sum of its pairs' and its own; that of the rest position at the beginning,
/// which has no value of the program, decides what a query does that hits nothing.
/// </summary>
sealed class Head {
    public required ImmutableArray<PairLogits> Pairs { get; init; }

    public required ImmutableArray<Term> KeyLogits { get; init; }

    /// <summary>A logit of every key that is a token.</summary>
    public required double TokenLogit { get; init; }

    /// <summary>The logit of a hit, without what grades the keys.</summary>
    public required double Hit { get; init; }

    /// <summary>The logit of the rest position, less that of a hit.</summary>
    public required double Rest { get; init; }

    /// <summary>A logit that hides padding.</summary>
    public required double Padding { get; init; }

    public List<Payload> Payloads { get; set; } = [];

    public int Width => Math.Max(Pairs.Sum(pair => pair.Rank) + 1, Payloads.Count);

    /// <summary>Equal for heads that attend alike, which are one.</summary>
    public string Signature(Func<Slot, int> number) {
        var text = new StringBuilder();
        foreach (PairLogits pair in Pairs) {
            foreach (ImmutableArray<Slot> group in pair.Keys.Concat(pair.Queries)) {
                text.AppendJoin(',', group.Select(number)).Append(';');
            }
            foreach (double logit in pair.Logits) {
                text.Append(logit.ToString("R", CultureInfo.InvariantCulture)).Append(' ');
            }
        }
        foreach (Term term in KeyLogits) {
            text.Append(CultureInfo.InvariantCulture, $"{number(term.Slot)}*{term.Factor:R} ");
        }
        return text.Append(CultureInfo.InvariantCulture, $"{TokenLogit:R} {Hit:R} {Rest:R}").ToString();
    }
}

/// <summary>A hidden unit: f(sum of slots + token + rest + bias), and what it writes.</summary>
sealed class Unit {
    public required ImmutableArray<Term> Inputs { get; init; }

    public required double Token { get; init; }

    public required double Bias { get; init; }

    /// <summary>The factor of the rest position; most units are silent there.</summary>
    public required double Rest { get; init; }

    public Dictionary<Slot, double> Writes { get; } = [];
}

/// <summary>What a layer does.</summary>
sealed class Layer {
    public Dictionary<string, Head> Heads { get; } = [];

    public Dictionary<string, Unit> Units { get; } = [];
}
