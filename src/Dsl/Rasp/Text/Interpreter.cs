using System;

namespace Sinter.Rasp.Text;

/// <summary>Does statements in a scope.</summary>
sealed class Interpreter(RaspText text, Scope scope, Action<TextResult> report) {
    readonly ExpressionEvaluator expressions = new(text, scope);

    /// <exception cref="RaspTextException">It cannot be done.</exception>
    public void Execute(Statement statement) {
        switch (statement) {
            case ExpressionStatement expression:
                object value = expressions.Of(expression.Expression);
                scope.Give("out", value);
                Report(expression.At, Name(expression.Expression, value), value);
                break;
            case AssignStatement assign:
                object[] values = expressions.Of(assign.Values);
                ExpressionEvaluator.Bind(scope, assign.At, assign.Names, values.Length == 1 ? values[0] : values, (name, each) => Define(assign.At, name, Named(name, each)));
                break;
            case DefineStatement define:
                Define(define.At, define.Name, new TextFunction(define, scope));
                break;
            case ForStatement loop:
                Loop(loop);
                break;
            case LoadStatement load:
                text.LoadInto(load, scope);
                break;
            case DrawStatement draw:
                Draw(draw);
                break;
            case SetExampleStatement set:
                text.SetExample(set.Of, Example.Of(set.Example.At, expressions.Of(set.Example)));
                break;
            case ShowExampleStatement show:
                report(new ExampleResult(show.At, show.Of));
                break;
            case SwitchExamplesStatement examples:
                report(new ExamplesSwitchedResult(examples.At, examples.Of, examples.On));
                break;
            case SwitchFullDisplayStatement full:
                report(new FullDisplaySwitchedResult(full.At, full.On));
                break;
            default:
                report(new ExitResult(statement.At));
                break;
        }
    }

    // What loops define is shown by who asks for it: RASP shows none of it, and there may be much.
    void Loop(ForStatement loop) {
        var quiet = new Interpreter(text, scope, _ => { });
        foreach (object element in expressions.Elements(loop.Source.At, expressions.Of(loop.Source))) {
            ExpressionEvaluator.Bind(scope, loop.At, loop.Names, element, (name, value) => scope.Set(loop.At, name, value));
            foreach (Statement statement in loop.Body) {
                quiet.Execute(statement);
            }
        }
    }

    void Define(TextPosition at, string name, object value) {
        scope.Set(at, name, value);
        scope.Give("out", value);
        Report(at, name, value);
    }

    void Draw(DrawStatement draw) {
        if (draw.Arguments.Length is < 1 or > 3) {
            throw new RaspTextException(draw.At, "an s-op to draw, and it may be an input and the name of a file for the picture", $"{draw.Arguments.Length} arguments");
        }
        object[] arguments = expressions.Of(draw.Arguments);
        Node node = arguments[0] as Node ?? throw Values.Mismatch(draw.At, "an s-op or a selector to draw", arguments[0]);
        Example input = arguments.Length > 1 ? Example.Of(draw.Arguments[1].At, arguments[1]) : node is Selector ? text.SelectorExample : text.SOpExample;
        string? file = arguments.Length < 3 ? null : arguments[2] as string ?? throw Values.Mismatch(draw.Arguments[2].At, "the name of a file, such as \"flow.svg\"", arguments[2]);
        report(new DrawnResult(draw.At, node, node.Name ?? node.ToString(), input, file));
    }

    // What is only looked at, or applied to an input, keeps its name.
    static string Name(Expression expression, object value) =>
        ((value is AppliedValue && expression is CallExpression call ? call.Callee : expression) as NameExpression)?.Name ?? "out";

    void Report(TextPosition at, string name, object value) {
        AppliedValue? applied = value as AppliedValue;
        object shown = (object?)applied?.Sequence ?? (object?)applied?.Selection ?? value;
        report(new DefinedResult(at, name, Values.KindOf(shown), Values.Show(shown), value as Node) { Applied = applied });
    }

    // The language's own words keep theirs, or every picture would call the positions by their last other name.
    static object Named(string name, object value) => value switch {
        Node { Kind: NodeKind.Input or NodeKind.Indices or NodeKind.Length or NodeKind.All } => value,
        SOp<bool> sequence => sequence.Named(name),
        SOp<int> sequence => sequence.Named(name),
        SOp<Rational> sequence => sequence.Named(name),
        SOp<double> sequence => sequence.Named(name),
        SOp<string> sequence => sequence.Named(name),
        Selector selector => selector.Named(name),
        _ => value,
    };
}
