using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;

namespace Sinter.Rasp;

/// <summary>A logit for each class, in double precision.</summary>
public sealed class ClassScores(params double[] logits) : IAdditionOperators<ClassScores, ClassScores, ClassScores> {
    /// <summary>The logits, in the order of the classes.</summary>
    public IReadOnlyList<double> Logits => logits;

    /// <summary>The number of the greatest logit; of the first of several.</summary>
    public int Class {
        get {
            int greatest = 0;
            for (int i = 1; i < logits.Length; i++) {
                greatest = logits[i] > logits[greatest] ? i : greatest;
            }
            return greatest;
        }
    }

    /// <summary>The sums of the logits.</summary>
    public static ClassScores operator +(ClassScores left, ClassScores right) => new([.. left.Logits.Zip(right.Logits, (a, b) => a + b)]);

    /// <summary>The means of the logits of several positions.</summary>
    public static ClassScores Mean(Sequence<ClassScores> positions) {
        ArgumentNullException.ThrowIfNull(positions);
        ClassScores[] all = positions.ToArray();
        ClassScores sum = all.Aggregate((left, right) => left + right);
        return sum.Times(1.0 / all.Length);
    }

    /// <summary>The logits, multiplied.</summary>
    public ClassScores Times(double factor) => new([.. logits.Select(logit => logit * factor)]);

    /// <inheritdoc/>
    public override string ToString() => $"({string.Join(", ", logits.Select(logit => logit.ToString("0.####", CultureInfo.InvariantCulture)))})";
}

/// <summary>The weights of a linear classifier over the variables of a program: a row for each value of each of them.</summary>
/// <param name="rows">The variable, the value as text, and a weight for each class. A variable of counts has one row, of the value "_".</param>
public sealed class ClassWeights(params (string Variable, string Value, double[] Weights)[] rows) {
    readonly Dictionary<(string Variable, string Value), ClassScores> scores = rows.ToDictionary(row => (row.Variable, row.Value), row => new ClassScores(row.Weights));

    /// <summary>The row of each value. One without a row is an error at run.</summary>
    public SOp<ClassScores> Of<T>(string variable, SOp<T> values) => values.Map(value => Row(variable, Text(value)), $"x => weights of {variable}");

    /// <summary>The row of a variable of counts, times each count.</summary>
    public SOp<ClassScores> Times(string variable, SOp<int> counts) {
        ClassScores row = Row(variable, "_");
        return counts.Map(count => row.Times(count), $"x => x * weights of {variable}");
    }

    ClassScores Row(string variable, string value) => scores.TryGetValue((variable, value), out ClassScores? row)
        ? row
        : throw new RaspException($"the value {value} of {variable} has no weights");

    static string Text<T>(T value) => value is Enum ? $"{typeof(T).Name}.{value}" : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
