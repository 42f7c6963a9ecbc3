using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Blocks;
using static Sinter.Operations;
using Stage = (int Channels, int Blocks);

namespace Sinter.EndToEnd.Tests.Papers;

/// <summary>Steps that several blocks share.</summary>
internal static class Images {
    /// <summary>[H, W, C] to [H/s, W/s, s s C]: each square of s times s places becomes one.</summary>
    public static Tensor SpaceToDepth(this Tensor x, int s) {
        int height = x.Shape[0], width = x.Shape[1], channels = x.Shape[2];
        if (height % s != 0 || width % s != 0) {
            throw new ArgumentException($"squares of {s} do not tile an image of {height} times {width}");
        }
        Tensor squares = Reshape(x, height / s, s, width / s, s, channels);
        return Reshape(Transpose(squares, 0, 2, 1, 3, 4), height / s, width / s, s * s * channels);
    }

    /// <summary>The inverse.</summary>
    public static Tensor DepthToSpace(this Tensor x, int s) {
        (int height, int width, int channels) = (x.Shape[0], x.Shape[1], x.Shape[2] / (s * s));
        return Reshape(Transpose(Reshape(x, height, width, s, s, channels), 0, 2, 1, 3, 4), height * s, width * s, channels);
    }
}

/// <summary>x + W act(norm(x shifted by one in each direction, and x)).</summary>
[Block]
public sealed class ShiftBlock(int channels) : ILayer {
    private static readonly (int Y, int X)[] Shifts = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)];
    private readonly LayerNorm norm = new(channels);
    private readonly Linear mix = new(Shifts.Length * channels, channels);

    public Tensor this[Tensor x] {
        get {
            Tensor y = norm[x];
            return x + mix[Gelu(Concatenate(-1, Shifts.Select(s => Roll(Roll(y, 0, s.Y), 1, s.X)).ToArray()))];
        }
    }
}

/// <summary>A pyramid down and up again with what each stage left behind added on the way.</summary>
[Model]
public partial class PyramidVision {
    private static readonly Stage[] Stages = [(4, 1), (6, 2)];
    private readonly Linear stem = new(3, Stages[0].Channels);
    private readonly List<ILayer[]> down = [], up = [];
    private readonly Linear[] narrow, widen;
    private readonly Linear output = new(Stages[0].Channels, 2);

    public PyramidVision() {
        static ILayer[] Blocks(Stage stage) => [.. Enumerable.Range(0, stage.Blocks).Select(_ => (ILayer)new ShiftBlock(stage.Channels))];
        narrow = new Linear[Stages.Length - 1];
        widen = new Linear[Stages.Length - 1];
        for (int i = 0; i < Stages.Length; i++) {
            down.Add(Blocks(Stages[i]));
            up.Add(Blocks(Stages[i] with { Blocks = 1 }));
            if (i > 0) {
                narrow[i - 1] = new Linear(4 * Stages[i - 1].Channels, Stages[i].Channels);
                widen[i - 1] = new Linear(Stages[i].Channels, 4 * Stages[i - 1].Channels);
            }
        }
    }

    [Entry]
    public (Tensor Map, Tensor Label) Segment([Shape(6, 8, 3)] Tensor image) {
        Stack<Tensor> left = new();
        Tensor x = stem[image];
        for (int i = 0; i < Stages.Length; i++) {
            if (i > 0) {
                x = narrow[i - 1][x.SpaceToDepth(2)];
            }
            x = Through(x, down[i]);
            left.Push(x);
        }
        left.Pop();
        for (int i = Stages.Length - 1; i >= 0; i--) {
            x = Through(x, up[i]);
            if (left.TryPop(out Tensor? skip)) {
                x = widen[i - 1][x].DepthToSpace(2) + skip;
            }
        }
        Tensor map = output[x];
        return (map, ArgMax(map, -1));

        static Tensor Through(Tensor x, IEnumerable<ILayer> blocks) {
            foreach (ILayer block in blocks) {
                x = block[x];
            }
            return x;
        }
    }
}
