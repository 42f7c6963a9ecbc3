using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Index = Sinter.Compiler.Kernels.Index;

namespace Sinter.Compiler.Llvm;

/// <summary>Writes loop kernels: the outer axes are shared out among the threads, the innermost runs over lanes.</summary>
internal static class LoopEmitter {
    // A row longer than this is cut for the threads to share, unless something is computed once for the whole row.
    private const long LongestPiece = 1024;

    public static void Write(KernelContext context, LoopKernel kernel) {
        foreach (Nest nest in kernel.Nests) {
            if (PackedUse.PackedParameter(kernel, nest) is { } matrix && context.Stored.Contains(matrix)) {
                WriteStoredPanels(context, nest, matrix);
            } else if (nest.Stores.Any(store => context.Parameters[store.Parameter].Layout == Layout.Panels)) {
                PanelEmitter.Write(context, nest);
            } else if (RunningIn(nest) is { Count: > 0 } running) {
                WriteOrdered(context, nest, running);
            } else {
                WriteNest(context, nest);
            }
        }
    }

    private static void WriteNest(KernelContext context, Nest nest) {
        IrWriter writer = context.Writer;
        ScalarEmitter emitter = context.Emitter;
        // The last axis with more than one element runs over lanes; axes of one element are no loops.
        List<Variable> axes = [.. nest.Axes.Where(axis => !axis.Extent.Equals(Dimension.One))];
        KernelScope top = KernelScope.AtSingles(nest.Axes);
        if (axes.Count == 0) {
            writer.If(writer.Compare("eq", context.Thread, IrWriter.Int(0)), () => WriteStores(context, nest.Stores, new KernelScope(top)));
            return;
        }
        Variable inner = axes[axes.Count - 1];
        List<Variable> outer = axes.GetRange(0, axes.Count - 1);
        bool inOnePiece = nest.Stores.Any(store => ScalarEmitter.HoistsReduction(store.Value, inner));
        IrValue length = emitter.Extent(inner.Extent);
        IrValue pieceLength = inOnePiece ? length : IrWriter.Int(LongestPiece);
        IrValue pieces = inOnePiece || (inner.Extent.IsConstant && inner.Extent.Value <= LongestPiece)
            ? IrWriter.Int(1)
            : writer.Divide(writer.Add(length, IrWriter.Int(LongestPiece - 1)), IrWriter.Int(LongestPiece));
        IrValue items = outer.Aggregate(pieces, (product, axis) => writer.Multiply(product, emitter.Extent(axis.Extent)));
        (IrValue first, IrValue end) = context.Share(items);
        writer.Loop(first, end, 1, item => {
            KernelScope scope = new(top);
            IrValue rest = item;
            IrValue piece = IrWriter.Int(0);
            if (pieces.Name != "1") {
                piece = writer.Modulo(rest, pieces);
                rest = writer.Divide(rest, pieces);
            }
            context.Decode(rest, outer, scope);
            emitter.Hoist(nest.Stores.Select(store => store.Value).Concat(nest.Stores.SelectMany(store => store.At.SelectMany(index => index.DataScalars()))), inner, scope);
            IrValue from = pieces.Name == "1" ? IrWriter.Int(0) : writer.Multiply(piece, pieceLength);
            IrValue to = pieces.Name == "1" ? length : writer.Minimum(writer.Add(from, pieceLength), length);
            context.LanesLoop(inner, from, to, Lanes(emitter, inner.Extent), scope, inside => WriteStores(context, nest.Stores, inside));
        });
    }

    // A short row that is a power of two fills a shorter vector without a mask.
    private static int Lanes(ScalarEmitter emitter, Dimension extent) =>
        extent.IsConstant && extent.Value is 2 or 4 or 8 or 16 && extent.Value < emitter.NativeLanes ? (int)extent.Value : emitter.NativeLanes;

