using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Kernels;

/// <summary>
/// Rebuilds kernels with variables numbered in the order of their appearance, so that kernels which differ only in where they came
/// from (layer 3's and layer 4's) have one text and are compiled once.
/// </summary>
internal static class CanonicalKernel {
    public static Kernel Of(Kernel kernel) {
        Renaming renaming = new();
        switch (kernel) {
            case LoopKernel loop:
                return new LoopKernel(kernel.Parameters, kernel.Fused, loop.Nests.Select(nest =>
                    new Nest(renaming.Axes(nest.Axes), nest.Stores.Select(renaming.Store).ToSequence())).ToSequence());
            case ScanKernel scan:
                Variable step = renaming.Axes([scan.Step])[0];
                Sequence<Variable> shared = renaming.Axes(scan.Shared);
                return new ScanKernel(kernel.Parameters, kernel.Fused, step, shared, scan.Nests.Select(nest =>
                    new Nest(renaming.Axes(nest.Axes), nest.Stores.Select(renaming.Store).ToSequence())).ToSequence());
            case ContractionKernel contraction:
                Sequence<Variable> batch = renaming.Axes(contraction.Batch);
                Sequence<Variable> rows = renaming.Axes(contraction.Rows);
                Sequence<Variable> summed = renaming.Axes(contraction.Summed);
                Scalar left = renaming.Scalar(contraction.Left);
                return new ContractionKernel(kernel.Parameters, kernel.Fused, batch, rows, summed, left, contraction.Segments.Select(segment => {
                    Sequence<Variable> columns = renaming.Axes(segment.Columns);
                    return new Segment(columns, segment.Right, segment.Stores.Select(renaming.Store).ToSequence());
                }).ToSequence());
            case AttentionKernel { Body: var body }:
                Sequence<Variable> attentionRows = renaming.Axes(body.Rows);
                Variable keys = renaming.Axes([body.Keys])[0];
                Variable width = renaming.Axes([body.Width])[0];
                Variable channels = renaming.Axes([body.Channels])[0];
                return new AttentionKernel(kernel.Parameters, kernel.Fused, new AttentionBody(
                    attentionRows, keys, width, channels, renaming.Scalar(body.Query), renaming.Scalar(body.Key), renaming.Scalar(body.Score),
                    renaming.Scalar(body.Value), body.End is null ? null : renaming.Index(body.End), body.Stores.Select(renaming.Store).ToSequence(),
                    body.Sink is null ? null : renaming.Scalar(body.Sink), body.Weigh is null ? null : renaming.Scalar(body.Weigh)));
            case ScatterKernel scatter:
                return new ScatterKernel(
                    kernel.Parameters, kernel.Fused, renaming.Axes(scatter.Rows), renaming.Axes([scatter.Along])[0], renaming.Axes([scatter.Slot])[0],
                    renaming.Scalar(scatter.Position), renaming.Store(scatter.Update));
            case SortKernel sort:
                return new SortKernel(
                    kernel.Parameters, kernel.Fused, renaming.Axes(sort.Rows), renaming.Axes([sort.Along])[0], renaming.Scalar(sort.Key), sort.Descending,
                    renaming.Axes([sort.Rank])[0], sort.Workspace, renaming.Store(sort.Order));
            default:
                throw new GraphException($"no kernel of kind {kernel.Kind}");
        }
    }

    private sealed class Renaming {
        private readonly ScalarPool pool = new();
        private readonly Dictionary<Variable, Variable> names = [];

        public Sequence<Variable> Axes(IEnumerable<Variable> axes) => axes.Select(Rename).ToSequence();

        public Store Store(Store store) {
            Scalar value = Scalar(store.Value);
            return new Store(store.Parameter, store.At.Select(Index).ToSequence(), value);
        }

        public Scalar Scalar(Scalar scalar) {
            NameReductions(scalar, []);
            return pool.Rewrite(scalar, variable => Kernels.Index.Of(Rename(variable)));
        }

        public Index Index(Index index) {
            foreach (Scalar data in index.DataScalars()) {
                NameReductions(data, []);
            }
            return index.Substitute(variable => Kernels.Index.Of(Rename(variable)), data => pool.Rewrite(data, variable => Kernels.Index.Of(Rename(variable))));
        }

        private Variable Rename(Variable variable) {
            if (!names.TryGetValue(variable, out Variable? name)) {
                name = pool.NewVariable(variable.Extent);
                names.Add(variable, name);
            }
            return name;
        }

        // Reductions are named outermost first, in operand order, before anything that mentions their variables is rebuilt.
        private void NameReductions(Scalar scalar, HashSet<Scalar> seen) {
            if (!seen.Add(scalar)) {
                return;
            }
            if (scalar.Over is not null) {
                Rename(scalar.Over);
            }
            foreach (Scalar operand in scalar.Operands.Concat(scalar.At.SelectMany(index => index.DataScalars()))) {
                NameReductions(operand, seen);
            }
        }
    }
}
