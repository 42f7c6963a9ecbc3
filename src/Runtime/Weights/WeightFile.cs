using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Sinter.Runtime.Weights;

/// <summary>
/// A memory-mapped file of named tensors. Opening it checks everything that a later read relies on: magic,
/// sizes, offsets, overlaps, types, shapes, names. What is wrong is a <see cref="WeightFileException"/>.
/// </summary>
/// <remarks>
/// The file must not be shortened while it is open: the system ends a process that reads a mapped page
/// which no longer exists.
/// </remarks>
public abstract class WeightFile : IDisposable {
    readonly MappedFile file;
    readonly Dictionary<string, WeightTensor> tensors = new(StringComparer.Ordinal);
    readonly Dictionary<string, MetadataValue> metadata = new(StringComparer.Ordinal);

    private protected WeightFile(MappedFile file) => this.file = file;

    /// <summary>The file, as it was given to <see cref="Open(string)"/>.</summary>
    public string Path => file.Path;

    /// <summary>The format of the file.</summary>
    public abstract WeightFormat Format { get; }

    /// <summary>The tensors by their names in the file.</summary>
    public IReadOnlyDictionary<string, WeightTensor> Tensors => tensors;

    /// <summary>What else the file says, by key.</summary>
    public IReadOnlyDictionary<string, MetadataValue> Metadata => metadata;

    private protected MappedFile File => file;

    /// <summary>Maps a file, telling its format from its content, and checks it.</summary>
    /// <exception cref="WeightFileException">The file cannot be opened, is of no known format or is malformed.</exception>
    public static WeightFile Open(string path) => Open(path, null);

    /// <summary>Maps a file that is to be of one format, and checks it.</summary>
    /// <exception cref="WeightFileException">The file cannot be opened or is not a sound file of that format.</exception>
    public static WeightFile Open(string path, WeightFormat format) => Open(path, (WeightFormat?)format);

    static WeightFile Open(string path, WeightFormat? format) {
        ArgumentException.ThrowIfNullOrEmpty(path);
        MappedFile mapped = MappedFile.Open(path);
        try {
            return (format ?? WeightFormatDetection.Detect(mapped)) switch {
                WeightFormat.Safetensors => new SafetensorsFile(mapped),
                WeightFormat.Gguf => new GgufFile(mapped),
                WeightFormat.Llama2C => new Llama2CFile(mapped),
                _ => throw new ArgumentOutOfRangeException(nameof(format)),
            };
        } catch {
            mapped.Dispose();
            throw;
        }
    }

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="WeightFileException">The file has no such tensor.</exception>
    public WeightTensor this[string name] => tensors.TryGetValue(name, out WeightTensor? tensor)
        ? tensor
        : throw new WeightFileException(Path, $"the file has no such tensor among its {tensors.Count}", name);

    /// <summary>The metadata value of that key, if the file has it.</summary>
    public bool TryGetMetadata(string key, [NotNullWhen(true)] out MetadataValue? value) => metadata.TryGetValue(key, out value);

    /// <summary>The hash of all of the file's bytes.</summary>
    internal unsafe ulong ContentHash() => Runtime.ContentHash.Of(file.Start, file.Length);

    /// <summary>Unmaps the file; every pointer into it ends.</summary>
    public void Dispose() {
        file.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds a tensor whose place has been checked.</summary>
    private protected void Add(string name, WeightType type, ReadOnlySpan<long> shape, long elements, long offset, long bytes) =>
        tensors.Add(name, new WeightTensor(file, name, type, [.. shape], elements, offset, bytes));

    private protected bool TryAddMetadata(string key, MetadataValue value) => metadata.TryAdd(key, value);

    private protected MalformedWeightFileException Malformed(string detail, string? tensor = null, long? offset = null, Exception? inner = null) =>
        new(Path, detail, tensor, offset, inner);

    private protected TruncatedWeightFileException Truncated(string detail, string? tensor = null, long? offset = null) =>
        new(Path, detail, tensor, offset);
}
