using System.Runtime.InteropServices;

namespace LLVMSharp.Interop;

/// <summary>Strings that cross over from LLVM.</summary>
static unsafe class Message {
    /// <summary>Copies a string that LLVM keeps; a null pointer is the empty string.</summary>
    public static string Copy(sbyte* text) => Marshal.PtrToStringUTF8((nint)text) ?? string.Empty;

    /// <summary>Copies a string that LLVM gave away, and frees it.</summary>
    public static string Take(sbyte* text) {
        string copy = Copy(text);
        if (text != null) {
            LLVM.DisposeMessage(text);
        }
        return copy;
    }
}
