using System;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests;

/// <summary>Selectors of every form under every reduction.</summary>
[RaspProgram]
public static partial class SelectorPrograms {
    public static SOp<int> WidthOfInterval(SOp<int> x) => SelectorWidth(Select(Indices, Indices - 2, Greater) & Select(Indices, Indices + 1, LessEqual));

    public static SOp<int> WidthOfUnion(SOp<int> x) => SelectorWidth(Select(x, x, Less) | Select(x, x, Equal) & BeforeHere | Select(x, 1, Equal));

    public static SOp<int> WidthOfComplement(SOp<int> x) => SelectorWidth(!(Select(x, x, Equal) | Select(Indices, Indices, Equal)));

    public static SOp<int> WidthOfNotEqual(SOp<int> x) => SelectorWidth(Select(x, x - 1, NotEqual) & Select(Indices, 2, NotEqual));

    public static SOp<int> WidthOfPredicate(SOp<int> x) => SelectorWidth(Select(x, Indices, (key, query) => (key + query) % 3 == 0));

    public static SOp<int> WidthOfFailingPredicate(SOp<int> x) => SelectorWidth(Select(x, x, (key, query) => query / (key + 3) > 0) & BeforeHere);

    public static SOp<int> WidthOfTwoOrders(SOp<int> x) => SelectorWidth(Select(x, x, Less) & BeforeHere);

    public static SOp<int> WidthOfNothing(SOp<int> x) => SelectorWidth(Select(x, x, Less) & Select(x, x, Greater));

    public static SOp<int> SumOfLess(SOp<int> x) => Sum(Select(x, x, Less), x, Empty.Default(-5));

    public static SOp<int> SumOfUnion(SOp<int> x) => Sum(Select(x, x + 1, Equal) | Select(Indices, Indices, GreaterEqual), x * 1000);

    public static SOp<int> SumThatOverflows(SOp<int> x) => Sum(UpToHere, x * 700_000_000);

    public static SOp<double> SumOfReals(SOp<double> x) => Sum(Select(x, x, Equal), x) + Sum(Select(Indices, Indices, GreaterEqual), x * 0.1) + Sum(All, x * 0.3);

    public static SOp<float> SumOfSingles(SOp<float> x) => Sum(UpToHere, x) + Sum(Select(x, x, (k, q) => k < q), x, Empty.Default(0f));

    public static SOp<double> MeanOfReals(SOp<double> x) => Mean(Select(x, x, LessEqual), x);

    public static SOp<int> MeanOfIntegers(SOp<int> x) => Aggregate(Select(Indices, Indices - 1, GreaterEqual) & UpToHere, x, Empty.Default(0));

    public static SOp<Rational> MeanOfEquals(SOp<int> x) => Mean(Select(x, x, Equal) & !Select(Indices, Indices, Equal), Indices);

    public static SOp<char> MeanOfLetters(SOp<char> x) => Aggregate(Select(x, 'b', Equal), x, Empty.Default('-'));

    public static SOp<int> GreatestBefore(SOp<int> x) => Max(BeforeHere, x);

    public static SOp<int> LeastAfter(SOp<int> x) => Min(Select(Indices, Indices, Greater) & Select(x, 0, Greater), x, Empty.Default(-1));

    public static SOp<int> GreatestOfEquals(SOp<int> x) => Max(Select(x, x, Equal), Indices * (Indices % 3 - 1));

    public static SOp<int> LeastOfGreater(SOp<int> x) => Min(Select(x, x, Greater), x);

    public static SOp<int> GreatestInWindow(SOp<int> x) => Max(Select(Indices, Indices - 2, GreaterEqual) & UpToHere, x);

    public static SOp<bool> AnyBefore(SOp<int> x) => Max(BeforeHere, x > 0, Empty.Default(false));

    public static SOp<double> GreatestReal(SOp<double> x) => Max(UpToHere, x);

    public static SOp<int> FirstGreater(SOp<int> x) => First(Select(x, x, Greater) & !UpToHere, x);

    public static SOp<int> FirstOfLater(SOp<int> x) => First(Select(Indices, Indices, Greater) & Select(x, 0, LessEqual), x, Empty.Default(99));

    public static SOp<int> LastOfEqualsBefore(SOp<int> x) => Last(Select(x, x, Equal) & BeforeHere & Select(Indices, 1, NotEqual), Indices);

    public static SOp<int> LastOfUnion(SOp<int> x) => Last(Select(x, x + 1, Equal) & BeforeHere | Select(Indices, Indices - 1, Equal), x);

    public static SOp<int> ClosestEqual(SOp<int> x) => Closest(Select(x, x, Equal) & !Select(Indices, Indices, Equal), Indices);

    public static SOp<int> ClosestPositive(SOp<int> x) => Closest(Select(x, 0, Greater), x * 10 + Indices, Empty.Default(-1));

    public static SOp<int> ClosestOther(SOp<int> x) => Closest(Select(x, x, NotEqual), Indices);

    public static SOp<int> BestOfAll(SOp<int> x) => Best(All, x, Indices);

    public static SOp<int> BestOfEquals(SOp<int> x) => Best(Select(x, x, Equal), Indices * 7 % 5, Indices);

    public static SOp<int> BestBefore(SOp<int> x) => Best(BeforeHere, x, Indices, Empty.Default(-1));

    public static SOp<int> BestOfReals(SOp<double> x) => Best(All, x, Indices);

    public static SOp<int> BestByNull(SOp<int> x) => Best(BeforeHere, Library.Shift(x, 1), x);

    public static SOp<int> NullValues(SOp<int> x) => Sum(UpToHere, Library.Shift(x, -1));

    public static SOp<int> NullPicked(SOp<int> x) => Last(UpToHere, Library.Shift(x, -1));

    public static SOp<int> NullKeys(SOp<int> x) => SelectorWidth(Select(Library.Shift(x, 1), x, Equal));

    public static SOp<int> NaNs(SOp<double> x) => SelectorWidth(Select(x, x, Equal)) * 1000 + SelectorWidth(Select(x, x, LessEqual)) * 30 + SelectorWidth(!Select(x, x, Less));

    public static SOp<int> FloatOrder(SOp<float> x) => SelectorWidth(Select(x, x, Less)) * 100 + SelectorWidth(Select(x, x, Equal) & BeforeHere);

    public static SOp<int> OtherQueries(SOp<int> x) => SelectorWidth(Select(x, x * 2, Equal)) * 1000 + SelectorWidth(Select(x, Indices - 2, LessEqual)) * 30 + First(Select(x, -x, Equal), Indices, Empty.Default(7));

    public static SOp<int> Mirrored(SOp<int> x) => Sum(Select(Length - 1 - Indices, Indices, LessEqual), x);

    public static SOp<int> WideKeys(SOp<long> x) => SelectorWidth(Select(x, x, Less)) * 10 + SelectorWidth(Select(x, x, Equal));
}

/// <summary>The same under a causal mask.</summary>
[RaspProgram(Causal = true)]
public static partial class CausalPrograms {
    public static SOp<int> Histogram(SOp<int> x) => Library.Histogram(x);

    public static SOp<int> Complement(SOp<int> x) => SelectorWidth(!Select(x, x, Equal));

    public static SOp<int> Induction(SOp<int> x) => Library.Induction(x);

    public static SOp<int> Rank(SOp<int> x) => SelectorWidth(Select(x, x, Less));

    public static SOp<int> Greatest(SOp<int> x) => Max(All, x);
}
