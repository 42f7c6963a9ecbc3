using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Sinter.Rasp.Weights;

/// <summary>The transformer before its dimensions have places: variables, and the heads and units of each layer, equal ones once.</summary>
sealed class TransformerNetwork {
    // Far enough that both nonlinearities are the identity there in f32.
    const double Linear = 8;

    readonly Dictionary<Slot, int> numbers = [];
    readonly List<Variable> variables = [];
    readonly List<Layer> layers = [];

    readonly double spread;

    /// <param name="norm">What layer normalisation adds to the error of a slot that is 1.</param>
    /// <param name="spread">d of a step.</param>
    public TransformerNetwork(double norm, double spread) {
        this.spread = spread;
        Flags = Add(new Variable("flags", -1, 0, ["rest", "token", "padding"]) { Norm = norm });
    }

    /// <summary>Which kind of row it is: the rest position, a token or padding.</summary>
    public Variable Flags { get; }

    public Slot Rest => Flags.Slots[0];

    public Slot Token => Flags.Slots[1];

    public Slot Padding => Flags.Slots[2];

    public List<Variable> Variables => variables;

    public List<Layer> Layers => layers;

    /// <summary>The first attention after a time.</summary>
    public static int AttentionAfter(int ready) => (2 * ((ready + 1) / 2)) + 1;

    /// <summary>The first MLP after a time.</summary>
    public static int MlpAfter(int ready) => (2 * (ready / 2)) + 2;

    public Variable Add(Variable variable) {
        variables.Add(variable);
        foreach (Slot slot in variable.Slots) {
            numbers.Add(slot, numbers.Count);
        }
        return variable;
    }

    public int Number(Slot slot) => numbers[slot];

    public Layer At(int time) {
        while (layers.Count < (time + 1) / 2) {
            layers.Add(new Layer());
        }
        return layers[((time + 1) / 2) - 1];
    }

    /// <summary>Adds a head, or what it writes to one that attends alike.</summary>
    public void Add(int time, Head head, IEnumerable<Payload> payloads) {
        string signature = head.Signature(Number);
        if (!At(time).Heads.TryGetValue(signature, out Head? merged)) {
            At(time).Heads.Add(signature, merged = head);
        }
        merged.Payloads.AddRange(payloads);
        foreach (Variable read in merged.Pairs.SelectMany(pair => pair.Keys.Concat(pair.Queries)).SelectMany(group => group)
            .Concat(merged.KeyLogits.Select(term => term.Slot)).Concat(merged.Payloads.SelectMany(payload => payload.Values).Select(term => term.Slot))
            .Select(slot => slot.Owner)) {
            read.Use(time);
        }
    }

    /// <summary>
    /// Steps where steepness * (form - threshold) passes 0: (f(z + d) - f(z - d)) / 2d, which is 0
    /// or 1 away from it. It is silent at the rest position.
    /// </summary>
    public void Step(int time, IEnumerable<Term> form, double threshold, double steepness, IEnumerable<(Slot Slot, double Change)> changes) {
        ImmutableArray<Term> inputs = [.. form.Where(term => term.Factor != 0).GroupBy(term => term.Slot).OrderBy(group => numbers[group.Key])
            .Select(group => new Term(group.Key, steepness * group.Sum(term => term.Factor)))];
        double rest = -Math.Max(Linear, 1.25 * spread) - inputs.Sum(input => Math.Abs(input.Factor) * Math.Max(1, Largest(input.Slot)));
        foreach (int side in (int[])[1, -1]) {
            Unit unit = UnitOf(time, inputs, -steepness * threshold, spread * side, rest);
            foreach ((Slot slot, double change) in changes) {
                unit.Writes[slot] = unit.Writes.GetValueOrDefault(slot) + (side * change / (2 * spread));
            }
        }
    }

    /// <summary>Writes a number to a slot at every token.</summary>
    public void Constant(int time, Slot slot, double value) => Write(UnitOf(time, [], Linear, 0, 0), slot, value / Linear);

    /// <summary>Takes from a slot at the rest position what attention left there.</summary>
    public void Clear(int time, Slot slot, double value) => Write(UnitOf(time, [], 0, 0, Linear), slot, -value / Linear);

    /// <summary>Takes from a slot what it holds, at every position.</summary>
    public void Erase(int time, Slot slot, bool oneSided) {
        Write(UnitOf(time, [new Term(slot, 1)], 0, 0, 0), slot, -1);
        if (!oneSided) {
            Write(UnitOf(time, [new Term(slot, -1)], 0, 0, 0), slot, 1);
        }
    }

    static void Write(Unit unit, Slot slot, double value) => unit.Writes[slot] = unit.Writes.GetValueOrDefault(slot) + value;

    static double Largest(Slot slot) => slot.Owner.Largest;

    Unit UnitOf(int time, ImmutableArray<Term> inputs, double token, double bias, double rest) {
        var signature = new StringBuilder();
        foreach (Term input in inputs) {
            signature.Append(CultureInfo.InvariantCulture, $"{numbers[input.Slot]}*{input.Factor:R} ");
            input.Slot.Owner.Use(time);
        }
        signature.Append(CultureInfo.InvariantCulture, $"{token:R} {bias:R} {rest:R}");
        Dictionary<string, Unit> units = At(time).Units;
        if (!units.TryGetValue(signature.ToString(), out Unit? unit)) {
            units.Add(signature.ToString(), unit = new Unit { Inputs = inputs, Token = token, Bias = bias, Rest = rest });
        }
        return unit;
    }
}
