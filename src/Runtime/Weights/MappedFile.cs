using System;
using System.IO;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Sinter.Runtime.Weights;

/// <summary>
/// A whole file mapped read-only. The mapping lives until it is disposed and is never unmapped by the
/// garbage collector, because native code holds pointers into it that the collector cannot see.
/// </summary>
sealed unsafe class MappedFile : IDisposable {
    readonly MemoryMappedFile? map;
    readonly MemoryMappedViewAccessor? view;
    readonly byte* start;
    bool disposed;

    MappedFile(string path, MemoryMappedFile? map, MemoryMappedViewAccessor? view, long length) {
        Path = path;
        this.map = map;
        this.view = view;
        Length = length;
        if (view is not null) {
            byte* pointer = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
            start = pointer + view.PointerOffset;
        }
    }

    public string Path { get; }

    /// <summary>Bytes of the file when it was mapped.</summary>
    public long Length { get; }

    /// <summary>The first byte; null for an empty file.</summary>
    public byte* Start {
        get {
            ObjectDisposedException.ThrowIf(disposed, this);
            return start;
        }
    }

    public static MappedFile Open(string path) {
        MemoryMappedFile? map = null;
        try {
            using SafeFileHandle handle = File.OpenHandle(path);
            long length = RandomAccess.GetLength(handle);
            if (length == 0) {
                return new MappedFile(path, null, null, 0);
            }
            map = MemoryMappedFile.CreateFromFile(handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            return new MappedFile(path, map, map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read), length);
        } catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException) {
            map?.Dispose();
            throw new WeightFileException(path, $"cannot be opened: {error.Message}", inner: error);
        }
    }

    public void Dispose() {
        if (disposed) {
            return;
        }
        disposed = true;
        view?.SafeMemoryMappedViewHandle.ReleasePointer();
        view?.Dispose();
        map?.Dispose();
    }
}
