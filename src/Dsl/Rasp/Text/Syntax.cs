using System.Collections.Immutable;

namespace Sinter.Rasp.Text;

/// <summary>An expression as it is written; an operator's place is that of its symbol.</summary>
abstract record Expression(TextPosition At);

sealed record LiteralExpression(TextPosition At, object Value) : Expression(At);

sealed record NameExpression(TextPosition At, string Name) : Expression(At);

sealed record UnaryExpression(TextPosition At, string Operator, Expression Operand) : Expression(At);

sealed record BinaryExpression(TextPosition At, string Operator, Expression Left, Expression Right) : Expression(At);

sealed record ConditionalExpression(TextPosition At, Expression WhenTrue, Expression Condition, Expression WhenFalse) : Expression(At);

sealed record ContainedExpression(TextPosition At, Expression Element, Expression Container) : Expression(At);

sealed record IndexExpression(TextPosition At, Expression Container, Expression Index) : Expression(At);

sealed record CallExpression(TextPosition At, Expression Callee, ImmutableArray<Expression> Arguments) : Expression(At);

sealed record SelectExpression(TextPosition At, Expression Key, Expression Query, Comparison Comparison) : Expression(At);

/// <summary>One of the words of the language that take arguments: aggregate, round, indicator, range, zip, len.</summary>
sealed record WordExpression(TextPosition At, string Word, ImmutableArray<Expression> Arguments) : Expression(At);

sealed record ListExpression(TextPosition At, ImmutableArray<Expression> Items) : Expression(At);

sealed record DictionaryExpression(TextPosition At, ImmutableArray<(Expression Key, Expression Value)> Entries) : Expression(At);

/// <summary>A list for each element of another, or, with a key, a dictionary.</summary>
sealed record ComprehensionExpression(TextPosition At, Expression? Key, Expression Value, ImmutableArray<string> Names, Expression Source) : Expression(At);

/// <summary>A statement as it is written.</summary>
abstract record Statement(TextPosition At);

sealed record ExpressionStatement(TextPosition At, Expression Expression) : Statement(At);

sealed record AssignStatement(TextPosition At, ImmutableArray<string> Names, ImmutableArray<Expression> Values) : Statement(At);

sealed record DrawStatement(TextPosition At, ImmutableArray<Expression> Arguments) : Statement(At);

sealed record LoadStatement(TextPosition At, string File) : Statement(At);

sealed record ForStatement(TextPosition At, ImmutableArray<string> Names, Expression Source, ImmutableArray<Statement> Body) : Statement(At);

sealed record DefineStatement(
    TextPosition At, string Name, ImmutableArray<string> Parameters, ImmutableArray<Statement> Body, ImmutableArray<Expression> Results) : Statement(At);

sealed record SetExampleStatement(TextPosition At, ExampleOf Of, Expression Example) : Statement(At);

sealed record ShowExampleStatement(TextPosition At, ExampleOf Of) : Statement(At);

sealed record SwitchExamplesStatement(TextPosition At, ExampleOf Of, bool On) : Statement(At);

sealed record SwitchFullDisplayStatement(TextPosition At, bool On) : Statement(At);

sealed record ExitStatement(TextPosition At) : Statement(At);
