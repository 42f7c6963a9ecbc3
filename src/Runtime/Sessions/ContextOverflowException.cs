using System;

namespace Sinter.Runtime;

/// <summary>A call would leave the context: the tokens of earlier calls and those of this one are too many.</summary>
public sealed class ContextOverflowException : InvalidOperationException {
    internal ContextOverflowException(string model, long past, long time, long context)
        : base($"Model {model}: {past} earlier tokens and {time} new ones are {past + time}, more than its context of {context}. "
            + "Feed fewer tokens, or make room with Rewind or Reset.") {
        Past = past;
        Time = time;
        Context = context;
    }

    /// <summary>Tokens of earlier calls.</summary>
    public long Past { get; }

    /// <summary>Tokens of the refused call.</summary>
    public long Time { get; }

    /// <summary>The most tokens in all.</summary>
    public long Context { get; }
}
