using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Tool.Models;

namespace Sinter.Tool.Costs;

/// <summary>The sizes at which costs are given as numbers.</summary>
sealed class SymbolValues {
    const long UsualTime = 128;
    readonly Dictionary<string, long> values;

    SymbolValues(Dictionary<string, long> values) => this.values = values;

    /// <summary>The values that <paramref name="text"/> gives, such as <c>Time=128,Past=0</c>; others are usual ones within the symbols' bounds.</summary>
    /// <exception cref="ToolException">The text is no list of values, names no symbol, or leaves a symbol's bounds.</exception>
    public static SymbolValues Of(IReadOnlyList<Symbol> symbols, string? text) {
        Dictionary<string, long> values = symbols.ToDictionary(
            symbol => symbol.Name, symbol => symbol.Name == "Time" ? Math.Clamp(UsualTime, symbol.Minimum, symbol.Maximum) : symbol.Minimum, StringComparer.Ordinal);
        foreach (string part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) {
            string[] sides = part.Split('=', StringSplitOptions.TrimEntries);
            if (sides.Length != 2 || !long.TryParse(sides[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)) {
                throw new ToolException($"'{part}' is no size; write --at Time=128,Past=0");
            }
            Symbol symbol = symbols.FirstOrDefault(symbol => symbol.Name == sides[0])
                ?? throw new ToolException($"the model has no symbol '{sides[0]}'{ModelInAssembly.Near(sides[0], values.Keys)}; it has {(symbols.Count == 0 ? "none" : string.Join(", ", values.Keys))}");
            if (value < symbol.Minimum || value > symbol.Maximum) {
                throw new ToolException($"{symbol.Name} is {symbol.Minimum} to {symbol.Maximum}, not {value}");
            }
            values[symbol.Name] = value;
        }
        return new(values);
    }

    /// <summary>These values with some fixed, as a variant of an entry has them.</summary>
    public SymbolValues With(IEnumerable<(string Symbol, long Value)> fixedValues) {
        Dictionary<string, long> changed = new(values, StringComparer.Ordinal);
        foreach ((string symbol, long value) in fixedValues) {
            changed[symbol] = value;
        }
        return new(changed);
    }

    /// <summary>The value of an extent; what is no symbol of the model, such as the number of an iteration, counts as 0.</summary>
    public long Of(Dimension extent) => extent.Evaluate(symbol => values.GetValueOrDefault(symbol));

    /// <inheritdoc/>
    public override string ToString() => values.Count == 0 ? "all sizes fixed" : string.Join(", ", values.Select(pair => $"{pair.Key}={pair.Value.ToString(CultureInfo.InvariantCulture)}"));
}
