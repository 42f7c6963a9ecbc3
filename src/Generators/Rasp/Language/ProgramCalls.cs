using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>The methods of <c>Sinter.Rasp</c> that make nodes.</summary>
internal static class ProgramCalls {
    public static Value? Call(Evaluator evaluator, IMethodSymbol method, Value? receiver, Place[] arguments, SyntaxNode syntax) {
        if (!ProgramLanguage.IsOurs(method.ContainingType) && !ProgramLanguage.IsOurs(method.ContainingType?.ContainingType)) {
            return null;
        }
        Value[] values = [.. arguments.Select(argument => argument.Get())];
        switch (method.ContainingType!.Name) {
            case "SOp" or "Selector" or "SOpOperators" or "":
                return OfSequence(evaluator, method, receiver, values, syntax);
            case "Language":
                return OfLanguage(evaluator, method, values, syntax);
            case "Empty" when method.Name == "Default":
                return new EmptyValue(values[0]);
            case "Format" when method.Name == "Value":
                return Evaluation.Values.Constant.Of(Literals.Text(values[0]));
            case "RaspProgram":
                throw evaluator.Unsupported(syntax, $"'{method.ContainingType.Name}.{method.Name}'", "call the method; a program is made of it by [RaspProgram]");
            default:
                return null;
        }
    }

    private static Value? OfSequence(Evaluator evaluator, IMethodSymbol method, Value? receiver, Value[] values, SyntaxNode syntax) {
        if (method.MethodKind == MethodKind.UserDefinedOperator) {
            return OfOperator(evaluator, method, values, syntax);
        }
        if (receiver is not ProgramValue self) {
            return null;
        }
        switch (method.Name) {
            case "Named":
                return new ProgramValue(self.Node with { Name = (values[0] as Constant)?.Content as string ?? throw evaluator.NeedsValue(syntax, values[0], "a name") });
            case "Map":
                return Map(evaluator, method, (Function)values[0], syntax, self.Node);
            case "OrElse":
                return new ProgramValue(ProgramLanguage.Make(evaluator, NodeKind.OrElse, self.Node.Type, syntax, self.Node, ProgramLanguage.NodeOf(evaluator, values[0], self.Node.Type, syntax)));
            case "IsPresent":
                return new ProgramValue(ProgramLanguage.Make(evaluator, NodeKind.IsPresent, ProgramLanguage.Bool(evaluator), syntax, self.Node));
            case "Causal":
                return new ProgramValue(ProgramLanguage.Make(evaluator, NodeKind.And, self.Node.Type, syntax, self.Node, ProgramLanguage.UpToHere(evaluator, syntax)));
            default:
                return null;
        }
    }

    // An operator that is called through a method group or a generic constraint.
    private static Value? OfOperator(Evaluator evaluator, IMethodSymbol method, Value[] values, SyntaxNode syntax) {
        if (values is [ProgramValue operand]) {
            return ProgramLanguage.Unary(evaluator, method.Name == "op_UnaryNegation" ? UnaryOperatorKind.Minus : UnaryOperatorKind.Not, operand, syntax);
        }
        BinaryOperatorKind kind = method.Name switch {
            "op_Addition" => BinaryOperatorKind.Add, "op_Subtraction" => BinaryOperatorKind.Subtract, "op_Multiply" => BinaryOperatorKind.Multiply,
            "op_Division" => BinaryOperatorKind.Divide, "op_Modulus" => BinaryOperatorKind.Remainder, "op_BitwiseAnd" => BinaryOperatorKind.And,
            "op_BitwiseOr" => BinaryOperatorKind.Or, "op_ExclusiveOr" => BinaryOperatorKind.ExclusiveOr, "op_Equality" => BinaryOperatorKind.Equals,
            "op_Inequality" => BinaryOperatorKind.NotEquals, "op_LessThan" => BinaryOperatorKind.LessThan, "op_LessThanOrEqual" => BinaryOperatorKind.LessThanOrEqual,
            "op_GreaterThan" => BinaryOperatorKind.GreaterThan, "op_GreaterThanOrEqual" => BinaryOperatorKind.GreaterThanOrEqual, _ => BinaryOperatorKind.None,
        };
        return values.Length == 2 && kind != BinaryOperatorKind.None
            ? ProgramLanguage.Binary(evaluator, kind, values[0], values[1], method.Parameters[0].Type, method.Parameters[1].Type, method.ReturnType, syntax)
            : null;
    }

