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

    /// <summary>A native library to load in place of the one beside the app; null for that one.</summary>
    public string? LibraryPath { get; init; }
}
