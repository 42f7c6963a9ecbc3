using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Sinter.Compiler.Plans;

/// <summary>Weights, prepared tensors and states of a native plan in guarded memory, and steps on them by a team of threads.</summary>
internal sealed unsafe class NativeSession : IDisposable {
    private const int Alignment = 64;

    private readonly NativePlan native;
    private readonly int threads;
    private readonly List<GuardedMemory> weights = [];
    private readonly List<GuardedMemory> prepared = [];
    private readonly Dictionary<GuardedMemory, StoredForm> forms = [];
    private readonly List<GuardedMemory> states = [];

    /// <summary>Whether one thread does the shares of all.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Copies the weights, 4-byte aligned as a mapped file has them, and runs <c>prepare</c>. States that calls replace start as zeros.</summary>
    /// <param name="native">The compiled plan.</param>
    /// <param name="values">The weights.</param>
    /// <param name="threads">Threads of the team.</param>
    /// <param name="replaced">States that calls replace.</param>
    /// <param name="stored">Weights in another form than single precision, as bytes.</param>
    public NativeSession(
        NativePlan native, IReadOnlyDictionary<string, Tensor> values, int threads, IReadOnlySet<string>? replaced = null,
        IReadOnlyDictionary<string, (StoredForm Form, byte[] Bytes)>? stored = null) {
        (this.native, this.threads) = (native, threads);
        for (int i = 0; i < native.Plan.Weights.Count; i++) {
            Graph.Weight weight = native.Plan.Weights[i];
            if (stored is not null && stored.TryGetValue(weight.Name, out (StoredForm Form, byte[] Bytes) given)) {
                if (native.Forms[1 + i] == 0) {
                    throw new InvalidOperationException($"{weight.Name} cannot be used as {given.Form}");
                }
                // Blocks have no alignment of their own.
                GuardedMemory memory = new(weight.Name, given.Bytes.Length, 1, 0);
                given.Bytes.CopyTo(memory.Content);
                weights.Add(memory);
                forms.Add(memory, given.Form);
            } else {
                weights.Add(Copy(weight.Name, values[values.ContainsKey(weight.Name) ? weight.Name : weight.TiedTo!], 4));
            }
        }
        for (int i = 0; i < native.PreparedBytes.Count; i++) {
            int row = 1 + native.Plan.Weights.Count + i * (int)native.Forms[0];
            StoredForm form = native.Forms[row] < 0 ? StoredForm.F32 : forms.GetValueOrDefault(weights[(int)native.Forms[row]]);
            prepared.Add(new GuardedMemory($"prepared {i}", form == StoredForm.F32 ? native.PreparedBytes[i] : native.Forms[row + (int)form], Alignment, 0xFF));
            forms.Add(prepared[i], form);
        }
        foreach (State state in native.Plan.States) {
            states.Add(new GuardedMemory(state.Name, state.Type.Count.Value * state.Type.Element.Bytes(), Alignment, replaced?.Contains(state.Name) == true ? (byte)0 : (byte)0xFF));
        }
        Call("prepare", native.Plan.Symbols.ToDictionary(symbol => symbol.Name, symbol => symbol.Minimum), [.. weights, .. prepared]);
    }

    /// <summary>The results of one step, by name, as they lie in memory. With a record, the variant runs that takes the time.</summary>
    public Dictionary<string, PlanBuffer> Run(Function function, IReadOnlyDictionary<string, long> symbols, IReadOnlyDictionary<string, Tensor> inputs, GuardedMemory? record = null) {
        long Evaluate(Dimension extent) => extent.Evaluate(symbol => symbols[symbol]);
        List<GuardedMemory> own = [
            .. function.Inputs.Select(port => Copy(port.Name, inputs[port.Name], Alignment)),
            .. function.Outputs.Select(port => new GuardedMemory(port.Name, Evaluate(port.Type.Count) * port.Type.Element.Bytes(), Alignment, 0xFF)),
            .. function.Slots.Select((size, i) => new GuardedMemory($"slot {i}", Evaluate(size), Alignment, 0xFF)),
        ];
        try {
            Call(function.Export + (record is null ? "" : "_profiled"), symbols, [.. weights, .. prepared, .. states, .. own], record);
            return function.Outputs.Zip(own.Skip(function.Inputs.Count)).ToDictionary(pair => pair.First.Name, pair => new PlanBuffer(pair.First.Name, pair.Second.Content));
        } finally {
            own.ForEach(memory => memory.Dispose());
        }
    }

    public void Dispose() {
        foreach (GuardedMemory memory in weights.Concat(prepared).Concat(states)) {
            memory.Dispose();
        }
    }

    private static GuardedMemory Copy(string name, Tensor tensor, int alignment) {
        PlanBuffer buffer = new(name, tensor);
        GuardedMemory memory = new(name, buffer.Size, alignment, 0);
        buffer.Bytes.CopyTo(memory.Content);
        return memory;
    }

    private void Call(string export, IReadOnlyDictionary<string, long> symbols, GuardedMemory[] buffers, GuardedMemory? record = null) {
        var function = native.Export(export);
        using GuardedMemory table = new("the table", buffers.Length * sizeof(void*), 8, 0xFF);
        using GuardedMemory values = new("the symbols", native.Plan.Symbols.Count * sizeof(long), 8, 0xFF);
        using GuardedMemory barrier = new("the barrier", 128, Alignment, 0);
        if (record is not null) {
            *(void**)((byte*)barrier.Start + 120) = record.Start;
        }
        GuardedMemory[] scratch = [.. Enumerable.Range(0, threads).Select(i => new GuardedMemory($"scratch of thread {i}", native.ScratchBytes, Alignment, 0xFF))];
        for (int i = 0; i < buffers.Length; i++) {
            ((ulong*)table.Start)[i] = (ulong)buffers[i].Start | (ulong)forms.GetValueOrDefault(buffers[i]) << 56;
        }
        for (int i = 0; i < native.Plan.Symbols.Count; i++) {
            ((long*)values.Start)[i] = symbols[native.Plan.Symbols[i].Name];
        }
        void Work(int thread) => function((void**)table.Start, (long*)values.Start, scratch[Math.Max(thread, 0)].Start, thread, threads, barrier.Start);
        Thread[] team = [.. Enumerable.Range(1, IsAlone ? 0 : threads - 1).Select(thread => new Thread(() => Work(thread)))];
        foreach (Thread thread in team) {
            thread.Start();
        }
        Work(IsAlone ? -1 : 0);
        foreach (Thread thread in team) {
            thread.Join();
        }
        foreach (GuardedMemory memory in buffers.Concat(scratch).Append(table).Append(values).Append(barrier)) {
            memory.CheckSurroundings();
        }
        foreach (GuardedMemory memory in scratch) {
            memory.Dispose();
        }
    }
}
