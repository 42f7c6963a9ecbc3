using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Index = Sinter.Compiler.Kernels.Index;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Two nests of a recurrence that go over the same elements, one to sum up what becomes of them, the other to store it, as one pass over
/// them, which reads each element and computes what both need of it once:
/// <code>
/// y[e] = sum over r of q[r] * (a[r] * S[r, e] + k[r] * v[e])    S[d, e] = a[d] * S[d, e] + k[d] * v[e]
/// </code>
/// </summary>
internal sealed class JoinedNests {
    // Vectors side by side: their sums and what they share of the summed index fill the registers.
    private const int VectorsTogether = 4;

    private readonly KernelContext context;
    private readonly IrWriter writer;
    private readonly ScalarEmitter emitter;
    private readonly int lanes;
    private readonly List<Store> results;
    private readonly List<Store> updates;
    private readonly Scalar sum;
    private readonly List<Variable> axes;

    private JoinedNests(KernelContext context, List<Variable> axes, List<Store> results, List<Store> updates, Scalar sum) {
        (this.context, writer, emitter, lanes) = (context, context.Writer, context.Emitter, context.Emitter.NativeLanes);
        (this.axes, this.results, this.updates, this.sum) = (axes, results, updates, sum);
        // Along the results' last axis, or along the sum; all must lie side by side there.
        SumsInLanes = axes.Count == 0 || !LieSideBySide(axes[axes.Count - 1]);
        IsPossible = !SumsInLanes || LieSideBySide(sum.Over!);
    }

    /// <summary>The axes of the results that are walked: those that have more than one element and are not at a fixed place, in order.</summary>
    public IReadOnlyList<Variable> Axes => axes;

    private bool SumsInLanes { get; }

    private bool IsPossible { get; }

    /// <summary>The pass over what both nests go over, or null; what stands between them, if anything, must not need their order.</summary>
    /// <param name="context">The kernel.</param>
    /// <param name="result">The nest with the sum.</param>
    /// <param name="update">The nest that stores.</param>
    /// <param name="between">Those between them.</param>
    /// <param name="places">Axes that stand at one place.</param>
    public static JoinedNests? Of(KernelContext context, Nest result, Nest update, IEnumerable<Nest> between, IReadOnlyCollection<Variable> places) {
        List<Scalar> sums = [.. result.Stores.SelectMany(store => Composer.ReductionsIn(store.Value)).Distinct()];
        List<Variable> axes = Real(result);
        if (sums.Count != 1 || Composer.ReductionsIn(sums[0].Operands[0]).Any() || update.Stores.Any(store => Composer.ReductionsIn(store.Value).Any())
            || Names(axes, sums[0], update) is not { } names || !AreIndependent(result, update, names, between)) {
            return null;
        }
        ScalarPool pool = new();
        foreach (Variable variable in result.Axes.Concat(update.Axes).Append(sums[0].Over!).Concat(result.Stores.Concat(update.Stores).SelectMany(store => store.Value.Variables()))) {
            pool.Reserve(variable);
        }
        Index? Name(Variable variable) => names.TryGetValue(variable, out Variable? name) ? Index.Of(name) : null;
        List<Store> results = [.. result.Stores.Select(store => new Store(store.Parameter, store.At, pool.Rewrite(store.Value, variable => null)))];
        List<Store> updates = [.. update.Stores.Select(store => new Store(
            store.Parameter, store.At.Select(index => index.Substitute(Name, data => pool.Rewrite(data, Name))).ToSequence(), pool.Rewrite(store.Value, Name)))];
        JoinedNests joined = new(context, [.. axes.Where(axis => !places.Contains(axis))], results, updates, Composer.ReductionsIn(results[0].Value).Concat(results.SelectMany(store => Composer.ReductionsIn(store.Value))).First());
        return joined.IsPossible ? joined : null;
    }

    /// <summary>Writes the innermost loops, over the results' last axis from one place to below another and over the sum.</summary>
    public void Write(KernelScope scope, IrValue from, IrValue to) {
        if (SumsInLanes) {
            if (axes.Count == 0) {
                WriteInLanes(scope);
            } else {
                writer.Loop(from, to, 1, i => WriteInLanes(scope.Inside(axes[axes.Count - 1], i)));
            }
            return;
        }
        Variable last = axes[axes.Count - 1];
        IrValue length = writer.Subtract(to, from);
        IrValue together = writer.Add(from, writer.Emit("i64", $"and {length}, {-lanes * VectorsTogether}"));
        IrValue whole = writer.Add(from, writer.Emit("i64", $"and {length}, {-lanes}"));
        writer.Loop(from, together, lanes * VectorsTogether, e => WriteVectors(
            [.. Enumerable.Range(0, VectorsTogether).Select(v => scope.InsideLanes(last, writer.Add(e, IrWriter.Int(v * lanes)), lanes, null))]));
        writer.Loop(together, whole, lanes, e => WriteVectors([scope.InsideLanes(last, e, lanes, null)]));
        writer.If(writer.Compare("slt", whole, to), () => WriteVectors([scope.InsideLanes(last, whole, lanes, emitter.MaskBelow(whole, to, lanes))]));
    }

