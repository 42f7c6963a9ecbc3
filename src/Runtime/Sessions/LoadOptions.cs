using System;
using Sinter.Runtime.Naming;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime;

/// <summary>How a model is loaded.</summary>
public sealed record LoadOptions {
    /// <summary>Threads of the team that prepares the weights and that sessions share; 0 for <see cref="ThreadTeam.DefaultThreads"/>.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// The names in the checkpoint: a member name of the declaration's <c>Naming</c>. Null for what the model
    /// declares, or what the file's format always has.
    /// </summary>
    public string? Naming { get; init; }

    /// <summary>
    /// Rules from the model's paths to the checkpoint's tensors (docs/checkpoints.md), in place of what the model
    /// declares and of <see cref="Naming"/>. Null for none.
    /// </summary>
    public string? Mapping { get; init; }

    /// <summary>
    /// Whether halves and blocks of small integers become single precision at load, as values of the file and not as what kernels make of
    /// them. By default, large matrices are used as they are stored.
    /// </summary>
    public bool ExpandWeights { get; init; }

    /// <summary>Keeps what loading computes on disk, and uses what an earlier load has kept. Null to keep nothing.</summary>
    public PreparedCacheOptions? PreparedCache { get; init; }

    /// <summary>A native library to load in place of the one beside the app; null for that one.</summary>
    public string? LibraryPath { get; init; }

    /// <summary>The mapping for a file of a model that declares these.</summary>
    /// <exception cref="ArgumentException">Two namings are given, or one that is not known.</exception>
    /// <exception cref="MappingException">A mapping's text is none.</exception>
    public CheckpointMapping MappingFor(WeightFile file, string? declaredNaming, string? declaredMapping) => this switch {
        { Naming: not null, Mapping: not null } => throw new ArgumentException($"LoadOptions has both a Naming and a Mapping; begin the mapping with 'use {Naming}' instead"),
        { Naming: null, Mapping: null } => CheckpointMapping.For(file, declaredNaming, declaredMapping),
        _ => CheckpointMapping.For(file, Naming, Mapping),
    };
}
