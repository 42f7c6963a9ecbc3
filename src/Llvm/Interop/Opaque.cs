namespace LLVMSharp.Interop;

// The C API's opaque types. They are only ever pointed to.

/// <summary>An LLVM context, which owns types and constants.</summary>
public struct LLVMOpaqueContext;

/// <summary>A module: a translation unit of LLVM IR.</summary>
public struct LLVMOpaqueModule;

/// <summary>A run of bytes that LLVM owns.</summary>
public struct LLVMOpaqueMemoryBuffer;

/// <summary>An architecture that this LLVM can generate code for.</summary>
public struct LLVMTarget;

/// <summary>An architecture with a processor, its features and code generation options.</summary>
public struct LLVMOpaqueTargetMachine;

/// <summary>Sizes and alignments of a target machine's types.</summary>
public struct LLVMOpaqueTargetData;

/// <summary>Options of a pass pipeline.</summary>
public struct LLVMOpaquePassBuilderOptions;

/// <summary>A failure that a pass pipeline reports.</summary>
public struct LLVMOpaqueError;
