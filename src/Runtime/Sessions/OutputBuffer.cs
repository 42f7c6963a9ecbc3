using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Runtime;

/// <summary>
/// Where native code writes an output. A pinned managed array, so that a span of it which the user keeps stays valid
/// memory whatever happens to the session.
/// </summary>
sealed unsafe class OutputBuffer {
    byte[] array = [];
    int offset;

    /// <summary>The first byte, 64-byte aligned, of the current array.</summary>
    public byte* Start { get; private set; }

    /// <summary>Makes room; content is lost when the buffer grows. Allocates only then.</summary>
    public void Reserve(long bytes, string what) {
        if (bytes <= array.Length - offset && Start != null) {
            return;
        }
        if (bytes > Array.MaxLength - NativeBuffer.Alignment) {
            throw new ArgumentOutOfRangeException(nameof(bytes), bytes, $"{what} would take more than 2 GiB; make calls of fewer tokens.");
        }
        array = GC.AllocateUninitializedArray<byte>((int)bytes + NativeBuffer.Alignment - 1, pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        offset = (int)(NativeBuffer.AlignUp(address, NativeBuffer.Alignment) - address);
        Start = (byte*)address + offset;
    }

    /// <summary>The first bytes as elements.</summary>
    public ReadOnlySpan<T> Read<T>(long bytes) where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(array.AsSpan(offset, (int)bytes));
}
