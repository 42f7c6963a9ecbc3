using System;
using System.Runtime.InteropServices;
using System.Text;

namespace LLVMSharp.Interop;

/// <summary>A zero-terminated UTF-8 copy of a string for the length of a call.</summary>
public unsafe struct MarshaledString : IDisposable {
    sbyte* value;

    /// <summary>Copies the text out of the managed heap.</summary>
    /// <param name="input">The text.</param>
    public MarshaledString(ReadOnlySpan<char> input) {
        Length = Encoding.UTF8.GetByteCount(input);
        value = (sbyte*)NativeMemory.Alloc((nuint)Length + 1);
        Span<byte> bytes = new(value, Length + 1);
        Encoding.UTF8.GetBytes(input, bytes);
        bytes[Length] = 0;
    }

    /// <summary>The number of bytes before the terminating zero.</summary>
    public int Length { get; }

    /// <summary>The first byte.</summary>
    public readonly sbyte* Value => value;

    /// <summary>Frees the copy.</summary>
    public void Dispose() {
        NativeMemory.Free(value);
        value = null;
    }

    /// <summary>The first byte.</summary>
    public static implicit operator sbyte*(in MarshaledString text) => text.value;
}
