using System;
using System.Collections.Generic;
using Xunit;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests;

/// <summary>Programs that cannot be, or have no value, and the exact words for each.</summary>
public class WrongUseTests {
    readonly record struct Opaque(int Value);

    static void Refused(string message, Action use) => Assert.Equal(message, Assert.Throws<RaspException>(use).Message);

    static void RefusedAtRun<A, R>(string message, IEnumerable<A> input, Func<SOp<A>, SOp<R>> program) {
        RaspProgram<A, R> built = RaspProgram.Of(program);
        Refused(message, () => built.Run(input));
    }

    [Fact]
    public void Mean_of_several_chars() => RefusedAtRun(
        "aggregate(select(indices, length, <), tokens) at position 0: char has no mean, and 2 values are selected: 'a', 'a'. Select one, or say First, Last, Closest, Best, Max or Min",
        "aa",
        (SOp<char> tokens) => Aggregate(Select(Indices, Length, Less), tokens));

    [Fact]
    public void Mean_of_several_enums() => RefusedAtRun(
        "verdicts at position 1: Balance has no mean, and 5 values are selected: Balanced, Open, Open, Failed, .... Select one, or say First, Last, Closest, Best, Max or Min",
        [Balance.Balanced, Balance.Open, Balance.Open, Balance.Failed, Balance.Open],
        (SOp<Balance> x) => Aggregate(All & Select(Indices, Indices, (key, query) => query > 0), x, Empty.Default(Balance.Open)).Named("verdicts"));

    [Fact]
    public void Mean_that_is_no_integer() => RefusedAtRun(
        "aggregate(select(indices, indices, <=), x) at position 1: the mean of 2 int values is 3/2, which is no int; Mean gives it exactly, as a Rational",
        [1, 2],
        (SOp<int> x) => Aggregate(UpToHere, x));

    [Fact]
    public void Null_key() => RefusedAtRun(
        "select(aggregate(select(indices, (indices - 1), ==), x), x, ==) at position 0: the key is null, and null compares with nothing; OrElse gives it a value",
        [1, 2],
        (SOp<int> x) => SelectorWidth(Select(Library.Shift(x, 1), x, Equal)));

    [Fact]
    public void Null_query() => RefusedAtRun(
        "select(x, moved, ==) at position 1: the query is null, and null compares with nothing; OrElse gives it a value",
        [1, 2],
        (SOp<int> x) => SelectorWidth(Select(x, Library.Shift(x, -1).Named("moved"), Equal)));

    [Fact]
    public void Null_score() => RefusedAtRun(
        "best(all, moved, x) at position 0: the score at key 0 is null, and null compares with nothing; OrElse gives it a value",
        [1, 2],
        (SOp<int> x) => Best(All, Library.Shift(x, 1).Named("moved"), x));

    [Fact]
    public void Score_without_order() => RefusedAtRun(
        "best(all, x, x) at position 0: the score NaN at key 1 has no order",
        [1, double.NaN],
        (SOp<double> x) => Best(All, x, x));

    [Fact]
    public void Element_outside_a_table() => RefusedAtRun(
        "lookup(x, {'a': 1, 'b': 2}) at position 2: the table has no entry for 'c'; its 2 entries are for 'a', 'b'. Add one, or say what is otherwise",
        "abc",
        (SOp<char> x) => Lookup(x, new Dictionary<char, int> { ['a'] = 1, ['b'] = 2 }));

    [Fact]
    public void Index_outside_a_list() => RefusedAtRun(
        "lookup((x - 1), {0: \"zero\"}) at position 0: the table has no entry for -1; its 1 entries are for 0. Add one, or say what is otherwise",
        [0, 1],
        (SOp<int> x) => Lookup(x - 1, ["zero"]));

    [Fact]
    public void Table_with_two_entries_for_a_key() => Refused(
        "a table has two entries for 'a'",
        () => Lookup(Tokens<char>(), [KeyValuePair.Create('a', 1), KeyValuePair.Create('a', 2)]));

    [Fact]
    public void Division_by_zero() => RefusedAtRun(
        "(1 / x) at position 1: DivideByZeroException: Attempted to divide by zero.",
        [1, 0],
        (SOp<int> x) => 1 / x);

    [Fact]
    public void Overflow() {
        RefusedAtRun("(x + 1) at position 0: OverflowException: Arithmetic operation resulted in an overflow.", [int.MaxValue], (SOp<int> x) => x + 1);
        RefusedAtRun("sum(all, x) at position 0: OverflowException: Arithmetic operation resulted in an overflow.", [int.MaxValue, 1], (SOp<int> x) => Sum(All, x));
    }

