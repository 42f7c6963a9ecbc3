using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests.Papers;

/// <summary>What moves information between positions.</summary>
public interface ITokenMixer {
    string Name { get; }

    Tensor Mix(Tensor x);
}

/// <summary>What moves information between channels.</summary>
public interface IChannelActivation {
    static abstract Tensor Apply(Tensor x);
}

public readonly struct Squared : IChannelActivation {
    public static Tensor Apply(Tensor x) => Relu(x) * Relu(x);
}

public readonly struct Snake : IChannelActivation {
    public static Tensor Apply(Tensor x) => x + Sin(x) * Sin(x);
}

/// <summary>The running mean of what has gone before.</summary>
[Block]
public class AverageMixer : ITokenMixer {
    public virtual string Name => "average";

    public virtual Tensor Mix(Tensor x) {
        Tensor count = Reshape(Cast(Iota(x.Shape[0]) + 1, ElementType.F32), x.Shape[0], 1);
        return CumulativeSum(x, Axis.Time) / count;
    }
}

/// <summary>The running mean, and a learned share of each position's own.</summary>
public sealed class LeakyAverageMixer(int width, float leak) : AverageMixer {
    private readonly Weight share = new(width);

    public override string Name => $"leaky({leak})";

    public override Tensor Mix(Tensor x) => base.Mix(x) * (1f - leak) + x * Sigmoid(share) * leak;
}

/// <summary>Fixed circular shifts of the channels' groups, as far as each group's number.</summary>
[Block]
public sealed class ShiftMixer(params int[] shifts) : ITokenMixer {
    public string Name => "shift:" + string.Join("/", shifts);

    public Tensor Mix(Tensor x) {
        if (x.Shape[1] % shifts.Length != 0) {
            throw new ArgumentException($"{shifts.Length} shifts do not divide {x.Shape[1]} channels");
        }
        Tensor[] parts = SplitEvenly(x, 1, shifts.Length);
        var shifted = shifts.Zip(parts, (by, part) => by == 0 ? part : Slice(Pad(part, 0, by, 0), 0, 0, part.Shape[0]));
        return Concatenate(1, [.. shifted]);
    }
}

/// <summary>x + mix(norm(x)) and y + V act(U norm(y)), with the activation a type.</summary>
[Block]
public sealed class MixerLayer<TActivation>(int width, ITokenMixer mixer, int expansion = 2) where TActivation : IChannelActivation {
    private readonly ITokenMixer mixer = mixer;
    private readonly LayerNorm before = new(width), after = new(width);
    private readonly Linear up = new(width, width * expansion, withBias: true), down = new(outputs: width, inputs: width * expansion);

    public Tensor Run(Tensor x) {
        Tensor y = x + mixer.Mix(before[x]);
        return y + down[TActivation.Apply(up[after[y]])];
    }
}

/// <summary>Layers that mix by whatever implements the interface.</summary>
[Model, Symbol("Time", 1, 40)]
public partial class PluggableMixer {
    private const int Width = 6;

    private readonly MixerLayer<Squared> first = new(Width, new AverageMixer());
    private readonly MixerLayer<Snake>[] rest = new ITokenMixer[] { new LeakyAverageMixer(Width, 0.25f), new ShiftMixer(0, 1, 3) }
        .Where(mixer => mixer.Name is not "average" and { Length: > 3 })
        .Select((mixer, i) => new MixerLayer<Snake>(Width, mixer, expansion: i + 1))
        .ToArray();

    [Entry]
    public Tensor Encode([Shape("Time", Width)] Tensor x) {
        x = first.Run(x);
        foreach (var layer in rest) {
            x = layer.Run(x);
        }
        return x;
    }
}