    private static Value? OfLanguage(Evaluator evaluator, IMethodSymbol method, Value[] values, SyntaxNode syntax) {
        ITypeSymbol? result = ProgramLanguage.ElementOf(evaluator.Resolve(method.ReturnType));
        ProgramNode Node(int i) => ProgramLanguage.NodeOf(evaluator, values[i], ProgramLanguage.ElementOf(evaluator.Resolve(method.Parameters[i].Type)) ?? result!, syntax);
        switch (method.Name) {
            case "Tokens":
                return Input(evaluator, "tokens", result!, syntax);
            case "Input":
                return Input(evaluator, (values[0] as Constant)?.Content as string ?? throw evaluator.NeedsValue(syntax, values[0], "the name of an input"), result!, syntax);
            case "Constant":
                return new ProgramValue(ProgramLanguage.Constant(evaluator, values[0], result!, syntax));
            case "Null":
                return new ProgramValue(ProgramLanguage.Make(evaluator, NodeKind.Constant, result!, syntax));
            case "Fraction":
                return ProgramLanguage.Fraction(evaluator, values, syntax);
            case "Select":
                return Select(evaluator, method, values, Node, syntax);
            case "SelectorWidth":
                return new ProgramValue(ProgramLanguage.Make(evaluator, NodeKind.Width, result!, syntax, Node(0)));
            case "Zip":
                return Zip(evaluator, method, values, result!, syntax);
            case "If":
                return new ProgramValue(ProgramLanguage.Make(evaluator, NodeKind.Choose, result!, syntax, Node(0), Node(1), Node(2)));
            case "Indicator" or "ToDouble":
                return new ProgramValue(ProgramLanguage.Make(evaluator, NodeKind.Map, result!, syntax, Node(0)) with { Operation = method.Name == "Indicator" ? "x => x ? 1 : 0" : "x => (double)x" });
            case "AsNullable" or "FromNullable":
                return new ProgramValue(ProgramLanguage.Make(evaluator, method.Name == "AsNullable" ? NodeKind.AsNullable : NodeKind.FromNullable, result!, syntax, Node(0)));
            case "Lookup":
                return Lookup(evaluator, values, result!, Node(0), syntax);
            case "Aggregate" or "Mean" or "Sum" or "Max" or "Min" or "First" or "Last" or "Closest" or "Best":
                return Aggregate(evaluator, method, values, result!, Node, syntax);
            default:
                return null;
        }
    }

    private static Value Input(Evaluator evaluator, string name, ITypeSymbol type, SyntaxNode syntax) =>
        new ProgramValue(ProgramLanguage.Make(evaluator, NodeKind.Input, type, syntax) with { Operation = name });

    private static Value Map(Evaluator evaluator, IMethodSymbol method, Function function, SyntaxNode syntax, params ProgramNode[] operands) => new ProgramValue(
        ProgramLanguage.Make(evaluator, NodeKind.Map, ProgramLanguage.ElementOf(evaluator.Resolve(method.ReturnType))!, syntax, operands) with { Function = function, Operation = SourceOf(function, syntax) });

    private static Value Select(Evaluator evaluator, IMethodSymbol method, Value[] values, System.Func<int, ProgramNode> node, SyntaxNode syntax) {
        ITypeSymbol type = ProgramLanguage.Bool(evaluator);
        if (values[2] is Function predicate) {
            return new ProgramValue(ProgramLanguage.Make(evaluator, NodeKind.Select, type, syntax, node(0), node(1)) with { Function = predicate, Operation = SourceOf(predicate, syntax) });
        }
        (Signs signs, string symbol) = values[2] is Constant { Content: int number } ? number switch {
            0 => (Signs.Equal, "=="),
            1 => (Signs.Less | Signs.Greater, "!="),
            2 => (Signs.Less, "<"),
            3 => (Signs.Less | Signs.Equal, "<="),
            4 => (Signs.Greater, ">"),
            5 => (Signs.Greater | Signs.Equal, ">="),
            _ => throw evaluator.Fail(Descriptors.ProgramWithoutMeaning, syntax, $"{number} is none of the six comparisons", evaluator.Within(syntax)),
        } : throw evaluator.NeedsValue(syntax, values[2], "a comparison");
        if (symbol is not ("==" or "!=")) {
            ProgramLanguage.RequireOrder(evaluator, node(0).Type, $"no {symbol}; compare a Map of it that has one", syntax);
        }
        return new ProgramValue(ProgramLanguage.Compare(evaluator, node(0), node(1), signs, symbol, syntax));
    }

