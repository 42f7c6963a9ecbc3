using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>
/// Sums and means of fractions: over the least common multiple of all denominators of the sequence they are sums of integers. Where it
/// has more than 63 bits, queries that hit what it leaves out fail; one fraction alone is always returned unchanged.
/// </summary>
internal static class FractionSums {
    private const string Overflow = "OverflowException: a fraction outgrew 64 bits; evaluated, fractions are unbounded";
    // A common divisor of two numbers of 63 bits takes fewer than 128 steps; so many multiples are more than 63 bits hold.
    private const int MostSteps = 128;

    public static FractionElement Of(ProgramLowering program, ProgramNode node, HitReducer hits, FractionElement values, int present, int count, int isWhole, bool isMean) {
        Tensors tensors = program.Tensors;
        int one = tensors.Integer(1, ElementType.I64), zero = tensors.Integer(0, ElementType.I64);
        int denominators = tensors.Select(present, values.Denominator, one);
        int numerators = tensors.Spread(tensors.Select(present, values.Numerator, zero));
        int several = tensors.And(isWhole, tensors.Less(tensors.Integer(1), count));
        (int common, int isLeftOut) = (denominators, tensors.False);
        if (!tensors.IsUniform(denominators)) {
            common = Multiple(tensors, denominators);
            isLeftOut = tensors.Apply("not_equal", tensors.Apply("remainder", common, denominators), zero);
            int factor = tensors.Apply("divide", common, denominators);
            int scaled = tensors.Multiply(numerators, factor);
            isLeftOut = tensors.Or(isLeftOut, program.Elements.ProductOverflows(numerators, factor, scaled));
            numerators = tensors.Select(isLeftOut, zero, scaled);
            program.Errors.Add(node.ToString(), Overflow, tensors.And(several, tensors.Less(tensors.Integer(0), hits.Count(tensors.Spread(isLeftOut))!.Value)));
        }
        WideSum sum = WideSum.Of(tensors, hits, numerators);
        program.Errors.Add(node.ToString(), Overflow, tensors.And(several, sum.Overflows));
        int divisor = common;
        if (isMean) {
            int wide = tensors.Cast(tensors.Maximum(count, tensors.Integer(1)), ElementType.I64);
            divisor = tensors.Multiply(common, wide);
            program.Errors.Add(node.ToString(), Overflow, tensors.And(several, program.Elements.ProductOverflows(common, wide, divisor)));
        }
        int single = tensors.Inside(hits.First(null)!.Value);
        return new FractionElement(
            tensors.Select(several, sum.Low64, tensors.Gather(tensors.Spread(values.Numerator), single)),
            tensors.Select(several, divisor, tensors.Gather(tensors.Spread(values.Denominator), single)));
    }

    // The least common multiple: it takes in the greatest denominator that does not divide it yet, until there is none.
    private static int Multiple(Tensors tensors, int denominators) {
        int zero = tensors.Integer(0, ElementType.I64);
        int Greatest(int multiple) => tensors.Reduce("max", tensors.Select(tensors.Equal(tensors.Apply("remainder", multiple, denominators), zero), zero, denominators), 0);
        int first = tensors.Reduce("max", denominators, 0);
        return tensors.While(MostSteps, [first, Greatest(first)], state => tensors.Less(zero, state[1]), state => {
            int[] divisor = tensors.While(MostSteps, [state[0], state[1]], pair => tensors.Apply("not_equal", pair[1], zero), pair => [pair[1], tensors.Apply("remainder", pair[0], pair[1])]);
            int factor = tensors.Apply("divide", state[1], divisor[0]);
            int next = tensors.Multiply(state[0], factor);
            int fits = tensors.And(tensors.Less(zero, next), tensors.Equal(tensors.Apply("divide", next, factor), state[0]));
            return [tensors.Select(fits, next, state[0]), tensors.Select(fits, Greatest(next), zero)];
        })[0];
    }
}
