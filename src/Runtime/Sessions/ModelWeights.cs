using System;

namespace Sinter.Runtime;

/// <summary>The weights of a model in the order of its description: an address each, and what owns the memory.</summary>
sealed class ModelWeights : IDisposable {
    readonly nint[] pointers;
    readonly IDisposable owner;

    public ModelWeights(nint[] pointers, IDisposable owner) {
        this.pointers = pointers;
        this.owner = owner;
    }

    /// <summary>The first value of each weight, on a 4-byte boundary.</summary>
    public ReadOnlySpan<nint> Pointers => pointers;

    public void Dispose() => owner.Dispose();
}
