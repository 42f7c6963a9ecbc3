#region snippet
using System;
using System.Linq;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Guide;

/// <summary>y = W_down (silu(W_gate x) * W_up x), the gated unit of Shazeer (arXiv:2002.05202).</summary>
[Block]
public sealed class GatedUnit(int width, int hidden) {
    readonly Linear gate = new(width, hidden), up = new(width, hidden), down = new(hidden, width);

    public Tensor Forward(Tensor x) => down[Silu(gate[x]) * up[x]];
}

[Model, Symbol("Rows", 1, 64)]
[Checkpoint("""
    rename units.{i}.{part}.weight = mlp.{i}.{part}_proj.weight
    scale = norm.weight else 1
    """)]
public partial class Tower {
    readonly GatedUnit[] units = [new(4, 6), new(4, 6)];
    readonly Weight scale = new(4);

    [Entry]
    public Tensor Run([Shape("Rows", 4)] Tensor x) {
        foreach (GatedUnit unit in units) {
            x = x + unit.Forward(x);
        }
        return x * scale;
    }
}
#endregion

static class FreeFormBlockRun {
    public static void Paths() {
        #region snippet
        Tower eager = new();
        foreach ((string path, Weight weight) in Checkpoint.Paths(eager)) {
            Console.WriteLine($"{path} {weight.Shape}");
        }
        #endregion
    }

    public static void Compare() {
        string file = TowerCheckpoint.Write();
        #region snippet
        Tower eager = new();
        Checkpoint.Load(eager, file);
        float[] x = [0.5f, -1, 2, 0.25f, 1, 1, -1, 3];
        float[] expected = eager.Run(Tensor.From(x, 2, 4)).ToArray<float>();

        using Tower.Loaded model = Tower.Load(file);
        using Tower.Session session = model.CreateSession();
        float[] compiled = session.Run(x).ToArray();
        Console.WriteLine(compiled.Zip(expected, (a, b) => Math.Abs(a - b) / Math.Abs(b)).Max() < 1e-5);
        #endregion
        System.IO.File.Delete(file);
    }
}
