using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;

namespace Sinter.Rasp.Text;

/// <summary>An input of a program in text: a sequence of atoms of one type, at least one.</summary>
public sealed class Example {
    readonly object[] atoms;

    Example(object[] atoms) {
        this.atoms = atoms;
    }

    /// <summary>The number of positions.</summary>
    public int Length => atoms.Length;

    /// <summary>The elements as texts without quotes, to head columns with.</summary>
    public IReadOnlyList<string> Labels => [.. atoms.Select(atom => atom as string ?? Atom.Show(atom))];

    /// <summary>The type of the elements.</summary>
    internal Kind Kind => Typed.Common(atoms)!.Value;

    /// <summary>The characters of a text.</summary>
    /// <exception cref="RaspException">It is empty.</exception>
    public static implicit operator Example(string text) => new(NotEmpty(Atom.Characters(text)));

    /// <summary>The elements of a sequence of bool, int, float, double, <see cref="Rational"/>, char or string; decimals are taken as they are written.</summary>
    /// <exception cref="RaspException">It is empty, or of another type.</exception>
    public static Example Of<T>(IEnumerable<T> elements) => new(NotEmpty([.. elements.Select(element => FromClr(element))]));

    /// <summary>A text is its characters in quotes, anything else a list.</summary>
    public override string ToString() => atoms.All(atom => atom is string { Length: > 0 } text && Atom.Characters(text).Length == 1)
        ? $"\"{string.Concat(atoms)}\""
        : $"[{string.Join(", ", atoms.Select(Atom.Show))}]";

    internal static Example Of(TextPosition at, object value) {
        object[] elements = value as object[] ?? (value is string text ? Atom.Characters(text) : throw Values.Mismatch(at, "a string or a list as an input", value));
        if (elements.Length == 0) {
            throw new RaspTextException(at, "an input of one element or more", "none");
        }
        if (elements.FirstOrDefault(element => !Atom.Is(element)) is { } strange) {
            throw Values.Mismatch(at, "atoms in an input", strange);
        }
        return Typed.Common(elements) == null
            ? throw new RaspTextException(at, "elements of one type in an input", Values.Show(elements))
            : new Example(elements);
    }

    /// <summary>The inputs that a graph names, each of its own type.</summary>
    /// <exception cref="RaspException">An element is none of the type that an input needs.</exception>
    internal Bindings Bind(ProgramGraph graph) => Bind(graph.Nodes.Select(node => node.Node).OfType<Nodes.IInputNode>().Select(input => input.Source));

    internal Bindings Bind(IEnumerable<string> inputs) {
        Bindings bindings = Kind switch {
            Kind.Bool => new Bindings().With("tokens_asis", atoms.Select(Atom.As<bool>)),
            Kind.Int => new Bindings().With("tokens_asis", atoms.Select(Atom.As<int>)),
            Kind.Fraction => new Bindings().With("tokens_asis", atoms.Select(Atom.As<Rational>)),
            Kind.Double => new Bindings().With("tokens_asis", atoms.Select(Atom.As<double>)),
            _ => new Bindings().With("tokens_asis", atoms.Select(Atom.As<string>)),
        };
        foreach (string input in inputs) {
            bindings = input switch {
                "tokens_str" => bindings.With("tokens_str", atoms.Select(atom => atom as string ?? Atom.Show(atom))),
                "tokens_int" => bindings.With("tokens_int", Each<int>("tokens_int", "int")),
                "tokens_float" => bindings.With("tokens_float", Each<Rational>("tokens_float", "float")),
                "tokens_bool" => bindings.With("tokens_bool", Each<bool>("tokens_bool", "bool")),
                _ => bindings,
            };
        }
        return bindings;
    }

    // As RASP's, but that of texts only those are bools that say so: there, every text that is not empty is true.
    IEnumerable<T> Each<T>(string input, string type) => atoms.Select((atom, position) => Atom.TryAs(atom is string text ? Read(text) : typeof(T) == typeof(bool) ? Atom.Truth(atom) : atom, out T value)
        ? value
        : throw new RaspException(input, position, $"{Atom.Show(atom)} is no {type}")).ToArray();

    static object Read(string text) =>
        text is "True" or "False" ? text == "True"
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number
        : text.Contains('.', StringComparison.Ordinal) && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) ? Exact(text)
        : text;

    static object[] NotEmpty(object[] atoms) => atoms.Length > 0 ? atoms : throw new RaspException("the input is empty; an example has one element or more");

    static object FromClr<T>(T element) => element switch {
        bool or int or Rational or string => element,
        char character => character.ToString(),
        float or double or decimal => Exact(((IFormattable)element).ToString(null, CultureInfo.InvariantCulture)),
        _ => throw new RaspException($"{Format.Type(typeof(T))} is no type of elements of RASP: bool, int, float, double, decimal, Rational, char or string is"),
    };

    // As it is written in decimals: 0.1 is a tenth, not the double nearest to it.
    static Rational Exact(string text) {
        if (!char.IsAsciiDigit(text[^1])) {
            throw new RaspException($"{text} is no number that an input can hold");
        }
        int exponentAt = text.IndexOf('E', StringComparison.Ordinal);
        int exponent = exponentAt < 0 ? 0 : int.Parse(text[(exponentAt + 1)..], CultureInfo.InvariantCulture);
        string digits = (exponentAt < 0 ? text : text[..exponentAt]).TrimStart('-', '+');
        Rational number = Atom.Decimal(digits.Contains('.', StringComparison.Ordinal) ? digits : digits + ".");
        Rational power = new(BigInteger.Pow(10, Math.Abs(exponent)), 1);
        number = exponent < 0 ? number / power : number * power;
        return text[0] == '-' ? -number : number;
    }
}

/// <summary>Which of the two examples of a console is meant: the one for s-ops or the one for selectors.</summary>
public enum ExampleOf {
    /// <summary>Both.</summary>
    Both,

    /// <summary>The one that s-ops are shown on.</summary>
    SOps,

    /// <summary>The one that selectors are shown on.</summary>
    Selectors,
}
