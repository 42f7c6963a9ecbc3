using System;
using System.Collections.Generic;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Naming;

/// <summary>
/// Weights that native code uses as the file stores them. The numbers of the forms are the compiler's (Kernels/StoredForm.cs); an address
/// carries one in its upper byte.
/// </summary>
static class StoredForm {
    const int Shift = 56;

    /// <summary>The number of a type, or 0 for those that are not used as they are stored.</summary>
    public static int Of(WeightType type) => type switch {
        WeightType.F16 => 1,
        WeightType.BF16 => 2,
        WeightType.Q8_0 => 3,
        WeightType.Q4_0 => 4,
        WeightType.Q4_K => 5,
        WeightType.Q6_K => 6,
        _ => 0,
    };

    /// <summary>An address with a form.</summary>
    public static nint Tag(nint address, int form) => address | (nint)((long)form << Shift);

    /// <summary>The form of an address.</summary>
    public static int In(nint address) => (int)((ulong)address >> Shift);

    /// <summary>
    /// The elements of one tensor that a node sees, when they are runs of whole blocks; null when it puts them together in another way.
    /// </summary>
    public static TensorView? Runs(SourceNode node) {
        using var nothing = new SourceMemory(ScalarType.F32);
        if (!IsViewOfOne(node, nothing) || node.View(nothing) is not { Tensor: { } tensor, Shape.Length: > 0 } view || Of(tensor.Type) == 0) {
            return null;
        }
        int block = WeightLayout.Block(tensor.Type).Elements;
        int last = view.Shape.Length - 1;
        if (view.Strides[last] != 1 || view.Shape[last] % block != 0 || view.Offset % block != 0) {
            return null;
        }
        for (int axis = 0; axis < last; axis++) {
            if (view.Shape[axis] > 1 && view.Strides[axis] % block != 0) {
                return null;
            }
        }
        return view;
    }

    /// <summary>Copies runs of whole blocks to lie one after the other.</summary>
    public static unsafe void Copy(TensorView view, byte* target) {
        (int elements, int bytes) = WeightLayout.Block(view.Tensor!.Type);
        byte* source = view.Tensor.Pointer;
        long run = view.Shape[^1] / elements * bytes;
        Visit(0, view.Offset);

        void Visit(int axis, long offset) {
            if (axis == view.Shape.Length - 1) {
                Buffer.MemoryCopy(source + offset / elements * bytes, target, run, run);
                target += run;
                return;
            }
            for (long i = 0; i < view.Shape[axis]; i++) {
                Visit(axis + 1, offset + i * view.Strides[axis]);
            }
        }
    }

    static bool IsViewOfOne(SourceNode node, SourceMemory nothing) => node switch {
        SourceNode.Leaf => true,
        SourceNode.Sliced or SourceNode.Transposed => IsViewOfOne(node.Inner!, nothing),
        SourceNode.Reshaped => IsViewOfOne(node.Inner!, nothing) && node.Inner!.View(nothing).IsContiguous,
        _ => false,
    };
}
