using System;
using System.Collections.Immutable;

namespace Sinter.Runtime;

/// <summary>The symbols of a module, their bounds, and which of them count tokens.</summary>
sealed class ModelSymbols {
    readonly long[] minimums;
    readonly long[] maximums;

    public ModelSymbols(ModelDescription model) {
        Descriptions = model.Symbols;
        minimums = new long[Descriptions.Length];
        maximums = new long[Descriptions.Length];
        for (int i = 0; i < Descriptions.Length; i++) {
            SymbolDescription symbol = Descriptions[i];
            if (symbol.Minimum < 0 || symbol.Maximum < symbol.Minimum) {
                throw new ArgumentException(
                    $"Model {model.Name}: symbol {symbol.Name}: expected bounds of which the first is not negative and the second not smaller, found {symbol.Minimum}..{symbol.Maximum}.",
                    nameof(model));
            }
            minimums[i] = symbol.Minimum;
            maximums[i] = symbol.Maximum;
        }
        Time = IndexOf("Time");
        Past = IndexOf("Past");
    }

    public ImmutableArray<SymbolDescription> Descriptions { get; }

    public int Count => Descriptions.Length;

    /// <summary>The index of the tokens of this call, or -1.</summary>
    public int Time { get; }

    /// <summary>The index of the tokens of earlier calls, or -1.</summary>
    public int Past { get; }

    /// <summary>
    /// The most tokens that a session can hold. <c>Past</c> is largest before the last single token, so this is one more.
    /// Without <c>Past</c> nothing limits them.
    /// </summary>
    public long Context => Past < 0 ? long.MaxValue : maximums[Past] + 1;

    public ReadOnlySpan<long> Minimums => minimums;

    public ReadOnlySpan<long> Maximums => maximums;

    /// <summary>The index of a symbol, or -1.</summary>
    public int IndexOf(string name) {
        for (int i = 0; i < Descriptions.Length; i++) {
            if (Descriptions[i].Name == name) {
                return i;
            }
        }
        return -1;
    }
}
