using System;
using System.Linq;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>
/// Calls of one entry of a session: set every input, run, read the outputs. Symbols follow from the lengths of the
/// inputs; those that do not are bound by hand. Allocates nothing, but for outputs that grow with <c>Time</c>.
/// </summary>
public sealed unsafe class EntryCall {
    const long NeverRun = -1;

    readonly ModelSession session;
    readonly Entry entry;
    readonly EntryMemory memory;
    readonly ModelSymbols symbols;
    readonly EntryDescription description;
    readonly OutputBuffer[] outputs;
    readonly long[] outputBytes;
    // From the first input until Run, and then for the outputs.
    readonly CallSymbols bound;
    readonly bool[] given;
    bool collecting;

    internal EntryCall(ModelSession session, Entry entry, EntryMemory memory) {
        this.session = session;
        this.entry = entry;
        this.memory = memory;
        symbols = session.Model.Symbols;
        description = entry.General;
        bound = new CallSymbols(session.Model.Description.Name, symbols, entry);
        given = new bool[description.Inputs.Length];
        outputs = new OutputBuffer[description.Outputs.Length];
        outputBytes = new long[outputs.Length];
        for (int i = 0; i < outputs.Length; i++) {
            outputs[i] = new OutputBuffer();
            outputBytes[i] = NeverRun;
            TensorDescription output = description.Outputs[i];
            if (output.Shape.All(extent => extent.IsConstant)) {
                // Known now, so that not even the first call allocates.
                outputs[i].Reserve(bound.Bytes(output), bound.Describe("output", output));
            }
        }
    }

    /// <summary>The entry's name.</summary>
    public string Name => entry.Name;

    /// <summary>The most tokens that one native call takes.</summary>
    public long ChunkTime => memory.ChunkTime;

    internal bool TakesTokensToLogits =>
        description.Inputs is [{ Type: ScalarType.I32, Shape: [Extent time] }] && time.IsSymbol(symbols.Time)
        && description.Outputs is [{ Type: ScalarType.F32, Shape.Length: 1 }, ..]
        && description.Outputs[0].Shape[0].IsConstant;

    /// <summary>The number of logits, where <see cref="TakesTokensToLogits"/>.</summary>
    internal int LogitsLength => checked((int)description.Outputs[0].Shape[0].Evaluate([]));

    /// <summary>Gives a symbol its value for the next <see cref="Run"/>, where the inputs' lengths leave it open.</summary>
    /// <exception cref="ArgumentException">The model has no such symbol.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the symbol's bounds.</exception>
    public void Bind(string symbol, long value) {
        Collect();
        bound.Bind(symbol, value, session.Position);
    }

    /// <summary>
    /// Copies the values of one input, row-major. A refused input, or one given twice, begins the call anew.
    /// </summary>
    /// <param name="index">Which input, in the order of the entry.</param>
    /// <param name="elements">As many as the shape says; the symbol it leaves open follows from the length.</param>
    /// <exception cref="ArgumentException">Another element type, or a length that does not fit the shape.</exception>
    /// <exception cref="ContextOverflowException">More tokens than the context has left.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value outside the input's bounds, or a symbol outside its own.</exception>
    public void Input<T>(int index, ReadOnlySpan<T> elements) where T : unmanaged {
        TensorDescription input = description.Inputs[index];
        if (!input.Type.Holds<T>()) {
            throw new ArgumentException($"{bound.Describe("input", input)}: expected elements of type {input.Type}, found {typeof(T).Name}.", nameof(elements));
        }
        session.Enter();
        bool accepted = false;
        try {
            if (given[index]) {
                collecting = false;
            }
            Collect();
            bound.Infer(input, elements.Length, session.Position);
            if (input.UpperBound is long limit) {
                CheckBounds(input, elements, limit);
            }
            elements.CopyTo(new Span<T>(memory.Inputs[index], elements.Length));
            given[index] = true;
            accepted = true;
        } finally {
            // What a refused input said of the symbols must not bind the next attempt.
            collecting &= accepted;
            session.Leave();
        }
    }