    // What combines along an axis of the nest, operands before users.
    private static List<Scalar> RunningIn(Nest nest) {
        List<Scalar> found = [];
        HashSet<Scalar> seen = [];
        foreach (Store store in nest.Stores) {
            Visit(store.Value);
        }
        return found;

        void Visit(Scalar scalar) {
            if (!seen.Add(scalar)) {
                return;
            }
            foreach (Scalar operand in scalar.Operands) {
                Visit(operand);
            }
            if (scalar.Operation == "running") {
                found.Add(scalar);
            }
        }
    }

    // The ordered axis is walked innermost, with what has been combined so far carried along; the last other axis runs over lanes.
    private static void WriteOrdered(KernelContext context, Nest nest, List<Scalar> running) {
        IrWriter writer = context.Writer;
        ScalarEmitter emitter = context.Emitter;
        Variable ordered = running[0].Over!;
        KernelScope top = KernelScope.AtSingles(nest.Axes);
        List<Variable> others = [.. nest.Axes.Where(axis => axis != ordered && !axis.Extent.Equals(Dimension.One))];
        // Lanes along an outer axis would lie far apart in memory.
        bool inLanes = others.Count > 0 && nest.Axes[nest.Axes.Count - 1] != ordered;
        int lanes = inLanes ? emitter.NativeLanes : 1;
        Variable? lane = inLanes ? others[others.Count - 1] : null;
        List<Variable> outer = inLanes ? others.GetRange(0, others.Count - 1) : others;
        context.Rows(outer, lane, lanes, top, scope => {
            emitter.Hoist(nest.Stores.Select(store => store.Value), ordered, scope);
            IrValue[] start = [.. running.Select(scalar => writer.Splat(emitter.Neutral(scalar.Combine, scalar.Type), lanes))];
            writer.Loop(IrWriter.Int(0), emitter.Extent(ordered.Extent), 1, start, (i, sofar) => {
                KernelScope inside = scope.Inside(ordered, i);
                IrValue[] updated = new IrValue[running.Count];
                for (int r = 0; r < running.Count; r++) {
                    IrValue value = emitter.EmitVector(running[r].Operands[0], inside);
                    updated[r] = emitter.Combine(running[r].Combine, running[r].Type, sofar[r], value);
                    inside.Remember(running[r], updated[r]);
                }
                WriteStores(context, nest.Stores, inside);
                return updated;
            });
        });
    }

    /// <summary>All values of one element or vector, then their stores.</summary>
    public static void WriteStores(KernelContext context, IEnumerable<Store> stores, KernelScope scope) {
        // All values first: a tensor that is changed in place is read as it was.
        foreach ((Store store, IrValue value) in stores.Select(store => (store, context.Emitter.Emit(store.Value, scope))).ToList()) {
            Index linear = context.Emitter.Linear(store.Parameter, store.At);
            context.Emitter.Store(new IrValue("ptr", $"%b{store.Parameter}"), store.Parameter, linear, value, scope);
        }
    }

    // Single precision is packed by the general loops, all else by the function that knows its blocks.
    private static void WriteStoredPanels(KernelContext context, Nest nest, int matrix) {
        IrWriter writer = context.Writer;
        IrValue stored = new("ptr", $"%b{matrix}");
        IrValue isPlain = writer.Compare("eq", PackedFunctions.FormOf(writer, stored), IrWriter.Int(0));
        context.Stored.Remove(matrix);
        writer.If(isPlain, () => PanelEmitter.Write(context, nest));
        context.Stored.Add(matrix);
        writer.If(writer.Emit("i1", $"xor {isPlain}, true"), () => {
            (long columns, long depth) = (nest.Axes[0].Extent.Value, nest.Axes[1].Extent.Value);
            (IrValue first, IrValue end) = context.Share(IrWriter.Int((columns + context.Tile.Columns - 1) / context.Tile.Columns));
            writer.Emit($"call void {PackedFunctions.Pack}({stored}, ptr %b{nest.Stores[0].Parameter}, {first}, {end}, i64 {columns}, i64 {depth})");
        });
    }
}
