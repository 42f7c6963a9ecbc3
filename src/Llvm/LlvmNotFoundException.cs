using System;

namespace Sinter.Llvm;

/// <summary>No LLVM library that is new enough; the message says where one was looked for and how to get one.</summary>
/// <param name="message">The whole message.</param>
public sealed class LlvmNotFoundException(string message) : Exception(message);
