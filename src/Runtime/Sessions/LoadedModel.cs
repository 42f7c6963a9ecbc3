using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Linq;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime;

/// <summary>
/// A compiled model with its weights, ready for sessions. Weights are mapped from their file and prepared once;
/// any number of sessions share them. The base of the typed classes that the generator writes.
/// </summary>
/// <remarks>
/// Safe to use from several threads. After <see cref="Dispose"/> no new session can be made; those that exist go on,
/// and the last of them frees the weights.
/// </remarks>
public unsafe class LoadedModel : IDisposable {
    readonly NativeModelLibrary library;
    readonly ModelWeights weights;
    readonly PreparedBuffers prepared;
    readonly ThreadTeam team;
    readonly System.Threading.Lock gate = new();
    // The model itself holds one until it is disposed, every session another.
    int references = 1;
    bool disposed;

    /// <summary>Loads a model, as <see cref="Load(ModelDescription, string, LoadOptions?)"/> does, for a class that the generator derives from this one.</summary>
    /// <param name="description">The model.</param>
    /// <param name="weightPath">A safetensors, GGUF or llama2.c file.</param>
    /// <param name="options">Threads and names; null for the defaults.</param>
    protected LoadedModel(ModelDescription description, string weightPath, LoadOptions? options = null)
        : this(description, options ??= new LoadOptions(), library => ModelWeights.Open(description, weightPath, options, library)) { }

    /// <summary>Loads a model without weights, for a class that the generator derives from this one.</summary>
    /// <param name="description">The model.</param>
    /// <param name="options">Threads; null for the defaults.</param>
    /// <exception cref="ArgumentException">The model has weights.</exception>
    protected LoadedModel(ModelDescription description, LoadOptions? options = null)
        : this(description, options ?? new LoadOptions(), () => ModelWeights.None(description)) { }

    internal LoadedModel(ModelDescription description, LoadOptions options, Func<ModelWeights> openWeights)
        : this(description, options, _ => openWeights()) { }

    LoadedModel(ModelDescription description, LoadOptions options, Func<NativeModelLibrary, ModelWeights> openWeights) {
        ArgumentNullException.ThrowIfNull(description);
        long start = Stopwatch.GetTimestamp();
        Description = description;
        Symbols = new ModelSymbols(description);
        try {
            library = NativeModelLibrary.Open(description, options.LibraryPath);
            Entries = FindEntries(description, Symbols, library);
            weights = openWeights(library);
            team = new ThreadTeam(options.Threads);
            if (weights.Cache is { State: PreparedCacheState.Found } cache) {
                prepared = new PreparedBuffers(library, weights.Pointers, cache.Prepared);
            } else {
                prepared = new PreparedBuffers(library, weights.Pointers, team, Symbols.Count);
                weights.Keep(prepared);
            }
        } catch {
            Free();
            throw;
        }
        LoadTime = Stopwatch.GetElapsedTime(start);
    }

    /// <summary>What the model is.</summary>
    public ModelDescription Description { get; }

    /// <summary>How long loading took.</summary>
    public TimeSpan LoadTime { get; }

    /// <summary>How the weights lie in memory: which came as the file stores them, and which were turned into single precision.</summary>
    public ImmutableArray<LoadedWeight> Weights => weights.Weights;

    /// <summary>The native library's file, whose name says its tier where the app has several.</summary>
    public string LibraryPath => library.File;

    /// <summary>What the load had of <see cref="LoadOptions.PreparedCache"/>.</summary>
    public PreparedCacheState PreparedCacheState => weights.Cache?.State ?? PreparedCacheState.Unused;

    /// <summary>What kept the cache from being written or read, or null.</summary>
    public string? PreparedCacheProblem => weights.Cache?.Problem;

    /// <summary>Threads of the team that sessions share.</summary>
    public int Threads => team.Threads;

    /// <summary>The most tokens that a session can hold.</summary>
    public long Context => Symbols.Context;

    internal ModelSymbols Symbols { get; }

    internal NativeModelLibrary Library => library;

    internal ImmutableArray<Entry> Entries { get; }

    internal ThreadTeam Team => team;

    internal long ScratchBytes => library.ScratchBytes;

    internal ReadOnlySpan<nint> WeightPointers => weights.Pointers;

    internal ReadOnlySpan<nint> PreparedPointers => prepared.Pointers;

    /// <summary>Loads a model: its native library from beside the app, and its weights from a file.</summary>
    /// <param name="description">The model, as generated code describes it.</param>
    /// <param name="weightPath">A safetensors, GGUF or llama2.c file.</param>
    /// <param name="options">Threads and names; null for the defaults.</param>
    /// <exception cref="NativeLibraryException">The library is missing, stale or foreign.</exception>
    /// <exception cref="WeightFileException">The file is damaged or does not hold the model's weights.</exception>
    public static LoadedModel Load(ModelDescription description, string weightPath, LoadOptions? options = null) =>
        new(description, weightPath, options);

    /// <summary>Loads a model that has no weights.</summary>
    /// <param name="description">The model, as generated code describes it.</param>
    /// <param name="options">Threads and the place of the library; null for the defaults.</param>
    /// <exception cref="NativeLibraryException">The library is missing, stale or foreign.</exception>
    /// <exception cref="ArgumentException">The model has weights.</exception>
    public static LoadedModel Load(ModelDescription description, LoadOptions? options) {
        ArgumentNullException.ThrowIfNull(description);
        return new(description, options ?? new LoadOptions(), () => ModelWeights.None(description));
    }

    /// <summary>Starts a session.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public ModelSession CreateSession(SessionOptions? options = null) => new(this, options);

    /// <summary>Gives up the model; its memory is freed with the last session.</summary>
    public void Dispose() {
        lock (gate) {
            if (disposed) {
                return;
            }
            disposed = true;
        }
        Release();
        GC.SuppressFinalize(this);
    }

    internal void AddReference() {
        lock (gate) {
            ObjectDisposedException.ThrowIf(disposed, this);
            references++;
        }
    }

    internal void Release() {
        lock (gate) {
            if (--references > 0) {
                return;
            }
        }
        Free();
    }

    void Free() {
        // The team first: none of its threads may be inside the library when that goes. Parts that a failed
        // constructor never made are null.
        team?.Dispose();
        prepared?.Dispose();
        weights?.Dispose();
        library?.Dispose();
    }

    static ImmutableArray<Entry> FindEntries(ModelDescription description, ModelSymbols symbols, NativeModelLibrary library) {
        // In the order in which their names first occur.
        List<List<EntryVariant>> groups = [];
        foreach (EntryDescription entry in description.Entries) {
            List<EntryVariant>? group = groups.Find(known => known[0].Description.Name == entry.Name);
            if (group is null) {
                groups.Add(group = []);
            }
            group.Add(new EntryVariant(entry, library.Function(entry.Function)));
        }
        return [.. groups.Select(group => new Entry(description, symbols, group))];
    }
}
