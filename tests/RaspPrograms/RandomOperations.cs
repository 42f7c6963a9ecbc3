using System;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests;

/// <summary>What a step of a random program may use: earlier steps, what an aggregate gives for nothing, a comparison, a number.</summary>
sealed record Operands(SOp<int> A, SOp<int> B, SOp<int> D, Selector S, Selector R, SOp<bool> T, SOp<bool> U, Empty<int> E, Comparison C, int N);

/// <summary>
/// An operation of random programs, written once: as the function that makes the s-op or selector, and, as the compiler
/// passes it, as the C# text of that function, which another compiler is given.
/// </summary>
sealed partial class RandomOperation {
    readonly Func<Operands, Node> write;
    readonly string text;

    RandomOperation(Func<Operands, Node> write, string text) {
        (this.write, this.text) = (write, text[(text.IndexOf("=>", StringComparison.Ordinal) + 2)..].Trim());
    }

    /// <summary>Operations that give integers.</summary>
    public static RandomOperation[] Integers { get; } = [
        Of(o => (o.A + o.B) % 17),
        Of(o => o.A - o.B % 5),
        Of(o => o.A % 7 * (o.B % 7)),
        Of(o => If(o.T, o.A, o.B)),
        Of(o => Indicator(o.T) + o.A % 3),
        Of(o => o.A.Map(v => v / 2 + (v < 0 ? 1 : v & 3))),
        Of(o => Zip(o.A, o.B, (p, q) => p > q ? (p - q) % 9 : q % 4)),
        Of(o => Zip(o.A, o.B, o.D, (p, q, r) => Math.Max(p, Math.Min(q, r)))),
        Of(o => SelectorWidth(o.S)),
        Of(o => SelectorWidth(o.S)),
        Of(o => Sum(o.S, o.A % 50, o.E)),
        Of(o => Max(o.S, o.A, o.E)),
        Of(o => Min(o.S, o.A, o.E)),
        Of(o => First(o.S, o.A, o.E)),
        Of(o => Last(o.S, o.A, o.E)),
        Of(o => Closest(o.S, o.A, o.E)),
        Of(o => Best(o.S, o.A, o.B, o.E)),
        Of(o => o.A.OrElse(o.B)),
        Of(o => Aggregate(o.S, o.A, o.E)),
        Of(o => First(o.S, o.A).OrElse(o.B).OrElse(2)),
    ];

    /// <summary>Operations that give truth values.</summary>
    public static RandomOperation[] Truths { get; } = [
        Of(o => o.A == o.B),
        Of(o => o.A < o.B),
        Of(o => o.A >= o.B % 4),
        Of(o => o.T & o.U),
        Of(o => o.T | !o.U),
        Of(o => o.T ^ o.U),
        Of(o => Max(o.S, o.T, Empty.Default(false))),
        Of(o => o.A.IsPresent()),
        Of(o => Mean(o.S, o.T, Empty.Default(Fraction(1, 3))) > Fraction(1, 2)),
    ];

    /// <summary>Operations that give selectors.</summary>
    public static RandomOperation[] Selectors { get; } = [
        Of(o => Select(o.A, o.B, o.C)),
        Of(o => Select(o.A, o.B, o.C)),
        Of(o => Select(o.A, o.A, o.C)),
        Of(o => Select(Indices, o.A, o.C)),
        Of(o => Select(Indices, Indices - o.N, o.C)),
        Of(o => Select(o.A, Indices, o.C)),
        Of(o => Select(o.A, o.B, (k, q) => (k + 2 * q) % 3 == 1)),
        Of(o => Select(o.T, true, Equal)),
        Of(o => o.S & o.R),
        Of(o => o.S | o.R),
        Of(o => !o.S),
        Of(o => o.S.Causal()),
        Of(o => o.S & BeforeHere),
    ];

    /// <summary>The s-op or selector.</summary>
    public Node Write(Operands operands) => write(operands);

    /// <summary>The C# of it, with these words for the operands.</summary>
    public string Text(Func<char, string> operand) => OperandPattern().Replace(text, found => operand(found.Value[2]));

    static RandomOperation Of(Func<Operands, Node> write, [CallerArgumentExpression(nameof(write))] string text = "") => new(write, text);

    [GeneratedRegex(@"\bo\.[A-Z]\b")]
    private static partial Regex OperandPattern();
}
