using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests;

/// <summary>
/// A program of random steps - integers, truth values and selectors, each made from earlier ones - that can be written down
/// in several ways: as s-ops that share their steps, as s-ops that are written anew at each use, and as the C# of a method.
/// </summary>
sealed class RandomProgram {
    static readonly string[] Empties = ["Empty.Null", "Empty.Default(0)", "Empty.Default(-3)"];
    static readonly Comparison[] Comparisons = [Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual];
    static readonly (char Kind, string Text)[] Sources = [('i', "x"), ('i', "Indices"), ('i', "Length"), ('b', "x > 0")];

    // What a step takes for a selector where there is none yet.
    const int Everything = -1, Earlier = -2;

    readonly List<Step> steps = [];
    readonly bool hasLength;

    /// <param name="seed">What all choices hang on.</param>
    /// <param name="hasLength">Whether it may use the length, which a causal program does not know.</param>
    public RandomProgram(int seed, bool hasLength = true) {
        Seed = seed;
        this.hasLength = hasLength;
        var random = new Random(seed);
        int count = random.Next(4, 14);
        for (int i = 0; i < count; i++) {
            steps.Add(Next(random, random.Next(5) switch { 0 or 1 => 's', 2 => 'b', _ => 'i' }));
        }
        steps.Add(Next(random, 'i'));
    }

    sealed record Step(char Kind, RandomOperation Operation, int A, int B, int D, int S, int R, int T, int U, int Empty, Comparison Comparison, int Number);

    public int Seed { get; }

    /// <summary>The number of steps and sources; the last is the result.</summary>
    public int Count => Sources.Length + steps.Count;

    public int Last => Count - 1;

    /// <summary>The steps that can be a result.</summary>
    public IEnumerable<int> Results => Enumerable.Range(0, Count).Where(i => KindOf(i) == 'i');

    /// <summary>The program up to a step, with one node for each step.</summary>
    public SOp<int> Shared(int result) {
        var written = new List<Node>();
        for (int i = 0; i <= result; i++) {
            written.Add(Write(i, j => written[j]));
        }
        return (SOp<int>)written[result];
    }

    /// <summary>One step of these operands.</summary>
    public Node Write(int index, Func<int, Node> operand) {
        if (index < Sources.Length) {
            return index switch { 0 => Input<int>("x"), 1 => Indices, 2 => Length, _ => Input<int>("x") > 0 };
        }
        Step step = steps[index - Sources.Length];
        Selector SelectorOf(int at) => at switch { Everything => All, Earlier => UpToHere, _ => (Selector)operand(at) };
        // An operand that the operation does not use is not asked for, so that writing anew stays small.
        string used = step.Operation.Text(letter => $"<{letter}>");
        SOp<int> IntegerOf(char letter, int at) => used.Contains($"<{letter}>", StringComparison.Ordinal) ? (SOp<int>)operand(at) : Indices;
        SOp<bool> TruthOf(char letter, int at) => used.Contains($"<{letter}>", StringComparison.Ordinal) ? (SOp<bool>)operand(at) : Indices == 0;
        return step.Operation.Write(new Operands(
            IntegerOf('A', step.A), IntegerOf('B', step.B), IntegerOf('D', step.D),
            used.Contains("<S>", StringComparison.Ordinal) ? SelectorOf(step.S) : All,
            used.Contains("<R>", StringComparison.Ordinal) ? SelectorOf(step.R) : All,
            TruthOf('T', step.T), TruthOf('U', step.U),
            step.Empty switch { 0 => Empty.Null, 1 => Empty.Default(0), _ => Empty.Default(-3) },
            step.Comparison,
            step.Number));
    }

    /// <summary>The C# of the program up to a step, with no step that it does not need.</summary>
    public string Method(int result) {
        string[] texts = [.. Enumerable.Range(0, result + 1).Select(Text)];
        bool[] needed = new bool[result + 1];
        needed[result] = true;
        for (int i = result; i >= 0; i--) {
            if (needed[i]) {
                foreach (Match name in Regex.Matches(texts[i], @"\bv(\d+)\b")) {
                    needed[int.Parse(name.Groups[1].Value, CultureInfo.InvariantCulture)] = true;
                }
            }
        }
        IEnumerable<string> lines = Enumerable.Range(0, result + 1).Where(i => needed[i])
            .Select(i => $"        {(KindOf(i) switch { 'i' => "SOp<int>", 'b' => "SOp<bool>", _ => "Selector" })} {Name(i)} = {texts[i]};");
        return $"    [RaspProgram]\n    public static SOp<int> P{Seed}(SOp<int> x) {{\n{string.Join("\n", lines)}\n        return {Name(result)};\n    }}\n";
    }

    char KindOf(int index) => index < Sources.Length ? Sources[index].Kind : steps[index - Sources.Length].Kind;

    string Text(int index) {
        if (index < Sources.Length) {
            return Sources[index].Text;
        }
        Step step = steps[index - Sources.Length];
        return step.Operation.Text(letter => letter switch {
            'A' => Name(step.A),
            'B' => Name(step.B),
            'D' => Name(step.D),
            'S' => Name(step.S),
            'R' => Name(step.R),
            'T' => Name(step.T),
            'U' => Name(step.U),
            'E' => Empties[step.Empty],
            'C' => step.Comparison.ToString(),
            _ => string.Create(CultureInfo.InvariantCulture, $"({step.Number})"),
        });
    }

    static string Name(int step) => step switch { Everything => "All", Earlier => "UpToHere", _ => string.Create(CultureInfo.InvariantCulture, $"v{step}") };

    Step Next(Random random, char kind) {
        RandomOperation[] operations = kind switch { 'i' => RandomOperation.Integers, 'b' => RandomOperation.Truths, _ => RandomOperation.Selectors };
        return new Step(
            kind, operations[random.Next(operations.Length)],
            Pick(random, 'i'), Pick(random, 'i'), Pick(random, 'i'), Pick(random, 's'), Pick(random, 's'), Pick(random, 'b'), Pick(random, 'b'),
            random.Next(Empties.Length), Comparisons[random.Next(Comparisons.Length)], random.Next(-2, 3));
    }

    int Pick(Random random, char kind) {
        int[] of = [.. Enumerable.Range(0, Count).Where(i => KindOf(i) == kind && (hasLength || i != 2))];
        if (of.Length == 0) {
            return random.Next(2) == 0 ? Everything : Earlier;
        }
        // Late steps more often than early ones, so that programs grow deep.
        return of[Math.Max(random.Next(of.Length), random.Next(of.Length))];
    }
}
