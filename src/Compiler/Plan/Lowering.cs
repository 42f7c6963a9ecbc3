using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Sinter.Compiler.Passes;

namespace Sinter.Compiler.Plans;

/// <summary>The whole way from a module to its plan.</summary>
public static class Lowering {
    /// <summary>The graph passes in order, each with the reason why it stands there.</summary>
    public static IReadOnlyList<(string Name, Func<Module, Module> Run)> Passes { get; } = [
        // First of all, so that a body that runs once is fused with what is around it.
        ("InlineSingleIterations", InlineSingleIterations.Run),
        ("TakeKnownBranches", TakeKnownBranches.Run),
        // Before others, while the functions of the position still stand apart from what they are applied to.
        ("TabulatePositions", TabulatePositions.Run),
        // Before fusion, which would inline the scale into every use of the norm.
        ("FoldNormScaleIntoWeight", FoldNormScaleIntoWeight.Run),
        // Late: what it makes is for fusion alone, and says less to other passes.
        ("JoinPadsOfEmpty", JoinPadsOfEmpty.Run),
        // Behind all that may find two results to be one value.
        ("SeparateOutputs", SeparateOutputs.Run),
    ];

    /// <summary>The plan of a module; entries with a symbol <c>Time</c> get a variant for a single token besides.</summary>
    public static Plan Run(Module module) {
        GraphVerifier.Check(module);
        foreach ((_, Func<Module, Module> pass) in Passes) {
            module = pass(module);
        }
        PreparedSet prepared = new();
        List<(Module Module, Sequence<(string, long)> Fixed)> variants = [(module, Sequence<(string, long)>.Empty)];
        if (module.Symbols.Any(symbol => symbol.Name == "Time" && symbol.Minimum <= 1 && symbol.Maximum > 1)) {
            variants.Add((SeparateOutputs.Run(TakeKnownBranches.Run(InlineSingleIterations.Run(FixSymbol.Run(module, "Time", 1)))), Sequence.Of(("Time", 1L))));
        }
        List<(Module Module, Entry Entry, Sequence<(string, long)> Fixed, Fusion Fusion, List<BoundStep> Bound)> fused = [];
        foreach ((Module variant, Sequence<(string, long)> fixedSymbols) in variants) {
            foreach (Entry entry in variant.Entries) {
                if (variant == module || DependsOnSymbol(module.Entries.First(other => other.Name == entry.Name), fixedSymbols[0].Item1)) {
                    Fusion fusion = new(variant, entry, prepared);
                    fused.Add((variant, entry, fixedSymbols, fusion, fusion.Run()));
                }
            }
        }
        // Only now are all prepared tensors known, and with them their places in the table.
        KernelTable kernels = new();
        List<Function> entries = [.. fused.Select(item => Schedule(item.Module, item.Entry, item.Fixed, item.Fusion, item.Bound, prepared, kernels))];
        Function prepare = Prepare(module, prepared, kernels);
        Sequence<Prepared> tensors = prepared.Order.Select(key => new Prepared(prepared[key].Type, prepared[key].Layout)).ToSequence();
        return new Plan(module.Name, module.Symbols, module.Weights, tensors, module.States, kernels.All, prepare, entries.ToSequence());
    }

    private static bool DependsOnSymbol(Entry entry, string symbol) => entry.Nodes.Any(node => node.Type.Shape.Any(extent => extent.Mentions(symbol)));

