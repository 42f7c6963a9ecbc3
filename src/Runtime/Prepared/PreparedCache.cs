using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime;

/// <summary>
/// The kept file of one weight file and one native library. It is used only when the weight file is the one it was made of (the same
/// stamp, else the same content) and all of it is as it was written; else it is computed and written anew.
/// </summary>
sealed unsafe class PreparedCache : IDisposable {
    /// <summary>What the names of kept files end with.</summary>
    public const string Extension = ".prepared";

    /// <summary>What the names of files end with that are being written.</summary>
    public const string UnfinishedExtension = ".unfinished";

    // Nothing writes longer than this; what is older was left by a process that died.
    static readonly TimeSpan LongestWrite = TimeSpan.FromHours(1);

    readonly PreparedCacheOptions options;
    readonly WeightFile weights;
    readonly string folder;
    readonly string identity;
    readonly NativeModelLibrary library;
    long preparedBytes;
    string path = "";
    ulong key;
    long decodedBytes;
    MappedFile? mapped;
    PreparedFile? found;
    byte[]? stamp;

    /// <param name="options">Where, and how much.</param>
    /// <param name="weights">The open weight file.</param>
    /// <param name="library">What computes the prepared buffers; another build of it may lay them out otherwise.</param>
    /// <param name="planHash">The plan's hash.</param>
    public PreparedCache(PreparedCacheOptions options, WeightFile weights, NativeModelLibrary library, string planHash) {
        this.options = options;
        this.weights = weights;
        string own = Path.GetDirectoryName(Path.GetFullPath(weights.Path))!;
        folder = options.Folder is null ? own : Path.GetFullPath(options.Folder);
        this.library = library;
        // In a folder of its own, files of one name from several places do not take turns.
        string place = options.Folder is null ? "" : Path.GetFullPath(weights.Path);
        identity = string.Create(CultureInfo.InvariantCulture, $"{planHash} {ContentHash.Of(File.ReadAllBytes(library.File))} {place}");
    }

    public PreparedCacheState State { get; private set; } = PreparedCacheState.Unused;

    /// <summary>Why what was computed could not be kept, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>The prepared buffers that were found.</summary>
    public byte* Prepared => mapped!.Start + found!.PreparedAt;

    /// <summary>Looks for the kept file.</summary>
    /// <param name="layout">What the decoded weights are made of and how they lie, as text.</param>
    /// <param name="bytes">The bytes they take.</param>
    /// <param name="forms">The number of each weight's form.</param>
    /// <returns>The decoded weights, or null: then they are computed, and <see cref="Keep"/> is told.</returns>
    public byte* Find(string layout, long bytes, ReadOnlySpan<int> forms) {
        decodedBytes = bytes;
        preparedBytes = PreparedBuffers.Layout(library, forms, out _, out _);
        key = ContentHash.Of(string.Create(CultureInfo.InvariantCulture, $"{identity} {preparedBytes} {layout}"));
        path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(weights.Path)}.{key:x16}{Extension}"));
        stamp = FileStamp.Of(weights.Path);
        if (!File.Exists(path)) {
            return null;
        }
        try {
            mapped = MappedFile.Open(path);
        } catch (WeightFileException error) {
            Problem = error.Message;
            return null;
        }
        found = PreparedFile.Read(mapped);
        if (found is null || found.Key != key || found.DecodedBytes != bytes || found.PreparedBytes != preparedBytes || !IsOfTheseWeights(found)
            || PreparedFile.Hash(mapped.Start + PreparedFile.PageBytes, bytes, mapped.Start + found.PreparedAt, preparedBytes) != found.PayloadHash) {
            mapped.Dispose();
            (mapped, found) = (null, null);
            return null;
        }
        State = PreparedCacheState.Found;
        Touch();
        return mapped.Start + PreparedFile.PageBytes;
    }

    /// <summary>Keeps what was computed.</summary>
    public void Keep(byte* decoded, byte* prepared) {
        State = PreparedCacheState.NotWritten;
        ulong hash = PreparedFile.Hash(decoded, decodedBytes, prepared, preparedBytes);
        // The stamp from before the weights were read: one that is written meanwhile does not pass for what was read.
        PreparedFile file = new(key, WeightHash(), stamp ?? new byte[FileStamp.Bytes], decodedBytes, preparedBytes, hash);
        try {
            Directory.CreateDirectory(folder);
            if (!MakeRoom(file.FileBytes)) {
                Problem = $"{path}: expected at most {options.MaximumBytes} bytes, found {file.FileBytes}";
                return;
            }
            file.Write(path, decoded, prepared);
            State = PreparedCacheState.Written;
        } catch (Exception error) when (error is IOException or UnauthorizedAccessException) {
            Problem = error.Message;
        }
    }

    public void Dispose() => mapped?.Dispose();

    bool IsOfTheseWeights(PreparedFile file) {
        if (stamp is not null && file.Stamp.AsSpan().SequenceEqual(stamp)) {
            return true;
        }
        if (file.WeightHash != WeightHash()) {
            return false;
        }
        // A copy, or touched: with its new stamp it need not be read again.
        if (stamp is not null) {
            try {
                (file with { Stamp = stamp }).WriteHeader(path);
            } catch (Exception error) when (error is IOException or UnauthorizedAccessException) {
                Problem = error.Message;
            }
        }
        return true;
    }

    ulong WeightHash() => weights.ContentHash();

    // The time of the last use decides what goes first; file systems often do not keep it by themselves.
    void Touch() {
        try {
            File.SetLastAccessTimeUtc(path, DateTime.UtcNow);
        } catch (Exception error) when (error is IOException or UnauthorizedAccessException) {
            Problem = error.Message;
        }
    }

    bool MakeRoom(long bytes) {
        List<FileInfo> kept = [];
        long total = bytes;
        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles()) {
            if (file.Name.EndsWith(Extension, StringComparison.Ordinal) && file.FullName != path) {
                kept.Add(file);
                total += file.Length;
            } else if (file.Name.Contains(Extension + ".", StringComparison.Ordinal) && file.Name.EndsWith(UnfinishedExtension, StringComparison.Ordinal)
                && DateTime.UtcNow - file.LastWriteTimeUtc > LongestWrite) {
                file.Delete();
            }
        }
        if (bytes > options.MaximumBytes) {
            return false;
        }
        kept.Sort(static (a, b) => a.LastAccessTimeUtc.CompareTo(b.LastAccessTimeUtc));
        foreach (FileInfo file in kept) {
            if (total <= options.MaximumBytes) {
                break;
            }
            total -= file.Length;
            // A process that has it mapped keeps its pages.
            file.Delete();
        }
        return true;
    }
}
