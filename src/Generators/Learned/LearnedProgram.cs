using System.Collections.Generic;
using System.Linq;
using Sinter.Generators.Learned.Python;

namespace Sinter.Generators.Learned;

/// <summary>A value of a learned program: a Python integer, text, or member of an enumeration. Those of different types are never equal.</summary>
internal readonly record struct PythonValue(PythonValueType Type, string Text) {
    public static PythonValue Of(int number) => new(PythonValueType.Integer, number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The number that an integer is.</summary>
    public int ToNumber() => int.Parse(Text, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>How a message shows it.</summary>
    public string Describe() => Type == PythonValueType.Text ? $"\"{Text}\"" : Text;
}

internal enum PythonValueType {
    Integer,
    Text,

    /// <summary><c>Emb0.V07</c></summary>
    Member,
}

/// <summary>
/// A program exported by "Learning Transformer Programs" (Friedman et al., arXiv:2306.01128): variables, each with one value at
/// every position, and the weights of a linear classifier over them.
/// </summary>
/// <param name="File">The Python file.</param>
/// <param name="Variables">All variables, after those they are computed from.</param>
/// <param name="Features">What the logits are the sum of.</param>
/// <param name="Classes">The names of the classes, in the order of the logits.</param>
/// <param name="Vocabulary">The tokens that have weights or embeddings, in the order of their numbers.</param>
/// <param name="MaximumLength">The longest input: every position has weights.</param>
/// <param name="IsPooled">Whether the whole input has one class, that of the mean of the logits, and not each position its own.</param>
/// <param name="IsCausal">Whether heads see only the positions up to their own.</param>
/// <param name="Words">Of the members of enumerations, the words that have them.</param>
internal sealed record LearnedProgram(
    string File,
    IReadOnlyList<Variable> Variables,
    IReadOnlyList<Feature> Features,
    IReadOnlyList<string> Classes,
    IReadOnlyList<string> Vocabulary,
    int MaximumLength,
    bool IsPooled,
    bool IsCausal,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Words);

/// <summary>One variable: its name in the Python, and where that defines it.</summary>
internal abstract record Variable(string Name, PythonNode Place);

/// <summary>A variable with one of finitely many values at each position. At run a value is its number in the list.</summary>
internal abstract record Category(string Name, PythonNode Place, IReadOnlyList<PythonValue> Values) : Variable(Name, Place);

/// <summary>The tokens themselves.</summary>
internal sealed record TokenVariable(string Name, PythonNode Place, IReadOnlyList<PythonValue> Values) : Category(Name, Place, Values);

/// <summary>The positions 0, 1, ...</summary>
internal sealed record PositionVariable(string Name, PythonNode Place, IReadOnlyList<PythonValue> Values) : Category(Name, Place, Values);

/// <summary>A value looked up for each word of the vocabulary: the table has, for each word, the number of its value.</summary>
internal sealed record EmbeddingVariable(string Name, PythonNode Place, IReadOnlyList<PythonValue> Values, IReadOnlyList<int> Table) : Category(Name, Place, Values);

/// <summary>A categorical head: the value at the closest key that matches, as <c>select_closest</c> means it.</summary>
internal sealed record Head(string Name, PythonNode Place, Predicate Predicate, Category Keys, Category Queries, Category Read) : Category(Name, Place, Read.Values);

/// <summary>A function of one or two categories as a table, row by row.</summary>
internal sealed record CategoryTable(string Name, PythonNode Place, Rules Rules, IReadOnlyList<Category> Inputs, IReadOnlyList<PythonValue> Values, IReadOnlyList<int> Table) : Category(Name, Place, Values);

/// <summary>A function of one or two counts as a table: numbers from its extent on are as the last of it.</summary>
internal sealed record CountTable(string Name, PythonNode Place, Rules Rules, IReadOnlyList<Count> Inputs, IReadOnlyList<int> Extents, IReadOnlyList<PythonValue> Values, IReadOnlyList<int> Table) : Category(Name, Place, Values);

/// <summary>A variable with an integer at each position, of at most <paramref name="Maximum"/>.</summary>
internal abstract record Count(string Name, PythonNode Place, long Maximum) : Variable(Name, Place);

/// <summary>1 at each position.</summary>
internal sealed record Ones(string Name, PythonNode Place) : Count(Name, Place, 1);

/// <summary>A numerical head: the sum of the numbers at all keys that match.</summary>
internal sealed record SumHead(string Name, PythonNode Place, Predicate Predicate, Category Keys, Category Queries, Count Read, long Maximum) : Count(Name, Place, Maximum);

/// <summary>For each value of the query, the one value of the key that matches; none where it is absent.</summary>
/// <param name="Name">The Python function.</param>
/// <param name="Query">The name of its first parameter.</param>
/// <param name="Key">The name of its second parameter.</param>
/// <param name="Cases">The values of the query, and what the key must be, in order.</param>
internal sealed record Predicate(string Name, string Query, string Key, IReadOnlyList<(IReadOnlyList<PythonValue> Queries, PythonValue Key)> Cases) {
    /// <summary>The key that a query matches, or null.</summary>
    public PythonValue? KeyOf(PythonValue query) {
        foreach ((IReadOnlyList<PythonValue> queries, PythonValue key) in Cases) {
            if (queries.Contains(query)) {
                return key;
            }
        }
        return null;
    }
}

/// <summary>A function by cases: the result of the first case that has the arguments, else the last.</summary>
/// <param name="Name">The Python function.</param>
/// <param name="Parameters">Its parameters, one or two.</param>
/// <param name="Cases">Arguments, and the result.</param>
/// <param name="Otherwise">The result for all others; null where there is none.</param>
internal sealed record Rules(string Name, IReadOnlyList<string> Parameters, IReadOnlyList<(IReadOnlyList<IReadOnlyList<PythonValue>> Arguments, PythonValue Result)> Cases, PythonValue? Otherwise);

/// <summary>The weights of a variable: a row for each value of a category, one row for a count.</summary>
internal sealed record Feature(Variable Variable, IReadOnlyList<double[]> Rows);
