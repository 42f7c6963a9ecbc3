// netstandard2.0 lacks the types the compiler looks for when records, init accessors and list patterns are used.
namespace System {
    internal readonly struct Index(int value, bool fromEnd = false) {
        public int GetOffset(int length) => fromEnd ? length - value : value;

        public static implicit operator Index(int value) => new(value);
    }
}

namespace System.Runtime.CompilerServices {
    internal static class IsExternalInit;
}
