using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>A function of the elements at each position: an operator of the language, or the C# of a lambda.</summary>
internal sealed class MapLowering : INodeLowering {
    public Lowered Lower(ProgramLowering program, ProgramNode node) {
        Lowered[] operands = [.. node.Operands.Select(program.Of)];
        int present = operands.Aggregate(program.Tensors.True, (all, operand) => program.Tensors.And(all, operand.Present));
        Value[] values = [.. operands.Select(operand => operand.Value)];
        (Value value, IReadOnlyList<(int, string)> errors) = node.Function is { } function
            ? program.Elements.Call(function, node.Syntax, Arguments(function, values, node))
            : program.Elements.Run(() => Operator(program, node, values));
        program.Note(node, errors, present);
        return new Lowered(value is NoElement ? program.Elements.ZeroOf(node.Type, node.Syntax) : program.Known(value, node.Type, node.Syntax), present);
    }

    // A zip of any number hands its function one array.
    private static IReadOnlyList<Value> Arguments(Function function, Value[] values, ProgramNode node) =>
        function.Method.Parameters is [{ Type: IArrayTypeSymbol }] && node.Operands[0].Type is not IArrayTypeSymbol ? [new ArrayInstance(node.Operands[0].Type, values)] : values;

    private static Value Operator(ProgramLowering program, ProgramNode node, Value[] values) {
        Elements elements = program.Elements;
        switch (node.Operation) {
            case "x => x ? 1 : 0":
                return new Element(program.Tensors.Cast(elements.Truth(values[0], node.Syntax), ElementType.I32), node.Type, 0, 1);
            case "x => (double)x":
                return elements.Convert(values[0], node.Type, true, node.Syntax);
            case "(x, y) => (x, y)" or "(x, y, z) => (x, y, z)":
                return new TupleInstance(values, new string?[values.Length]);
        }
        if (values.Length == 1) {
            return elements.Unary(node.Operation == "!" ? UnaryOperatorKind.Not : UnaryOperatorKind.Minus, values[0], true, node.Syntax);
        }
        if (node.Operation == "+" && node.Type.SpecialType == SpecialType.System_String) {
            throw program.NoKernel(node, "A sequence of texts that are built");
        }
        Signs? signs = node.Operation switch {
            "==" => Signs.Equal, "!=" => Signs.Less | Signs.Greater, "<" => Signs.Less, "<=" => Signs.Less | Signs.Equal, ">" => Signs.Greater, ">=" => Signs.Greater | Signs.Equal, _ => null,
        };
        if (signs is { } wanted) {
            return elements.Truth(wanted == (Signs.Less | Signs.Greater)
                ? program.Tensors.Not(elements.Equal(values[0], values[1], node.Syntax))
                : elements.Ordered(wanted, values[0], values[1], node.Syntax));
        }
        BinaryOperatorKind kind = node.Operation switch {
            "+" => BinaryOperatorKind.Add, "-" => BinaryOperatorKind.Subtract, "*" => BinaryOperatorKind.Multiply, "/" => BinaryOperatorKind.Divide,
            "%" => BinaryOperatorKind.Remainder, "&" => BinaryOperatorKind.And, "|" => BinaryOperatorKind.Or, _ => BinaryOperatorKind.ExclusiveOr,
        };
        return elements.Binary(kind, values[0], values[1], true, node.Syntax);
    }
}

/// <summary>The entry of a table: by its place in it, which a table of places or a chain of comparisons gives.</summary>
internal sealed class LookupLowering : INodeLowering {
    // A table of places has one for each number from the least key to the greatest.
    private const long WidestTable = 1 << 17;
    private const int LongestChain = 1024;

    public Lowered Lower(ProgramLowering program, ProgramNode node) {
        Tensors tensors = program.Tensors;
        Lowered keys = program.Of(node.Operands[0]);
        if (node.Entries.Count == 0) {
            if (node.Value is null) {
                program.Errors.Add(node.ToString(), "the table has no entries", keys.Present);
            }
            return new Lowered(program.Known(node.Value ?? program.Elements.ZeroOf(node.Type, node.Syntax), node.Type, node.Syntax), keys.Present);
        }
        (int place, int isThere) = Place(program, node, keys.Value);
        (Value entry, _) = program.Elements.Run(() => program.Elements.Pick([.. node.Entries.Select(pair => pair.Value)], place, node.Type, node.Syntax));
        Value value = program.Known(entry, node.Type, node.Syntax);
        if (node.Value is { } otherwise) {
            value = program.Elements.Merge(isThere, value, program.Known(otherwise, node.Type, node.Syntax), node.Type, node.Syntax);
        } else {
            string domain = string.Join(", ", node.Entries.Take(16).Select(pair => Literals.Text(pair.Key))) + (node.Entries.Count > 16 ? ", ..." : "");
            program.Errors.Add(node.ToString(), $"the table has no entry for the element; its {node.Entries.Count} entries are for {domain}. Add one, or say what is otherwise", tensors.And(keys.Present, tensors.Not(isThere)));
        }
        return new Lowered(value, keys.Present);
    }

