using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests;

/// <summary>Selectors whose hits lie in intervals of orders: equal and near, equal and less, between two values, less and earlier.</summary>
[RaspProgram]
public static partial class OrderPrograms {
    static Selector Window => Select(Indices, Indices - 2, GreaterEqual) & Select(Indices, Indices + 1, LessEqual);

    public static SOp<int> EqualInWindow(SOp<int> x) =>
        SelectorWidth(Select(x, x, Equal) & Window) * 1000 + First(Select(x, x, Equal) & Window, Indices) * 10 + Last(Select(x, x, Equal) & Window & Select(Indices, 0, Greater), Indices, Empty.Default(-1));

    public static SOp<int> OfEqualInWindow(SOp<int> x) =>
        Sum(Select(x, x, Equal) & Window, Indices) * 1000 + Max(Select(x, x, Equal) & Window, Indices % 3) * 100 + Min(Select(x, x, Equal) & Window, -Indices) + Best(Select(x, x, Equal) & Window, Indices * 7 % 5, Indices) * 7;

    public static SOp<int> EqualToAnother(SOp<int> x) =>
        SelectorWidth(Select(x, x + 1, Equal) & BeforeHere) * 100 + Last(Select(x, x + 1, Equal) & BeforeHere, Indices, Empty.Default(-5)) + Closest(Select(x, x + 1, Equal), Indices, Empty.Default(-7)) * 10;

    public static SOp<int> ClosestOfEqual(SOp<int> x) => Closest(Select(x, x, Equal) & Select(Indices, Indices - 1, Less), Indices, Empty.Default(-1)) * 10 + Closest(Select(x, 2 - x, Equal) & Select(Indices, Indices, GreaterEqual), Indices, Empty.Default(-1));

    public static SOp<int> ClosestOfPositions(SOp<int> x) => Closest(Select(Indices, x, Equal), Indices, Empty.Default(-3)) + Closest(Select(x, Indices, Equal), Indices, Empty.Default(-3)) * 10;

    public static SOp<int> EqualAndLess(SOp<int> x) {
        Selector hits = Select(x % 2, x % 2, Equal) & Select(x, x, Less);
        return SelectorWidth(hits) * 100 + Sum(hits, Indices + 1, Empty.Default(0)) * 10 + Max(hits, Indices % 3, Empty.Default(9)) + First(hits, Indices, Empty.Default(-1)) * 3 + Last(hits, Indices, Empty.Default(-1)) * 5 + Best(hits, Indices % 2, Indices, Empty.Default(-1));
    }

    public static SOp<int> BetweenValues(SOp<int> x) {
        Selector hits = Select(x, x - 2, Greater) & Select(x, x + Indices % 2, LessEqual) & Select(Indices, 1, NotEqual);
        return SelectorWidth(hits) * 100 + Max(hits, x, Empty.Default(-9)) + First(hits, Indices, Empty.Default(-1)) * 10;
    }

    public static SOp<int> LessAndBefore(SOp<int> x) => SelectorWidth(Select(x, x, Less) & BeforeHere) * 100 + Sum(Select(x, x, LessEqual) & Window, Indices + 1, Empty.Default(-1));

    public static SOp<int> NotEqualBefore(SOp<int> x) => SelectorWidth(Select(x, x, NotEqual) & UpToHere & Select(x, 1, NotEqual));

    public static SOp<int> EqualLessAndBefore(SOp<int> x) => SelectorWidth(Select(x % 2, x % 2, Equal) & Select(x, x + 1, Less) & BeforeHere) * 10 + Sum(Select(x % 2, x % 2, Equal) & Select(x, x - 1, Greater) & Window, x * x);

    public static SOp<int> LessInTwoOrders(SOp<int> x) => SelectorWidth(Select(x, x, LessEqual) & Select(x * x % 3, x * x % 3, Greater)) * 10 + SelectorWidth(Select(x, x - 1, Greater) & Select(-x, 1 - x, Less) & Select(x, x + 1, LessEqual));

