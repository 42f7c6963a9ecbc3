using System;
using System.Runtime.InteropServices;

namespace LLVMSharp.Interop;

/// <summary>A module: a translation unit of LLVM IR.</summary>
/// <param name="handle">The C API's pointer.</param>
public unsafe struct LLVMModuleRef(IntPtr handle) : IDisposable {
    /// <summary>The C API's pointer.</summary>
    public IntPtr Handle = handle;

    /// <summary>The module behind a pointer of the C API.</summary>
    public static implicit operator LLVMModuleRef(LLVMOpaqueModule* value) => new((IntPtr)value);

    /// <summary>The C API's pointer.</summary>
    public static implicit operator LLVMOpaqueModule*(LLVMModuleRef value) => (LLVMOpaqueModule*)value.Handle;

    /// <summary>The target triple, such as x86_64-unknown-linux-gnu.</summary>
    public readonly string Target {
        get => Message.Copy(LLVM.GetTarget(this));
        set {
            using MarshaledString triple = new(value);
            LLVM.SetTarget(this, triple);
        }
    }

    /// <summary>Sizes and alignments, in LLVM's text form.</summary>
    public readonly string DataLayout {
        get => Message.Copy(LLVM.GetDataLayout(this));
        set {
            using MarshaledString layout = new(value);
            LLVM.SetDataLayout(this, layout);
        }
    }

    /// <summary>Checks the module's rules.</summary>
    /// <param name="Action">What to do on failure besides returning.</param>
    /// <param name="OutMessage">The broken rules; empty when there are none.</param>
    /// <returns>Whether the module is well formed.</returns>
    public readonly bool TryVerify(LLVMVerifierFailureAction Action, out string OutMessage) {
        sbyte* message = null;
        bool valid = LLVM.VerifyModule(this, Action, &message) == 0;
        OutMessage = Message.Take(message);
        return valid;
    }

    /// <summary>Checks the module's rules.</summary>
    /// <exception cref="ExternalException">The module is broken; the message lists the rules.</exception>
    public readonly void Verify(LLVMVerifierFailureAction Action) {
        if (!TryVerify(Action, out string message)) {
            throw new ExternalException(message);
        }
    }

    /// <summary>The module as text.</summary>
    public readonly string PrintToString() => Message.Take(LLVM.PrintModuleToString(this));

    /// <summary>Frees the module.</summary>
    public void Dispose() {
        if (Handle != IntPtr.Zero) {
            LLVM.DisposeModule(this);
            Handle = IntPtr.Zero;
        }
    }
}
