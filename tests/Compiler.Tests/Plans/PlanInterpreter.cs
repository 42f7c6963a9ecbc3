using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Sinter.Compiler.Plans;

/// <summary>
/// Runs a plan by naive loops straight from its kernels' records, with nothing of code generation in between. It refuses what a plan
/// must not do: touch what lies outside a buffer, read what nothing wrote, or read in a kernel what that kernel writes.
/// </summary>
internal sealed class PlanInterpreter {
    private readonly Plan plan;
    private readonly PlanBuffer[] weights;
    private readonly PlanBuffer[] prepared;
    private readonly PlanBuffer[] states;
    private int calls;

    /// <summary>Takes the weights and prepares what depends on them alone.</summary>
    public PlanInterpreter(Plan plan, IReadOnlyDictionary<string, Tensor> weights, IReadOnlySet<string>? replaced = null) {
        this.plan = plan;
        this.weights = [.. plan.Weights.Select(weight => new PlanBuffer(weight.Name, weights[weights.ContainsKey(weight.Name) ? weight.Name : weight.TiedTo!]))];
        prepared = [.. plan.Prepared.Select((tensor, i) => new PlanBuffer($"prepared {i}", Bytes(tensor.Type)))];
        states = [.. plan.States.Select(state => replaced?.Contains(state.Name) == true
            ? new PlanBuffer(state.Name, new byte[Bytes(state.Type)])
            : new PlanBuffer(state.Name, Bytes(state.Type)))];
        Run(plan.Prepare, new Dictionary<string, long>(), [], [], []);
    }

    /// <summary>The results of one step, by name.</summary>
    public Dictionary<string, double[]> Run(Function function, IReadOnlyDictionary<string, long> symbols, IReadOnlyDictionary<string, Tensor> inputs) {
        long Evaluate(Dimension extent) => extent.Evaluate(symbol => symbols[symbol]);
        foreach ((string symbol, long value) in function.Fixed) {
            if (symbols[symbol] != value) {
                throw new PlanException($"{function.Export} is for {symbol} = {value}, not {symbols[symbol]}");
            }
        }
        PlanBuffer[] arguments = [.. function.Inputs.Select(port => new PlanBuffer(port.Name, inputs[port.Name]))];
        PlanBuffer[] results = [.. function.Outputs.Select(port => new PlanBuffer(port.Name, Evaluate(port.Type.Count) * port.Type.Element.Bytes()))];
        PlanBuffer[] slots = [.. function.Slots.Select((size, i) => new PlanBuffer($"slot {i}", Evaluate(size)))];
        Run(function, symbols, arguments, results, slots);
        return function.Outputs.Zip(results).ToDictionary(pair => pair.First.Name, pair => pair.Second.Elements(pair.First.Type, Evaluate));
    }

    private static long Bytes(TensorType type) => type.Count.Value * type.Element.Bytes();

    private void Run(Function function, IReadOnlyDictionary<string, long> symbols, PlanBuffer[] inputs, PlanBuffer[] outputs, PlanBuffer[] slots) {
        Dictionary<string, long> values = new(symbols);
        RunAll(function.Steps, 0);

        void RunAll(IEnumerable<Plans.Step> steps, int iteration) {
            foreach (Plans.Step step in steps) {
                switch (step) {
                    case Plans.Step.Call call:
                        Call(call, iteration);
                        break;
                    case Plans.Step.Repeat repeat:
                        for (int i = 0; i < repeat.Count; i++) {
                            RunAll(repeat.Body, i);
                        }
                        break;
                    case Plans.Step.Loop loop:
                        long count = loop.Count.Evaluate(symbol => values[symbol]);
                        for (long i = 0; i < count && (loop.While is null || IsTrue(loop.While, iteration)); i++) {
                            values[Regions.Counter(loop.Depth)] = i;
                            RunAll(loop.Body, iteration);
                        }
                        break;
                    case Plans.Step.Branch branch:
                        RunAll(IsTrue(branch.Condition, iteration) ? branch.Then : branch.Else, iteration);
                        break;
                    default:
                        throw new PlanException($"the step {step} is of an unknown kind");
                }
            }
        }

        PlanBuffer BufferOf(Argument argument, int iteration) => (argument.Section switch {
            Section.Weight => weights,
            Section.Prepared => prepared,
            Section.State => states,
            Section.Input => inputs,
            Section.Output => outputs,
            _ => slots,
        })[argument.Index + iteration * argument.Stride];

        bool IsTrue(Argument argument, int iteration) => BufferOf(argument, iteration).Bytes[0] != 0;

        void Call(Plans.Step.Call call, int iteration) {
            PlanBuffer[] buffers = [.. call.Arguments.Select(argument => BufferOf(argument, iteration))];
            try {
                new KernelRun(plan.Kernels[call.Kernel], buffers, extent => extent.Evaluate(symbol => values[symbol]), () => ++calls).Run();
            } catch (PlanException exception) {
                throw new PlanException($"{function.Export}, call {call.Kernel} ({string.Join(", ", call.Arguments)}), iteration {iteration}: {exception.Message}");
            }
        }
    }

    private sealed class KernelRun(Kernel kernel, PlanBuffer[] buffers, Func<Dimension, long> evaluate, Func<int> nextCall) {
        private readonly ScalarEvaluator scalars = new(kernel, buffers, evaluate, nextCall());

