using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Rasp.Weights;

/// <summary>Where a sum of slots means an outcome: a category, or a fault.</summary>
readonly record struct Mark(double At, int Outcome);

/// <summary>
/// Steps along one sum of slots, wherever the outcome changes; with gates, only where one slot of each group is 1.
/// </summary>
sealed class StepBank {
    const double Tolerance = 1e-9;

    StepBank(ImmutableArray<Term> form, double offset, ImmutableArray<Mark> marks) {
        (Form, Offset, Marks) = (form, offset, marks);
    }

    public ImmutableArray<Term> Form { get; }

    public double Offset { get; }

    /// <summary>All places, ascending.</summary>
    public ImmutableArray<Mark> Marks { get; }

    public ImmutableArray<ImmutableArray<Slot>> Gates { get; init; } = [];

    /// <summary>A bound of the sum's error, and of that of each gate.</summary>
    public double Error { get; init; }

    public double GateError { get; init; }

    /// <summary>Whether slots and factors are whole, so that nothing is rounded.</summary>
    public bool IsExact { get; init; }

    /// <summary>The outcome before the first mark, which is written where no step is.</summary>
    public required int Base { get; init; }

    /// <summary>The largest that the sum can be where the gates are shut.</summary>
    public double Most { get; init; }

    /// <summary>Where the outcome changes: the place between two marks, half their distance, and the outcomes on both sides.</summary>
    public IEnumerable<(double Threshold, double Half, int Before, int After)> Changes {
        get {
            if (Marks[0].Outcome != Base) {
                double gap = Marks.Length > 1 ? Marks[1].At - Marks[0].At : 1;
                yield return (Marks[0].At - (gap / 2), gap / 2, Base, Marks[0].Outcome);
            }
            for (int i = 1; i < Marks.Length; i++) {
                if (Marks[i].Outcome != Marks[i - 1].Outcome) {
                    yield return ((Marks[i].At + Marks[i - 1].At) / 2, (Marks[i].At - Marks[i - 1].At) / 2, Marks[i - 1].Outcome, Marks[i].Outcome);
                }
            }
        }
    }

    public int Units => 2 * Changes.Count();

    public static StepBank? Of(ImmutableArray<Term> form, double offset, IEnumerable<Mark> marks, double error, bool isExact, int? startsAt = null,
        ImmutableArray<ImmutableArray<Slot>>? gates = null, double gateError = 0, double? most = null) {
        Mark[] sorted = [.. marks.OrderBy(mark => mark.At)];
        double scale = Math.Max(1, Math.Max(Math.Abs(sorted[0].At), Math.Abs(sorted[^1].At)));
        var distinct = new List<Mark>();
        foreach (Mark mark in sorted) {
            if (distinct.Count > 0 && mark.At - distinct[^1].At <= Tolerance * scale) {
                if (mark.Outcome != distinct[^1].Outcome) {
                    return null;
                }
            } else {
                distinct.Add(mark);
            }
        }
        return new StepBank(form, offset, [.. distinct]) {
            Error = error, IsExact = isExact, Base = startsAt ?? distinct[0].Outcome, Gates = gates ?? [], GateError = gateError, Most = most ?? distinct[^1].At,
        };
    }

    double Steepness(Precision precision, double half) => IsExact ? Precision.PowerOfTwoFrom(precision.Aim / half) : precision.Aim / half;

    // The rounding of z, of which two units take the difference.
    double RoundingAt(double steepness, double at, double threshold, Precision precision) =>
        precision.LayerNorm ? NoiseAt(steepness, at, threshold, precision) : IsExact ? 0 : precision.OfZ * Precision.Rounding * ((steepness * (Math.Abs(at) + Math.Abs(threshold))) + Gates.Length + (2 * precision.Spread));

    // What layer normalisation adds to the rounding of z: its factors are those that TransformerNetwork.Step gives.
    double NoiseAt(double steepness, double at, double threshold, Precision precision) {
        double gate = GateFactor(steepness, threshold, precision), gates = Gates.Sum(group => gate * group.Length);
        double token = OfToken(steepness, threshold, precision);
        double factors = (steepness * Form.Sum(term => Math.Abs(term.Factor) * Math.Max(1, term.Slot.Owner.Largest))) + gates;
        // One slot of an indicator is not 0.
        double terms = Form.GroupBy(term => term.Slot.Owner).Sum(owner => owner.Key.IsIndicator
            ? owner.Max(term => Math.Abs(term.Factor))
            : owner.Sum(term => Math.Abs(term.Factor) * owner.Key.Largest));
        return precision.Noise(Form.Length + Gates.Sum(group => group.Length) + 3, (3 * factors) + token + (2 * precision.Spread) + 16, (steepness * (terms + Math.Abs(at))) + (gate * Gates.Length) + token);
    }

