using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Writes recurrences: each thread takes a share of the independent places, a piece at a time whose state stays in the first-level cache,
/// and runs it through all steps without waiting for others.
/// </summary>
internal sealed class ScanEmitter {
    private const long LongestPiece = 1024;

    private readonly KernelContext context;
    private readonly ScanKernel kernel;
    private readonly IrWriter writer;
    private readonly ScalarEmitter emitter;
    private readonly List<Variable> outer;
    private readonly Variable? pieceAxis;

    private ScanEmitter(KernelContext context, ScanKernel kernel) {
        (this.context, this.kernel, writer, emitter) = (context, kernel, context.Writer, context.Emitter);
        outer = [.. kernel.Shared.Take(kernel.Shared.Count - 1)];
        pieceAxis = kernel.Shared.LastOrDefault();
    }

    public static void Write(KernelContext context, ScanKernel kernel) => new ScanEmitter(context, kernel).Write();

    private void Write() {
        KernelScope top = KernelScope.AtSingles(kernel.Nests.SelectMany(nest => nest.Axes).Append(kernel.Step));
        if (pieceAxis is null) {
            writer.If(writer.Compare("eq", context.Thread, IrWriter.Int(0)), () => WriteSteps(top, IrWriter.Int(0), IrWriter.Int(0)));
            return;
        }
        int lanes = emitter.NativeLanes;
        IrValue extent = emitter.Extent(pieceAxis.Extent);
        IrValue places = outer.Aggregate(IrWriter.Int(1), (product, axis) => writer.Multiply(product, emitter.Extent(axis.Extent)));
        // Pieces as long as the cache allows, but several for each thread, of whole vectors.
        IrValue fewest = DivideUp(extent, IrWriter.Int(LargestPiece()));
        IrValue wanted = DivideUp(writer.Multiply(context.Threads, IrWriter.Int(2)), writer.Maximum(places, IrWriter.Int(1)));
        IrValue pieces = writer.Maximum(writer.Maximum(fewest, writer.Minimum(wanted, DivideUp(extent, IrWriter.Int(lanes)))), IrWriter.Int(1));
        IrValue length = writer.Maximum(writer.Multiply(DivideUp(DivideUp(extent, pieces), IrWriter.Int(lanes)), IrWriter.Int(lanes)), IrWriter.Int(lanes));
        pieces = DivideUp(extent, length);
        (IrValue first, IrValue end) = context.Share(writer.Multiply(places, pieces));
        writer.Loop(first, end, 1, item => {
            KernelScope place = new(top);
            context.Decode(writer.Divide(item, pieces), outer, place);
            IrValue from = writer.Multiply(writer.Modulo(item, pieces), length);
            WriteSteps(new KernelScope(place), from, writer.Minimum(writer.Add(from, length), extent));
        });
    }

    private void WriteSteps(KernelScope place, IrValue from, IrValue to) => writer.Loop(IrWriter.Int(0), emitter.Extent(kernel.Step.Extent), 1, step => {
        HashSet<int> done = [];
        for (int i = 0; i < kernel.Nests.Count; i++) {
            KernelScope scope = kernel.Step.Extent.Equals(Dimension.One) ? new KernelScope(place) : place.Inside(kernel.Step, step);
            if (done.Contains(i)) {
                continue;
            }
            JoinedNests? joined = null;
            for (int other = i + 1; other < kernel.Nests.Count && joined is null; other++) {
                joined = done.Contains(other) ? null : JoinedNests.Of(context, kernel.Nests[i], kernel.Nests[other], kernel.Nests.Skip(i + 1).Take(other - i - 1), outer);
                if (joined is not null) {
                    done.Add(other);
                }
            }
            if (joined is not null) {
                WriteJoined(joined, [.. joined.Axes], scope, from, to);
            } else {
                WriteNest(kernel.Nests[i], [.. kernel.Nests[i].Axes.Where(axis => !axis.Extent.Equals(Dimension.One) && !outer.Contains(axis))], scope, from, to);
            }
        }
    });

