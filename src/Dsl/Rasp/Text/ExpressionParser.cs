using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Sinter.Rasp.Text;

/// <summary>
/// Reads expressions with the precedence of RASP's grammar, from the tightest: index and call; not, - and + before an
/// operand; ^; * and /; %; + and -; comparisons; and with or; if-else; in. All group to the left, ^ and if-else too.
/// </summary>
sealed class ExpressionParser(TokenReader tokens) {
    const int Membership = 1, Choice = 2, Logic = 3, Unary = 9;

    // A command of the console ends with its line, or the next line's bracket would index its example.
    int? line;

    public Expression Read() => Level(Membership);

    public Expression OnThisLine() {
        line = tokens.Current.At.Line;
        Expression expression = Read();
        line = null;
        return expression;
    }

    /// <summary>One or more, between commas.</summary>
    public ImmutableArray<Expression> Several() {
        var expressions = ImmutableArray.CreateBuilder<Expression>();
        do {
            expressions.Add(Read());
        } while (tokens.TryTake(","));
        return expressions.DrainToImmutable();
    }

    /// <summary>None or more in parentheses.</summary>
    public ImmutableArray<Expression> Arguments() {
        tokens.Expect("(");
        return Until(")");
    }

    public ImmutableArray<string> Names(string what) {
        var names = ImmutableArray.CreateBuilder<string>();
        do {
            names.Add(tokens.Name(what));
        } while (tokens.TryTake(","));
        return names.DrainToImmutable();
    }

    static int Precedence(Token token) => token.Kind is not (TokenKind.Symbol or TokenKind.Name) ? 0 : token.Text switch {
        "in" => Membership,
        "if" => Choice,
        "and" or "or" => Logic,
        "==" or "!=" or "<=" or ">=" or "<" or ">" => 4,
        "+" or "-" => 5,
        "%" => 6,
        "*" or "/" => 7,
        "^" => 8,
        _ => 0,
    };

    Expression Level(int least) {
        try {
            RuntimeHelpers.EnsureSufficientExecutionStack();
        } catch (InsufficientExecutionStackException) {
            throw new RaspTextException(tokens.Current.At, "the expression is nested too deeply; name parts of it");
        }
        Expression left = Postfix(Prefix());
        while (!Ends() && Precedence(tokens.Current) is var precedence && precedence >= least) {
            Token symbol = tokens.Take();
            left = precedence switch {
                Membership => new ContainedExpression(symbol.At, left, Level(precedence + 1)),
                Choice => Conditional(symbol.At, left),
                _ => new BinaryExpression(symbol.At, symbol.Text, left, Level(precedence + 1)),
            };
        }
        return left;
    }

    ConditionalExpression Conditional(TextPosition at, Expression whenTrue) {
        Expression condition = Read();
        tokens.Expect("else");
        return new ConditionalExpression(at, whenTrue, condition, Level(Choice + 1));
    }

    Expression Prefix() {
        Token token = tokens.Current;
        if (token.Is("not") || token.Is("-") || token.Is("+")) {
            tokens.Take();
            return new UnaryExpression(token.At, token.Text, Level(Unary));
        }
        return Primary();
    }

    Expression Postfix(Expression expression) {
        // What a prefix operator stands before has taken its brackets already.
        while (expression is not UnaryExpression && !Ends()) {
            TextPosition at = tokens.Current.At;
            if (tokens.TryTake("[")) {
                Expression index = Inside(Read);
                tokens.Expect("]");
                expression = new IndexExpression(at, expression, index);
            } else if (tokens.Current.Is("(")) {
                expression = new CallExpression(at, expression, Inside(Arguments));
            } else {
                break;
            }
        }
        return expression;
    }