    public static SOp<int> InWindow(SOp<int> x) => Min(Window, x) * 1000 + Best(Window, x * Indices % 3, Indices) * 10 + Max(Window & Select(x, 0, Greater), x, Empty.Default(-9));

    public static SOp<double> RealInWindow(SOp<double> x) => Max(Window, x) - Min(Window, x);

    public static SOp<int> Reals(SOp<double> x) => SelectorWidth(Select(x, x, Equal)) * 1000 + SelectorWidth(Select(x, x, Less)) * 100 + SelectorWidth(Select(x, x, GreaterEqual) & BeforeHere) * 10 + First(Select(x, x, Equal), Indices, Empty.Default(-1));

    public static SOp<double> SortedReals(SOp<double> x) => Library.Sort(x);

    public static SOp<int> RealPairs(SOp<(double, int)> x) => SelectorWidth(Select(x, x, Equal)) * 10 + SelectorWidth(Select(x, x, Equal) & BeforeHere);

    public static SOp<(double, int)> GreatestRealPair(SOp<(double, int)> x) => Max(UpToHere, x);

    public static SOp<(double, int)> LeastRealPair(SOp<(double, int)> x) => Min(Select(x, x, Equal) | Window, x);

    public static SOp<int> BestRealPair(SOp<(double, int)> x) => Best(UpToHere, x, Indices);

    public static SOp<int> NullableKeys(SOp<int?> x) => SelectorWidth(Select(x, x, Equal)) * 1000 + SelectorWidth(Select(x, x, NotEqual)) * 100 + SelectorWidth(Select(x, x, Less)) * 10 + SelectorWidth(Select(x, x, GreaterEqual) & BeforeHere);

    public static SOp<int> NotOfNullableKeys(SOp<int?> x) => SelectorWidth(!Select(x, x, LessEqual)) * 10 + SelectorWidth(!Select(x, x, Equal) & UpToHere);

    public static SOp<int?> GreatestNullable(SOp<int?> x) => Max(UpToHere, x);

    public static SOp<int?> LeastNullable(SOp<int?> x) => Min(Select(x, x, Equal) | Select(Indices, Indices + 1, Equal), x);

    public static SOp<double?> GreatestNullableReal(SOp<double?> x) => Max(Window, x);

    public static SOp<int> BestNullable(SOp<int?> x) => Best(UpToHere, x, Indices);

    public static SOp<int> FractionKeys(SOp<int> x) {
        SOp<Rational> mean = Mean(UpToHere, x);
        return SelectorWidth(Select(mean, mean, Equal)) * 100 + SelectorWidth(Select(mean, mean, Less)) * 10 + SelectorWidth(Select(mean, Mean(All, x), GreaterEqual) & BeforeHere);
    }

    public static SOp<int> SortedByFraction(SOp<int> x) => Library.Sort(x, Mean(Window, x), descending: true);

    public static SOp<Rational> GreatestFraction(SOp<int> x) => Max(Window, Mean(UpToHere, x)) - Min(BeforeHere, Mean(Window, x) - Mean(UpToHere, x), Empty.Default(Fraction(0)));

    public static SOp<int> BestFraction(SOp<int> x) => Best(UpToHere, Mean(UpToHere, x), Indices);

    public static SOp<Rational> SumOfFractions(SOp<int> x) => Sum(Window, Mean(UpToHere, x));

    public static SOp<Rational> MeanOfFractions(SOp<int> x) => Mean(Select(x, x, Equal), Mean(Window, x)) + Mean(Select(Indices, Indices - 1, Equal), Library.Shift(Mean(UpToHere, x), 1), Empty.Default(Fraction(1, 3)));

    public static SOp<long> SumOfLong(SOp<long> x) => Sum(UpToHere, x);

    public static SOp<long> MeanOfLong(SOp<long> x) => Aggregate(Window, x);
}
