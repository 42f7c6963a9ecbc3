using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Naming;

/// <summary>A source of a weight with the tensors of a file in it: its shape is known, its elements not yet read.</summary>
abstract class SourceNode(long[] shape) {
    public long[] Shape { get; } = shape;

    /// <summary>The elements; what cannot be seen through strides is put together in memory of <paramref name="work"/>.</summary>
    public abstract TensorView View(SourceMemory work);

    /// <summary>The one node whose elements this one sees in another way, or null.</summary>
    public virtual SourceNode? Inner => null;

    /// <summary>A tensor as it is in the file.</summary>
    public sealed class Leaf(WeightTensor tensor) : SourceNode([.. tensor.Shape]) {
        public WeightTensor Tensor => tensor;

        public override TensorView View(SourceMemory work) => TensorView.Of(tensor);
    }

    /// <summary>One number everywhere.</summary>
    public sealed class Fill(double value, long[] shape) : SourceNode(shape) {
        public double Value => value;

        public override TensorView View(SourceMemory work) => work.Filled(this);
    }

    public sealed class Transposed(SourceNode of, int[] order) : SourceNode(Ordered(of.Shape, order)) {
        public override SourceNode Inner => of;

        public override TensorView View(SourceMemory work) => of.View(work).Transpose(order);

        static long[] Ordered(long[] shape, int[] order) {
            long[] ordered = new long[order.Length];
            for (int axis = 0; axis < order.Length; axis++) {
                ordered[axis] = shape[order[axis]];
            }
            return ordered;
        }
    }

    /// <summary>Positions of each axis; an axis of which one position is taken may go.</summary>
    public sealed class Sliced(SourceNode of, (long First, long Count, bool Drops)[] ranges)
        : SourceNode([.. ranges.Where(range => !range.Drops).Select(range => range.Count)]) {
        public override SourceNode Inner => of;

        public override TensorView View(SourceMemory work) {
            TensorView view = of.View(work);
            for (int axis = ranges.Length - 1; axis >= 0; axis--) {
                view = view.Slice(axis, ranges[axis].First, ranges[axis].Count);
                view = ranges[axis].Drops ? view.Drop(axis) : view;
            }
            return view;
        }
    }

    public sealed class Reshaped(SourceNode of, long[] shape) : SourceNode(shape) {
        public override SourceNode Inner => of;

        public override TensorView View(SourceMemory work) {
            TensorView view = of.View(work);
            view = view.IsContiguous ? view : work.Copied(view);
            return view with { Shape = Shape, Strides = TensorView.RowMajor(Shape) };
        }
    }

    /// <summary>Parts along an axis that each of them has.</summary>
    public sealed class Joined(int axis, SourceNode[] parts, long[] shape) : SourceNode(shape) {
        /// <summary>The parts with the position along the axis at which each begins.</summary>
        public IEnumerable<(SourceNode Part, long First)> Parts {
            get {
                long first = 0;
                foreach (SourceNode part in parts) {
                    yield return (part, first);
                    first += part.Shape[axis];
                }
            }
        }

        public int Axis => axis;

        public override TensorView View(SourceMemory work) => work.Filled(this);
    }

    public sealed class Inserted(SourceNode of, int axis) : SourceNode([.. of.Shape[..axis], 1, .. of.Shape[axis..]]) {
        public override SourceNode Inner => of;

        public override TensorView View(SourceMemory work) => of.View(work).Insert(axis);
    }
}
