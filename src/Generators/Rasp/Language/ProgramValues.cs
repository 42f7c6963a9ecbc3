using System.Numerics;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>A sequence operation or a selector, while the C# of a program is evaluated.</summary>
internal sealed class ProgramValue(ProgramNode node) : Value {
    public ProgramNode Node { get; } = node;

    public override string Describe() => Node.IsSelector ? "a selector" : "a sequence";
}

/// <summary><c>Empty.Null</c>, or <c>Empty.Default(value)</c>.</summary>
internal sealed class EmptyValue(Value? content) : Value {
    public Value? Content { get; } = content;

    public override string Describe() => Content is null ? "Empty.Null" : "Empty.Default";
}

/// <summary>A <c>Rational</c> that is known while the project builds.</summary>
internal sealed class FractionValue : Value {
    public FractionValue(BigInteger numerator, BigInteger denominator) {
        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        (Numerator, Denominator) = (numerator / divisor, denominator / divisor);
    }

    public BigInteger Numerator { get; }

    public BigInteger Denominator { get; }

    public override string Describe() => Denominator.IsOne ? Numerator.ToString(System.Globalization.CultureInfo.InvariantCulture) : $"{Numerator}/{Denominator}";
}