    private void WriteJoined(JoinedNests joined, List<Variable> axes, KernelScope scope, IrValue from, IrValue to) {
        Variable? axis = axes.FirstOrDefault();
        (IrValue first, IrValue end) = axis == pieceAxis ? (from, to) : (IrWriter.Int(0), axis is null ? IrWriter.Int(0) : emitter.Extent(axis.Extent));
        if (axes.Count > 1) {
            writer.Loop(first, end, 1, i => WriteJoined(joined, axes.GetRange(1, axes.Count - 1), scope.Inside(axis!, i), from, to));
        } else {
            joined.Write(scope, first, end);
        }
    }

    private void WriteNest(Nest nest, List<Variable> axes, KernelScope scope, IrValue from, IrValue to) {
        if (axes.Count == 0) {
            LoopEmitter.WriteStores(context, nest.Stores, new KernelScope(scope));
            return;
        }
        Variable axis = axes[0];
        (IrValue first, IrValue end) = axis == pieceAxis ? (from, to) : (IrWriter.Int(0), emitter.Extent(axis.Extent));
        bool isInnermost = axes.Count == 1;
        if (isInnermost) {
            scope = new KernelScope(scope);
            emitter.Hoist(nest.Stores.Select(store => store.Value).Concat(nest.Stores.SelectMany(store => store.At.SelectMany(index => index.DataScalars()))), axis, scope);
        }
        if (isInnermost && RunsOverLanes(nest, axis)) {
            context.LanesLoop(axis, first, end, Lanes(axis), scope, inside => LoopEmitter.WriteStores(context, nest.Stores, inside));
        } else {
            writer.Loop(first, end, 1, i => WriteNest(nest, axes.GetRange(1, axes.Count - 1), new KernelScope(scope.Inside(axis, i)), from, to));
        }
    }

    // A short row that is a power of two fills a shorter vector without a mask.
    private int Lanes(Variable axis) => axis != pieceAxis && axis.Extent.IsConstant && axis.Extent.Value is 2 or 4 or 8 && axis.Extent.Value < emitter.NativeLanes
        ? (int)axis.Extent.Value : emitter.NativeLanes;

    // Where lanes of the axis would gather and those of a sum lie side by side, the sum has the lanes.
    private bool RunsOverLanes(Nest nest, Variable axis) {
        List<Scalar> reductions = [.. nest.Stores.SelectMany(store => Composer.ReductionsIn(store.Value)).Where(reduction => reduction.DependsOn(axis))];
        return reductions.Count == 0 || reductions.All(reduction => AreSideBySide(reduction, axis)) || !reductions.All(reduction => AreSideBySide(reduction, reduction.Over!));
    }

    private bool AreSideBySide(Scalar reduction, Variable axis) => Enumerable.Range(0, context.Parameters.Count).SelectMany(parameter => Composer.LoadsOf(reduction.Operands[0], parameter))
        .All(load => ScalarEmitter.Stride(emitter.Linear(load.Buffer, load.At), axis) is { } stride && (stride.Equals(Dimension.Zero) || stride.Equals(Dimension.One)));

    // All places of the piece's axis where their state stays in half of the second-level cache, for long rows are read at their best, and
    // parts of rows may meet in few places of a cache. Else as many as have half of the first-level cache.
    private long LargestPiece() {
        long bytes = 0;
        foreach ((Parameter parameter, int number) in context.Parameters.Select((parameter, number) => (parameter, number)).Where(pair => pair.parameter.Written)) {
            bool isCarried = kernel.Nests.SelectMany(nest => nest.Stores).Where(store => store.Parameter == number)
                .All(store => !store.At.Any(index => index.Variables().Contains(kernel.Step)));
            long all = isCarried ? context.UpperBound(parameter.Type.Count) * parameter.Type.Element.Bytes() : 0;
            bytes += all / System.Math.Max(1, kernel.Shared.Aggregate(1L, (product, axis) => product * context.UpperBound(axis.Extent)));
        }
        int lanes = emitter.NativeLanes;
        long whole = context.UpperBound(pieceAxis!.Extent);
        if (whole * bytes <= emitter.Target.Level2Bytes / 2) {
            return System.Math.Max(1, whole);
        }
        return System.Math.Min(LongestPiece, System.Math.Max(2 * lanes, emitter.Target.Level1Bytes / 2 / System.Math.Max(4, bytes) / lanes * lanes));
    }

    private IrValue DivideUp(IrValue value, IrValue by) => writer.Divide(writer.Add(value, writer.Subtract(by, IrWriter.Int(1))), by);
}