    // What the two units of a step add together, of which the step is the difference.
    static double HeightAt(double steepness, double at, double threshold, Precision precision) =>
        ((steepness * (at - threshold)) + precision.Spread) / precision.Spread;

    double OfToken(double steepness, double threshold, Precision precision) =>
        (steepness * (Math.Abs(threshold) + Math.Abs(Offset))) + (GateFactor(steepness, threshold, precision) * Gates.Length);

    /// <summary>The part of what is allowed that errors use up at the change where they use most.</summary>
    public double Used(Precision precision) {
        double worst = 0;
        foreach ((double threshold, double half, _, _) in Changes) {
            double steepness = Steepness(precision, half);
            double largest = Math.Max(Math.Abs(Marks[0].At), Math.Abs(Marks[^1].At));
            double error = (steepness * Error) + (GateFactor(steepness, threshold, precision) * GateError) + RoundingAt(steepness, largest, threshold, precision)
                + (precision.OfNorm * OfToken(steepness, threshold, precision));
            worst = Math.Max(worst, error / ((steepness * half) - precision.Saturated));
        }
        return worst;
    }

    /// <summary>
    /// Bounds of the errors of what the steps write, when each outcome has a slot: of that of the outcome at hand, of another,
    /// and of all others together.
    /// </summary>
    public (double Hot, double Cold, double ColdSum) Errors(Precision precision) {
        if (IsExact && precision.OfStep == 0) {
            return (0, 0, 0);
        }
        (double hot, double cold, double coldSum) = (0, 0, 0);
        (double Threshold, double Half, int Before, int After)[] changes = [.. Changes];
        var bySlot = new Dictionary<int, SlotError>();
        foreach (Mark mark in Marks) {
            bySlot.Clear();
            foreach ((double threshold, double half, int before, int after) in changes) {
                if (threshold > mark.At) {
                    break;
                }
                double steepness = Steepness(precision, half);
                double error = (RoundingAt(steepness, mark.At, threshold, precision) / precision.Spread) + precision.OfStep;
                double height = IsExact ? 0 : HeightAt(steepness, mark.At, threshold, precision);
                bySlot[before] = bySlot.GetValueOrDefault(before).With(error, height);
                bySlot[after] = bySlot.GetValueOrDefault(after).With(error, height);
            }
            double sum = 0;
            foreach ((int outcome, SlotError slot) in bySlot) {
                if (outcome == mark.Outcome) {
                    hot = Math.Max(hot, slot.Total);
                } else {
                    cold = Math.Max(cold, slot.Total);
                    sum += slot.Total;
                }
            }
            coldSum = Math.Max(coldSum, sum);
        }
        return (hot, cold, coldSum);
    }

    /// <summary>A bound of the error of a number that the steps add up, of which each outcome has its own.</summary>
    public double NumberError(Precision precision, Func<int, double> number) {
        double worst = 0;
        foreach (Mark mark in Marks) {
            var slot = default(SlotError);
            foreach ((double threshold, double half, int before, int after) in Changes) {
                if (threshold > mark.At) {
                    break;
                }
                double steepness = Steepness(precision, half);
                double change = Math.Abs(number(after) - number(before));
                slot = slot.With(change * ((RoundingAt(steepness, mark.At, threshold, precision) / precision.Spread) + precision.OfStep), IsExact ? 0 : change * HeightAt(steepness, mark.At, threshold, precision));
            }
            worst = Math.Max(worst, slot.Total);
        }
        return worst;
    }

    /// <summary>Adds the steps; each change of the outcome makes these changes.</summary>
    public void Write(TransformerNetwork network, int time, Precision precision, Func<int, int, IEnumerable<(Slot, double)>> changes) {
        foreach ((double threshold, double half, int before, int after) in Changes) {
            double steepness = Steepness(precision, half);
            // A group without its 1 takes more than the sum can give.
            double gate = GateFactor(steepness, threshold, precision) / steepness;
            network.Step(
                time,
                Form.Concat(Gates.SelectMany(group => group).Select(slot => new Term(slot, gate))),
                threshold - Offset + (gate * Gates.Length),
                steepness,
                changes(before, after));
        }
    }

    double GateFactor(double steepness, double threshold, Precision precision) {
        if (Gates.IsEmpty) {
            return 0;
        }
        double most = (steepness * Math.Max(0, Most - threshold)) + precision.Aim + (2 * precision.Saturated);
        return IsExact ? Precision.PowerOfTwoFrom(most) : most * 1.01;
    }

    readonly record struct SlotError(double Error, double Height, int Count) {
        // Beside the errors of the steps that of adding up large numbers that cancel.
        public double Total => Error + (2 * Count * Precision.Rounding * Height);

        public SlotError With(double error, double height) => new(Error + error, Height + height, Count + 1);
    }
}
