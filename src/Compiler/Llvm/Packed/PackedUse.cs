using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Sinter.Compiler.Plans;
using Index = Sinter.Compiler.Kernels.Index;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Finds the weights of a plan that may stay as the checkpoint stores them: large matrices of which nothing is asked but to be packed as
/// the right operand of products, and to be read along their rows.
/// </summary>
internal sealed class PackedUse {
    private readonly HashSet<(int Kernel, int Parameter)> parameters = [];

    public PackedUse(Plan plan) {
        List<(int Kernel, int Parameter, Section Section, int Index)> uses = [];
        foreach (Function function in new[] { plan.Prepare }.Concat(plan.Entries)) {
            Collect(function.Steps, 1, uses);
        }
        HashSet<int> weights = [.. Enumerable.Range(0, plan.Weights.Count).Where(i => StoredForms.Suit(plan.Weights[i].Type))];
        int[] sources = [.. plan.Prepared.Select(_ => -1)];
        // A prepared tensor has the form of the one weight that it is packed from.
        foreach (Step.Call call in Calls(plan.Prepare.Steps)) {
            if (plan.Kernels[call.Kernel] is LoopKernel { Nests.Count: 1 } kernel && PackedParameter(kernel, kernel.Nests[0]) is { } packed) {
                int target = kernel.Nests[0].Stores[0].Parameter;
                foreach (int iteration in Enumerable.Range(0, Iterations(plan.Prepare.Steps, call))) {
                    sources[At(call.Arguments[target], iteration)] = At(call.Arguments[packed], iteration);
                }
            }
        }
        bool IsProduct(int kernel, int parameter) => plan.Kernels[kernel] is ContractionKernel { Batch.Count: 0 } product
            && !product.Roots().Any(root => Composer.LoadsOf(root, parameter).Any());
        foreach ((int kernel, int parameter, Section section, int index) in uses) {
            if (section == Section.Weight && !IsReadAsStored(plan.Kernels[kernel], parameter)) {
                weights.Remove(index);
            }
            bool isPacking = section == Section.Prepared && plan.Kernels[kernel] is LoopKernel loop && loop.Nests.Any(nest => nest.Stores[0].Parameter == parameter);
            if (section == Section.Prepared && sources[index] >= 0 && !isPacking && !IsProduct(kernel, parameter)) {
                weights.Remove(sources[index]);
            }
        }
        Sources = [.. sources.Select(source => weights.Contains(source) ? source : -1)];
        foreach ((int kernel, int parameter, Section section, int index) in uses) {
            if ((section == Section.Weight && weights.Contains(index)) || (section == Section.Prepared && Sources[index] >= 0)) {
                parameters.Add((kernel, parameter));
            }
        }
        Weights = weights;
    }

    /// <summary>The weights, by their places in the table.</summary>
    public IReadOnlyCollection<int> Weights { get; }

    /// <summary>For each prepared tensor the weight whose form it has, or -1.</summary>
    public IReadOnlyList<int> Sources { get; }

    /// <summary>The parameters of a kernel that may come in any form.</summary>
    public HashSet<int> Parameters(int kernel) => [.. parameters.Where(pair => pair.Kernel == kernel).Select(pair => pair.Parameter)];

    /// <summary>The parameter that a nest packs as it is, or null.</summary>
    public static int? PackedParameter(LoopKernel kernel, Nest nest) =>
        nest.Stores.Count == 1 && kernel.Parameters[nest.Stores[0].Parameter].Layout == Layout.Panels && nest.Axes.Count == 2
        && nest.Stores[0].Value is { Operation: "load" } load && load.At.Count == 2 && Is(load.At[0], nest.Axes[0]) && Is(load.At[1], nest.Axes[1])
            ? load.Buffer : null;

    private static bool Is(Index index, Variable variable) => index.Equals(Index.Of(variable));

    // Packed whole, or vector by vector along its rows.
    private static bool IsReadAsStored(Kernel kernel, int parameter) => kernel is LoopKernel loop && loop.Nests.All(nest => PackedParameter(loop, nest) == parameter
        || nest.Stores.All(store => store.Parameter != parameter && Reads(store).All(root => IsAlongRows(nest, root, parameter))));

    private static IEnumerable<Scalar> Reads(Store store) => new[] { store.Value }.Concat(store.At.SelectMany(index => index.DataScalars()));

    private static bool IsAlongRows(Nest nest, Scalar root, int parameter) {
        List<Scalar> loads = [.. Composer.LoadsOf(root, parameter)];
        if (loads.Count == 0) {
            return true;
        }
        Variable? lane = nest.Axes.LastOrDefault(axis => !axis.Extent.Equals(Dimension.One));
        if (lane is null) {
            return false;
        }
        bool isInLoop = nest.Stores.Any(store => HasRunning(store.Value)) || Composer.ReductionsIn(root).Any(reduction => Composer.LoadsOf(reduction, parameter).Any());
        return !isInLoop && lane.Extent.IsConstant && lane.Extent.Value % StoredForms.Block == 0
            && loads.All(load => load.At.Count == 2 && Is(load.At[1], lane) && !load.At[0].Variables().Contains(lane));
    }

    private static bool HasRunning(Scalar root) => root.Operation == "running" || root.Operands.Any(HasRunning);

    private static void Collect(IEnumerable<Step> steps, int iterations, List<(int, int, Section, int)> uses) {
        foreach (Step step in steps) {
            switch (step) {
                case Step.Call call:
                    for (int i = 0; i < call.Arguments.Count; i++) {
                        foreach (int index in Enumerable.Range(0, iterations).Select(iteration => At(call.Arguments[i], iteration)).Distinct()) {
                            uses.Add((call.Kernel, i, call.Arguments[i].Section, index));
                        }
                    }
                    break;
                case Step.Repeat repeat:
                    Collect(repeat.Body, repeat.Count, uses);
                    break;
                case Step.Loop loop:
                    Collect(loop.Body, iterations, uses);
                    break;
                case Step.Branch branch:
                    Collect(branch.Then.Concat(branch.Else), iterations, uses);
                    break;
            }
        }
    }

    private static IEnumerable<Step.Call> Calls(IEnumerable<Step> steps) => steps.SelectMany(step => step switch {
        Step.Call call => [call],
        Step.Repeat repeat => Calls(repeat.Body),
        _ => Enumerable.Empty<Step.Call>(),
    });

    private static int Iterations(IEnumerable<Step> steps, Step.Call call) =>
        steps.OfType<Step.Repeat>().FirstOrDefault(repeat => Calls(repeat.Body).Any(other => ReferenceEquals(other, call)))?.Count ?? 1;

    private static int At(Argument argument, int iteration) => argument.Index + iteration * argument.Stride;
}
