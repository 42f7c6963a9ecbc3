using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests.Papers;

/// <summary>Hyper-parameters as the paper's appendix lists them.</summary>
public readonly record struct ExpertOptions(int Width, int Experts, int Shared = 1, float Temperature = 1f, float? Cap = null) {
    public ExpertOptions Validated() => this switch {
        { Experts: < 2 } => throw new ArgumentException($"routing needs at least two experts, not {Experts}"),
        { Temperature: <= 0 } => throw new ArgumentOutOfRangeException(nameof(Temperature), "a temperature is above zero"),
        _ => this,
    };
}

/// <summary>A mixture with two experts a token: the best of the even ones and the best of the odd ones, beside those that all share.</summary>
[Block]
public sealed class PairedExperts {
    private readonly ExpertOptions options;
    private readonly Linear router;
    private readonly FeedForward[] experts, shared;

    public PairedExperts(ExpertOptions options, Func<int, int>? hidden = null) {
        this.options = options.Validated();
        hidden ??= _ => options.Width * 2;
        router = new Linear(options.Width, options.Experts);
        experts = [.. Enumerable.Range(0, options.Experts).Select(i => new FeedForward(options.Width, hidden(i), Activation.Gelu))];
        shared = new FeedForward[options.Shared];
        Array.Fill(shared, null!);
        for (int i = 0; i < shared.Length; i++) {
            shared[i] = new(options.Width, hidden(-1), gated: true);
        }
    }

    public (Tensor Output, Tensor Load) Route(Tensor x) {
        Tensor scores = router[x] / options.Temperature;
        if (options.Cap is { } cap) {
            scores = SoftCap(scores, cap);
        }
        Tensor chosen = Chosen(scores, parity: 0) | Chosen(scores, parity: 1);
        Tensor gates = Softmax(Select(chosen, scores, float.NegativeInfinity), -1);
        Tensor y = shared.Select(expert => expert[x]).Aggregate((a, b) => a + b);
        foreach ((int i, FeedForward expert) in experts.Index()) {
            y += Slice(gates, -1, i, 1) * expert[x];
        }
        return (y, Sum(Cast(chosen, ElementType.I32), 0));
    }

    private Tensor Chosen(Tensor scores, int parity) {
        Tensor own = Equal(Iota(options.Experts) % 2, parity);
        Tensor best = ArgMax(Select(own, scores, float.NegativeInfinity), -1, keep: true);
        return Equal(Iota(options.Experts), best);
    }
}

/// <summary>One mixture between projections, with the number of tokens that each expert got.</summary>
[Model, Symbol("Time", 1, 30)]
public partial class RoutedExperts {
    private const int Width = 7;
    private readonly PairedExperts experts = new(new(Width, 5) { Temperature = 0.7f, Cap = 3f }, i => i < 0 ? 3 : 4 + i % 2);

    [Entry]
    public (Tensor Output, Tensor Load) Run([Shape("Time", Width)] Tensor x) {
        var (y, load) = experts.Route(x);
        return (Output: x + y, Load: load);
    }
}
