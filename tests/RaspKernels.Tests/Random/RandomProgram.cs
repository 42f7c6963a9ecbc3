using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Sinter.Rasp.Tests;

/// <summary>A program of random steps as C#: integers, truth values and selectors, of which each is made from earlier ones.</summary>
sealed class RandomProgram {
    readonly List<(char Kind, string Text)> steps = [('i', "x"), ('i', "Indices"), ('i', "Length"), ('b', "x > 0")];

    public RandomProgram(int seed) {
        Seed = seed;
        var random = new Random(seed);
        int count = random.Next(4, 14);
        for (int i = 0; i < count; i++) {
            steps.Add(Step(random));
        }
        steps.Add(Integer(random));
    }

    public int Seed { get; }

    /// <summary>The steps that can be a result.</summary>
    public IEnumerable<int> Results => Enumerable.Range(0, steps.Count).Where(i => steps[i].Kind == 'i');

    public int Last => steps.Count - 1;

    /// <summary>The method of the program up to a step, with no step that it does not need.</summary>
    public string Method(int result) {
        bool[] needed = new bool[steps.Count];
        needed[result] = true;
        for (int i = result; i >= 0; i--) {
            for (int j = 0; needed[i] && j < i; j++) {
                needed[j] |= steps[i].Text.Contains(Name(j) + ")", StringComparison.Ordinal);
            }
        }
        IEnumerable<string> lines = Enumerable.Range(0, result + 1).Where(i => needed[i])
            .Select(i => $"        {(steps[i].Kind switch { 'i' => "SOp<int>", 'b' => "SOp<bool>", _ => "Selector" })} {Name(i)} = {steps[i].Text};");
        return $"    [RaspProgram]\n    public static SOp<int> P{Seed}(SOp<int> x) {{\n{string.Join("\n", lines)}\n        return {Name(result)};\n    }}\n";
    }

    static string Name(int step) => string.Create(CultureInfo.InvariantCulture, $"v{step}");

    (char, string) Step(Random random) => random.Next(5) switch {
        0 or 1 => Selector(random),
        2 => Truth(random),
        _ => Integer(random),
    };

    // In parentheses, so that a name is never the beginning of another.
    string Pick(Random random, char kind) {
        int[] of = [.. Enumerable.Range(0, steps.Count).Where(i => steps[i].Kind == kind)];
        if (of.Length == 0) {
            return kind == 's' ? random.Next(2) == 0 ? "(All)" : "(UpToHere)" : "(x)";
        }
        // Late steps more often than early ones, so that programs grow deep.
        int at = Math.Max(random.Next(of.Length), random.Next(of.Length));
        return $"({Name(of[at])})";
    }

    (char, string) Integer(Random random) {
        string a = Pick(random, 'i'), b = Pick(random, 'i'), s = Pick(random, 's'), t = Pick(random, 'b');
        string empty = random.Next(3) switch { 0 => "Empty.Null", 1 => "Empty.Default(0)", _ => "Empty.Default(-3)" };
        return ('i', random.Next(19) switch {
            0 => $"({a} + {b}) % 17",
            1 => $"{a} - {b} % 5",
            2 => $"{a} % 7 * ({b} % 7)",
            3 => $"If({t}, {a}, {b})",
            4 => $"Indicator({t}) + {a} % 3",
            5 => $"{a}.Map(v => v / 2 + (v < 0 ? 1 : v & 3))",
            6 => $"Zip({a}, {b}, (p, q) => p > q ? (p - q) % 9 : q % 4)",
            7 or 8 => $"SelectorWidth({s})",
            9 => $"Sum({s}, {a} % 50, {empty})",
            10 => $"Max({s}, {a}, {empty})",
            11 => $"Min({s}, {a}, {empty})",
            12 => $"First({s}, {a}, {empty})",
            13 => $"Last({s}, {a}, {empty})",
            14 => $"Closest({s}, {a}, {empty})",
            15 => $"Best({s}, {a}, {b}, {empty})",
            16 => $"{a}.OrElse({b})",
            17 => $"Aggregate({s}, {a}, {empty})",
            _ => $"First({s}, {a}).OrElse({b}).OrElse(2)",
        });
    }

    (char, string) Truth(Random random) {
        string a = Pick(random, 'i'), b = Pick(random, 'i'), s = Pick(random, 's'), t = Pick(random, 'b'), u = Pick(random, 'b');
        return ('b', random.Next(9) switch {
            0 => $"{a} == {b}",
            1 => $"{a} < {b}",
            2 => $"{a} >= {b} % 4",
            3 => $"{t} & {u}",
            4 => $"{t} | !{u}",
            5 => $"{t} ^ {u}",
            6 => $"Max({s}, {t}, Empty.Default(false))",
            7 => $"{a}.IsPresent()",
            _ => $"Mean({s}, {t}, Empty.Default(Fraction(1, 3))) > Fraction(1, 2)",
        });
    }

    (char, string) Selector(Random random) {
        string a = Pick(random, 'i'), b = Pick(random, 'i'), s = Pick(random, 's'), r = Pick(random, 's'), t = Pick(random, 'b');
        string[] comparisons = ["Equal", "NotEqual", "Less", "LessEqual", "Greater", "GreaterEqual"];
        string comparison = comparisons[random.Next(6)];
        return ('s', random.Next(12) switch {
            0 or 1 => $"Select({a}, {b}, {comparison})",
            2 => $"Select({a}, {a}, {comparison})",
            3 => $"Select(Indices, {a}, {comparison})",
            4 => $"Select(Indices, Indices - {random.Next(-2, 3)}, {comparison})",
            5 => $"Select({a}, Indices, {comparison})",
            6 => $"Select({a}, {b}, (k, q) => (k + 2 * q) % 3 == 1)",
            7 => $"Select({t}, true, Equal)",
            8 => $"{s} & {r}",
            9 => $"{s} | {r}",
            10 => $"!{s}",
            _ => $"{s} & BeforeHere",
        });
    }
}