    private static Value Zip(Evaluator evaluator, IMethodSymbol method, Value[] values, ITypeSymbol result, SyntaxNode syntax) {
        if (ProgramLanguage.ElementOf(evaluator.Resolve(method.Parameters[0].Type)) is null) {
            // Any number of one type: the function takes an array.
            ITypeSymbol element = evaluator.Resolve(method.TypeArguments[0]);
            ProgramNode[] operands = [.. evaluator.Elements(values[0], syntax).Select(item => ProgramLanguage.NodeOf(evaluator, item, element, syntax))];
            return operands.Length == 0
                ? throw evaluator.Fail(Descriptors.ProgramWithoutMeaning, syntax, "zip takes one sequence or more; Constant makes one of a value", evaluator.Within(syntax))
                : new ProgramValue(ProgramLanguage.Make(evaluator, NodeKind.Map, result, syntax, operands) with { Function = (Function)values[1], Operation = SourceOf((Function)values[1], syntax) });
        }
        int count = method.TypeArguments.Length - (values.Any(value => value is Function) ? 1 : 0);
        ProgramNode[] nodes = [.. Enumerable.Range(0, count).Select(i => ProgramLanguage.NodeOf(evaluator, values[i], ProgramLanguage.ElementOf(evaluator.Resolve(method.Parameters[i].Type))!, syntax))];
        return values.OfType<Function>().FirstOrDefault() is { } function
            ? Map(evaluator, method, function, syntax, nodes)
            : new ProgramValue(ProgramLanguage.Make(evaluator, NodeKind.Map, result, syntax, nodes) with { Operation = nodes.Length == 2 ? "(x, y) => (x, y)" : "(x, y, z) => (x, y, z)" });
    }

    private static Value Lookup(Evaluator evaluator, Value[] values, ITypeSymbol result, ProgramNode keys, SyntaxNode syntax) {
        List<(Value Key, Value Value)> entries = [];
        foreach (Value item in evaluator.Elements(values[1], syntax)) {
            // Pairs of a dictionary, or the items of a list.
            (Value key, Value value) = item is TupleInstance { Names: ["Key", "Value"], Items: [var first, var second] } ? (first, second) : (Evaluation.Values.Constant.Of(entries.Count), item);
            if (entries.Any(entry => evaluator.AreEqual(entry.Key, key, syntax))) {
                throw evaluator.Fail(Descriptors.ProgramWithoutMeaning, syntax, $"a table has two entries for {Literals.Text(key)}", evaluator.Within(syntax));
            }
            entries.Add((key, value));
        }
        return new ProgramValue(ProgramLanguage.Make(evaluator, NodeKind.Lookup, result, syntax, keys) with { Entries = entries, Value = values.Length > 2 ? values[2] : null });
    }

    private static Value Aggregate(Evaluator evaluator, IMethodSymbol method, Value[] values, ITypeSymbol result, System.Func<int, ProgramNode> node, SyntaxNode syntax) {
        bool isBest = method.Name == "Best";
        ProgramNode[] operands = isBest ? [node(0), node(1), node(2)] : [node(0), node(1)];
        Value? whenEmpty = (values[values.Length - 1] as EmptyValue)?.Content;
        bool keepsType = method.Name == "Aggregate" || (method.Name == "Mean" && SymbolEqualityComparer.Default.Equals(operands[1].Type, result));
        Reduction reduction = keepsType ? Reduction.Mean : (Reduction)System.Enum.Parse(typeof(Reduction), method.Name);
        switch (reduction) {
            case Reduction.Sum:
                ProgramLanguage.RefuseWidened(evaluator, result, "sum", syntax);
                break;
            case Reduction.Max or Reduction.Min or Reduction.Best:
                ProgramLanguage.RequireOrder(evaluator, operands[1].Type, "no greatest or least; aggregate a Map of it that has one", syntax);
                break;
        }
        return new ProgramValue(ProgramLanguage.Make(evaluator, NodeKind.Aggregate, result, syntax, operands) with { Reduction = reduction, KeepsType = keepsType, Value = whenEmpty });
    }

    // The lambda as the C# compiler hands its text to the evaluated form: on one line.
    private static string SourceOf(Function function, SyntaxNode call) {
        SyntaxNode? written = function.Body?.Syntax.AncestorsAndSelf().FirstOrDefault(node => node is AnonymousFunctionExpressionSyntax);
        written ??= (call as InvocationExpressionSyntax)?.ArgumentList.Arguments.LastOrDefault()?.Expression;
        return string.Join(" ", (written?.ToString() ?? function.Method.Name).Split([' ', '\t', '\r', '\n'], System.StringSplitOptions.RemoveEmptyEntries));
    }
}