    Expression Primary() {
        Token token = tokens.Current;
        switch (token) {
            case { Kind: TokenKind.Integer }:
                tokens.Take();
                return new LiteralExpression(token.At, int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
                    ? value
                    : throw new RaspTextException(token.At, $"an integer up to {int.MaxValue}", token.ToString()));
            case { Kind: TokenKind.Decimal }:
                tokens.Take();
                return new LiteralExpression(token.At, Atom.Decimal(token.Text));
            case { Kind: TokenKind.String }:
                tokens.Take();
                return new LiteralExpression(token.At, token.Text);
            case { Kind: TokenKind.Name, Text: "select" }:
                return Inside(Select);
            case { Kind: TokenKind.Name, Text: "aggregate" or "round" or "indicator" or "range" or "zip" or "len" }:
                tokens.Take();
                return new WordExpression(token.At, token.Text, Inside(Arguments));
            case { Kind: TokenKind.Name } when !Parser.Words.Contains(token.Text):
                tokens.Take();
                return new NameExpression(token.At, token.Text);
            case { Kind: TokenKind.Symbol, Text: "(" }:
                tokens.Take();
                Expression bracketed = Inside(Read);
                tokens.Expect(")");
                // A bracketed -x may be indexed, and is then no operand of the minus.
                return bracketed is UnaryExpression unary ? new BracketedExpression(token.At, unary) : bracketed;
            case { Kind: TokenKind.Symbol, Text: "[" }:
                tokens.Take();
                return Inside(() => List(token.At));
            case { Kind: TokenKind.Symbol, Text: "{" }:
                tokens.Take();
                return Inside(() => Dictionary(token.At));
            default:
                throw tokens.Unexpected("an expression");
        }
    }

    SelectExpression Select() {
        TextPosition at = tokens.Take().At;
        tokens.Expect("(");
        Expression key = Read();
        tokens.Expect(",");
        Expression query = Read();
        tokens.Expect(",");
        Comparison? comparison = Compared(tokens.Current.Text);
        if (tokens.Current.Kind != TokenKind.Symbol || comparison == null) {
            throw tokens.Unexpected("one of ==, !=, <, <=, >, >=, which holds each key on its left against each query on its right");
        }
        tokens.Take();
        tokens.Expect(")");
        return new SelectExpression(at, key, query, comparison.Value);
    }

    internal static Comparison? Compared(string symbol) => symbol switch {
        "==" => Comparison.Equal,
        "!=" => Comparison.NotEqual,
        "<" => Comparison.Less,
        "<=" => Comparison.LessEqual,
        ">" => Comparison.Greater,
        ">=" => Comparison.GreaterEqual,
        _ => null,
    };

    Expression List(TextPosition at) {
        if (tokens.TryTake("]")) {
            return new ListExpression(at, []);
        }
        Expression first = Read();
        if (tokens.Current.Is("for")) {
            (ImmutableArray<string> names, Expression source) = Source();
            tokens.Expect("]");
            return new ComprehensionExpression(at, null, first, names, source);
        }
        return new ListExpression(at, tokens.TryTake(",") ? [first, .. Several("]")] : Closed([first], "]"));
    }

    Expression Dictionary(TextPosition at) {
        var entries = ImmutableArray.CreateBuilder<(Expression, Expression)>();
        while (!tokens.TryTake("}")) {
            if (entries.Count > 0) {
                tokens.Expect(",");
            }
            Expression key = Read();
            tokens.Expect(":");
            Expression value = Read();
            if (entries.Count == 0 && tokens.Current.Is("for")) {
                (ImmutableArray<string> names, Expression source) = Source();
                tokens.Expect("}");
                return new ComprehensionExpression(at, key, value, names, source);
            }
            entries.Add((key, value));
        }
        return new DictionaryExpression(at, entries.DrainToImmutable());
    }

    (ImmutableArray<string> Names, Expression Source) Source() {
        tokens.Expect("for");
        ImmutableArray<string> names = Names("the name of what the comprehension goes through");
        tokens.Expect("in");
        return (names, Read());
    }

    ImmutableArray<Expression> Until(string closing) => tokens.TryTake(closing) ? [] : Several(closing);

    ImmutableArray<Expression> Several(string closing) => Closed(Several(), closing);

    ImmutableArray<Expression> Closed(ImmutableArray<Expression> expressions, string closing) =>
        tokens.TryTake(closing) ? expressions : throw tokens.Unexpected($"',' or '{closing}'");

    bool Ends() => line is { } only && tokens.Current.At.Line > only;

    T Inside<T>(Func<T> read) {
        (int? outer, line) = (line, null);
        T result = read();
        // What a bracket begins goes on where the bracket ends.
        line = outer == null ? null : tokens.Previous.At.Line;
        return result;
    }
}

/// <summary>An expression in parentheses, where that makes a difference.</summary>
sealed record BracketedExpression(TextPosition At, Expression Inner) : Expression(At);
