namespace Sinter.Rasp.Text;

/// <summary>
/// The library that RASP ships, under its names: what RASP computes with heads and roundings is here a primitive, the rest
/// is a text of the language.
/// </summary>
static class TextLibrary {
    public const string Source = """
        def has_focus(s) {
            return selector_width(s) > 0;
        }

        def count(seq, atom) {
            return selector_width(select(seq, atom, ==));
        }

        def contains(seq, atom) {
            return count(seq, atom) > 0;
        }

        def max(a, b) {
            return a if a > b else b;
        }

        def min(a, b) {
            return a if a < b else b;
        }

        def average(seq) {
            return aggregate(full_s, seq);
        }

        def load_from_location(seq, location) {
            return aggregate(select(indices, location, ==), seq);
        }

        def shift(seq, n, filler) {
            return aggregate(select(indices + n, indices, ==), seq, filler);
        }

        # Whether a position holds the value, and none after it does.
        def mark_last_instance(seq, val) {
            later = select(indices, indices, >) and select(seq, val, ==);
            return seq == val and not has_focus(later);
        }

        def mark_first_instance(seq, val) {
            earlier = select(indices, indices, <) and select(seq, val, ==);
            return seq == val and not has_focus(earlier);
        }

        def select_from_last(seq, val) {
            return select(mark_last_instance(seq, val), True, ==);
        }

        def select_from_first(seq, val) {
            return select(mark_first_instance(seq, val), True, ==);
        }

        # Stable: of equal keys the earlier goes before.
        def sort(seq, key) {
            before = select(key, key, <) or (select(key, key, ==) and select(indices, indices, <));
            return aggregate(select(selector_width(before), indices, ==), seq);
        }

        # The next position that holds what this one holds.
        def select_next_identical(seq) {
            occurrence = selector_width(select(seq, seq, ==) and select(indices, indices, <));
            return select(seq, seq, ==) and select(occurrence, occurrence + 1, ==);
        }
        """;

    /// <summary>Gives a scope the words of the language and the library's primitives.</summary>
    public static void Give(Scope scope) {
        scope.Give("True", true);
        scope.Give("False", false);
        scope.Give("indices", Language.Indices);
        scope.Give("tokens_str", Language.Input<string>("tokens_str"));
        scope.Give("tokens_int", Language.Input<int>("tokens_int"));
        scope.Give("tokens_float", Language.Input<Rational>("tokens_float"));
        scope.Give("tokens_bool", Language.Input<bool>("tokens_bool"));
        scope.Give("tokens", Language.Input<string>("tokens_str"));
        scope.Give("length", Language.Length);
        scope.Give("full_s", Language.All);
        scope.Give("selector_width", new TextFunction("selector_width", ["sel"], (at, arguments) =>
            Language.SelectorWidth(arguments[0] as Selector ?? throw Values.Mismatch(at, "a selector for selector_width", arguments[0]))));
    }
}