    [Fact]
    public void Exception_in_a_lambda() => RefusedAtRun(
        "map(x, text => text[3]) at position 1: IndexOutOfRangeException: Index was outside the bounds of the array.",
        ["abcd", "abc"],
        (SOp<string> x) => x.Map(text => text[3]));

    [Fact]
    public void Exception_in_a_predicate() => RefusedAtRun(
        "select(x, x, (key, query) => query / key > 0) at position 0: DivideByZeroException at key 1: Attempted to divide by zero.",
        [1, 0],
        (SOp<int> x) => SelectorWidth(Select(x, x, (key, query) => query / key > 0)));

    [Fact]
    public void Types_that_csharp_widens() {
        Refused("char has no + of its own, C# widens it to int; say Map(x => (int)x) first", () => _ = Tokens<char>() + 'a');
        Refused("byte has no - of its own, C# widens it to int; say Map(x => (int)x) first", () => _ = -Tokens<byte>());
        Refused("short has no sum of its own, C# widens it to int; say Map(x => (int)x) first", () => Sum(All, Tokens<short>()));
    }

    [Fact]
    public void Types_without_order() {
        Refused("Opaque has no order, so no <; compare a Map of it that has one", () => _ = Tokens<Opaque>() < new Opaque(1));
        Refused("(int, Opaque) has no order, so no >=; compare a Map of it that has one", () => Select(Tokens<(int, Opaque)>(), Tokens<(int, Opaque)>(), GreaterEqual));
        Refused("Opaque has no order, so no greatest or least; aggregate a Map of it that has one", () => Max(All, Tokens<Opaque>()));
        Refused("Opaque has no order, so no >; compare a Map of it that has one", () => Library.Sort(Indices, Tokens<Opaque>(), descending: true));
    }

    [Fact]
    public void A_comparison_that_is_none() => Refused("17 is none of the six comparisons", () => Select(Indices, Indices, (Comparison)17));

    [Fact]
    public void Length_in_a_causal_program() => Refused(
        "length is not known to a causal program, which sees no later position; SelectorWidth(All) counts the positions up to the query",
        () => RaspProgram.Of((SOp<char> x) => Library.Reverse(x), causal: true));

    [Fact]
    public void An_input_of_two_types() => Refused(
        "input \"tokens\" is used as char and as int",
        () => RaspProgram.Of(Zip(Tokens<char>(), Tokens<int>())));

    [Fact]
    public void Inputs_that_do_not_fit() {
        RaspProgram<int> program = RaspProgram.Of(Input<int>("x") + Input<int>("y"));
        Refused("input \"y\" is not given; given are: x", () => program.Run(new Bindings().With("x", [1])));
        Refused("input \"x\" is not given; given are: none", () => program.Run(new Bindings()));
        Refused("input \"y\" is int, and char elements were given", () => program.Run(new Bindings().With("x", [1]).With("y", "a")));
        Refused("input \"y\" has 2 elements and \"x\" has 1; the inputs of a program are equally long", () => new Bindings().With("x", [1]).With("y", [1, 2]));
        Refused("input \"x\" is given twice", () => new Bindings().With("x", [1]).With("x", [2]));
    }

    [Fact]
    public void A_zip_of_nothing() => Refused(
        "zip takes one sequence or more; Constant makes one of a value",
        () => Zip(new List<SOp<int>>(), all => all.Length));

    [Fact]
    public void Brackets_in_two_roles() {
        Refused("'(' has two roles among the brackets ('(', '(')", () => Library.Dyck1(Tokens<char>(), '(', '('));
        Refused("')' has two roles among the brackets ('(', ')'), (')', ']')", () => Library.Dyck(Tokens<char>(), ('(', ')'), (')', ']')));
        Refused("brackets need one pair or more", () => Library.ShuffleDyck(Tokens<char>()));
    }

    [Fact]
    public void An_addition_of_letters() => RefusedAtRun(
        "digit at position 1: the table has no entry for 'x'; its 11 entries are for '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+'. Add one, or say what is otherwise",
        "1x2",
        (SOp<char> x) => Library.LongAddition(x));

    [Fact]
    public void More_positions_than_a_table_of_pairs_holds() => RefusedAtRun(
        "evaluated, a selector is a table of all pairs of positions, of 46340 positions at most, not 46341",
        new bool[46_341],
        (SOp<bool> x) => SelectorWidth(All));

    [Fact]
    public void A_value_where_there_is_none() {
        Sequence<int> sequence = RaspProgram.Of((SOp<int> x) => Library.Shift(x, 1)).Run([5, 6]);
        Refused("no value at position 0 of 2: ask IsPresent first, or give ToArray a value for null", () => sequence.ToArray());
        Assert.Equal([-1, 5], sequence.ToArray(whenNull: -1));
        Assert.False(sequence.IsPresent(0));
    }
}