        public void Run() {
            for (int i = 0; i < buffers.Length; i++) {
                long bytes = evaluate(kernel.Parameters[i].Type.Count) * kernel.Parameters[i].Type.Element.Bytes();
                if (bytes > buffers[i].Size) {
                    throw new PlanException($"b{i} {kernel.Parameters[i].Type} takes {bytes} bytes, but {buffers[i].Name} has {buffers[i].Size}");
                }
            }
            switch (kernel) {
                case LoopKernel loop:
                    foreach (Nest nest in loop.Nests) {
                        scalars.ForEach(nest.Axes, () => scalars.Store(nest.Stores));
                    }
                    break;
                case ScanKernel scan:
                    // Place by place, each through all steps: so they must be independent.
                    scalars.ForEach([.. scan.Shared, scan.Step], () => {
                        foreach (Nest nest in scan.Nests) {
                            scalars.Continue(nextCall());
                            scalars.ForEach([.. nest.Axes.Where(axis => !scan.Shared.Contains(axis))], () => scalars.Store(nest.Stores));
                        }
                    });
                    break;
                case ContractionKernel contraction:
                    foreach (Segment segment in contraction.Segments) {
                        scalars.ForEach([.. contraction.Batch, .. contraction.Rows], () => scalars.ForEach(segment.Columns, () => Product(contraction, segment)));
                    }
                    break;
                case AttentionKernel attention:
                    scalars.ForEach(attention.Body.Rows, () => Attend(attention.Body));
                    break;
                case ScatterKernel scatter:
                    scalars.ForEach([.. scatter.Rows, scatter.Along], () => {
                        // Each update sees those before it.
                        scalars.Continue(nextCall());
                        long position = scalars.Value(scatter.Position).Integer;
                        if (position >= 0 && position < evaluate(scatter.Slot.Extent)) {
                            scalars.Set(scatter.Slot, position);
                            scalars.Store(scatter.Update, later: nextCall());
                        }
                    });
                    break;
                case SortKernel sort:
                    scalars.ForEach(sort.Rows, () => Order(sort));
                    break;
                default:
                    throw new PlanException($"is of the unknown kind {kernel.Kind}");
            }
        }

        private void Order(SortKernel sort) {
            List<(double Real, long Integer, long Position)> keys = [];
            scalars.ForEach([sort.Along], () => {
                ScalarValue key = scalars.Value(sort.Key);
                keys.Add(sort.Key.Type.IsFloat() ? (key.Real, 0, keys.Count) : (0, key.Integer, keys.Count));
            });
            var ordered = keys.OrderBy(pair => double.IsNaN(pair.Real) == sort.Descending ? 0 : 1)
                .ThenBy(pair => sort.Descending ? -pair.Real : pair.Real).ThenBy(pair => sort.Descending ? ~pair.Integer : pair.Integer).ToList();
            for (int rank = 0; rank < evaluate(sort.Rank.Extent); rank++) {
                scalars.Set(sort.Rank, rank);
                scalars.Accumulators = [ordered[rank].Position];
                scalars.Store([sort.Order]);
            }
        }

        private void Product(ContractionKernel contraction, Segment segment) {
            double[] sums = new double[segment.Right.Count];
            long column = Linear(segment.Columns);
            long[] batch = [.. contraction.Batch.Select(axis => scalars.At(Index.Of(axis)))];
            scalars.ForEach(contraction.Summed, () => {
                double left = scalars.Value(contraction.Left).Real;
                long inner = Linear(contraction.Summed);
                for (int i = 0; i < sums.Length; i++) {
                    sums[i] += left * scalars.Load(segment.Right[i], [.. batch, column, inner]).Real;
                }
            });
            scalars.Accumulators = Array.ConvertAll(sums, sum => (double)(float)sum);
            scalars.Store(segment.Stores);
        }

        private long Linear(IEnumerable<Variable> axes) => axes.Aggregate(0L, (linear, axis) => linear * evaluate(axis.Extent) + scalars.At(Index.Of(axis)));

        private void Attend(AttentionBody body) {
            long keys = evaluate(body.Keys.Extent);
            long end = body.End is null ? keys : scalars.At(body.End);
            double[] scores = new double[keys];
            for (long key = 0; key < keys; key++) {
                scalars.Set(body.Keys, key);
                double product = 0;
                scalars.ForEach([body.Width], () => product += scalars.Value(body.Query).Real * scalars.Value(body.Key).Real);
                scalars.Accumulators = [(float)product];
                scores[key] = scalars.Value(body.Score).Real;
                if (key >= end && !double.IsNegativeInfinity(scores[key])) {
                    throw new PlanException($"keys from {end} on are said to be masked out, but the score of key {key} is {scores[key]}");
                }
            }
            double sink = body.Sink is null ? double.NegativeInfinity : scalars.Value(body.Sink).Real;
            double most = scores.Append(sink).Max();
            double sum = scores.Append(sink).Sum(score => Math.Exp(score - most));
            // What is made of a probability of zero need not be zero.
            long counted = body.Weigh is null ? Math.Min(keys, end) : keys;
            double[] weights = new double[counted];
            for (long key = 0; key < counted; key++) {
                weights[key] = Math.Exp(scores[key] - most) / sum;
                if (body.Weigh is not null) {
                    scalars.Set(body.Keys, key);
                    scalars.Accumulators = [(float)weights[key]];
                    weights[key] = scalars.Value(body.Weigh).Real;
                }
            }
            scalars.ForEach([body.Channels], () => {
                double mixed = 0;
                for (long key = 0; key < counted; key++) {
                    scalars.Set(body.Keys, key);
                    mixed += weights[key] * scalars.Value(body.Value).Real;
                }
                scalars.Accumulators = [(float)mixed];
                scalars.Store(body.Stores);
            });
        }
    }
}
