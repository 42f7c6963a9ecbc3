namespace Sinter.Runtime;

/// <summary>How a session runs.</summary>
public sealed record SessionOptions {
    /// <summary>
    /// Threads of a team that belongs to this session alone. Null to share the model's team: steps of sessions that
    /// share it take turns, which is right where one session runs at a time. Many sessions that run at once are
    /// served best by one thread each.
    /// </summary>
    public int? Threads { get; init; }

    /// <summary>
    /// The most tokens of one native call. A longer prompt is fed in several calls, where the entry allows it; the
    /// activations of a session are sized for this many. It is rounded to what keeps every buffer aligned.
    /// </summary>
    public int ChunkTime { get; init; } = 128;

    /// <summary>
    /// Whether the session measures its kernels (<see cref="ModelSession.Profile"/>). The machine's floors are measured first, which
    /// takes a fraction of a second.
    /// </summary>
    public bool Profile { get; init; }
}
