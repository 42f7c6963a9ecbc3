using System;
using System.Collections.Immutable;
using Sinter.Runtime.Naming;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime;

/// <summary>The weights of a model in the order of its description: an address each, and what owns the memory.</summary>
sealed class ModelWeights : IDisposable {
    readonly nint[] pointers;
    readonly IDisposable owner;

    public ModelWeights(nint[] pointers, IDisposable owner, ImmutableArray<LoadedWeight> weights = default) {
        this.pointers = pointers;
        this.owner = owner;
        Weights = weights.IsDefault ? [] : weights;
    }

    /// <summary>How each weight lies in memory.</summary>
    public ImmutableArray<LoadedWeight> Weights { get; }

    /// <summary>The first value of each weight, on a 4-byte boundary where it is of its own type; else with its form.</summary>
    public ReadOnlySpan<nint> Pointers => pointers;

    /// <summary>The weights of a model that has none.</summary>
    /// <exception cref="ArgumentException">The model has weights.</exception>
    public static ModelWeights None(ModelDescription model) => model.Weights.IsEmpty
        ? new ModelWeights([], NoMemory.None)
        : throw new ArgumentException($"Model {model.Name}: expected a file with its {model.Weights.Length} weights, found none.");

    /// <summary>What is kept of an earlier load, or null where nothing is asked for.</summary>
    public PreparedCache? Cache { get; private init; }

    /// <summary>Keeps what this load computed, where that was asked for and nothing was found.</summary>
    public unsafe void Keep(PreparedBuffers prepared) {
        if (Cache is { State: PreparedCacheState.Unused } cache) {
            cache.Keep(((Source)owner).Bound!.Decoded, prepared.Start);
        }
    }

    /// <summary>Maps a file and finds the model's weights in it.</summary>
    /// <exception cref="WeightFileException">The file is damaged or does not hold the model's weights.</exception>
    public static unsafe ModelWeights Open(ModelDescription model, string path, LoadOptions options, NativeModelLibrary library) {
        var source = new Source(WeightFile.Open(path));
        try {
            if (model.Facts is CheckpointFacts facts) {
                FactComparison.Check(source.File, facts);
            }
            CheckpointMapping mapping = options.MappingFor(source.File, model.Naming, model.Mapping);
            LibraryForms? forms = library.Forms;
            source.Cache = options.PreparedCache is null ? null : new PreparedCache(options.PreparedCache, source.File, library, model.PlanHash);
            BoundWeights bound = BoundWeights.Bind(
                source.File, mapping, model.Weights, options.Threads == 0 ? -1 : options.Threads,
                weight => forms is not null && !options.ExpandWeights && forms.Takes(weight), source.Cache);
            source.Bound = bound;
            nint[] pointers = new nint[bound.Count];
            var weights = ImmutableArray.CreateBuilder<LoadedWeight>(bound.Count);
            for (int i = 0; i < pointers.Length; i++) {
                pointers[i] = StoredForm.Tag((nint)bound.Pointer(i), bound.Form(i));
                WeightType? stored = source.File.Tensors.TryGetValue(bound.TensorName(i), out WeightTensor? tensor) ? tensor.Type : null;
                bool isExpanded = bound.Form(i) == 0 && model.Weights[i].Type == ScalarType.F32 && stored is { } type && StoredForm.Of(type) != 0;
                weights.Add(new LoadedWeight(model.Weights[i].Path, bound.TensorName(i), stored, isExpanded));
            }
            return new ModelWeights(pointers, source, weights.MoveToImmutable()) { Cache = source.Cache };
        } catch {
            source.Dispose();
            throw;
        }
    }

    public void Dispose() => owner.Dispose();

    sealed class NoMemory : IDisposable {
        public static NoMemory None { get; } = new();

        public void Dispose() { }
    }

    /// <summary>The mapped file and what was decoded from it, which goes first.</summary>
    sealed class Source(WeightFile file) : IDisposable {
        public WeightFile File => file;

        public BoundWeights? Bound { get; set; }

        public PreparedCache? Cache { get; set; }

        public void Dispose() {
            Bound?.Dispose();
            Cache?.Dispose();
            file.Dispose();
        }
    }
}
