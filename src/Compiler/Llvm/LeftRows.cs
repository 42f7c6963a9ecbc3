using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>The left operand of a contraction: read where it lies, or computed and laid one row behind the other, block by block of the depth.</summary>
internal sealed class LeftRows(KernelContext context, ContractionKernel kernel, Scalar left, Variable row, Variable summed, Dimension depth) {
    private readonly IrWriter writer = context.Writer;
    private readonly ScalarEmitter emitter = context.Emitter;

    /// <summary>Whether it is nothing but rows of a buffer with its summed elements side by side.</summary>
    public bool LieReady {
        get {
            if (left.Operation != "load" || left.Type != ElementType.F32) {
                return false;
            }
            Index linear = emitter.Linear(left.Buffer, left.At);
            bool isPlain = linear.Terms.All(term => term.Atom is Atom.Loop loop
                && (loop.Variable == row || kernel.Batch.Contains(loop.Variable) || (loop.Variable == summed && term.Coefficient.Equals(Dimension.One))));
            return isPlain && (depth.Equals(Dimension.One) || linear.Terms.Any(term => term.Atom is Atom.Loop loop && loop.Variable == summed));
        }
    }

    /// <summary>Where the rows lie that lie ready, and the elements from one to the next.</summary>
    public (IrValue Pointer, IrValue Stride) Ready(KernelScope place) {
        Index linear = emitter.Linear(left.Buffer, left.At);
        Index start = linear.Substitute(variable => variable == row || variable == summed ? Index.Of(Dimension.Zero) : null, data => data);
        return (writer.Element(new IrValue("ptr", $"%b{left.Buffer}"), "float", emitter.EmitIndex(start, place)), emitter.Extent(ScalarEmitter.Stride(linear, row)!));
    }

    /// <summary>
    /// Computes rows. A block of the depth is all the rows one behind the other, each <paramref name="stride"/> elements long; the next
    /// block follows <paramref name="slab"/> elements after it.
    /// </summary>
    public void Pack(KernelScope place, IrValue packed, IrValue first, IrValue end, IrValue blocks, long block, long stride, long slab) => writer.Loop(first, end, 1, r => {
        KernelScope outside = new(place);
        outside.Define(row, r);
        outside.Define(summed, IrWriter.Int(0));
        KernelScope scope = new(outside);
        emitter.Hoist([left], summed, scope);
        IrValue start = writer.Element(packed, "float", writer.Multiply(writer.Subtract(r, first), IrWriter.Int(stride)));
        if (blocks.Name == "1") {
            Run(start, IrWriter.Int(0), emitter.Extent(depth));
            return;
        }
        writer.Loop(IrWriter.Int(0), blocks, 1, b => {
            IrValue from = writer.Multiply(b, IrWriter.Int(block));
            Run(writer.Element(start, "float", writer.Multiply(b, IrWriter.Int(slab))), from, writer.Minimum(writer.Add(from, IrWriter.Int(block)), emitter.Extent(depth)));
        });

        // A row's block has room for whole vectors, so the last one may be written whole; what lies behind the row is never read.
        void Run(IrValue target, IrValue from, IrValue to) => context.LanesLoop(summed, from, to, emitter.NativeLanes, scope, inside =>
            writer.Store(emitter.EmitVector(left, inside), writer.Element(target, "float", writer.Subtract(inside.ValueOf(summed)!.Value, from)), 4));
    });
}
