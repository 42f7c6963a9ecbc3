using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Naming;

/// <summary>
/// The weights of a model, found in a file and as native code wants them: row-major, of the described type, rotary rows
/// half-split. Values that already lie so in the file are used there; others are decoded into buffers. Read-only after
/// binding, so any number of threads may use it.
/// </summary>
/// <remarks>It holds on to the file but does not own it: the file must be disposed after it.</remarks>
public sealed unsafe class BoundWeights : IDisposable {
    readonly WeightPlacement[] placements;
    readonly NativeBuffer decoded;
    bool disposed;

    BoundWeights(WeightFile file, WeightPlacement[] placements, NativeBuffer decoded) {
        File = file;
        this.placements = placements;
        this.decoded = decoded;
        foreach (WeightPlacement placement in new HashSet<WeightPlacement>(placements)) {
            DecodedBytes += placement.Bytes;
        }
    }

    /// <summary>Finds and prepares every weight.</summary>
    /// <param name="file">The file.</param>
    /// <param name="mapping">How it holds the weights; see <see cref="CheckpointMapping.For"/>.</param>
    /// <param name="weights">The weights of the model. The result has the same order.</param>
    /// <param name="threads">The most threads to decode on, or -1 for as many as there are processors.</param>
    /// <exception cref="WeightBindingException">
    /// Weights are missing, misshapen or of a type that cannot be read, or tensors are left over; all of it in one.
    /// </exception>
    public static BoundWeights Bind(WeightFile file, CheckpointMapping mapping, IReadOnlyList<WeightDescription> weights, int threads = -1) =>
        Bind(file, mapping, weights, threads, _ => false, null);

    /// <summary>The same, with halves and blocks left as they are stored for weights that may come so, and with what an earlier load has kept.</summary>
    internal static BoundWeights Bind(WeightFile file, CheckpointMapping mapping, IReadOnlyList<WeightDescription> weights, int threads, Func<int, bool> asStored, PreparedCache? cache) {
        WeightMatch[] matches = WeightMatching.Find(file, mapping, weights);
        var placements = new WeightPlacement[matches.Length];
        var shared = new Dictionary<string, WeightPlacement>(StringComparer.Ordinal);
        var distinct = new List<WeightPlacement>();
        var layout = new SessionMemory.Layout();
        for (int i = 0; i < matches.Length; i++) {
            // Weights of one source, such as a tied one that had to be decoded, share a place.
            string key = string.Create(CultureInfo.InvariantCulture, $"{matches[i].Text} {Quoting.Shape(weights[i].Shape.AsSpan())} {(int)weights[i].Type} {weights[i].RotaryHeads} {asStored(i)}");
            if (!shared.TryGetValue(key, out WeightPlacement? placement)) {
                placement = new WeightPlacement(matches[i], weights[i].Type, asStored(i));
                placement.Offset = layout.Add(placement.Bytes);
                shared.Add(key, placement);
                distinct.Add(placement);
            }
            placements[i] = placement;
        }
        byte* kept = cache is null ? null : cache.Find(
            string.Join('\n', shared.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value.Form} {pair.Value.Offset}"))),
            layout.Bytes, [.. placements.Select(placement => placement.Form)]);
        if (kept != null) {
            foreach (WeightPlacement placement in distinct) {
                placement.Place(kept);
            }
            return new BoundWeights(file, placements, new NativeBuffer(0));
        }
        // One mapping for all of them, so that it is of huge pages but for its end.
        NativeBuffer decoded = new(layout.Bytes);
        try {
            WeightPlacement.Fill(distinct, decoded, threads);
            return new BoundWeights(file, placements, decoded);
        } catch {
            decoded.Dispose();
            throw;
        }
    }

    /// <summary>The file that the weights were found in.</summary>
    public WeightFile File { get; }

    /// <summary>The memory of what was decoded.</summary>
    internal byte* Decoded => decoded.Start;

    /// <summary>The number of weights.</summary>
    public int Count => placements.Length;

    /// <summary>Bytes in buffers, beside what lies in the file.</summary>
    public long DecodedBytes { get; }

    /// <summary>The first value of a weight, by its place in the list that was bound.</summary>
    public void* Pointer(int index) {
        ObjectDisposedException.ThrowIf(disposed, this);
        return placements[index].Pointer;
    }

    /// <summary>The values of an F32 weight, by its place in the list that was bound, until this is disposed.</summary>
    /// <exception cref="InvalidOperationException">The weight is of another type.</exception>
    public ReadOnlySpan<float> Floats(int index) => placements[index].Type == ScalarType.F32 && placements[index].Form == 0
        ? new(Pointer(index), checked((int)placements[index].Count))
        : throw new InvalidOperationException($"the weight is of {placements[index].Type}, not of F32");

    /// <summary>The number of the form that a weight is left in; 0 where it is of its own type.</summary>
    internal int Form(int index) => placements[index].Form;

    /// <summary>Whether a weight's values are those in the mapped file.</summary>
    public bool IsMapped(int index) => placements[index].IsMapped;

    /// <summary>The tensor in the file that a weight's values come from, or what is made of several, as the mapping writes it.</summary>
    public string TensorName(int index) => placements[index].TensorName;

    /// <summary>Frees the buffers; every pointer ends.</summary>
    public void Dispose() {
        if (!disposed) {
            disposed = true;
            decoded.Dispose();
        }
    }
}
