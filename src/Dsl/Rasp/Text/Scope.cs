using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Rasp.Text;

/// <summary>The names of a text, a file or a call of a function, and around them those of what encloses it.</summary>
sealed class Scope(Scope? outer = null) {
    static readonly ImmutableHashSet<string> Given = ["tokens_str", "tokens_int", "tokens_float", "tokens_bool", "tokens_asis", "indices", "True", "False", "out"];

    readonly Dictionary<string, object> values = [];

    /// <summary>The scope whose names cannot be set here.</summary>
    public Scope? Taken { get; init; }

    /// <summary>Where a file's public names go as well.</summary>
    public Scope? Exports { get; init; }

    /// <summary>The names that were set here, without those of the language.</summary>
    public IEnumerable<string> Names => values.Keys.Where(name => !Given.Contains(name));

    public object? Find(string name) => values.TryGetValue(name, out object? value) ? value : outer?.Find(name);

    public void Set(TextPosition at, string name, object value) {
        // RASP keeps its library, but lets tokens be tokens_int.
        bool inLibrary = !Given.Contains(name) && name != "tokens" && Taken?.values.ContainsKey(name) == true;
        if (Given.Contains(name) || inLibrary) {
            throw new RaspTextException(at, $"the name {name} is taken by the {(inLibrary ? "library" : "language")}; choose another");
        }
        values[name] = value;
        if (!name.StartsWith('_')) {
            Exports?.Set(at, name, value);
        }
    }

    /// <summary>Sets a name that the language gives.</summary>
    public void Give(string name, object value) => values[name] = value;

    /// <summary>Every name that can be seen, for suggestions.</summary>
    public IEnumerable<string> Visible() => outer == null ? values.Keys : values.Keys.Concat(outer.Visible());
}

/// <summary>A function of the text, or, without a definition, one of the library that is built in.</summary>
sealed class TextFunction {
    readonly string name;

    public TextFunction(DefineStatement definition, Scope scope) {
        name = definition.Name;
        Parameters = definition.Parameters;
        Definition = definition;
        Scope = scope;
    }

    public TextFunction(string name, ImmutableArray<string> parameters, Func<TextPosition, object[], object> builtIn) {
        this.name = name;
        Parameters = parameters;
        BuiltIn = builtIn;
    }

    public ImmutableArray<string> Parameters { get; }

    public DefineStatement? Definition { get; }

    public Scope? Scope { get; }

    public Func<TextPosition, object[], object>? BuiltIn { get; }

    public override string ToString() => $"{name}({string.Join(", ", Parameters)})";
}
