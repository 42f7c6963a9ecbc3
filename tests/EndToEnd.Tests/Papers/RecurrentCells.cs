using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests.Papers;

/// <summary>A cell: from the state of the last step and this step's input to the next state and an output.</summary>
public interface ICell<TState> where TState : struct {
    TState Start { get; }

    (TState Next, Tensor Output) Step(TState state, Tensor x);

    Tensor[] Pack(TState state);

    TState Unpack(ReadOnlySpan<Tensor> parts);
}

public readonly record struct Memory(Tensor Hidden, Tensor Cell);

/// <summary>A cell with a forget gate that depends on how surprising the input is.</summary>
[Block]
public sealed class SurpriseCell(int inputs, int width) : ICell<Memory> {
    private readonly Linear gates = new(inputs + width, 3 * width, withBias: true), guess = new(width, inputs);
    private readonly Weight start = new(width);

    public Memory Start => new(start, 0f * start);

    public (Memory Next, Tensor Output) Step(Memory state, Tensor x) {
        Tensor surprise = Sigmoid(Mean((x - guess[state.Hidden]) * (x - guess[state.Hidden]), 0));
        if (SplitEvenly(gates[Concatenate(0, x, state.Hidden)], 0, 3) is not [var input, var candidate, var output]) {
            throw new InvalidOperationException("there are three gates");
        }
        Tensor cell = state.Cell * (1f - surprise) + Sigmoid(input) * Tanh(candidate) * surprise;
        Memory next = state with { Cell = cell, Hidden = Sigmoid(output) * Tanh(cell) };
        return (next, next.Hidden);
    }

    public Tensor[] Pack(Memory state) => [state.Hidden, state.Cell];

    public Memory Unpack(ReadOnlySpan<Tensor> parts) => new(parts[0], parts[1]);
}

/// <summary>Any cell over time, with its state kept between calls.</summary>
[Block]
public sealed class Recurrent<TCell, TState>(TCell cell, params State[] states) where TCell : ICell<TState> where TState : struct {
    private readonly TCell cell = cell;
    private readonly State[] states = states;

    public Tensor this[Tensor x] {
        get {
            Tensor[] begin = cell.Pack(cell.Start);
            Tensor[] kept = [.. states.Select((state, i) => state.Read() + begin[i])];
            var (last, outputs) = Scan(kept, [x], (carried, row) => {
                (TState next, Tensor output) = cell.Step(cell.Unpack(carried), row[0]);
                return (cell.Pack(next), [output]);
            }, Axis.Time);
            foreach ((State state, Tensor value, Tensor offset) in states.Zip(last, begin)) {
                state.Write(value - offset);
            }
            return outputs[0];
        }
    }
}

/// <summary>Two of them, one after the other, and an early answer by iteration.</summary>
[Model, Symbol("Time", 1, 20)]
public partial class RecurrentCells {
    private const int Width = 5;
    private readonly Recurrent<SurpriseCell, Memory> lower = new(new(3, Width), new State(Width), new State(Width));
    private readonly Recurrent<SurpriseCell, Memory> upper = new(new(Width, 4), new State(4), new State(4));

    [Entry]
    public Tensor Run([Shape("Time", 3)] Tensor x) => upper[lower[x]];

    [Entry]
    public (Tensor Root, Tensor Steps) Solve([Shape(4)] Tensor x) {
        Tensor target = 1f + x * x;
        Tensor[] found = While(30, [target, 0], (i, s) => Max(Abs(s[0] * s[0] - target), 0) > 1e-3f, (i, s) => [(s[0] + target / s[0]) * 0.5f, s[1] + 1]);
        return (found[0], found[1]);
    }
}