    private static Function Schedule(Module module, Entry entry, Sequence<(string, long)> fixedSymbols, Fusion fusion, List<BoundStep> bound, PreparedSet prepared, KernelTable kernels) {
        Dictionary<BufferKey, int> slots = SlotAssignment.Run(bound, fusion.SizeOf, out List<Dimension> sizes);
        List<string> inputs = [.. entry.Inputs.Select(input => input.Text("name"))];
        List<string> outputs = [.. entry.Outputs.Select(output => output.Name)];
        Argument Locate(BufferKey buffer) => buffer.Kind switch {
            BufferKind.Weight => new Argument(Section.Weight, IndexOf(module.Weights.Select(weight => weight.Name), buffer.Key)),
            BufferKind.Prepared => new Argument(Section.Prepared, IndexOf(prepared.Order, buffer.Key)),
            BufferKind.State => new Argument(Section.State, IndexOf(module.States.Select(state => state.Name), buffer.Key)),
            BufferKind.Input => new Argument(Section.Input, inputs.IndexOf(buffer.Key)),
            BufferKind.Output => new Argument(Section.Output, outputs.IndexOf(buffer.Key)),
            _ => new Argument(Section.Slot, slots[buffer]),
        };
        Step StepOf(BoundStep step) => step switch {
            BoundKernel kernel => new Step.Call(kernels.Add(kernel.Kernel), kernel.Buffers.Select(Locate).ToSequence()),
            BoundLoop loop => new Step.Loop(loop.Count, loop.Depth, loop.While is null ? null : Locate(loop.While), loop.Body.Select(StepOf).ToSequence()),
            BoundBranch branch => new Step.Branch(Locate(branch.Condition), branch.Then.Select(StepOf).ToSequence(), branch.Else.Select(StepOf).ToSequence()),
            _ => throw new InvalidOperationException($"no step of kind {step}"),
        };
        return new Function(
            entry.Name, fixedSymbols,
            entry.Inputs.Select(input => new Port(input.Text("name"), input.Type, Below(entry, input))).ToSequence(),
            entry.Outputs.Select(output => new Port(output.Name, entry.Nodes[output.Node].Type)).ToSequence(),
            sizes.ToSequence(), RollRepeats.Run([.. bound.Select(StepOf)]));
    }

    private static Function Prepare(Module module, PreparedSet prepared, KernelTable kernels) {
        List<Step> calls = [];
        for (int i = 0; i < prepared.Order.Count; i++) {
            BoundKernel bound = prepared[prepared.Order[i]].Kernel;
            calls.Add(new Step.Call(kernels.Add(bound.Kernel), bound.Buffers.Select(buffer => buffer.Kind == BufferKind.Weight
                ? new Argument(Section.Weight, IndexOf(module.Weights.Select(weight => weight.Name), buffer.Key))
                : new Argument(Section.Prepared, IndexOf(prepared.Order, buffer.Key))).ToSequence()));
        }
        return new Function("prepare", Sequence<(string, long)>.Empty, Sequence<Port>.Empty, Sequence<Port>.Empty, Sequence<Dimension>.Empty, RollRepeats.Run(calls));
    }

    // Integers that are used to pick rows must lie below the number of rows; the session checks them before the call.
    private static long Below(Entry entry, Node input) => entry.Nodes
        .Where(node => node.Operation == "gather" && node.Operands[1] == input.Id)
        .Select(node => entry.Nodes[node.Operands[0]].Type.Shape[node.Integer("axis")])
        .Where(extent => extent.IsConstant)
        .Select(extent => extent.Value)
        .DefaultIfEmpty(0)
        .Min();

    private static int IndexOf(IEnumerable<string> names, string name) {
        int index = 0;
        foreach (string other in names) {
            if (other == name) {
                return index;
            }
            index++;
        }
        throw new InvalidOperationException($"\"{name}\" is not in the table");
    }
}

/// <summary>The plan's kernels, each distinct one once: layers that repeat share theirs.</summary>
internal sealed class KernelTable {
    private readonly List<Kernel> kernels = [];
    private readonly Dictionary<string, int> known = [];

    public Sequence<Kernel> All => kernels.ToSequence();

    public int Add(Kernel kernel) {
        string text = kernel.Kind + KernelPrinter.Print(kernel);
        if (!known.TryGetValue(text, out int index)) {
            index = kernels.Count;
            kernels.Add(kernel);
            known.Add(text, index);
        }
        return index;
    }
}
