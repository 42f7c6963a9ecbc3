namespace Sinter.Runtime;

/// <summary>
/// Keeps on disk what loading computes from the weights: decoded and packed matrices, tables. A later load of the same file by the
/// same library maps it and computes nothing. It takes about as much room as the weights do.
/// </summary>
public sealed record PreparedCacheOptions {
    /// <summary>Where to keep it; null for the folder of the weight file.</summary>
    public string? Folder { get; init; }

    /// <summary>
    /// The most bytes that kept files take in the folder. Those that were used longest ago go first; what is larger by itself is not
    /// kept.
    /// </summary>
    public long MaximumBytes { get; init; } = 32L << 30;
}

/// <summary>What a load had of the cache.</summary>
public enum PreparedCacheState {
    /// <summary>None was asked for.</summary>
    Unused,
    /// <summary>All was found and mapped.</summary>
    Found,
    /// <summary>Nothing sound was found; what was computed is there for the next load.</summary>
    Written,
    /// <summary>Nothing sound was found, and what was computed could not be kept: <see cref="LoadedModel.PreparedCacheProblem"/> says why.</summary>
    NotWritten,
}
