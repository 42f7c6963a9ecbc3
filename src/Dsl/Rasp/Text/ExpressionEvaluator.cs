using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Sinter.Runtime.Naming;
using System.Runtime.CompilerServices;

namespace Sinter.Rasp.Text;

/// <summary>Makes values of expressions in a scope.</summary>
sealed class ExpressionEvaluator(RaspText text, Scope scope) {
    const int LongestRange = 1_000_000;

    Operators Operators => text.Operators;

    public object[] Of(ImmutableArray<Expression> expressions) => [.. expressions.Select(Of)];

    public object Of(Expression expression) {
        try {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return Evaluate(expression);
        } catch (InsufficientExecutionStackException) {
            throw new RaspTextException(expression.At, "the calls or expressions are nested too deeply");
        } catch (Exception problem) when (problem is RaspException or ArithmeticException) {
            throw new RaspTextException(expression.At, problem.Message, problem);
        }
    }

    object Evaluate(Expression expression) => expression switch {
        LiteralExpression literal => literal.Value,
        BracketedExpression bracketed => Of(bracketed.Inner),
        NameExpression name => scope.Find(name.Name) ?? (name.Name == "tokens_asis" ? text.TokensAsIs : throw Unknown(name)),
        UnaryExpression unary => Operators.Unary(unary.At, unary.Operator, Of(unary.Operand)),
        BinaryExpression binary => Operators.Binary(binary.At, binary.Operator, Of(binary.Left), Of(binary.Right)),
        ConditionalExpression conditional => Conditional(conditional),
        ContainedExpression contained => Operators.Contained(contained.At, Of(contained.Element), Of(contained.Container)),
        IndexExpression index => Indexing.At(text, index.At, Of(index.Container), Of(index.Index)),
        SelectExpression select => Operators.Select(select.At, Of(select.Key), Of(select.Query), select.Comparison),
        CallExpression call => Call(call),
        WordExpression word => Word(word),
        ListExpression list => Of(list.Items),
        DictionaryExpression dictionary => Dictionary(dictionary),
        ComprehensionExpression comprehension => Comprehension(comprehension),
        _ => throw new InvalidOperationException($"{expression.GetType().Name} has no value"),
    };

    /// <summary>The elements that a loop goes through: of a list, or the keys of a dictionary.</summary>
    public object[] Elements(TextPosition at, object source) =>
        source as object[] ?? (source as Dictionary)?.Keys ?? throw Values.Mismatch(at, "a list or a dictionary to go through", source);

    /// <summary>Sets names to a value, or to the values of a list.</summary>
    public static void Bind(Scope scope, TextPosition at, ImmutableArray<string> names, object value, Action<string, object> set) {
        if (names.Length == 1) {
            set(names[0], value);
            return;
        }
        object[] values = value as object[] ?? (value as Dictionary)?.Keys ?? (value is string characters ? Atom.Characters(characters) : throw Values.Mismatch(at, $"{names.Length} values for {string.Join(", ", names)}", value));
        if (values.Length != names.Length) {
            throw new RaspTextException(at, $"{names.Length} values for {string.Join(", ", names)}", $"{values.Length} values");
        }
        for (int i = 0; i < values.Length; i++) {
            set(names[i], values[i]);
        }
    }

    RaspTextException Unknown(NameExpression name) {
        string? near = scope.Visible().Where(known => Far(known) <= 1 + name.Name.Length / 5).OrderBy(Far).FirstOrDefault();
        int Far(string known) => NearestName.Distance(known, name.Name, int.MaxValue);
        return new RaspTextException(name.At, near == null ? "a name that is defined" : $"a name that is defined, such as '{near}'", $"'{name.Name}'");
    }

    object Conditional(ConditionalExpression conditional) => Of(conditional.Condition) switch {
        // Both are computed where the condition is a sequence; what is decided already leaves the other alone, so that loops may.
        SOp condition => Operators.Choose(conditional.At, condition, Of(conditional.WhenTrue), Of(conditional.WhenFalse)),
        var condition when Atom.Is(condition) => Of(Atom.Truth(condition) ? conditional.WhenTrue : conditional.WhenFalse),
        var condition => throw Values.Mismatch(conditional.At, "an s-op or an atom between 'if' and 'else'", condition),
    };

