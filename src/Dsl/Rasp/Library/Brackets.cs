using System;
using System.Collections.Generic;
using System.Linq;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp;

/// <summary>What a prefix is to a language of balanced brackets; RASP's T, P and F.</summary>
public enum Balance {
    /// <summary>It is in the language.</summary>
    Balanced,

    /// <summary>It is not, and more brackets could still make it so.</summary>
    Open,

    /// <summary>Nothing that follows can make it so.</summary>
    Failed,
}

public static partial class Library {
    /// <summary>
    /// The fraction of the positions up to each that opens less that which closes, exactly; its sign is that of the depth.
    /// tracr's pair_balance.
    /// </summary>
    public static SOp<Rational> PairBalance<T>(SOp<T> tokens, T open, T close) =>
        FractionOfPrevious(tokens == Constant(open)) - FractionOfPrevious(tokens == Constant(close));

    /// <summary>Whether the brackets of one pair are balanced, at every position; other tokens are ignored. tracr's shuffle_dyck1.</summary>
    public static SOp<bool> ShuffleDyck1<T>(SOp<T> tokens, T open, T close) => ShuffleDyck(tokens, (open, close));

    /// <summary>
    /// Whether the brackets of every pair are balanced, each pair for itself: pairs may cross. No balance may ever be
    /// negative, which a selector of the negative ones finds, and the last of each must be 0. tracr's shuffle_dyck.
    /// </summary>
    /// <exception cref="RaspException">No pairs, or a token in two roles.</exception>
    public static SOp<bool> ShuffleDyck<T>(SOp<T> tokens, params (T Open, T Close)[] pairs) {
        CheckPairs(pairs);
        SOp<bool> negative = false;
        SOp<bool> zero = true;
        foreach ((T open, T close) in pairs) {
            SOp<Rational> balance = PairBalance(tokens, open, close);
            negative |= balance < Fraction(0);
            zero &= balance == Fraction(0);
        }
        return (SelectorWidth(Select(negative, true, Equal)) == 0) & zero[^1];
    }

    /// <summary>
    /// What each prefix is to the language of one pair of brackets; other tokens are ignored. The depth is exact, a
    /// difference of counts; a prefix has failed when a depth up to here is negative. RASP's dyck1_ptf.
    /// </summary>
    /// <exception cref="RaspException">A token in two roles.</exception>
    public static SOp<Balance> Dyck1<T>(SOp<T> tokens, T open, T close) {
        CheckPairs([(open, close)]);
        SOp<int> depth = CumulativeCount(tokens == Constant(open)) - CumulativeCount(tokens == Constant(close));
        return Verdict(failed: depth < 0, depth);
    }

    /// <summary>
    /// What each prefix is to the language of several pairs of brackets that must nest; other tokens are ignored. A bracket
    /// has the level it opens or closes; a closing one belongs to the last opening one of its level, and fails when that is
    /// of another pair, or not there. RASP's dyckk_ptf, which counts within levels to find the same bracket.
    /// </summary>
    /// <exception cref="RaspException">No pairs, or a token in two roles.</exception>
    public static SOp<Balance> Dyck<T>(SOp<T> tokens, params (T Open, T Close)[] pairs) where T : notnull {
        CheckPairs(pairs);
        SOp<bool> opens = Lookup(tokens, pairs.Select(pair => KeyValuePair.Create(pair.Open, true)), otherwise: false).Named("opens");
        SOp<bool> closes = Lookup(tokens, pairs.Select(pair => KeyValuePair.Create(pair.Close, true)), otherwise: false).Named("closes");
        SOp<int> pair = Lookup(tokens, Numbers(pairs), otherwise: -1).Named("pair");

        SOp<int> depth = (CumulativeCount(opens) - CumulativeCount(closes)).Named("depth");
        SOp<int> level = (depth + Indicator(closes)).Named("level");
        Selector openedHere = Select(level, level, Equal) & Select(opens, true, Equal) & BeforeHere;
        SOp<int> partner = Last(openedHere, pair, Empty.Default(-1)).Named("partner");
        return Verdict(failed: closes & partner != pair, depth);
    }

    static SOp<Balance> Verdict(SOp<bool> failed, SOp<int> depth) =>
        If(CumulativeCount(failed) > 0, Balance.Failed, If<Balance>(depth == 0, Balance.Balanced, Balance.Open));

    static IEnumerable<KeyValuePair<T, int>> Numbers<T>((T Open, T Close)[] pairs) => pairs.SelectMany(
        (pair, number) => new[] { KeyValuePair.Create(pair.Open, number), KeyValuePair.Create(pair.Close, number) });

    static void CheckPairs<T>((T Open, T Close)[] pairs) {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Length == 0) {
            throw new RaspException("brackets need one pair or more");
        }
        var roles = new HashSet<T>();
        foreach (T token in pairs.SelectMany(pair => new[] { pair.Open, pair.Close })) {
            if (!roles.Add(token)) {
                throw new RaspException($"{Format.Value(token)} has two roles among the brackets {string.Join(", ", pairs.Select(pair => Format.Value(pair)))}");
            }
        }
    }
}
