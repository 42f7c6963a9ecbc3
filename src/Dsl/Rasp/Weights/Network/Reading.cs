using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Rasp.Weights;

/// <summary>How the value of an expression is read off the residual stream, linearly.</summary>
abstract class Reading(Domain domain) {
    public Domain Domain => domain;

    /// <summary>The time at which it is complete.</summary>
    public int Ready => Owners.Select(owner => owner.Born).DefaultIfEmpty().Max();

    public abstract IEnumerable<Variable> Owners { get; }

    public void Use(int time) {
        foreach (Variable owner in Owners) {
            owner.Use(time);
        }
    }
}

/// <summary>One of several groups of slots is 1 and says the category; of a constant there is nothing to read.</summary>
sealed class Categorical(Domain domain, ImmutableArray<ImmutableArray<Slot>> slots) : Reading(domain) {
    public ImmutableArray<ImmutableArray<Slot>> Slots => slots;

    public bool IsConstant => Domain.Count == 1;

    public override IEnumerable<Variable> Owners => slots.SelectMany(group => group).Select(slot => slot.Owner).Distinct();

    public double Hot => Owners.Select(owner => owner.Hot + Merged(owner)).DefaultIfEmpty().Max();

    public double ColdSum => Owners.Select(owner => owner.ColdSum).DefaultIfEmpty().Max();

    public bool IsExact => Hot == 0 && ColdSum == 0;

    // A category of several slots also has the errors of those that are 0.
    double Merged(Variable owner) => slots.Any(group => group.Length > 1) ? owner.ColdSum : 0;
}

/// <summary>A point of a line: where a value lies, and its category, or -1 where the expression has none.</summary>
readonly record struct Point(double At, int Category);

/// <summary>A sum of slots that lies near one of some points and says the value; or that it is null, where another sum is not 0.</summary>
sealed class Line : Reading {
    public Line(Domain domain, ImmutableArray<Term> form, double offset, IEnumerable<Point> points, double error, ImmutableArray<Term> nullForm, double nullLeast) : base(domain) {
        Form = form;
        Offset = offset;
        Points = [.. points.OrderBy(point => point.At)];
        Error = error;
        NullForm = nullForm;
        NullLeast = nullLeast;
        FindNumbers();
    }

    public ImmutableArray<Term> Form { get; }

    public double Offset { get; }

    public ImmutableArray<Point> Points { get; }

    public double Error { get; }

    /// <summary>0 where there is a value, and at least <see cref="NullLeast"/> where it is null.</summary>
    public ImmutableArray<Term> NullForm { get; }

    public double NullLeast { get; }

    public override IEnumerable<Variable> Owners => Form.Concat(NullForm).Select(term => term.Slot.Owner).Distinct();

    /// <summary>Whether the number of a value is Slope * position + Intercept, wherever it lies.</summary>
    public bool IsNumber { get; private set; }

    public double Slope { get; private set; }

    public double Intercept { get; private set; }

    /// <summary>Whether some of its points are null, beside the form that says so.</summary>
    public bool HasNullPoints => Domain.MayBeNull && Points.Any(point => point.Category == Domain.Null);

    public double Gap => Points.Zip(Points.Skip(1), (a, b) => b.At - a.At).DefaultIfEmpty(1).Min();

    public double Range => Points[^1].At - Points[0].At;

    void FindNumbers() {
        Point[] valued = [.. Points.Where(point => point.Category >= 0)];
        double?[] numbers = [.. valued.Select(point => Domain.Number(Domain[point.Category]))];
        if (numbers.Length == 0 || Array.Exists(numbers, number => number is null)) {
            return;
        }
        double range = valued[^1].At - valued[0].At;
        Slope = range > 0 ? (numbers[^1]!.Value - numbers[0]!.Value) / range : 1;
        Intercept = numbers[0]!.Value - (Slope * valued[0].At);
        IsNumber = valued.Zip(numbers, (point, number) => Math.Abs((Slope * point.At) + Intercept - number!.Value)).All(off => off < 1e-9);
        // The usual case without the rounding of the fit.
        if (IsNumber && Math.Abs(Slope - 1) < 1e-9 && Math.Abs(Intercept) < 1e-9) {
            (Slope, Intercept) = (1, 0);
        }
    }
}