    object Call(CallExpression call) {
        object callee = Of(call.Callee);
        object[] arguments = Of(call.Arguments);
        if (callee is TextFunction function) {
            return text.Call(call.At, function, arguments);
        }
        if (callee is Node node) {
            return arguments.Length == 1
                ? RaspText.Evaluate(node, Example.Of(call.At, arguments[0]))
                : throw new RaspTextException(call.At, $"one input for {Values.Describe(callee)}", $"{arguments.Length} of them");
        }
        throw Values.Mismatch(call.At, "a function, an s-op or a selector before '('", callee);
    }

    object Word(WordExpression word) {
        object[] arguments = Of(word.Arguments);
        (int least, int most) = word.Word switch {
            "aggregate" => (2, 3),
            "range" => (1, 3),
            "zip" => (1, int.MaxValue),
            _ => (1, 1),
        };
        if (arguments.Length < least || arguments.Length > most) {
            string expected = least == most ? $"{least}" : most == int.MaxValue ? $"{least} or more" : $"{least} to {most}";
            throw new RaspTextException(word.At, $"{expected} argument{(most == 1 ? "" : "s")} of {word.Word}", $"{arguments.Length}");
        }
        return word.Word switch {
            "aggregate" => Aggregates.Of(text.Emptiness, word.At, arguments[0], arguments[1], arguments.ElementAtOrDefault(2)),
            "round" => Operators.Round(word.At, arguments[0]),
            "indicator" => arguments[0] switch {
                SOp sequence => Language.Indicator(Typed.Truth(sequence)),
                var atom when Atom.Is(atom) => Atom.Truth(atom) ? 1 : 0,
                var other => throw Values.Mismatch(word.At, "an s-op for indicator", other),
            },
            "range" => Range(word.At, arguments),
            "zip" => Zip(word.At, arguments),
            _ => arguments[0] switch {
                object[] list => list.Length,
                Dictionary dictionary => dictionary.Keys.Length,
                string characters => Atom.Characters(characters).Length,
                var other => throw Values.Mismatch(word.At, "a list, a dictionary or a string for len", other),
            },
        };
    }

    static object[] Range(TextPosition at, object[] arguments) {
        if (arguments.FirstOrDefault(argument => argument is not int) is { } strange) {
            throw Values.Mismatch(at, "integers for range", strange);
        }
        int[] numbers = [.. arguments.Cast<int>()];
        long first = numbers.Length == 1 ? 0 : numbers[0];
        long end = numbers.Length == 1 ? numbers[0] : numbers[1];
        long step = numbers.Length == 3 ? numbers[2] : 1;
        if (step == 0) {
            throw new RaspTextException(at, "a step of range other than 0", "0");
        }
        long count = Math.Max(0, (end - first + step - Math.Sign(step)) / step);
        return count <= LongestRange
            ? [.. Enumerable.Range(0, (int)count).Select(i => (object)(int)(first + i * step))]
            : throw new RaspTextException(at, $"a range of {LongestRange} elements at most", $"one of {count}");
    }

    static object[] Zip(TextPosition at, object[] arguments) {
        if (arguments.FirstOrDefault(argument => argument is not object[]) is { } strange) {
            throw Values.Mismatch(at, "lists for zip", strange);
        }
        object[][] lists = [.. arguments.Cast<object[]>()];
        return lists.FirstOrDefault(list => list.Length != lists[0].Length) is { } other
            ? throw new RaspTextException(at, $"lists of one length for zip, {lists[0].Length}", $"one of {other.Length}")
            : [.. Enumerable.Range(0, lists[0].Length).Select(i => (object)lists.Select(list => list[i]).ToArray())];
    }

    Dictionary Dictionary(DictionaryExpression expression) {
        var dictionary = new Dictionary();
        foreach ((Expression key, Expression value) in expression.Entries) {
            dictionary.Set(key.At, Of(key), Of(value));
        }
        return dictionary;
    }

    object Comprehension(ComprehensionExpression comprehension) {
        var list = new List<object>();
        var dictionary = new Dictionary();
        foreach (object element in Elements(comprehension.At, Of(comprehension.Source))) {
            var inner = new Scope(scope);
            Bind(inner, comprehension.At, comprehension.Names, element, (name, value) => inner.Set(comprehension.At, name, value));
            var evaluator = new ExpressionEvaluator(text, inner);
            object result = evaluator.Of(comprehension.Value);
            if (comprehension.Key == null) {
                list.Add(result);
            } else {
                dictionary.Set(comprehension.Key.At, evaluator.Of(comprehension.Key), result);
            }
        }
        return comprehension.Key == null ? list.ToArray() : dictionary;
    }
}
