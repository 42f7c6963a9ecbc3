using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Tool.Schedules;

/// <summary>A value that lives in a slot: written by one step, read until another.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="From">The number of the step that writes it first.</param>
/// <param name="To">The number of the last step that touches it.</param>
sealed record Tenant(int Slot, int From, int To) {
    /// <summary>
    /// Who lives in the slots of a function, in the order of slots and steps. A step that writes a slot without reading it
    /// begins a new value; slots that move with the iterations of a loop are given by their first. What an iteration reads
    /// before it writes it comes from before the loop or from the iteration before, so that slot is held for the whole of the loop.
    /// </summary>
    public static IReadOnlyList<Tenant> Of(Schedule schedule) {
        Dictionary<int, Tenant> living = [];
        List<Tenant> all = [];
        int number = 0;
        foreach (ScheduleLine line in schedule.Lines) {
            // The head of a block, which may read a condition, stands after the step before it.
            number = line is CallLine call ? call.Number : number;
            IReadOnlyList<BufferUse> buffers = line is CallLine { Buffers: var given } ? given : ((BlockLine)line).Buffers;
            foreach (IGrouping<int, BufferUse> uses in buffers.Where(use => use.Section == "slot").GroupBy(use => use.Index)) {
                bool isLiving = living.TryGetValue(uses.Key, out Tenant? tenant);
                if (isLiving && !uses.All(use => use.IsWritten)) {
                    living[uses.Key] = tenant! with { To = number };
                    continue;
                }
                if (isLiving) {
                    all.Add(tenant!);
                }
                living[uses.Key] = new Tenant(uses.Key, number, number);
            }
        }
        all.AddRange(living.Values);
        foreach (CallLine[] body in schedule.Loops) {
            foreach (int slot in Held(body)) {
                Tenant[] within = [.. all.Where(tenant => tenant.Slot == slot && tenant.From <= body[^1].Number && tenant.To >= body[0].Number)];
                all.RemoveAll(within.Contains);
                all.Add(new Tenant(slot, Math.Min(body[0].Number, within.Min(tenant => tenant.From)), Math.Max(body[^1].Number, within.Max(tenant => tenant.To))));
            }
        }
        return [.. all.OrderBy(tenant => tenant.Slot).ThenBy(tenant => tenant.From)];
    }

    static HashSet<int> Held(CallLine[] body) {
        HashSet<int> held = [], written = [];
        foreach (CallLine call in body) {
            foreach (BufferUse use in call.Buffers.Where(use => use.Section == "slot").OrderBy(use => use.IsWritten)) {
                (use.IsWritten ? written : written.Contains(use.Index) ? [] : held).Add(use.Index);
            }
        }
        return held;
    }
}
