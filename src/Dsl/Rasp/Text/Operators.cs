using System;
using System.Linq;
using Sinter.Rasp.Nodes;

namespace Sinter.Rasp.Text;

/// <summary>The operators, of s-ops and atoms alike: of atoms an atom, else an s-op.</summary>
sealed class Operators(Action<TextPosition, string> warn) {
    public object Unary(TextPosition at, string symbol, object operand) => (symbol, operand) switch {
        ("not", Selector selector) => !selector,
        ("not", SOp sequence) => !Typed.Truth(sequence),
        ("not", _) when Atom.Is(operand) => !Atom.Truth(operand),
        ("-", SOp or bool or int or Rational or double) when Typed.KindOf(operand) != Kind.String => Typed.KindOf(operand) switch {
            Kind.Fraction => Map("-", Arithmetic.NegateFraction, operand),
            Kind.Double => Map("-", Arithmetic.NegateDouble, operand),
            _ => Map("-", Arithmetic.NegateInt, operand),
        },
        ("+", SOp or bool or int or Rational or double) when Typed.KindOf(operand) != Kind.String => operand,
        _ => throw Values.Mismatch(at, symbol == "not" ? "an s-op, a selector or an atom after 'not'" : $"a number after '{symbol}'", operand),
    };

    public object Binary(TextPosition at, string symbol, object left, object right) {
        if (symbol is "and" or "or") {
            return Logic(at, symbol, left, right);
        }
        if (symbol == "+" && left is object[] first && right is object[] second) {
            return (object[])[.. first, .. second];
        }
        foreach (object operand in (object[])[left, right]) {
            if (operand is not SOp && !Atom.Is(operand)) {
                throw Values.Mismatch(at, $"s-ops or atoms beside '{symbol}'", operand);
            }
        }
        Kind? common = Typed.Common(Typed.KindOf(left), Typed.KindOf(right));
        if (ExpressionParser.Compared(symbol) is { } comparison) {
            return Compare(at, comparison, common, left, right);
        }
        if (common == Kind.String && symbol == "+") {
            return Zip("+", Arithmetic.Join, left, right);
        }
        return common is null or Kind.String
            ? throw new RaspTextException(at, symbol == "+" ? "two numbers or two strings beside '+'" : $"numbers beside '{symbol}'", $"{Values.Describe(left)} and {Values.Describe(right)}")
            : Numbers(symbol, common.Value, left, right);
    }

    public object Round(TextPosition at, object operand) => operand is not string && (operand is SOp || Atom.Is(operand)) && Typed.KindOf(operand) != Kind.String
        ? Typed.KindOf(operand) switch {
            Kind.Fraction => Map("round", Arithmetic.RoundFraction, operand),
            Kind.Double => Map("round", Arithmetic.RoundDouble, operand),
            Kind.Bool => Unary(at, "+", Binary(at, "+", operand, 0)),
            _ => operand,
        }
        : throw Values.Mismatch(at, "a number to round", operand);

    /// <summary>Whether an element is in a list, in the keys of a dictionary, or, an atom, anywhere in an s-op.</summary>
    public object Contained(TextPosition at, object element, object container) {
        object[]? entries = container as object[] ?? (container as Dictionary)?.Keys;
        if (entries != null && entries.FirstOrDefault(entry => !Atom.Is(entry)) is { } strange && (element is SOp || Atom.Is(element))) {
            throw Values.Mismatch(at, "a list of atoms after 'in'", strange);
        }
        if (element is SOp sequence && entries != null) {
            if (Typed.Contained(sequence, entries) is { } contained) {
                return contained;
            }
            if (entries.Length > 0) {
                warn(at, $"'in' is false everywhere: no entry of {Values.Describe(container)} is a {Atom.Name(Typed.KindOf(element))}; 'not' and '-' bind tighter than 'in'");
            }
            return Language.Constant(false);
        }
        if (Atom.Is(element) && entries != null) {
            return entries.Contains(element, Atom.Comparer.Instance);
        }
        if (Atom.Is(element) && container is SOp values) {
            return Language.SelectorWidth(Select(at, values, element, Comparison.Equal)) > 0;
        }
        throw element is SOp || Atom.Is(element)
            ? Values.Mismatch(at, element is SOp ? "a list of atoms after 'in'" : "a list or an s-op after 'in'", container)
            : Values.Mismatch(at, "an s-op or an atom before 'in'", element);
    }

