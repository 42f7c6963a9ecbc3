using Sinter.Rasp.Nodes;

namespace Sinter.Rasp;

/// <summary>
/// The words of the language: <c>using static Sinter.Rasp.Language;</c>. Each makes an expression and computes nothing.
/// </summary>
public static partial class Language {
    /// <summary>The positions 0, 1, ...</summary>
    public static SOp<int> Indices { get; } = new Indices();

    /// <summary>The number of positions, at each of them. A causal program has none: it cannot know what follows.</summary>
    public static SOp<int> Length { get; } = new Length();

    /// <summary>The selector that hits every key.</summary>
    public static Selector All { get; } = new CombinedSelector(NodeKind.All);

    /// <summary>The selector that hits the query's own position and those before it.</summary>
    public static Selector UpToHere { get; } = Select(Indices, Indices, Comparison.LessEqual);

    /// <summary>The selector that hits the positions before the query's own.</summary>
    public static Selector BeforeHere { get; } = Select(Indices, Indices, Comparison.Less);

    /// <summary>The input that is named "tokens".</summary>
    public static SOp<T> Tokens<T>() => Input<T>("tokens");

    /// <summary>A named input; all inputs of a program are equally long.</summary>
    public static SOp<T> Input<T>(string name) => new Input<T>(name);

    /// <summary>The same value at every position; a C# value becomes one by itself where a sequence is expected.</summary>
    public static SOp<T> Constant<T>(T value) => new Constant<T>(value);

    /// <summary>Null at every position.</summary>
    public static SOp<T> Null<T>() => new Constant<T>();
}
