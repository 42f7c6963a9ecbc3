using System.Collections.Immutable;

namespace Sinter.Runtime.Naming;

/// <summary>The order of the rows of query and key weights in a file.</summary>
public enum RowOrder {
    /// <summary>As Sinter wants them: the two numbers that rotary turns together lie half a head apart.</summary>
    HalfSplit,
    /// <summary>The two lie side by side: rows (2j, 2j + 1) of a head become (j, j + head/2).</summary>
    Interleaved,
}

/// <summary>One weight, or one of each layer: what it is called by the model and by the file.</summary>
/// <param name="Path">The canonical path, with <c>{i}</c> for a number.</param>
/// <param name="Name">The name in the file, with the same placeholders.</param>
/// <param name="Rows">How the file orders the rows of a weight under rotary positions; others keep theirs.</param>
public sealed record RenameRule(string Path, string Name, RowOrder Rows = RowOrder.HalfSplit);

/// <summary>When a tensor that no weight of the model asks for may be passed over.</summary>
public enum IgnoreWhen {
    /// <summary>Always: it follows from what the model declares.</summary>
    Always,
    /// <summary>Only when each element is 1: it scales something, and the model would not apply the scale.</summary>
    AllOnes,
}

/// <summary>A tensor in files of the scheme that is no weight.</summary>
/// <param name="Name">Its name in the file, with <c>{i}</c> for a number.</param>
/// <param name="When">When it may be passed over.</param>
public sealed record IgnorableTensor(string Name, IgnoreWhen When = IgnoreWhen.Always);

/// <summary>How files of one kind name the weights of a model, as data.</summary>
/// <param name="Name">The scheme's name, for messages.</param>
/// <param name="Rules">The renames. A scheme without rules keeps every path as it is.</param>
/// <param name="Ignorable">Tensors that are no weights.</param>
public sealed record NamingScheme(string Name, ImmutableArray<RenameRule> Rules, ImmutableArray<IgnorableTensor> Ignorable) {
    /// <summary>What a file calls the weight of a canonical path; null when the scheme has no name for it.</summary>
    public string? Rename(string path, out RowOrder rows) {
        rows = RowOrder.HalfSplit;
        if (Rules.IsEmpty) {
            return path;
        }
        foreach (RenameRule rule in Rules) {
            if (NamePattern.Rename(rule.Path, rule.Name, path) is string name) {
                rows = rule.Rows;
                return name;
            }
        }
        return null;
    }

    /// <summary>The entry of <see cref="Ignorable"/> for a tensor, or null.</summary>
    public IgnorableTensor? FindIgnorable(string tensor) {
        foreach (IgnorableTensor ignorable in Ignorable) {
            if (NamePattern.Matches(ignorable.Name, tensor)) {
                return ignorable;
            }
        }
        return null;
    }
}
