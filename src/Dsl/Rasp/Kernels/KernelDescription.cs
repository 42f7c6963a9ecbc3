using System;
using System.Collections.Immutable;
using Sinter.Runtime;

namespace Sinter.Rasp;

/// <summary>What a program's kernels are to the runtime; written by the generator.</summary>
public sealed record KernelDescription {
    /// <summary>The program's name with its class and namespace.</summary>
    public required string Name { get; init; }

    /// <summary>The native code.</summary>
    public required Func<ModelDescription> Model { get; init; }

    /// <summary>The texts that the program names.</summary>
    public ImmutableArray<string> Texts { get; init; } = [];

    /// <summary>What it can fail with at a position, in the order in which the evaluator would.</summary>
    public ImmutableArray<(string Expression, string Problem)> Errors { get; init; } = [];
}

/// <summary>An input of a program's kernels.</summary>
public abstract class KernelInput {
    private protected KernelInput(string name) {
        Name = name;
    }

    /// <summary>The name under which a program is given the sequence.</summary>
    public string Name { get; }

    internal abstract void Collect(Bindings bindings, TextRanks texts);

    internal abstract void Write(Bindings bindings, TensorSink sink);
}

/// <summary>An input of a program's kernels, of elements <typeparamref name="T"/>.</summary>
public sealed class KernelInput<T> : KernelInput {
    readonly ElementCodec<T> codec;

    /// <summary>An input of that name, written so.</summary>
    public KernelInput(string name, ElementCodec<T> codec) : base(name) {
        ArgumentNullException.ThrowIfNull(codec);
        this.codec = codec;
    }

    internal override void Collect(Bindings bindings, TextRanks texts) => Collect(bindings.Get<T>(Name).Values, texts);

    internal override void Write(Bindings bindings, TensorSink sink) => Write(bindings.Get<T>(Name).Values, sink);

    internal void Collect(ReadOnlySpan<T> values, TextRanks texts) => codec.Collect(values, texts);

    internal void Write(ReadOnlySpan<T> values, TensorSink sink) {
        sink.Begin(Name);
        codec.Write(values, sink);
    }
}
