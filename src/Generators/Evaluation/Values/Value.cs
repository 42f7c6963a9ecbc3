using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Compiler.Graph;

namespace Sinter.Generators.Evaluation.Values;

/// <summary>What an expression evaluates to while the project builds.</summary>
internal abstract class Value {
    /// <summary>When it was made; see <see cref="Clock"/>.</summary>
    public long MadeAt { get; } = Clock.Next();

    /// <summary>What a variable of this value holds after an assignment: structs and tuples are copied, all else is shared.</summary>
    public virtual Value Copy() => this;

    /// <summary>Whether this is C#'s null.</summary>
    public virtual bool IsNull => false;

    /// <summary>The kind of value, for messages.</summary>
    public abstract string Describe();
}

/// <summary>A number, truth value, character, string, enumeration member or null of C#.</summary>
internal sealed class Constant(object? content, INamedTypeSymbol? enumeration = null, string? label = null) : Value {
    public static Constant Null { get; } = new(null);
    public static Constant True { get; } = new(true);
    public static Constant False { get; } = new(false);

    public object? Content { get; } = content;

    /// <summary>The type of an enumeration's member; its number is the content.</summary>
    public INamedTypeSymbol? Enumeration { get; } = enumeration;

    /// <summary>The user's word for an integer (the parameter or property it came through), for messages about shapes.</summary>
    public string? Label { get; } = label;

    public override bool IsNull => Content is null;

    public static Constant Of(bool value) => value ? True : False;

    public static Constant Of(int value) => new(value);

    public static Constant Of(string value) => new(value);

    public override string Describe() => Content switch {
        null => "null",
        string text => $"\"{text}\"",
        _ => Text.Of(this),
    };
}

/// <summary>An integer that depends on the module's symbols, such as the number of tokens of a call.</summary>
internal sealed class SymbolicInteger(Dimension size) : Value {
    public Dimension Size { get; } = size;

    /// <summary>A constant where the size has no symbol in it.</summary>
    public static Value Of(Dimension size) => size.IsConstant ? new Constant(checked((int)size.Value), label: size.Label) : new SymbolicInteger(size);

    public override string Describe() => Size.ToString();
}

/// <summary>Something that is known only when the model runs, such as the elements of a tensor.</summary>
internal sealed class Unknown(string what) : Value {
    /// <summary>The expression that it came from.</summary>
    public string What { get; } = what;

    public override string Describe() => What;
}

/// <summary>An instance of a class or struct whose source is evaluated.</summary>
internal sealed class Instance(INamedTypeSymbol type) : Value {
    public INamedTypeSymbol Type { get; } = type;

    /// <summary>Fields (and backing fields of automatic properties) by their original definitions.</summary>
    public Dictionary<ISymbol, Variable> Fields { get; private set; } = new(SymbolEqualityComparer.Default);

    /// <summary>Parameters of primary constructors, which members may read later.</summary>
    public Dictionary<ISymbol, Place> Captures { get; private set; } = new(SymbolEqualityComparer.Default);

    /// <summary>The message, when this is an exception.</summary>
    public string? Message { get; set; }

    /// <summary>The name of the parameter that an argument exception blames.</summary>
    public string? BlamedParameter { get; set; }

    /// <summary>The exception that led to this one.</summary>
    public Value? Inner { get; set; }

    public override Value Copy() => Type.IsValueType ? Clone() : this;

    /// <summary>A second instance with the same fields.</summary>
    public Instance Clone() {
        Instance copy = new(Type) { Message = Message, BlamedParameter = BlamedParameter, Inner = Inner };
        foreach (KeyValuePair<ISymbol, Variable> field in Fields) {
            copy.Fields.Add(field.Key, new Variable(field.Value.Get().Copy()));
        }
        foreach (KeyValuePair<ISymbol, Place> capture in Captures) {
            copy.Captures.Add(capture.Key, new Variable(capture.Value.Get().Copy()));
        }
        return copy;
    }

    public override string Describe() => $"an instance of {Type.Name}";
}

/// <summary>An array of C#, of any rank; spans evaluate to arrays too.</summary>
internal sealed class ArrayInstance(ITypeSymbol elementType, Value[] items, int[]? lengths = null) : Value {
    public ITypeSymbol ElementType { get; } = elementType;

    /// <summary>The elements in row-major order.</summary>
    public Value[] Items { get; } = items;

    public int[] Lengths { get; } = lengths ?? [items.Length];

    public override string Describe() => $"an array of {Items.Length} elements";
}

/// <summary>A list of the base library.</summary>
internal sealed class ListInstance(ITypeSymbol type, List<Value> items) : Value {
    public ITypeSymbol Type { get; } = type;

    public List<Value> Items { get; } = items;

    public override string Describe() => $"a list of {Items.Count} elements";
}

/// <summary>A tuple.</summary>
internal sealed class TupleInstance(Value[] items, string?[] names) : Value {
    public Value[] Items { get; } = items;

    public string?[] Names { get; } = names;

    public override Value Copy() => new TupleInstance([.. Items.Select(item => item.Copy())], Names);

    public override string Describe() => $"({string.Join(", ", Items.Select(item => item.Describe()))})";
}

/// <summary>A type as a value: <c>typeof(float)</c>.</summary>
internal sealed class TypeValue(ITypeSymbol type) : Value {
    public ITypeSymbol Type { get; } = type;

    public override string Describe() => Type.Name;
}

/// <summary>A range of indices, <c>1..^1</c>, or one of its ends.</summary>
internal sealed class IndexValue(int offset, bool fromEnd) : Value {
    public int Offset { get; } = offset;

    public bool FromEnd { get; } = fromEnd;

    public int In(int length) => FromEnd ? length - Offset : Offset;

    public override string Describe() => FromEnd ? $"^{Offset}" : Offset.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Two ends of a range of indices.</summary>
internal sealed class RangeValue(IndexValue start, IndexValue end) : Value {
    public IndexValue Start { get; } = start;

    public IndexValue End { get; } = end;

    public override string Describe() => $"{Start.Describe()}..{End.Describe()}";
}
