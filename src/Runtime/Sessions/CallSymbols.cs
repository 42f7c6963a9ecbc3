using System;
using System.Linq;

namespace Sinter.Runtime;

/// <summary>
/// The values of the module's symbols for one call of an entry: inferred from the lengths of inputs or bound by hand,
/// and checked against their bounds and the context.
/// </summary>
sealed class CallSymbols {
    const long Unbound = -1;

    readonly string model;
    readonly ModelSymbols symbols;
    readonly Entry entry;
    readonly long[] values;
    // Whether a size of this entry depends on the symbol; a symbol on which none does cannot change a result.
    readonly bool[] matters;

    public CallSymbols(string model, ModelSymbols symbols, Entry entry) {
        this.model = model;
        this.symbols = symbols;
        this.entry = entry;
        values = new long[symbols.Count];
        matters = new bool[symbols.Count];
        for (int i = 0; i < matters.Length; i++) {
            matters[i] = entry.General.Inputs.Concat(entry.General.Outputs).SelectMany(tensor => tensor.Shape)
                .Concat(entry.General.Slots).Any(extent => extent.DependsOn(i));
        }
    }

    public Span<long> Values => values;

    /// <summary>Begins a call at a position.</summary>
    public void Clear(long position) {
        values.AsSpan().Fill(Unbound);
        if (symbols.Past >= 0) {
            values[symbols.Past] = position;
        }
    }

    public void Bind(string symbol, long value, long position) {
        int index = symbols.IndexOf(symbol);
        if (index < 0 || index == symbols.Past) {
            throw new ArgumentException(
                $"Model {model}: expected one of the symbols {string.Join(", ", symbols.Descriptions.Where((_, i) => i != symbols.Past).Select(known => known.Name))}, found '{symbol}'.",
                nameof(symbol));
        }
        Resolve(index, value, position);
    }

    /// <summary>Finds the symbol that an input's length says, if its shape leaves one open, and checks the length.</summary>
    public void Infer(TensorDescription input, long length, long position) {
        long known = 1;
        int open = -1;
        foreach (Extent extent in input.Shape) {
            int symbol = OpenSymbol(extent);
            if (symbol < 0) {
                known = checked(known * extent.Evaluate(values));
            } else if (open < 0 && extent.IsSymbol(symbol)) {
                open = symbol;
            } else {
                throw new InvalidOperationException(
                    $"{Describe("input", input)}: its length alone does not say {symbols.Descriptions[symbol].Name}; bind it first.");
            }
        }
        if (open < 0) {
            if (length != known) {
                throw new ArgumentException($"{Describe("input", input)}: expected {known} elements, found {length}.", nameof(length));
            }
            return;
        }
        if (known == 0 || length % known != 0) {
            throw new ArgumentException($"{Describe("input", input)}: expected a multiple of {known} elements, found {length}.", nameof(length));
        }
        Resolve(open, length / known, position);
    }

    /// <summary>Checks that nothing is left open that matters.</summary>
    public void Complete() {
        for (int i = 0; i < values.Length; i++) {
            if (values[i] != Unbound) {
                continue;
            }
            if (matters[i]) {
                throw new InvalidOperationException(
                    $"Model {model}, entry {entry.Name}: no input says {symbols.Descriptions[i].Name}; bind it before the entry runs.");
            }
            values[i] = symbols.Minimums[i];
        }
    }

    /// <summary>Puts the call at a position, which may have changed since its inputs were given.</summary>
    public void MoveTo(long position) {
        if (symbols.Past < 0) {
            return;
        }
        values[symbols.Past] = position;
        CheckContext(entry.DependsOnTime ? values[symbols.Time] : 1, position);
    }

    public long Bytes(TensorDescription tensor) {
        long bytes = tensor.Type.Size();
        foreach (Extent extent in tensor.Shape) {
            bytes = checked(bytes * extent.Evaluate(values));
        }
        return bytes;
    }

    /// <summary>A tensor's place and shape, for messages.</summary>
    public string Describe(string role, TensorDescription tensor) =>
        $"Model {model}, entry {entry.Name}, {role} '{tensor.Name}' of shape [{string.Join(", ", tensor.Shape.Select(extent => extent.Print(symbols.Descriptions)))}]";

    int OpenSymbol(Extent extent) {
        foreach (Term term in extent.Terms) {
            foreach (int symbol in term.Symbols) {
                if (values[symbol] == Unbound) {
                    return symbol;
                }
            }
        }
        return -1;
    }

    void Resolve(int symbol, long value, long position) {
        if (symbol == symbols.Time) {
            CheckContext(value, position);
        }
        long least = symbols.Minimums[symbol];
        long most = symbol == symbols.Time && entry.Splits ? symbols.Context : symbols.Maximums[symbol];
        if (value < least || value > most) {
            throw new ArgumentOutOfRangeException(
                symbols.Descriptions[symbol].Name, value,
                $"Model {model}, entry {entry.Name}: expected {symbols.Descriptions[symbol].Name} from {least} to {most}, found {value}.");
        }
        values[symbol] = value;
    }

    void CheckContext(long time, long position) {
        if (symbols.Past >= 0 && (time > symbols.Context - position || position > symbols.Maximums[symbols.Past])) {
            throw new ContextOverflowException(model, position, time, symbols.Context);
        }
    }
}