    /// <summary>Runs the entry over the inputs; the session moves on by their tokens.</summary>
    /// <exception cref="InvalidOperationException">An input or a symbol is missing.</exception>
    public void Run() {
        session.Enter();
        try {
            Collect();
            CheckComplete();
            collecting = false;
            bound.MoveTo(session.Position);
            for (int i = 0; i < outputs.Length; i++) {
                TensorDescription output = description.Outputs[i];
                outputBytes[i] = bound.Bytes(output);
                outputs[i].Reserve(outputBytes[i], output.Name);
            }
            if (entry.DependsOnTime) {
                RunChunks(bound.Values[symbols.Time]);
            } else {
                RunOnce(0, 0);
            }
        } finally {
            session.Leave();
        }
    }

    /// <summary>The values of one output of the latest <see cref="Run"/>, row-major, to be read until the next.</summary>
    /// <exception cref="InvalidOperationException">Nothing has run yet.</exception>
    public ReadOnlySpan<T> Output<T>(int index) where T : unmanaged {
        session.ThrowIfDisposed();
        TensorDescription output = description.Outputs[index];
        if (!output.Type.Holds<T>()) {
            throw new ArgumentException($"{bound.Describe("output", output)}: expected elements of type {output.Type}, found {typeof(T).Name}.");
        }
        if (outputBytes[index] == NeverRun) {
            throw new InvalidOperationException($"{bound.Describe("output", output)}: the entry has not run yet.");
        }
        return outputs[index].Read<T>(outputBytes[index]);
    }

    void RunChunks(long total) {
        long done = 0;
        do {
            long time = Math.Min(memory.ChunkTime, total - done);
            bound.Values[symbols.Time] = time;
            RunOnce(done, time);
            done += time;
        } while (done < total);
        bound.Values[symbols.Time] = total;
    }

    /// <summary>One native call over <paramref name="time"/> tokens, <paramref name="done"/> after the first of the inputs.</summary>
    void RunOnce(long done, long time) {
        if (symbols.Past >= 0) {
            bound.Values[symbols.Past] = session.Position;
        }
        int variant = entry.Select(bound.Values);
        void** table = memory.Table(variant);
        void** at = table + memory.FirstInput;
        for (int i = 0; i < given.Length; i++) {
            *at++ = memory.Inputs[i] + RowOffset(description.Inputs[i], done);
        }
        for (int i = 0; i < outputs.Length; i++) {
            *at++ = outputs[i].Start + RowOffset(description.Outputs[i], done);
        }
        bound.Values.CopyTo(new Span<long>(session.Memory.SymbolValues, symbols.Count));
        session.Step(entry.Variants[variant].Function, table, time);
    }

    long RowOffset(TensorDescription tensor, long row) {
        if (row == 0 || !entry.LeadsWithTime(tensor)) {
            return 0;
        }
        long bytes = tensor.Type.Size();
        for (int axis = 1; axis < tensor.Shape.Length; axis++) {
            bytes *= tensor.Shape[axis].Evaluate(bound.Values);
        }
        return row * bytes;
    }

    /// <summary>Begins a new call if the last one has run.</summary>
    void Collect() {
        session.ThrowIfDisposed();
        if (collecting) {
            return;
        }
        collecting = true;
        bound.Clear(session.Position);
        given.AsSpan().Clear();
    }

    void CheckBounds<T>(TensorDescription input, ReadOnlySpan<T> elements, long limit) where T : unmanaged {
        for (int i = 0; i < elements.Length; i++) {
            long value = input.Type switch {
                ScalarType.I32 => Unsafe.BitCast<T, int>(elements[i]),
                ScalarType.I64 => Unsafe.BitCast<T, long>(elements[i]),
                ScalarType.I16 => Unsafe.BitCast<T, short>(elements[i]),
                ScalarType.I8 => Unsafe.BitCast<T, sbyte>(elements[i]),
                _ => Unsafe.BitCast<T, byte>(elements[i]),
            };
            if ((ulong)value >= (ulong)limit) {
                throw new ArgumentOutOfRangeException(
                    input.Name, value, $"{bound.Describe("input", input)}: element {i}: expected 0 to {limit - 1}, found {value}.");
            }
        }
    }

    void CheckComplete() {
        for (int i = 0; i < given.Length; i++) {
            if (!given[i]) {
                throw new InvalidOperationException($"{bound.Describe("input", description.Inputs[i])}: expected values before the entry runs, found none.");
            }
        }
        bound.Complete();
    }
}