    private void WriteVectors(KernelScope[] vectors) {
        Variable over = sum.Over!;
        Scalar[] parts = [sum.Operands[0], .. updates.Select(store => store.Value)];
        foreach (KernelScope vector in vectors) {
            emitter.Hoist(parts, over, vector);
        }
        IrValue neutral = writer.Splat(emitter.Neutral(sum.Combine, sum.Type), lanes);
        IrValue[] totals = writer.Loop(IrWriter.Int(0), emitter.Extent(over.Extent), 1, [.. vectors.Select(_ => neutral)], (r, sofar) => [.. vectors.Select((vector, v) => {
            KernelScope inside = vector.Inside(over, r);
            IrValue total = emitter.Combine(sum.Combine, sum.Type, sofar[v], emitter.EmitVector(sum.Operands[0], inside));
            LoopEmitter.WriteStores(context, updates, inside);
            return total;
        })]);
        for (int v = 0; v < vectors.Length; v++) {
            KernelScope done = new(vectors[v]);
            done.Remember(sum, totals[v]);
            LoopEmitter.WriteStores(context, results, done);
        }
    }

    private void WriteInLanes(KernelScope outside) {
        Variable over = sum.Over!;
        KernelScope scope = new(outside);
        emitter.Hoist([sum.Operands[0], .. updates.Select(store => store.Value)], over, scope);
        IrValue end = emitter.Extent(over.Extent);
        IrValue neutral = writer.Splat(emitter.Neutral(sum.Combine, sum.Type), lanes);
        IrValue whole = over.Extent.IsConstant ? IrWriter.Int(over.Extent.Value / lanes * lanes) : writer.Emit("i64", $"and {end}, {-lanes}");
        IrValue[] total = writer.Loop(IrWriter.Int(0), whole, lanes, [neutral], (r, sofar) => [Step(r, null, sofar[0])]);
        if (!(over.Extent.IsConstant && over.Extent.Value % lanes == 0)) {
            total = writer.If(writer.Compare("slt", whole, end), total, () => [Step(whole, emitter.MaskBelow(whole, end, lanes), total[0])]);
        }
        scope.Remember(sum, emitter.AcrossLanes(sum.Combine, total[0]));
        LoopEmitter.WriteStores(context, results, scope);

        IrValue Step(IrValue r, IrValue? mask, IrValue sofar) {
            KernelScope inside = scope.InsideLanes(over, r, lanes, mask);
            IrValue value = emitter.EmitVector(sum.Operands[0], inside);
            LoopEmitter.WriteStores(context, updates, inside);
            return emitter.Combine(sum.Combine, sum.Type, sofar, mask is { } some ? writer.Select(some, value, neutral) : value);
        }
    }

    private bool LieSideBySide(Variable axis) => Enumerable.Range(0, context.Parameters.Count)
        .SelectMany(parameter => updates.Select(store => store.Value).Append(sum.Operands[0]).SelectMany(value => Composer.LoadsOf(value, parameter)).Select(load => (Parameter: parameter, load.At)))
        .Concat(updates.Select(store => (store.Parameter, store.At)))
        .All(access => ScalarEmitter.Stride(emitter.Linear(access.Parameter, access.At), axis) is { } stride && (stride.Equals(Dimension.Zero) || stride.Equals(Dimension.One)))
        && updates.All(store => ScalarEmitter.Stride(emitter.Linear(store.Parameter, store.At), axis)!.Equals(Dimension.One));

    private static List<Variable> Real(Nest nest) => [.. nest.Axes.Where(axis => !axis.Extent.Equals(Dimension.One))];

    // What the update calls the result's axes and the sum's: where both go over one tensor, the same place has one name.
    private static Dictionary<Variable, Variable>? Names(List<Variable> axes, Scalar sum, Nest update) {
        foreach (Store store in update.Stores) {
            if (Composer.LoadsOf(sum.Operands[0], store.Parameter).FirstOrDefault() is not { } load) {
                continue;
            }
            Dictionary<Variable, Variable> names = [];
            for (int i = 0; i < load.At.Count; i++) {
                if (Alone(store.At[i]) is { } own && Alone(load.At[i]) is { } name && own.Extent.Equals(name.Extent) && !names.ContainsKey(own)) {
                    names.Add(own, name);
                }
            }
            bool isWhole = Real(update).All(names.ContainsKey) && names.Count == axes.Count + 1 && names.Values.Distinct().Count() == names.Count
                && names.Values.All(name => name == sum.Over || axes.Contains(name));
            return isWhole ? names : null;
        }
        return null;
    }

    private static Variable? Alone(Index index) => index.Terms.Count() == 1 && index.Terms.First() is { Atom: Atom.Loop loop } term
        && term.Coefficient.Equals(Dimension.One) && index.Offset.Equals(Dimension.Zero) ? loop.Variable : null;

    private static bool AreIndependent(Nest result, Nest update, Dictionary<Variable, Variable> names, IEnumerable<Nest> between) {
        foreach (Store store in update.Stores) {
            // Each element is read for the sum before it is stored, and at its own turn.
            Sequence<Index> place = store.At.Select(index => index.Substitute(variable => names.TryGetValue(variable, out Variable? name) ? Index.Of(name) : null, data => data)).ToSequence();
            if (place.Any(index => index.DataScalars().Any())
                || Loads(result, store.Parameter).Any(load => !load.At.Equals(place))
                || Loads(update, store.Parameter).Any(load => !load.At.Equals(store.At))
                || result.Stores.Any(other => other.Parameter == store.Parameter || Loads(update, other.Parameter).Any())) {
                return false;
            }
        }
        return between.All(nest =>
            !update.Stores.Any(store => Loads(nest, store.Parameter).Any() || nest.Stores.Any(other => other.Parameter == store.Parameter))
            && !nest.Stores.Any(store => Loads(update, store.Parameter).Any()));
    }

    private static IEnumerable<Scalar> Loads(Nest nest, int parameter) =>
        nest.Stores.SelectMany(store => store.At.SelectMany(index => index.DataScalars()).Append(store.Value)).SelectMany(value => Composer.LoadsOf(value, parameter));
}
