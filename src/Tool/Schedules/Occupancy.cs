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
    /// begins a new value; slots that move with the iterations of a loop are given by their first.
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
        return [.. all.Concat(living.Values).OrderBy(tenant => tenant.Slot).ThenBy(tenant => tenant.From)];
    }
}
