using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Rasp;

/// <summary>Sequences for the inputs of a program, by name and of one length. Immutable.</summary>
public sealed class Bindings {
    readonly ImmutableSortedDictionary<string, Sequence> sequences;

    /// <summary>No inputs.</summary>
    public Bindings() : this(ImmutableSortedDictionary.Create<string, Sequence>(StringComparer.Ordinal)) {
    }

    Bindings(ImmutableSortedDictionary<string, Sequence> sequences) {
        this.sequences = sequences;
        Length = sequences.IsEmpty ? 0 : sequences.First().Value.Length;
    }

    /// <summary>The number of positions.</summary>
    public int Length { get; }

    /// <summary>The inputs' names, sorted.</summary>
    public IEnumerable<string> Names => sequences.Keys;

    /// <summary>These inputs and one more.</summary>
    /// <exception cref="RaspException">The name is taken, or the length differs from that of the others.</exception>
    public Bindings With<T>(string name, IEnumerable<T> values) {
        ArgumentNullException.ThrowIfNull(values);
        T[] elements = [.. values];
        if (sequences.ContainsKey(name)) {
            throw new RaspException($"input \"{name}\" is given twice");
        }
        if (!sequences.IsEmpty && elements.Length != Length) {
            throw new RaspException($"input \"{name}\" has {elements.Length} elements and \"{sequences.First().Key}\" has {Length}; the inputs of a program are equally long");
        }
        return new Bindings(sequences.Add(name, new Sequence<T>(elements, Enumerable.Repeat(true, elements.Length).ToArray())));
    }

    internal Sequence? Find(string name) => sequences.GetValueOrDefault(name);

    internal Sequence<T> Get<T>(string name) => sequences.TryGetValue(name, out Sequence? sequence)
        ? sequence as Sequence<T> ?? throw new RaspException($"input \"{name}\" is {Format.Type(typeof(T))}, and {Format.Type(sequence.GetType().GetGenericArguments()[0])} elements were given")
        : throw new RaspException($"input \"{name}\" is not given; given are: {(sequences.IsEmpty ? "none" : string.Join(", ", sequences.Keys))}");
}
