using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Plans;

/// <summary>
/// Gives each temporary a slot that no other temporary uses while it is needed. The lowest free slot of the same size is taken, so
/// that layers which repeat find the slots as the layer before did.
/// </summary>
internal static class SlotAssignment {
    /// <summary>Slot of each temporary by its key, and the sizes of all slots in bytes.</summary>
    public static Dictionary<string, int> Run(IReadOnlyList<BoundKernel> kernels, Func<BufferKey, TensorType> typeOf, out List<Dimension> sizes) {
        Dictionary<string, int> lastUse = [];
        for (int i = 0; i < kernels.Count; i++) {
            foreach (BufferKey buffer in kernels[i].Buffers.Where(buffer => buffer.Kind == BufferKind.Temporary)) {
                lastUse[buffer.Key] = i;
            }
        }
        sizes = [];
        List<bool> free = [];
        Dictionary<string, int> slots = [];
        for (int i = 0; i < kernels.Count; i++) {
            foreach (BufferKey buffer in kernels[i].Buffers.Where(buffer => buffer.Kind == BufferKind.Temporary && !slots.ContainsKey(buffer.Key))) {
                TensorType type = typeOf(buffer);
                Dimension size = type.Count * new Dimension(type.Element.Bytes());
                int slot = 0;
                while (slot < sizes.Count && !(free[slot] && sizes[slot].Equals(size))) {
                    slot++;
                }
                if (slot == sizes.Count) {
                    sizes.Add(size);
                    free.Add(false);
                }
                free[slot] = false;
                slots.Add(buffer.Key, slot);
            }
            foreach (BufferKey buffer in kernels[i].Buffers.Where(buffer => buffer.Kind == BufferKind.Temporary && lastUse[buffer.Key] == i)) {
                free[slots[buffer.Key]] = true;
            }
        }
        return slots;
    }
}
