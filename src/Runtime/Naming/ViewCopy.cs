using System;
using System.Collections.Generic;

namespace Sinter.Runtime.Naming;

/// <summary>Copies what a view sees to memory, by strides on both sides, converting where the types differ.</summary>
/// <param name="view">What to copy.</param>
/// <param name="target">Where its first element goes.</param>
/// <param name="strides">Elements of the target from one position of an axis to the next.</param>
/// <param name="type">The type to write.</param>
sealed unsafe class ViewCopy(TensorView view, byte* target, long[] strides, ScalarType type) {
    readonly byte* target = target;

    /// <summary>Copies all of it.</summary>
    public void Run() => Copy(0, 0, view.Shape.Length == 0 ? 1 : view.Shape[0], view.Offset, 0);

    /// <summary>The copy in independent parts of about that many elements, by the outermost axis.</summary>
    public IEnumerable<Action> Parts(long elements) {
        if (view.Shape.Length == 0) {
            return [Run];
        }
        List<Action> parts = [];
        long row = TensorView.Count(view.Shape.AsSpan(1));
        long step = Math.Max(1, elements / Math.Max(1, row));
        for (long first = 0; first < view.Shape[0]; first += step) {
            long from = first, count = Math.Min(step, view.Shape[0] - first);
            parts.Add(() => Copy(0, from, count, view.Offset, 0));
        }
        return parts;
    }

    void Copy(int axis, long first, long count, long source, long goal) {
        if (view.Shape.Length == 0) {
            Row(source, goal, 1, 1, 1);
            return;
        }
        long from = view.Strides[axis], to = strides[axis];
        source += first * from;
        goal += first * to;
        if (axis == view.Shape.Length - 1) {
            Row(source, goal, count, from, to);
            return;
        }
        for (long i = 0; i < count; i++) {
            Copy(axis + 1, 0, view.Shape[axis + 1], source + i * from, goal + i * to);
        }
    }

    void Row(long source, long goal, long count, long from, long to) {
        int size = type.Size();
        byte* write = target + goal * size;
        if (view.Tensor is { } tensor && (ElementReading.StoredAs(tensor.Type) != type || !BitConverter.IsLittleEndian)) {
            for (long i = 0; i < (from == 1 && to == 1 ? 1 : count); i++) {
                ElementReading.Read(tensor, source + i * from, from == 1 && to == 1 ? count : 1, type, write + i * to * size);
            }
            return;
        }
        byte* read = (view.Tensor is { } mapped ? mapped.Pointer : (byte*)view.Memory) + source * size;
        if (from == 1 && to == 1) {
            Buffer.MemoryCopy(read, write, count * size, count * size);
            return;
        }
        switch (size) {
            case 1: Move<byte>(read, write, count, from, to); break;
            case 2: Move<ushort>(read, write, count, from, to); break;
            case 4: Move<uint>(read, write, count, from, to); break;
            default: Move<ulong>(read, write, count, from, to); break;
        }
    }

    static void Move<T>(byte* read, byte* write, long count, long from, long to) where T : unmanaged {
        T* source = (T*)read, goal = (T*)write;
        for (long i = 0; i < count; i++) {
            goal[i * to] = source[i * from];
        }
    }
}
