using System;
using System.Collections.Generic;
using Sinter.Eager;

namespace Sinter;

public static partial class Operations {
    /// <summary>
    /// Einstein's summation of two operands. <c>"tgd,sgd->gts"</c> names every axis by a letter: equal letters meet, and
    /// the products are summed over the letters that the result lacks.
    /// </summary>
    /// <exception cref="ShapeException">The equation does not fit the operands, or a letter has two extents.</exception>
    [Primitive("contract")]
    public static Tensor Contract(string equation, Tensor left, Tensor right) {
        (left, right) = Loops.Unify("contract", left, right);
        Loops.RequireNumber("contract", left);
        (string of, string with, string result) = Parse(equation, left.Shape, right.Shape);
        var extents = new Dictionary<char, int>();
        var labels = new Dictionary<char, string?>();
        Measure(equation, of, left.Shape, left, right, extents, labels);
        Measure(equation, with, right.Shape, left, right, extents, labels);
        string summed = "";
        foreach (char letter in of + with) {
            if (!result.Contains(letter) && !summed.Contains(letter)) {
                summed += letter;
            }
        }
        var shape = new Shape(Array.ConvertAll(result.ToCharArray(), letter => extents[letter]), Array.ConvertAll(result.ToCharArray(), letter => labels[letter]));
        int[] inner = Array.ConvertAll(summed.ToCharArray(), letter => extents[letter]);
        var outside = new Walk(shape.Extents, StridesOf(of, left.Shape, result), StridesOf(with, right.Shape, result));
        var inside = new Walk(inner, StridesOf(of, left.Shape, summed), StridesOf(with, right.Shape, summed));
        if (left.ElementType.IsReal()) {
            double[] reals = new double[shape.Count];
            for (int at = 0; outside.Live; outside.Advance(), at++) {
                double sum = 0;
                for (inside.Restart(); inside.Live; inside.Advance()) {
                    sum += left.Reals[outside[0] + inside[0]] * right.Reals[outside[1] + inside[1]];
                }
                reals[at] = sum;
            }
            return new Tensor(left.ElementType, shape, reals);
        }
        long[] integers = new long[shape.Count];
        for (int at = 0; outside.Live; outside.Advance(), at++) {
            long sum = 0;
            for (inside.Restart(); inside.Live; inside.Advance()) {
                sum = unchecked(sum + left.Integers[outside[0] + inside[0]] * right.Integers[outside[1] + inside[1]]);
            }
            integers[at] = sum;
        }
        return new Tensor(left.ElementType, shape, integers);
    }

    static (string Left, string Right, string Result) Parse(string equation, Shape left, Shape right) {
        int arrow = equation.IndexOf("->", StringComparison.Ordinal);
        int comma = equation.IndexOf(',', StringComparison.Ordinal);
        if (arrow < 0 || comma < 0 || comma > arrow) {
            throw new ShapeException("contract", $"\"{equation}\" is not of the form \"ab,bc->ac\"");
        }
        string of = equation[..comma], with = equation[(comma + 1)..arrow], result = equation[(arrow + 2)..];
        foreach (string axes in (string[])[of, with, result]) {
            for (int i = 0; i < axes.Length; i++) {
                if (!char.IsAsciiLetter(axes[i])) {
                    throw new ShapeException("contract", $"'{axes[i]}' in \"{equation}\" is not a letter");
                }
                if (axes.IndexOf(axes[i], StringComparison.Ordinal) != i) {
                    throw new ShapeException("contract", $"'{axes[i]}' stands twice in \"{axes}\" of \"{equation}\"");
                }
            }
        }
        foreach (char letter in result) {
            if (!of.Contains(letter) && !with.Contains(letter)) {
                throw new ShapeException("contract", $"'{letter}' of the result of \"{equation}\" is in no operand");
            }
        }
        if (of.Length != left.Rank || with.Length != right.Rank) {
            throw new ShapeException("contract", $"\"{equation}\" names {of.Length} and {with.Length} axes, but the operands are {left} and {right}");
        }
        return (of, with, result);
    }

    static void Measure(string equation, string axes, Shape shape, Tensor left, Tensor right, Dictionary<char, int> extents, Dictionary<char, string?> labels) {
        for (int axis = 0; axis < axes.Length; axis++) {
            char letter = axes[axis];
            if (extents.TryGetValue(letter, out int known) && known != shape[axis]) {
                throw new ShapeException(
                    "contract", $"'{letter}' of \"{equation}\" is {known} in {left.Describe()} but {shape[axis]} in {right.Describe()}");
            }
            extents[letter] = shape[axis];
            labels[letter] = labels.GetValueOrDefault(letter) ?? shape.Label(axis);
        }
    }

    // The strides of an operand along the axes of a walk; 0 where the operand lacks the letter.
    static int[] StridesOf(string axes, Shape shape, string walked) {
        int[] own = shape.Strides();
        return Array.ConvertAll(walked.ToCharArray(), letter => axes.Contains(letter) ? own[axes.IndexOf(letter)] : 0);
    }
}
