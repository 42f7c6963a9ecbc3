using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Rasp.Text;

/// <summary>Reads statements. Words such as <c>set</c> or <c>draw</c> are names wherever they do not begin their statement.</summary>
sealed class Parser {
    /// <summary>The words that are never names of values.</summary>
    public static readonly ImmutableHashSet<string> Words = [
        "if", "else", "not", "and", "or", "def", "return", "for", "in", "round", "indicator", "aggregate", "select", "range", "zip", "len",
    ];

    readonly TokenReader tokens;
    readonly ExpressionParser expressions;

    Parser(List<Token> tokens) {
        this.tokens = new TokenReader(tokens);
        expressions = new ExpressionParser(this.tokens);
    }

    /// <exception cref="RaspTextException">It is no program.</exception>
    public static ImmutableArray<Statement> Read(string text, string file) {
        var parser = new Parser(Lexer.Read(text, file));
        var statements = ImmutableArray.CreateBuilder<Statement>();
        while (parser.tokens.Current.Kind != TokenKind.End) {
            statements.Add(parser.AtTop());
        }
        return statements.DrainToImmutable();
    }

    Statement AtTop() {
        TextPosition at = tokens.Current.At;
        switch (tokens.Current.Text) {
            case "set" when tokens.FollowedBy("example", "s", "selector"):
                tokens.Take();
                ExampleOf set = Subset();
                tokens.Expect("example");
                return Ended(new SetExampleStatement(at, set, expressions.OnThisLine()));
            case "show" when tokens.FollowedBy("example", "s", "selector"):
                tokens.Take();
                ExampleOf shown = Subset();
                tokens.Expect("example");
                return Ended(new ShowExampleStatement(at, shown));
            case "full" when tokens.FollowedBy("seq"):
                tokens.Take();
                tokens.Expect("seq");
                tokens.Expect("display");
                return Ended(new SwitchFullDisplayStatement(at, Switch()));
            case "examples" when tokens.FollowedBy("on", "off"):
            case "selector" when tokens.FollowedBy("examples"):
            case "s" when tokens.FollowedBy("-") && tokens.Ahead(2).Is("op"):
                ExampleOf switched = Subset();
                tokens.Expect("examples");
                return Ended(new SwitchExamplesStatement(at, switched, Switch()));
            case "exit" or "quit" when tokens.Current.Kind == TokenKind.Name && (tokens.Ahead(1).Kind == TokenKind.End || tokens.FollowedBy(";", "(") || tokens.Ahead(1).At.Line > at.Line):
                tokens.Take();
                if (tokens.TryTake("(")) {
                    tokens.Expect(")");
                }
                return Ended(new ExitStatement(at));
            default:
                return Anywhere();
        }
    }

    Statement Anywhere() {
        TextPosition at = tokens.Current.At;
        switch (tokens.Current) {
            case { Kind: TokenKind.Name, Text: "def" }:
                return Definition();
            case { Kind: TokenKind.Name, Text: "for" }:
                tokens.Take();
                ImmutableArray<string> iterators = Names("the name of what the loop goes through");
                tokens.Expect("in");
                return new ForStatement(at, iterators, expressions.Read(), Body());
            case { Kind: TokenKind.Name, Text: "draw" } when tokens.FollowedBy("("):
                tokens.Take();
                return Finished(new DrawStatement(at, expressions.Arguments()));
            case { Kind: TokenKind.Name, Text: "load" } when tokens.Ahead(1).Kind == TokenKind.String:
                tokens.Take();
                return Finished(new LoadStatement(at, tokens.Take().Text));
            case { Kind: TokenKind.Name } when tokens.FollowedBy("=", ","):
                ImmutableArray<string> names = Names("a name");
                tokens.Expect("=");
                return Finished(new AssignStatement(at, names, expressions.Several()));
            default:
                return Finished(new ExpressionStatement(at, expressions.Read()));
        }
    }

    DefineStatement Definition() {
        TextPosition at = tokens.Take().At;
        string name = tokens.Name("the name of the function");
        tokens.Expect("(");
        ImmutableArray<string> parameters = tokens.Current.Is(")") ? [] : Names("the name of a parameter");
        tokens.Expect(")");
        tokens.Expect("{");
        var body = ImmutableArray.CreateBuilder<Statement>();
        while (!tokens.Current.Is("return")) {
            if (tokens.Current.Is("}")) {
                throw tokens.Unexpected($"'return' at the end of the function {name}");
            }
            body.Add(Anywhere());
        }
        tokens.Take();
        ImmutableArray<Expression> results = expressions.Several();
        tokens.Expect(";");
        tokens.Expect("}");
        return new DefineStatement(at, name, parameters, body.DrainToImmutable(), results);
    }

    ImmutableArray<Statement> Body() {
        tokens.Expect("{");
        var body = ImmutableArray.CreateBuilder<Statement>();
        do {
            body.Add(Anywhere());
        } while (!tokens.TryTake("}"));
        return body.DrainToImmutable();
    }

    ImmutableArray<string> Names(string what) => expressions.Names(what);

    Statement Finished(Statement statement) {
        tokens.Expect(";");
        return statement;
    }

    // What is for a console ends without a semicolon, and may have one.
    Statement Ended(Statement statement) {
        tokens.TryTake(";");
        return statement;
    }

    ExampleOf Subset() {
        if (tokens.TryTake("selector")) {
            return ExampleOf.Selectors;
        }
        if (!tokens.Current.Is("s")) {
            return ExampleOf.Both;
        }
        tokens.Take();
        tokens.Expect("-");
        tokens.Expect("op");
        return ExampleOf.SOps;
    }

    bool Switch() => tokens.TryTake("on") || (tokens.TryTake("off") ? false : throw tokens.Unexpected("'on' or 'off'"));
}

/// <summary>The tokens of a text, one after another.</summary>
sealed class TokenReader(List<Token> tokens) {
    int at;

    public Token Current => tokens[at];

    public Token Previous => tokens[System.Math.Max(at - 1, 0)];

    public Token Ahead(int count) => tokens[System.Math.Min(at + count, tokens.Count - 1)];

    public bool FollowedBy(params string[] texts) => texts.Any(Ahead(1).Is);

    public Token Take() => Current.Kind == TokenKind.End ? Current : tokens[at++];

    public bool TryTake(string text) {
        bool found = Current.Is(text);
        at += found ? 1 : 0;
        return found;
    }

    public Token Expect(string text) => Current.Is(text) ? Take() : throw Unexpected($"'{text}'");

    public string Name(string what) => Current.Kind == TokenKind.Name && !Parser.Words.Contains(Current.Text) ? Take().Text : throw Unexpected(what);

    public RaspTextException Unexpected(string expected) => new(
        Current.At,
        expected,
        Current.Kind == TokenKind.Name && Parser.Words.Contains(Current.Text) ? $"the word {Current}" : Current.ToString(),
        Current.Kind == TokenKind.End);
}
