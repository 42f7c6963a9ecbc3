using System;

namespace Sinter.Runtime;

/// <summary>Why a generation ended.</summary>
public enum GenerationEnd {
    /// <summary>It has not ended, or it was cancelled.</summary>
    None,
    /// <summary>The model chose a stop token.</summary>
    StopToken,
    /// <summary>The steps or tokens asked for were made.</summary>
    Length,
    /// <summary>The context is full.</summary>
    Context,
}

/// <summary>Measurements of one generation, kept up to date while it runs.</summary>
public sealed class GenerationStatistics {
    /// <summary>Tokens of the prompt that were fed, begin of sequence included.</summary>
    public int PromptTokens { get; internal set; }

    /// <summary>Time to feed them, up to the logits after the last.</summary>
    public TimeSpan PromptTime { get; internal set; }

    /// <summary>Time from the first piece that was asked for to the first token chosen by the model; zero before that.</summary>
    public TimeSpan TimeToFirstToken { get; internal set; }

    /// <summary>Tokens chosen by the model, a stop token included.</summary>
    public int GeneratedTokens { get; internal set; }

    /// <summary>Single-token steps made; the first generated token needs none, as the prompt's logits choose it.</summary>
    public int Steps { get; internal set; }

    /// <summary>Time of these steps and of the choices, without that of whoever takes the text.</summary>
    public TimeSpan StepTime { get; internal set; }

    /// <summary>The seed of the sampler: with it the same text can be made again.</summary>
    public ulong Seed { get; internal set; }

    /// <summary>Why it ended.</summary>
    public GenerationEnd End { get; internal set; }

    /// <summary>Tokens of the prompt fed in a second, 0 if there were none.</summary>
    public double PromptTokensPerSecond => Rate(PromptTokens, PromptTime);

    /// <summary>Tokens generated in a second after the first, 0 if there were none.</summary>
    public double GeneratedTokensPerSecond => Rate(Steps, StepTime);

    static double Rate(int count, TimeSpan time) => count == 0 ? 0 : count / Math.Max(time.TotalSeconds, 1e-9);
}
