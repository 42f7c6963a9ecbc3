using System;
using System.Collections.Generic;
using System.Globalization;
using Sinter.Runtime;

namespace Sinter.Rasp;

/// <summary>Where the elements of inputs go: the tensors of a call, one after the other.</summary>
sealed class TensorSink(EntryCall call, IReadOnlyDictionary<string, int> inputs, TextRanks texts) {
    string name = "";
    int next;

    public TextRanks Texts => texts;

    public void Begin(string input) {
        name = input;
        next = 0;
    }

    /// <summary>Writes the next tensor of the input; one that the program does not look at is not there.</summary>
    public void Write<T>(ReadOnlySpan<T> elements) where T : unmanaged {
        if (inputs.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"{name}.{next++}"), out int index)) {
            call.Input(index, elements);
        }
    }
}

/// <summary>Where the elements of the result come from.</summary>
sealed class TensorSource(EntryCall call, TextRanks texts) {
    int next;

    public TextRanks Texts => texts;

    public ReadOnlySpan<T> Read<T>() where T : unmanaged => call.Output<T>(next++);
}