    public Selector Select(TextPosition at, object key, object query, Comparison comparison) {
        foreach (object operand in (object[])[key, query]) {
            if (operand is not SOp && !Atom.Is(operand)) {
                throw Values.Mismatch(at, "s-ops or atoms to select by", operand);
            }
        }
        return Typed.Common(Typed.KindOf(key), Typed.KindOf(query)) switch {
            Kind.Bool => Language.Select(Typed.As<bool>(key), Typed.As<bool>(query), comparison),
            Kind.Int => Language.Select(Typed.As<int>(key), Typed.As<int>(query), comparison),
            Kind.Fraction => Language.Select(Typed.As<Rational>(key), Typed.As<Rational>(query), comparison),
            Kind.Double => Language.Select(Typed.As<double>(key), Typed.As<double>(query), comparison),
            Kind.String => Language.Select(Typed.As<string>(key), Typed.As<string>(query), comparison),
            _ => Unlike(at, comparison, key, query) ? Language.All : !Language.All,
        };
    }

    public SOp Choose(TextPosition at, SOp condition, object whenTrue, object whenFalse) {
        foreach (object operand in (object[])[whenTrue, whenFalse]) {
            if (operand is not SOp && !Atom.Is(operand)) {
                throw Values.Mismatch(at, "s-ops or atoms beside 'if' and 'else'", operand);
            }
        }
        SOp<bool> truth = Typed.Truth(condition);
        return Typed.Common(Typed.KindOf(whenTrue), Typed.KindOf(whenFalse)) switch {
            Kind.Bool => Language.If(truth, Typed.As<bool>(whenTrue), Typed.As<bool>(whenFalse)),
            Kind.Int => Language.If(truth, Typed.As<int>(whenTrue), Typed.As<int>(whenFalse)),
            Kind.Fraction => Language.If(truth, Typed.As<Rational>(whenTrue), Typed.As<Rational>(whenFalse)),
            Kind.Double => Language.If(truth, Typed.As<double>(whenTrue), Typed.As<double>(whenFalse)),
            Kind.String => Language.If(truth, Typed.As<string>(whenTrue), Typed.As<string>(whenFalse)),
            _ => throw new RaspTextException(at, "values of one type beside 'if' and 'else'", $"{Values.Describe(whenTrue)} and {Values.Describe(whenFalse)}"),
        };
    }

    static object Logic(TextPosition at, string symbol, object left, object right) {
        if (left is Selector first && right is Selector second) {
            return symbol == "and" ? first & second : first | second;
        }
        foreach (object operand in (object[])[left, right]) {
            if (operand is not SOp && !Atom.Is(operand)) {
                throw Values.Mismatch(at, left is Selector || right is Selector ? $"two selectors beside '{symbol}', or none" : $"s-ops, atoms or selectors beside '{symbol}'", left is Selector ? right : operand);
            }
        }
        if (left is SOp || right is SOp) {
            SOp<bool> x = Truth(left);
            SOp<bool> y = Truth(right);
            return symbol == "and" ? x & y : x | y;
        }
        return symbol == "and" ? Atom.Truth(left) && Atom.Truth(right) : Atom.Truth(left) || Atom.Truth(right);
    }

    object Compare(TextPosition at, Comparison comparison, Kind? common, object left, object right) => common switch {
        Kind.Bool => Zip(comparison.Symbol(), Order<bool>.Function(comparison), left, right),
        Kind.Int => Zip(comparison.Symbol(), Order<int>.Function(comparison), left, right),
        Kind.Fraction => Zip(comparison.Symbol(), Order<Rational>.Function(comparison), left, right),
        Kind.Double => Zip(comparison.Symbol(), Order<double>.Function(comparison), left, right),
        Kind.String => Zip(comparison.Symbol(), Order<string>.Function(comparison), left, right),
        _ when left is SOp || right is SOp => Language.Constant(Unlike(at, comparison, left, right)),
        _ => Unlike(at, comparison, left, right),
    };

