using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Kernels;

/// <summary>
/// What one run of a kernel takes, as polynomials in the symbols. Operations count every arithmetic, comparison, choice or
/// function of one element as one, computed once for each different position that it depends on; attention counts masked
/// keys too. Bytes count each element that is read or written once: what a cache that holds everything would transfer.
/// </summary>
/// <param name="Operations">Arithmetic, comparisons, choices and functions.</param>
/// <param name="Read">Bytes read.</param>
/// <param name="Written">Bytes written.</param>
/// <param name="Unknown">What is not counted, or null.</param>
public sealed record KernelCost(Dimension Operations, Dimension Read, Dimension Written, string? Unknown) {
    static readonly string[] Free = ["load", "constant", "index", "accumulator"];

    /// <summary>Bytes read and written.</summary>
    public Dimension Bytes => Read + Written;

    /// <summary>The cost of a kernel; of two bounds of what is touched, the smaller counts.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="values">The value of an extent at the sizes at which bounds are compared.</param>
    public static KernelCost Of(Kernel kernel, Func<Dimension, long> values) {
        (Dimension operations, string? unknown) = CountOperations(kernel);
        Dimension read = Dimension.Zero, written = Dimension.Zero;
        foreach ((Parameter parameter, int number) in kernel.Parameters.Select((parameter, number) => (parameter, number))) {
            Dimension bytes = parameter.Type.Element.Bytes();
            if (parameter.Written) {
                written += bytes * Touched(parameter.Type, Stores(kernel).Where(store => store.Parameter == number).Select(store => store.At), values);
            } else {
                read += bytes * Touched(parameter.Type, Loads(kernel).Where(load => load.Buffer == number).Select(load => load.At), values);
            }
        }
        return new(operations, read, written, unknown);
    }

    static (Dimension Operations, string? Unknown) CountOperations(Kernel kernel) {
        HashSet<Scalar> seen = [];
        switch (kernel) {
            case LoopKernel loop:
                return (Sum(loop.Nests.SelectMany(nest => nest.Stores).Select(store => Count(store.Value, [], seen))), null);
            case ScanKernel scan:
                // All of it in every step: what is carried names no step.
                return (scan.Step.Extent * Sum(scan.Nests.SelectMany(nest => nest.Stores).Select(store => Count(store.Value, [], seen, scan.Step))), null);
            case ContractionKernel contraction:
                Dimension total = Count(contraction.Left, [], seen);
                foreach (Segment segment in contraction.Segments) {
                    Variable[] columns = [.. contraction.Batch, .. contraction.Rows, .. segment.Columns];
                    // A multiplication and an addition for each.
                    total += new Dimension(2) * Extent(columns) * Extent(contraction.Summed) * new Dimension(segment.Right.Count);
                    total += Sum(segment.Stores.Select(store => Count(store.Value, columns, seen)));
                }
                return (total, null);
            case AttentionKernel { Body: var body }:
                Variable[] scores = [.. body.Rows, body.Keys], results = [.. body.Rows, body.Channels];
                // Query times key; the running maximum, exponential and sum of each score; its share of each channel.
                Dimension first = Count(body.Query, [], seen) + Count(body.Key, [], seen) + Count(body.Value, [], seen)
                    + new Dimension(2) * Extent(scores) * body.Width.Extent + Count(body.Score, scores, seen) + new Dimension(3) * Extent(scores)
                    + new Dimension(2) * Extent(scores) * body.Channels.Extent + Sum(body.Stores.Select(store => Count(store.Value, results, [])));
                // A second pass has the products, scores and exponentials again, and what is made of the probabilities.
                return (body.Weigh is null ? first : first + new Dimension(2) * Extent(scores) * body.Width.Extent + Count(body.Score, scores, [])
                    + new Dimension(3) * Extent(scores) + Count(body.Weigh, scores, []), null);
            default:
                return (Sum(kernel.Roots().Select(root => Count(root, [], seen))), $"without what a {kernel.Kind} itself does");
        }
    }

    // Accumulators have a value for each position of their domain, whatever else an expression depends on.
    static Dimension Count(Scalar scalar, Variable[] domain, HashSet<Scalar> seen, Variable? without = null) {
        Dictionary<Scalar, bool> accumulates = [];
        return Visit(scalar);

        Dimension Visit(Scalar at) {
            if (!seen.Add(at)) {
                return Dimension.Zero;
            }
            Dimension total = Sum(Parts(at).Select(Visit));
            if (Free.Contains(at.Operation)) {
                return total;
            }
            IEnumerable<Variable> depends = Accumulates(at) ? at.Variables().Union(domain) : at.Variables();
            Dimension positions = Extent(depends.Where(variable => variable != without));
            return total + (at.Operation == "reduce" ? positions * at.Over!.Extent : positions);
        }

        bool Accumulates(Scalar at) {
            if (!accumulates.TryGetValue(at, out bool known)) {
                accumulates[at] = known = at.Operation == "accumulator" || Parts(at).Any(Accumulates);
            }
            return known;
        }
    }

    static IEnumerable<Scalar> Parts(Scalar scalar) => scalar.Operands.Concat(scalar.At.SelectMany(index => index.DataScalars()));

    static HashSet<Scalar> Loads(Kernel kernel) {
        HashSet<Scalar> seen = [];
        Stack<Scalar> open = new(kernel.Roots().Concat(Stores(kernel).SelectMany(store => store.At).SelectMany(index => index.DataScalars())));
        while (open.Count > 0) {
            Scalar scalar = open.Pop();
            if (seen.Add(scalar)) {
                foreach (Scalar part in Parts(scalar)) {
                    open.Push(part);
                }
            }
        }
        return [.. seen.Where(scalar => scalar.Operation == "load")];
    }

    static IEnumerable<Store> Stores(Kernel kernel) => kernel switch {
        LoopKernel loop => loop.Nests.SelectMany(nest => nest.Stores),
        ScanKernel scan => scan.Nests.SelectMany(nest => nest.Stores),
        ContractionKernel contraction => contraction.Segments.SelectMany(segment => segment.Stores),
        AttentionKernel attention => attention.Body.Stores,
        ScatterKernel scatter => [scatter.Update],
        SortKernel sort => [sort.Order],
        _ => [],
    };

    // Of each axis no more than there is, and no more than there are different positions to touch. A buffer that no
    // expression names, such as packed weights, is touched whole.
    static Dimension Touched(TensorType type, IEnumerable<Sequence<Index>> places, Func<Dimension, long> values) {
        Dimension? sum = null;
        foreach (Sequence<Index> place in places) {
            Dimension count = Dimension.One;
            for (int axis = 0; axis < place.Count && axis < type.Shape.Count; axis++) {
                count *= Least(type.Shape[axis], Extent(place[axis].Variables()), values);
            }
            sum = sum is null ? count : sum + count;
        }
        return sum is null ? type.Count : Least(type.Count, sum, values);
    }

    static Dimension Least(Dimension left, Dimension right, Func<Dimension, long> values) => values(right) <= values(left) ? right : left;

    static Dimension Extent(IEnumerable<Variable> variables) => TensorType.Product(variables.Select(variable => variable.Extent));

    static Dimension Sum(IEnumerable<Dimension> terms) => terms.Aggregate(Dimension.Zero, (sum, term) => sum + term);
}
