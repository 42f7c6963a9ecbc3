using System;

namespace Sinter.Llvm;

/// <summary>LLVM refused: broken IR, an unknown processor, a file that cannot be written.</summary>
/// <param name="message">What LLVM said, and about what.</param>
public sealed class LlvmException(string message) : Exception(message);