    // A string and a number have no order, and are equal nowhere, which a program may ask but hardly means.
    bool Unlike(TextPosition at, Comparison comparison, object left, object right) {
        if (comparison > Comparison.NotEqual) {
            throw new RaspTextException(at, $"two numbers or two strings for '{comparison.Symbol()}'", $"{Values.Describe(left)} and {Values.Describe(right)}");
        }
        bool result = comparison == Comparison.NotEqual;
        warn(at, $"'{comparison.Symbol()}' is {(result ? "true" : "false")} everywhere: {Values.Describe(left)} never equals {Values.Describe(right)}");
        return result;
    }

    static object Numbers(string symbol, Kind kind, object left, object right) => (symbol, kind) switch {
        ("^", _) => Power(kind, left, right),
        ("+", Kind.Double) => Zip(symbol, Arithmetic.AddDouble, left, right),
        ("-", Kind.Double) => Zip(symbol, Arithmetic.SubtractDouble, left, right),
        ("*", Kind.Double) => Zip(symbol, Arithmetic.MultiplyDouble, left, right),
        ("%", Kind.Double) => Zip(symbol, Arithmetic.ModuloDouble, left, right),
        ("/", Kind.Double) => Zip(symbol, Arithmetic.DivideDouble, left, right),
        ("/", _) => Zip(symbol, Arithmetic.DivideFraction, left, right),
        ("+", Kind.Fraction) => Zip(symbol, Arithmetic.AddFraction, left, right),
        ("-", Kind.Fraction) => Zip(symbol, Arithmetic.SubtractFraction, left, right),
        ("*", Kind.Fraction) => Zip(symbol, Arithmetic.MultiplyFraction, left, right),
        ("%", Kind.Fraction) => Zip(symbol, Arithmetic.ModuloFraction, left, right),
        ("+", _) => Zip(symbol, Arithmetic.AddInt, left, right),
        ("-", _) => Zip(symbol, Arithmetic.SubtractInt, left, right),
        ("*", _) => Zip(symbol, Arithmetic.MultiplyInt, left, right),
        _ => Zip(symbol, Arithmetic.ModuloInt, left, right),
    };

    // Exact while the exponents are integers; an integer where they are known to be no less than 0.
    static object Power(Kind kind, object left, object right) =>
        Atom.Is(right) && Atom.TryAs(right, out int exponent)
            ? exponent >= 0 && Typed.KindOf(left) <= Kind.Int ? Zip("^", Arithmetic.PowerInt, left, exponent)
                : Typed.KindOf(left) == Kind.Double ? Zip("^", Arithmetic.PowerDouble, left, exponent)
                : Zip("^", Arithmetic.PowerFraction, left, exponent)
            : kind != Kind.Double && Typed.KindOf(right) <= Kind.Int ? Zip("^", Arithmetic.PowerFraction, left, right)
            : Zip("^", Arithmetic.PowerDouble, left, right);

    static SOp<bool> Truth(object operand) => operand is SOp sequence ? Typed.Truth(sequence) : Language.Constant(Atom.Truth(operand));

    // As an object, or C# would make the atom a constant sequence.
    static object Map<A, R>(string symbol, Func<A, R> function, object operand) where R : notnull =>
        operand is SOp ? Elementwise.Prefix(symbol, function, Typed.As<A>(operand)) : (object)function(Atom.As<A>(operand));

    static object Zip<A, B, R>(string symbol, Func<A, B, R> function, object left, object right) where R : notnull =>
        left is SOp || right is SOp ? Elementwise.Infix(symbol, function, Typed.As<A>(left), Typed.As<B>(right)) : (object)function(Atom.As<A>(left), Atom.As<B>(right));
}
