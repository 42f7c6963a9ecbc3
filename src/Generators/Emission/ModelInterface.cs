using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Generators.Emission;

/// <summary>What the typed API depends on: the names and shapes of entries, nothing of their graphs.</summary>
/// <param name="Name">Where the members go.</param>
/// <param name="Entries">The entries.</param>
/// <param name="Symbols">The symbols with their bounds.</param>
/// <param name="IsWhole">Whether the model is all in its plan, so that no file of weights is loaded.</param>
internal sealed record ModelInterface(ModelName Name, Sequence<EntryInterface> Entries, Sequence<Symbol> Symbols, bool IsWhole = false) {
    /// <summary>What is known of an entry that has been evaluated.</summary>
    public static EntryInterface Of(Entry entry) => new(
        entry.Name,
        entry.Inputs.Select(input => new TensorInterface(input.Text("name"), input.Type)).ToSequence(),
        entry.Outputs.Select(output => new TensorInterface(output.Name, entry.Nodes[output.Node].Type)).ToSequence());
}

/// <summary>An entry as the user calls it.</summary>
internal sealed record EntryInterface(string Name, Sequence<TensorInterface> Inputs, Sequence<TensorInterface> Outputs);

/// <summary>An argument or result.</summary>
internal sealed record TensorInterface(string Name, TensorType Type) {
    /// <summary>The C# type of an element in a span.</summary>
    public string Element => Type.Element switch {
        ElementType.F32 => "float",
        ElementType.F64 => "double",
        ElementType.F16 => "global::System.Half",
        ElementType.BF16 => "ushort",
        ElementType.I32 => "int",
        ElementType.I64 => "long",
        _ => "bool",
    };
}
