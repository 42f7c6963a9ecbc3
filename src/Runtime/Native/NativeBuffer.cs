using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Sinter.Runtime;

/// <summary>
/// Zeroed, 64-byte aligned memory outside the managed heap. On Linux a large one is a mapping of its own, so that a
/// page takes memory only when it is first touched, and asks for huge pages.
/// </summary>
/// <remarks>
/// The finalizer frees a buffer that nobody disposed. Whoever hands a pointer into it to native code keeps the
/// buffer alive meanwhile.
/// </remarks>
sealed unsafe partial class NativeBuffer : IDisposable {
    /// <summary>The alignment of every buffer that native code sees: a cache line, and the widest vector.</summary>
    public const int Alignment = 64;

    // Below this a mapping costs more (a system call, a page's rounding) than lazily touched pages save.
    const long SmallestMapping = 64 * 1024;
    const long HugePage = 2 * 1024 * 1024;

    readonly void* allocation;
    readonly nuint mapped;
    int disposed;

    /// <summary>Allocates.</summary>
    /// <param name="bytes">The size; 0 gives an address that must not be read.</param>
    /// <exception cref="OutOfMemoryException">The system has no such memory.</exception>
    public NativeBuffer(long bytes) {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Length = bytes;
        if (OperatingSystem.IsLinux() && bytes >= SmallestMapping) {
            bool huge = bytes >= HugePage;
            // A mapping starts on a small page; the room to move up to a huge one is address space only.
            mapped = checked((nuint)bytes + (huge ? (nuint)HugePage : 0));
            nint address = MapMemory(0, mapped, protection: 3, flags: 0x4022, file: -1, offset: 0);
            if (address == -1) {
                mapped = 0;
                GC.SuppressFinalize(this);
                throw new OutOfMemoryException($"The system gave no memory for a buffer of {bytes} bytes (error {Marshal.GetLastPInvokeError()}).");
            }
            allocation = (void*)address;
            Start = (byte*)(huge ? AlignUp(address, (nint)HugePage) : address);
            if (huge) {
                // Refusal only means small pages.
                _ = Advise((nint)Start, (nuint)bytes, advice: 14);
            }
        } else {
            nuint size = (nuint)AlignUp(Math.Max(bytes, 1), Alignment);
            allocation = NativeMemory.AlignedAlloc(size, Alignment);
            Start = (byte*)allocation;
            NativeMemory.Clear(Start, size);
        }
        GC.AddMemoryPressure(Math.Max(bytes, 1));
    }

    /// <summary>Frees what was not disposed.</summary>
    ~NativeBuffer() => Free();

    /// <summary>The size in bytes.</summary>
    public long Length { get; }

    /// <summary>The first byte.</summary>
    public byte* Start { get; }

    /// <summary>Sets every byte to zero.</summary>
    public void Clear() {
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        NativeMemory.Clear(Start, (nuint)Length);
        GC.KeepAlive(this);
    }

    /// <summary>Frees the memory; a second call does nothing.</summary>
    public void Dispose() {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>The next multiple of <paramref name="alignment"/>, a power of two.</summary>
    public static long AlignUp(long value, long alignment) => checked(value + alignment - 1) & -alignment;

    static nint AlignUp(nint value, nint alignment) => (value + alignment - 1) & -alignment;

    void Free() {
        if (allocation == null || Interlocked.Exchange(ref disposed, 1) != 0) {
            return;
        }
        if (mapped != 0) {
            _ = UnmapMemory((nint)allocation, mapped);
        } else {
            NativeMemory.AlignedFree(allocation);
        }
        GC.RemoveMemoryPressure(Math.Max(Length, 1));
    }

    // The numbers are those of Linux on x86-64 and arm64: PROT_READ | PROT_WRITE = 3,
    // MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE = 0x4022, MADV_HUGEPAGE = 14.
    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MapMemory(nint address, nuint length, int protection, int flags, int file, long offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int UnmapMemory(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
