using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Sinter.Runtime.Naming;

/// <summary>Memory in which parts of weights are put together while they are read; freed when all of them are.</summary>
sealed unsafe class SourceMemory(ScalarType type) : IDisposable {
    readonly List<Block> blocks = [];

    /// <summary>The elements of a view one after the other.</summary>
    public TensorView Copied(TensorView view) {
        nint memory = Allocate(view.Shape);
        new ViewCopy(view, (byte*)memory, TensorView.RowMajor(view.Shape), type).Run();
        return TensorView.Of(memory, view.Shape);
    }

    /// <summary>The elements of a node that are no view of others.</summary>
    public TensorView Filled(SourceNode node) {
        nint memory = Allocate(node.Shape);
        foreach (ViewCopy copy in Copies(node, (byte*)memory, TensorView.RowMajor(node.Shape))) {
            copy.Run();
        }
        return TensorView.Of(memory, node.Shape);
    }

    /// <summary>What is to be copied so that a node's elements lie at <paramref name="target"/> by these strides.</summary>
    public IEnumerable<ViewCopy> Copies(SourceNode node, byte* target, long[] strides) {
        List<ViewCopy> copies = [];
        switch (node) {
            case SourceNode.Joined joined:
                foreach ((SourceNode part, long first) in joined.Parts) {
                    copies.AddRange(Copies(part, target + first * strides[joined.Axis] * type.Size(), strides));
                }
                break;
            case SourceNode.Fill fill:
                // One element, seen everywhere.
                nint memory = Allocate([1]);
                ElementReading.Write(fill.Value, type, (byte*)memory);
                copies.Add(new ViewCopy(new TensorView(null, memory, 0, node.Shape, new long[node.Shape.Length]), target, strides, type));
                break;
            default:
                TensorView view = node.View(this);
                // Converting one element at a time is slow; a tensor of another type is converted whole where rows are not its rows.
                bool isSlow = view.Tensor is { } tensor && ElementReading.StoredAs(tensor.Type) != type && view.Shape.Length > 0 && view.Strides[^1] != 1;
                copies.Add(new ViewCopy(isSlow ? Converted(view) : view, target, strides, type));
                break;
        }
        return copies;
    }

    public void Dispose() {
        foreach (Block block in blocks) {
            NativeMemory.Free((void*)block.Start);
        }
        blocks.Clear();
    }

    TensorView Converted(TensorView view) {
        nint memory = Allocate([view.Tensor!.ElementCount]);
        ElementReading.Read(view.Tensor, 0, view.Tensor.ElementCount, type, (byte*)memory);
        return view with { Tensor = null, Memory = memory };
    }

    nint Allocate(long[] shape) {
        nint block = (nint)NativeMemory.Alloc((nuint)Math.Max(1, checked(TensorView.Count(shape) * type.Size())));
        blocks.Add(new Block(block));
        return block;
    }

    sealed record Block(nint Start);
}
