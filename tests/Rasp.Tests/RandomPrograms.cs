using System;
using System.Collections.Generic;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests;

/// <summary>Programs over integers as recipes, so that one can be written down in several ways.</summary>
static class RandomPrograms {
    // One step of a program: what it computes, of which earlier steps.
    public readonly record struct Instruction(int Operation, int A, int B, int C);

    public static Instruction[] Recipe(Random random) {
        var steps = new Instruction[random.Next(3, 14)];
        for (int i = 0; i < steps.Length; i++) {
            steps[i] = new Instruction(random.Next(14), random.Next(i + 3), random.Next(i + 3), random.Next(i + 3));
        }
        return steps;
    }

    // Values stay small and present: what is tested is sharing, and no error is to end a program early.
    public static SOp<int> Write(Instruction step, Func<int, SOp<int>> operand) => step.Operation switch {
        0 => (operand(step.A) + operand(step.B)) % 17,
        1 => operand(step.A) - operand(step.B) % 5,
        2 => operand(step.A) % 7 * (operand(step.B) % 7),
        3 => If(operand(step.A) < operand(step.B), operand(step.C), operand(step.A)),
        4 => Indicator((operand(step.A) == operand(step.B)) | !(operand(step.C) > 2)),
        5 => operand(step.A).Map(x => x / 2),
        6 => Zip(operand(step.A), operand(step.B), operand(step.C), (x, y, z) => Math.Max(x, Math.Min(y, z))),
        7 => SelectorWidth(Select(operand(step.A), operand(step.B), LessEqual)),
        8 => SelectorWidth(Select(operand(step.A), operand(step.B), Equal).Causal() | !Select(operand(step.C), operand(step.C), NotEqual)),
        9 => Max(Select(operand(step.A), operand(step.B), (key, query) => (key + query) % 2 == 0), operand(step.C), Empty.Default(-1)),
        10 => Last(Select(operand(step.A), operand(step.B), Greater), operand(step.C), Empty.Null).OrElse(operand(step.A)),
        11 => Best(UpToHere, operand(step.A), operand(step.B)),
        12 => Mean(Select(operand(step.A), operand(step.B), GreaterEqual), operand(step.C), Empty.Default(Fraction(1, 3))).Map(mean => (int)(mean * Fraction(3))),
        _ => Sum(Select(Indices, operand(step.A), Equal), operand(step.B), Empty.Default(2)) % 13,
    };

    public static SOp<int> Source(int index) => index switch {
        0 => Tokens<int>(),
        1 => Indices,
        _ => 2,
    };

    public static SOp<int> Shared(Instruction[] recipe) {
        var written = new List<SOp<int>> { Source(0), Source(1), Source(2) };
        foreach (Instruction step in recipe) {
            written.Add(Write(step, i => written[i]));
        }
        return written[^1];
    }
}
