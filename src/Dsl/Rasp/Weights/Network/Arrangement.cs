using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Rasp.Weights;

/// <summary>
/// Gives variables their dimensions. What nothing needs is left out, and a dimension whose variable was last used is erased
/// by an MLP and given to a later one.
/// </summary>
static class Arrangement {
    /// <summary>Arranges the network.</summary>
    /// <param name="network">The network; its slots get dimensions.</param>
    /// <param name="kept">What is read at the end.</param>
    /// <param name="oneSided">Whether the nonlinearity gives what is not negative as it is.</param>
    /// <param name="reuses">Whether dimensions are used again; what is read through a norm is not erased exactly.</param>
    /// <returns>The number of dimensions.</returns>
    public static int Of(TransformerNetwork network, IEnumerable<Variable> kept, bool oneSided, bool reuses) {
        LeaveOutUnused(network, kept);
        var erased = new HashSet<(Slot, int)>();
        int width = Allocate(network, oneSided, reuses, erased);
        ClearRest(network, erased);
        return width;
    }

    static void LeaveOutUnused(TransformerNetwork network, IEnumerable<Variable> kept) {
        foreach (Variable variable in network.Variables) {
            variable.Forget();
        }
        var live = new HashSet<Variable> { network.Flags };
        void Need(IEnumerable<Term> terms, int time) {
            foreach (Term term in terms) {
                live.Add(term.Slot.Owner);
                term.Slot.Owner.Use(time);
            }
        }
        foreach (Variable variable in kept.Append(network.Flags)) {
            live.Add(variable);
            variable.Use(int.MaxValue);
        }
        for (int layer = network.Layers.Count - 1; layer >= 0; layer--) {
            foreach ((string key, Unit unit) in network.Layers[layer].Units.ToArray()) {
                foreach (Slot slot in unit.Writes.Keys.Where(slot => !live.Contains(slot.Owner) || unit.Writes[slot] == 0).ToArray()) {
                    unit.Writes.Remove(slot);
                }
                if (unit.Writes.Count == 0) {
                    network.Layers[layer].Units.Remove(key);
                } else {
                    Need(unit.Inputs, (2 * layer) + 2);
                }
            }
            foreach ((string key, Head head) in network.Layers[layer].Heads.ToArray()) {
                head.Payloads = [.. head.Payloads.Where(payload => live.Contains(payload.Target.Owner))];
                if (head.Payloads.Count == 0) {
                    network.Layers[layer].Heads.Remove(key);
                } else {
                    Need(head.Pairs.SelectMany(pair => pair.Keys.Concat(pair.Queries)).SelectMany(group => group).Select(slot => new Term(slot, 1))
                        .Concat(head.KeyLogits).Concat(head.Payloads.SelectMany(payload => payload.Values)), (2 * layer) + 1);
                }
            }
        }
        network.Variables.RemoveAll(variable => !live.Contains(variable));
        while (network.Layers is [.., { Heads.Count: 0, Units.Count: 0 }]) {
            network.Layers.RemoveAt(network.Layers.Count - 1);
        }
    }

    static int Allocate(TransformerNetwork network, bool oneSided, bool reuses, HashSet<(Slot, int)> erased) {
        // The latest slot of each dimension.
        var dimensions = new List<Slot>();
        foreach (Variable variable in network.Variables.OrderBy(variable => variable.Born).ToArray()) {
            foreach (Slot slot in variable.Slots) {
                int reused = !reuses ? -1 : dimensions.FindIndex(before => EraseTime(before.Owner) is { } time && (time < variable.Born || (time == variable.Born && time % 2 == 0)));
                if (reused >= 0) {
                    int time = EraseTime(dimensions[reused].Owner)!.Value;
                    network.Erase(time, dimensions[reused], oneSided && dimensions[reused].Owner.IsIndicator);
                    erased.Add((dimensions[reused], time));
                    (slot.Dimension, dimensions[reused]) = (reused, slot);
                } else {
                    slot.Dimension = dimensions.Count;
                    dimensions.Add(slot);
                }
            }
        }
        return dimensions.Count;
    }

    // The first MLP from the last use on; what a unit reads it may erase at once.
    static int? EraseTime(Variable variable) => variable.LastUse == int.MaxValue ? null : Math.Max(2, 2 * ((variable.LastUse + 1) / 2));

    static void ClearRest(TransformerNetwork network, HashSet<(Slot, int)> erased) {
        int last = network.Layers.FindLastIndex(layer => layer.Heads.Count > 0);
        for (int layer = 0; layer < last; layer++) {
            int time = (2 * layer) + 2;
            foreach (Payload payload in network.Layers[layer].Heads.Values.SelectMany(head => head.Payloads)) {
                if (payload.Rest != 0 && !erased.Contains((payload.Target, time))) {
                    network.Clear(time, payload.Target, payload.Rest);
                }
            }
        }
    }
}
