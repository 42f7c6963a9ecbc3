using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Kernels;

/// <summary>
/// Makes one kernel of a loop whose body is nests of loops: where all that passes between them, and from one iteration to the next, stays
/// at its own place along some axes, no thread waits for another. Decided from the accesses alone:
/// <code>
/// h[c, n] = f(h[c, n], x[t, c], B[t, n])    y[t, c] = sum over n of h[c, n] * C[t, n]        independent along c, not along n
/// </code>
/// </summary>
internal sealed class ScanFusion {
    // Elements of one iteration that a thread computes in about the time of a meeting of threads or two.
    private const long LargestStepOfOneThread = 1 << 15;

    private readonly BoundLoop loop;
    private readonly string counter;
    private readonly List<(Nest Nest, BoundKernel Owner)> nests;
    private readonly HashSet<BufferKey> written;
    private readonly List<(BufferKey Buffer, Sequence<Index> At)>[] accesses;

    private ScanFusion(BoundLoop loop) {
        this.loop = loop;
        counter = Regions.Counter(loop.Depth);
        nests = [.. loop.Body.Cast<BoundKernel>().SelectMany(bound => ((LoopKernel)bound.Kernel).Nests.Select(nest => (nest, bound)))];
        written = [.. nests.SelectMany(item => item.Nest.Stores.Select(store => item.Owner.Buffers[store.Parameter]))];
        accesses = [.. nests.Select(item => Accesses(item.Nest, item.Owner).Where(access => written.Contains(access.Buffer)).ToList())];
    }

    /// <summary>The loop as one kernel, or null where it cannot be one, or would keep most of a team waiting.</summary>
    public static BoundKernel? Fuse(BoundLoop loop, Func<Dimension, long> upperBound) {
        bool isOfNests = loop.While is null && loop.Body.Count > 0 && loop.Body.All(step => step is BoundKernel { Kernel: LoopKernel kernel }
            && kernel.Parameters.All(parameter => parameter.Layout == Layout.Plain));
        return isOfNests ? new ScanFusion(loop).Run(upperBound) : null;
    }

    private BoundKernel? Run(Func<Dimension, long> upperBound) {
        if (!nests.All(item => item.Nest.Axes.All(axis => IsPlain(axis.Extent)) && item.Nest.Stores.All(store => CanStep(store)))) {
            return null;
        }
        List<Variable[]> classes = [];
        foreach (Variable axis in nests[0].Nest.Axes.Where(axis => !axis.Extent.Equals(Dimension.One))) {
            if (Independent(axis) is { } found) {
                classes.Add(found);
            }
        }
        long work = nests.Max(item => upperBound(TensorType.Product(item.Nest.Axes.Select(axis => axis.Extent)
            .Concat(item.Nest.Stores.SelectMany(store => Within(store)).Where(scalar => scalar.Operation == "reduce").Select(scalar => scalar.Over!.Extent)))));
        long places = upperBound(TensorType.Product(classes.Select(axes => axes[0].Extent)));
        return work <= LargestStepOfOneThread * Math.Min(places, 16) ? Merge(classes) : null;
    }

    // The axis of each nest that goes with this one of the first nest: everything that is written is accessed at its place along them only.
    private Variable[]? Independent(Variable first) {
        Variable?[] axes = new Variable?[nests.Count];
        Dictionary<BufferKey, int> dimensions = [];
        if (!Follow(0, first, axes, dimensions)) {
            return null;
        }
        for (int i = 0; i < nests.Count; i++) {
            // Nests that share no buffer with those before: any axis of the extent will do.
            bool isFound = axes[i] is not null;
            foreach (Variable axis in nests[i].Nest.Axes.Where(axis => !isFound && axis.Extent.Equals(first.Extent))) {
                Variable?[] tried = [.. axes];
                Dictionary<BufferKey, int> triedDimensions = new(dimensions);
                if (Follow(i, axis, tried, triedDimensions)) {
                    (axes, dimensions, isFound) = (tried, triedDimensions, true);
                }
            }
            if (!isFound) {
                return null;
            }
        }
        return [.. axes.Select(axis => axis!)];
    }

    private bool Follow(int nest, Variable axis, Variable?[] axes, Dictionary<BufferKey, int> dimensions) {
        axes[nest] = axis;
        Queue<int> open = new([nest]);
        while (open.Count > 0) {
            int current = open.Dequeue();
            Index own = Index.Of(axes[current]!);
            foreach ((BufferKey buffer, Sequence<Index> at) in accesses[current]) {
                if (dimensions.TryGetValue(buffer, out int dimension)) {
                    if (!at[dimension].Equals(own)) {
                        return false;
                    }
                    continue;
                }
                dimension = at.Select((index, i) => (index, i)).Where(pair => pair.index.Equals(own)).Select(pair => pair.i).DefaultIfEmpty(-1).First();
                if (dimension < 0) {
                    return false;
                }
                dimensions.Add(buffer, dimension);
                for (int other = 0; other < nests.Count; other++) {
                    foreach ((_, Sequence<Index> place) in accesses[other].Where(access => access.Buffer.Equals(buffer))) {
                        if (nests[other].Nest.Axes.FirstOrDefault(candidate => !candidate.Extent.Equals(Dimension.One) && place[dimension].Equals(Index.Of(candidate))) is not { } partner
                            || !partner.Extent.Equals(axis.Extent) || (axes[other] is { } known && known != partner)) {
                            return false;
                        }
                        if (axes[other] is null) {
                            axes[other] = partner;
                            open.Enqueue(other);
                        }
                    }
                }
            }
        }
        return true;
    }

