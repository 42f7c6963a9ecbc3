using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Plans;

/// <summary>
/// Gives each temporary a slot that no other temporary uses while it is needed. The lowest free slot of the same size is taken, so
/// that layers which repeat find the slots as the layer before did. What lives across the iterations of a loop keeps its slot from the
/// loop's start to its end.
/// </summary>
internal sealed class SlotAssignment {
    private readonly Dictionary<BufferKey, (int First, int Last)> lives = [];
    private int time;

    /// <summary>Slot of each temporary, and the sizes of all slots in bytes.</summary>
    public static Dictionary<BufferKey, int> Run(IReadOnlyList<BoundStep> steps, Func<BufferKey, Dimension> sizeOf, out List<Dimension> sizes) {
        SlotAssignment assignment = new();
        assignment.Visit(steps);
        sizes = [];
        List<BufferKey?> holders = [];
        Dictionary<BufferKey, int> slots = [];
        foreach (KeyValuePair<BufferKey, (int First, int Last)> life in assignment.lives.OrderBy(life => life.Value.First)) {
            Dimension size = sizeOf(life.Key);
            int slot = 0;
            while (slot < sizes.Count && !(sizes[slot].Equals(size) && assignment.lives[holders[slot]!].Last < life.Value.First)) {
                slot++;
            }
            if (slot == sizes.Count) {
                sizes.Add(size);
                holders.Add(null);
            }
            holders[slot] = life.Key;
            slots.Add(life.Key, slot);
        }
        return slots;
    }

    private static bool IsTemporary(BufferKey buffer) => buffer.Kind is BufferKind.Temporary or BufferKind.Carried;

    // A loop's span is the life of whatever is used in it and also around it, or carried by it.
    private void Visit(IReadOnlyList<BoundStep> steps) {
        foreach (BoundStep step in steps) {
            switch (step) {
                case BoundKernel kernel:
                    foreach (BufferKey buffer in kernel.Buffers.Where(IsTemporary)) {
                        Use(buffer);
                    }
                    time++;
                    break;
                case BoundBranch branch:
                    // A slow thread may read the condition while others are in the side already.
                    UseCondition(branch.Condition);
                    Visit(branch.Then);
                    Visit(branch.Else);
                    UseCondition(branch.Condition);
                    break;
                case BoundLoop loop:
                    int first = time++;
                    HashSet<BufferKey> before = [.. lives.Keys];
                    Visit(loop.Body);
                    int last = time++;
                    foreach (BufferKey buffer in lives.Keys.ToList()) {
                        // Used inside and before: the next iteration may read it again.
                        if (lives[buffer].Last > first && (before.Contains(buffer) || buffer.Kind == BufferKind.Carried)) {
                            lives[buffer] = (Math.Min(lives[buffer].First, first), last);
                        }
                    }
                    break;
            }
        }
    }

    private void UseCondition(BufferKey condition) {
        if (IsTemporary(condition)) {
            Use(condition);
        }
        time++;
    }

    private void Use(BufferKey buffer) => lives[buffer] = lives.TryGetValue(buffer, out (int First, int Last) life) ? (life.First, time) : (time, time);
}
