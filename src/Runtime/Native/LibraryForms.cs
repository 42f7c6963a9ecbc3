using System;

namespace Sinter.Runtime;

/// <summary>
/// Which weights a library takes as files store them, and how large what it prepares of them is then: what <c>P_forms</c> says, after
/// section 5 of docs/architecture.md.
/// </summary>
sealed unsafe class LibraryForms {
    readonly long[] values;
    readonly int weights;
    readonly int forms;

    LibraryForms(long[] values, int weights, int forms) => (this.values, this.weights, this.forms) = (values, weights, forms);

    /// <summary>Reads the table; null when it has other sizes than the model.</summary>
    /// <param name="table">The exported table.</param>
    /// <param name="weights">The model's weights.</param>
    /// <param name="prepared">The model's prepared tensors.</param>
    public static LibraryForms? Read(long* table, int weights, int prepared) {
        long forms = table[0];
        if (forms is < 1 or > 127) {
            return null;
        }
        var values = new ReadOnlySpan<long>(table + 1, checked(weights + prepared * (int)forms)).ToArray();
        LibraryForms read = new(values, weights, (int)forms);
        for (int i = 0; i < weights; i++) {
            if (values[i] is not (0 or 1)) {
                return null;
            }
        }
        for (int i = 0; i < prepared; i++) {
            if (read.SourceOf(i) < -1 || read.SourceOf(i) >= weights) {
                return null;
            }
        }
        return read;
    }

    /// <summary>Whether a weight may come as it is stored.</summary>
    public bool Takes(int weight) => values[weight] == 1;

    /// <summary>The weight whose form a prepared tensor has, or -1.</summary>
    public int SourceOf(int prepared) => (int)values[weights + prepared * forms];

    /// <summary>The bytes of a prepared tensor in a form other than the declared one.</summary>
    public long Bytes(int prepared, int form) => values[weights + prepared * forms + form];
}
