using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>The register tile of products on a target: as many accumulators as its vector registers hold beside the operands.</summary>
/// <param name="Rows">Most rows of the tile.</param>
/// <param name="Columns">Columns of one packed panel: two vectors.</param>
internal sealed record RegisterTile(int Rows, int Columns) {
    /// <summary>The tile of a target.</summary>
    public static RegisterTile Of(TargetDescription target) => new(target.VectorRegisters >= 32 ? 12 : 6, 2 * target.VectorBytes / 4);

    /// <summary>How many panels a single row takes side by side, so that enough sums are under way to hide the latency of adding.</summary>
    public const int PanelsForOneRow = 4;
}

/// <summary>What the emitters of the kernel kinds share while one kernel is written.</summary>
internal sealed class KernelContext(ScalarEmitter emitter, Kernel kernel, RegisterTile tile, MicroKernels microKernels, Func<Dimension, long> upperBound) {
    /// <summary>The largest value that an extent can take within the symbols' bounds.</summary>
    public long UpperBound(Dimension extent) => upperBound(extent);

    public ScalarEmitter Emitter { get; } = emitter;

    public IrWriter Writer => Emitter.Writer;

    public Sequence<Parameter> Parameters { get; } = kernel.Parameters;

    public RegisterTile Tile { get; } = tile;

    /// <summary>Parameters that may come in any form of <see cref="StoredForm"/>.</summary>
    public HashSet<int> Stored => Emitter.Stored;

    public MicroKernels MicroKernels { get; } = microKernels;

    public IrValue Thread { get; } = new("i64", "%thread");

    public IrValue Threads { get; } = new("i64", "%threads");

    public IrValue Scratch { get; } = new("ptr", "%scratch");

    /// <summary>Bytes of scratch memory that this kernel needs for each thread.</summary>
    public long ScratchBytes { get; private set; }

    /// <summary>A part of the thread's scratch memory, 64-byte aligned.</summary>
    public IrValue TakeScratch(long bytes) {
        IrValue part = Writer.Element(Scratch, "i8", IrWriter.Int(ScratchBytes));
        ScratchBytes += (bytes + 63) / 64 * 64;
        return part;
    }

    /// <summary>This thread's share of a number of items.</summary>
    public (IrValue First, IrValue End) Share(IrValue items) => Share(items, Thread, Threads);

    /// <summary>The share of one of several threads.</summary>
    public (IrValue First, IrValue End) Share(IrValue items, IrValue thread, IrValue threads) {
        IrValue first = Writer.Divide(Writer.Multiply(items, thread), threads);
        IrValue end = Writer.Divide(Writer.Multiply(items, Writer.Add(thread, IrWriter.Int(1))), threads);
        return (first, end);
    }

    /// <summary>Defines the variables of nested loops, outermost first, from one flat counter.</summary>
    public void Decode(IrValue flat, IReadOnlyList<Variable> axes, KernelScope scope) {
        IrValue rest = flat;
        for (int i = axes.Count - 1; i >= 0; i--) {
            IrValue extent = Emitter.Extent(axes[i].Extent);
            if (i == 0) {
                scope.Define(axes[i], rest);
            } else {
                scope.Define(axes[i], Writer.Modulo(rest, extent));
                rest = Writer.Divide(rest, extent);
            }
        }
    }

    /// <summary>
    /// This thread's share of rows: the outer axes one by one, and the lane axis, if any, a vector at a time, under a mask where it does not
    /// fill it.
    /// </summary>
    public void Rows(IReadOnlyList<Variable> outer, Variable? lane, int lanes, KernelScope top, Action<KernelScope> body) {
        IrValue laneExtent = lane is null ? IrWriter.Int(1) : Emitter.Extent(lane.Extent);
        IrValue pieces = lane is null ? IrWriter.Int(1) : Writer.Divide(Writer.Add(laneExtent, IrWriter.Int(lanes - 1)), IrWriter.Int(lanes));
        IrValue items = outer.Aggregate(pieces, (product, axis) => Writer.Multiply(product, Emitter.Extent(axis.Extent)));
        (IrValue first, IrValue end) = Share(items);
        Writer.Loop(first, end, 1, item => {
            KernelScope scope = new(top);
            Decode(Writer.Divide(item, pieces), outer, scope);
            if (lane is not null) {
                IrValue position = Writer.Multiply(Writer.Modulo(item, pieces), IrWriter.Int(lanes));
                bool isWhole = lane.Extent.IsConstant && lane.Extent.Value % lanes == 0;
                scope = scope.InsideLanes(lane, position, lanes, isWhole ? null : Emitter.MaskBelow(position, laneExtent, lanes));
            }
            body(scope);
        });
    }

    /// <summary>A loop of a variable over lanes: whole vectors, then one under a mask.</summary>
    public void LanesLoop(Variable variable, IrValue from, IrValue to, int lanes, KernelScope scope, Action<KernelScope> body) {
        bool isConstant = long.TryParse(from.Name, out long first) & long.TryParse(to.Name, out long last);
        IrValue length = Writer.Subtract(to, from);
        IrValue whole = isConstant ? IrWriter.Int(first + (last - first) / lanes * lanes) : Writer.Add(from, Writer.Emit("i64", $"and {length}, {-lanes}"));
        if (!isConstant || last - first >= lanes) {
            Writer.Loop(from, whole, lanes, i => body(scope.InsideLanes(variable, i, lanes, null)));
        }
        if (isConstant && (last - first) % lanes == 0) {
            return;
        }
        if (isConstant) {
            body(scope.InsideLanes(variable, whole, lanes, Emitter.MaskBelow(whole, to, lanes)));
        } else {
            Writer.If(Writer.Compare("slt", whole, to), () => body(scope.InsideLanes(variable, whole, lanes, Emitter.MaskBelow(whole, to, lanes))));
        }
    }
}
