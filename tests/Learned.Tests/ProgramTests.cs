using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Rasp;
using Xunit;

namespace Sinter.Learned.Tests;

/// <summary>Each program, compiled and evaluated, gives the logits and classes that its Python gives.</summary>
public class ProgramTests {
    // Of sums that are exact to less than a millionth.
    private const double Tolerance = 1e-6;

    [Fact]
    public void HistogramIsAsInPython() {
        using Histogram.Loaded model = Histogram.Load();
        using Histogram.Session session = model.CreateSession();
        foreach (Case sample in Case.Of("histogram")) {
            session.Run(Histogram.Encode(sample.Tokens), out ReadOnlySpan<double> logits, out _);
            Near(sample.Logits, logits, sample);
            Assert.Equal(sample.Labels, Histogram.Label(session, sample.Tokens));
            Near(sample.Logits, HistogramProgram.Run(sample.Tokens), Histogram.Classes, sample);
        }
    }

    [Fact]
    public void BracketsAreAsInPython() {
        using Brackets.Loaded model = Brackets.Load();
        using Brackets.Session session = model.CreateSession();
        foreach (Case sample in Case.Of("brackets")) {
            session.Run(Brackets.Encode(sample.Tokens), out ReadOnlySpan<double> logits, out _);
            Near(sample.Logits, logits, sample);
            Assert.Equal(sample.Labels, Brackets.Label(session, sample.Tokens));
            Near(sample.Logits, BracketsProgram.Run(sample.Tokens), Brackets.Classes, sample);
        }
    }

    [Fact]
    public void EntitiesAreAsInPython() {
        using Entities.Loaded model = Entities.Load();
        using Entities.Session session = model.CreateSession();
        foreach (Case sample in Case.Of("entities")) {
            session.Run(Entities.Encode(sample.Tokens), out ReadOnlySpan<double> logits, out _);
            Near(sample.Logits, logits, sample);
            Assert.Equal(sample.Labels, Entities.Label(session, sample.Tokens));
            Near(sample.Logits, EntitiesProgram.Run(sample.Tokens), Entities.Classes, sample);
        }
    }

    [Fact]
    public void QuestionsAreAsInPython() {
        using Questions.Loaded model = Questions.Load();
        using Questions.Session session = model.CreateSession();
        foreach (Case sample in Case.Of("questions")) {
            session.Run(Questions.Encode(sample.Tokens), out ReadOnlySpan<double> logits, out _, out ReadOnlySpan<double> pooled, out _);
            Near(sample.Logits, logits, sample);
            Near([sample.Pooled!], pooled, sample);
            Assert.Equal(sample.Class, Questions.Classify(session, sample.Tokens));
            Sequence<ClassScores> evaluated = QuestionsProgram.Run(sample.Tokens);
            Near(sample.Logits, evaluated, Questions.Classes, sample);
            Assert.Equal(sample.Class, Questions.Classes[ClassScores.Mean(evaluated).Class]);
        }
    }

    [Fact]
    public void ATokenThatIsNotKnownIsAnErrorThatNamesIt() {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Histogram.Encode("<s>", "z"));
        Assert.StartsWith("Program Histogram: expected one of the 7 tokens of its vocabulary at 1, found 'z'.", error.Message);
    }

    private static void Near(double[][] expected, ReadOnlySpan<double> found, Case sample) =>
        Near([.. expected.SelectMany(row => row)], [.. found.ToArray()], Tolerance, sample);

    private static void Near(double[][] expected, Sequence<ClassScores> found, IReadOnlyList<string> classes, Case sample) {
        Near([.. expected.SelectMany(row => row)], [.. found.ToArray().SelectMany(scores => scores.Logits)], 1e-9, sample);
        Assert.All(found.ToArray(), scores => Assert.Equal(classes.Count, scores.Logits.Count));
    }

    private static void Near(double[] expected, double[] found, double tolerance, Case sample) {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++) {
            Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance, $"{string.Join(" ", sample.Tokens)}: logit {i} is {found[i]}, and {expected[i]} in Python");
        }
    }
}
