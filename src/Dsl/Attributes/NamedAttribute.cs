using System;

namespace Sinter;

/// <summary>
/// The name of a weight, cache or block in canonical paths, in place of its field's. For an array, <c>{i}</c> in the name is
/// where the index goes, <c>{j}</c> that of an array inside an array, and so on; without it, the index follows after a dot.
/// A name that begins with <c>/</c> is the whole path from the model down: <c>[Named("/layers.{i}.attn.wq")]</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class NamedAttribute(string name) : Attribute {
    /// <summary>The name, with placeholders for indices.</summary>
    public string Name { get; } = name;
}