    private BoundKernel Merge(List<Variable[]> classes) {
        ScalarPool pool = new();
        Variable step = pool.NewVariable(loop.Count);
        // The axis that most nests have innermost runs over lanes.
        Variable[][] ordered = [.. classes.OrderBy(axes => axes.Where((axis, i) => nests[i].Nest.Axes.Last(other => !other.Extent.Equals(Dimension.One)) == axis).Count())];
        Variable[] shared = [.. ordered.Select(axes => pool.NewVariable(axes[0].Extent))];
        List<BufferKey> buffers = [];
        List<Parameter> parameters = [];
        List<Nest> merged = [];
        for (int i = 0; i < nests.Count; i++) {
            (Nest nest, BoundKernel owner) = nests[i];
            Dictionary<Variable, Variable> names = [];
            for (int c = 0; c < ordered.Length; c++) {
                names.Add(ordered[c][i], shared[c]);
            }
            Index Rename(Variable variable) {
                if (!names.TryGetValue(variable, out Variable? name)) {
                    names.Add(variable, name = pool.NewVariable(variable.Extent));
                }
                return Index.Of(name);
            }
            Scalar Rewrite(Scalar scalar) {
                foreach (Scalar reduction in Composer.ReductionsIn(scalar)) {
                    Rename(reduction.Over!);
                }
                return pool.Rewrite(scalar, variable => Rename(variable), (load, at) => pool.Load(Parameter(owner, load.Buffer), load.Type, at), null, offset => Stepped(offset, step));
            }
            Sequence<Variable> axes = nest.Axes.Select(axis => {
                Rename(axis);
                return names[axis];
            }).ToSequence();
            merged.Add(new Nest(axes, nest.Stores.Select(store => new Store(
                Parameter(owner, store.Parameter),
                store.At.Select(index => index.Substitute(variable => Rename(variable), Rewrite, offset => Stepped(offset, step))).ToSequence(),
                Rewrite(store.Value))).ToSequence()));
        }
        Sequence<string> fused = loop.Body.Cast<BoundKernel>().SelectMany(bound => bound.Kernel.Fused).Distinct().ToSequence();
        return new BoundKernel(CanonicalKernel.Of(new ScanKernel(parameters.ToSequence(), fused, step, shared.ToSequence(), merged.ToSequence())), buffers.ToSequence());

        int Parameter(BoundKernel owner, int number) {
            int index = buffers.IndexOf(owner.Buffers[number]);
            if (index < 0) {
                index = buffers.Count;
                buffers.Add(owner.Buffers[number]);
                parameters.Add(owner.Kernel.Parameters[number] with { Written = written.Contains(owner.Buffers[number]) });
            }
            return index;
        }
    }

    // The loop's counter becomes the kernel's own variable.
    private Index Stepped(Dimension offset, Variable step) {
        Index sum = Index.Of(Dimension.Zero);
        foreach ((long coefficient, string[] symbols) in offset.Terms) {
            Dimension factor = symbols.Where(symbol => symbol != counter).Aggregate(new Dimension(coefficient), (product, symbol) => product * Dimension.Symbol(symbol));
            sum = symbols.Contains(counter) ? sum + Index.Of(step) * factor : sum + factor;
        }
        return sum;
    }

    // The counter may stand, once, where a part without loop variables is; extents and factors are the same in all steps.
    private bool CanStep(Store store) => store.At.All(IsStepped) && Within(store).All(scalar => scalar.Operation is not ("running" or "accumulator") && scalar.At.All(IsStepped));

    private bool IsStepped(Index index) => index.Offset.Terms.All(term => term.Symbols.Count(symbol => symbol == counter) <= 1)
        && index.Terms.All(term => IsPlain(term.Coefficient) && term.Atom switch {
            Atom.Quotient quotient => IsPlain(quotient.Divisor) && IsStepped(quotient.Value),
            Atom.Remainder remainder => IsPlain(remainder.Divisor) && IsStepped(remainder.Value),
            _ => true,
        });

    // Counters of loops, this one's and those around it, have dots in their names.
    private static bool IsPlain(Dimension extent) => extent.Symbols.All(symbol => symbol.IndexOf('.') < 0);

    private static IEnumerable<(BufferKey Buffer, Sequence<Index> At)> Accesses(Nest nest, BoundKernel owner) => nest.Stores
        .Select(store => (owner.Buffers[store.Parameter], store.At))
        .Concat(nest.Stores.SelectMany(Within).Where(scalar => scalar.Operation == "load").Select(load => (owner.Buffers[load.Buffer], load.At)));

    private static IEnumerable<Scalar> Within(Store store) {
        HashSet<Scalar> seen = [];
        Stack<Scalar> open = new([store.Value, .. store.At.SelectMany(index => index.DataScalars())]);
        while (open.Count > 0) {
            Scalar scalar = open.Pop();
            if (seen.Add(scalar)) {
                yield return scalar;
                foreach (Scalar part in scalar.Operands.Concat(scalar.At.SelectMany(index => index.DataScalars()))) {
                    open.Push(part);
                }
            }
        }
    }
}
