using System;

namespace Sinter.Runtime.Sampling;

/// <summary>
/// How the next token is chosen. The steps apply in this order: the temperature divides the logits; top-k keeps the k
/// most probable tokens; top-p keeps the fewest of these whose probabilities add up to p; min-p drops those that are
/// less probable than a share of the most probable one. One of the rest is drawn by its probability.
/// </summary>
public sealed record SamplingOptions {
    readonly float temperature = 1;
    readonly int topK;
    readonly float topP = 1;
    readonly float minP;

    /// <summary>Always the most probable token.</summary>
    public static SamplingOptions Greedy { get; } = new() { Temperature = 0 };

    /// <summary>
    /// What the logits are divided by: 0 always takes the most probable token, 1 draws by the model's own probabilities,
    /// more makes them more alike.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float Temperature {
        get => temperature;
        init => temperature = value >= 0 && float.IsFinite(value) ? value : throw Outside(nameof(Temperature), value, "a finite number from 0 on");
    }

    /// <summary>How many of the most probable tokens are kept; 0 keeps all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int TopK {
        get => topK;
        init => topK = value >= 0 ? value : throw Outside(nameof(TopK), value, "a number from 0 on");
    }

    /// <summary>The probability that the kept tokens together must reach; 1 keeps all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 and at most 1.</exception>
    public float TopP {
        get => topP;
        init => topP = value is > 0 and <= 1 ? value : throw Outside(nameof(TopP), value, "a number above 0 and at most 1");
    }

    /// <summary>The least probability of a kept token, as a share of the most probable one's; 0 keeps all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 1.</exception>
    public float MinP {
        get => minP;
        init => minP = value is >= 0 and <= 1 ? value : throw Outside(nameof(MinP), value, "a number from 0 to 1");
    }

    /// <summary>Where the random numbers begin; the same seed, options and logits give the same tokens. Null takes one at random.</summary>
    public ulong? Seed { get; init; }

    static ArgumentOutOfRangeException Outside(string option, object value, string expected) =>
        new(option, value, FormattableString.Invariant($"{option}: expected {expected}, found {value}"));
}