    private static (int Place, int IsThere) Place(ProgramLowering program, ProgramNode node, Value keys) {
        Tensors tensors = program.Tensors;
        if (keys is Element element && tensors.Type(element.Node).Element is ElementType.I32 or ElementType.I64 && element.Type.SpecialType != SpecialType.System_String) {
            long[] numbers = [.. node.Entries.Select(pair => Evaluation.Numbers.ToLong(((Constant)pair.Key).Content!))];
            (long least, long most) = (numbers.Min(), numbers.Max());
            if (most - least < WidestTable) {
                long[] places = Enumerable.Repeat(-1L, (int)(most - least + 1)).ToArray();
                for (int i = 0; i < numbers.Length; i++) {
                    places[numbers[i] - least] = i;
                }
                ElementType type = tensors.Type(element.Node).Element;
                int inside = tensors.And(tensors.LessEqual(tensors.Integer(least, type), element.Node), tensors.LessEqual(element.Node, tensors.Integer(most, type)));
                int clipped = tensors.Minimum(tensors.Maximum(element.Node, tensors.Integer(least, type)), tensors.Integer(most, type));
                int offset = tensors.Cast(tensors.Subtract(clipped, tensors.Integer(least, type)), ElementType.I32);
                int place = tensors.Gather(tensors.Table(places, ElementType.I32), offset);
                int isThere = places.Contains(-1L) ? tensors.And(inside, tensors.LessEqual(tensors.Integer(0), place)) : inside;
                return (tensors.Maximum(place, tensors.Integer(0)), isThere);
            }
        }
        if (node.Entries.Count > LongestChain) {
            throw program.NoKernel(node, $"A table of {node.Entries.Count} entries whose keys are no small numbers");
        }
        (int found, int has) = (tensors.Integer(0), tensors.False);
        for (int i = 0; i < node.Entries.Count; i++) {
            int isKey = program.Elements.Equal(keys, program.Known(node.Entries[i].Key, node.KeyType, node.Syntax), node.Syntax);
            found = tensors.Select(isKey, tensors.Integer(i), found);
            has = tensors.Or(has, isKey);
        }
        return (found, has);
    }
}

/// <summary>One of two sequences by a third: both are computed.</summary>
internal sealed class ChooseLowering : INodeLowering {
    public Lowered Lower(ProgramLowering program, ProgramNode node) {
        (Lowered condition, Lowered yes, Lowered no) = (program.Of(node.Operands[0]), program.Of(node.Operands[1]), program.Of(node.Operands[2]));
        int chooses = program.Elements.Truth(condition.Value, node.Syntax);
        int present = program.Tensors.And(condition.Present, program.Tensors.Select(chooses, yes.Present, no.Present));
        return new Lowered(program.Known(program.Elements.Merge(chooses, yes.Value, no.Value, node.Type, node.Syntax), node.Type, node.Syntax), present);
    }
}

/// <summary>Another sequence where the first has no value.</summary>
internal sealed class OrElseLowering : INodeLowering {
    public Lowered Lower(ProgramLowering program, ProgramNode node) {
        (Lowered first, Lowered second) = (program.Of(node.Operands[0]), program.Of(node.Operands[1]));
        Value value = program.Elements.Merge(first.Present, first.Value, second.Value, node.Type, node.Syntax);
        return new Lowered(value, program.Tensors.Or(first.Present, second.Present));
    }
}

/// <summary>Whether there is a value.</summary>
internal sealed class IsPresentLowering : INodeLowering {
    public Lowered Lower(ProgramLowering program, ProgramNode node) => new(new Element(program.Of(node.Operands[0]).Present, node.Type), program.Tensors.True);
}

/// <summary>A null of the language as a null of C#.</summary>
internal sealed class AsNullableLowering : INodeLowering {
    public Lowered Lower(ProgramLowering program, ProgramNode node) {
        Lowered operand = program.Of(node.Operands[0]);
        return new Lowered(new NullableElement(operand.Present, operand.Value, node.Operands[0].Type), program.Tensors.True);
    }
}

/// <summary>A null of C# as a null of the language.</summary>
internal sealed class FromNullableLowering : INodeLowering {
    public Lowered Lower(ProgramLowering program, ProgramNode node) {
        Lowered operand = program.Of(node.Operands[0]);
        NullableElement nullable = program.Elements.Nullable(operand.Value, node.Type, node.Syntax);
        return new Lowered(nullable.Value, program.Tensors.And(operand.Present, nullable.HasValue));
    }
}
