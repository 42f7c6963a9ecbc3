using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>
/// C# on elements that are known at run: what the functions of a program compute becomes nodes of the graph. Both sides of a choice are
/// computed and one is selected; what would throw is noted with the condition under which it would.
/// </summary>
internal sealed partial class Elements(Evaluator evaluator, Tensors tensors, ProgramStrings strings) {
    // Beyond these, what branches has no reasonable kernel.
    private const int MostPaths = 256;

    private readonly List<(int Condition, string Problem)> errors = [];
    private readonly List<int> guards = [];
    private List<(int Condition, bool Taken)> decisions = [];
    private int decided;

    public Tensors Tensors { get; } = tensors;

    /// <summary>Whether a value is, or holds, something that is known at run.</summary>
    public static bool IsElement(Value? value) => value is Element or NullableElement or FractionElement or NoElement || (value is TupleInstance tuple && tuple.Items.Any(IsElement));

    /// <summary>The value of a function of elements, and under which conditions it throws.</summary>
    public (Value Value, IReadOnlyList<(int Condition, string Problem)> Errors) Call(Function function, SyntaxNode syntax, IReadOnlyList<Value> arguments) {
        errors.Clear();
        Elements? outer = evaluator.AtRun;
        evaluator.AtRun = this;
        try {
            Value value = Explore([], () => Attempt(() => evaluator.Call(function, syntax, [.. arguments])), new PathCount());
            return (value, [.. errors]);
        } catch (OutsideChangeException) {
            throw evaluator.Fail(Descriptors.NoKernelForm, syntax, "A function that changes variables around it", "compute from its parameters alone", evaluator.Within(syntax));
        } finally {
            evaluator.AtRun = outer;
        }
    }

    /// <summary>Runs something that notes errors, without a function around it.</summary>
    public (Value Value, IReadOnlyList<(int Condition, string Problem)> Errors) Run(Func<Value> compute) {
        errors.Clear();
        Value value = compute();
        return (value, [.. errors]);
    }

    /// <summary>What a statement does with a condition that is known at run: the function is evaluated once for each side.</summary>
    public bool Decide(Value condition, SyntaxNode syntax) {
        int node = Truth(condition, syntax);
        if (decided < decisions.Count) {
            return decisions[decided++].Taken;
        }
        decisions.Add((node, true));
        guards.Add(node);
        decided++;
        return true;
    }

    /// <summary>An expression that chooses: both sides are computed.</summary>
    public Value Choose(Value condition, Func<Value> whenTrue, Func<Value> whenFalse, ITypeSymbol? type, SyntaxNode syntax) {
        int node = Truth(condition, syntax);
        Value yes = Guarded(node, whenTrue);
        Value no = Guarded(Tensors.Not(node), whenFalse);
        return Merge(node, yes, no, type, syntax);
    }

    /// <summary>Evaluates something of which only the errors under a condition count.</summary>
    public Value Guarded(int condition, Func<Value> compute) {
        int depth = guards.Count;
        guards.Add(condition);
        // What an arm of an expression assigned would hold for the other arm too.
        Value value = Clock.InLoop(() => Attempt(compute));
        // What was decided inside goes on: the rest of the function is evaluated for each decision.
        guards.RemoveAt(depth);
        return value;
    }

    /// <summary>Notes an error where the condition holds and all around it does.</summary>
    public void Fail(int condition, string problem) {
        int all = guards.Aggregate(condition, (sum, guard) => Tensors.And(sum, guard));
        if (all != Tensors.False) {
            errors.Add((all, problem));
        }
    }

    /// <summary>One value or another by a condition.</summary>
    public Value Merge(int condition, Value yes, Value no, ITypeSymbol? type, SyntaxNode syntax) {
        if (yes is NoElement || no is NoElement) {
            return yes is NoElement ? no : yes;
        }
        if (condition == Tensors.True || condition == Tensors.False) {
            return condition == Tensors.True ? yes : no;
        }
        if (yes is TupleInstance a && no is TupleInstance b && a.Items.Length == b.Items.Length) {
            ITypeSymbol? ItemType(int i) => (type as INamedTypeSymbol)?.TupleElements is { IsDefault: false } elements && elements.Length > i ? elements[i].Type : null;
            return new TupleInstance([.. a.Items.Select((item, i) => Merge(condition, item, b.Items[i], ItemType(i), syntax))], a.Names);
        }
        if (yes is NullableElement or Constant { IsNull: true } || no is NullableElement or Constant { IsNull: true }) {
            ITypeSymbol inner = (yes as NullableElement ?? no as NullableElement)?.Type ?? (type is null ? null : Representation.NullableOf(type)) ?? TypeOf(yes.IsNull ? no : yes, syntax);
            (NullableElement x, NullableElement y) = (Nullable(yes, inner, syntax), Nullable(no, inner, syntax));
            return new NullableElement(Tensors.Select(condition, x.HasValue, y.HasValue), Merge(condition, x.Value, y.Value, inner, syntax), inner);
        }
        if (yes is FractionElement or FractionValue || no is FractionElement or FractionValue) {
            (FractionElement x, FractionElement y) = (Fraction(yes, syntax), Fraction(no, syntax));
            return new FractionElement(Tensors.Select(condition, x.Numerator, y.Numerator), Tensors.Select(condition, x.Denominator, y.Denominator));
        }
        if (yes is Function || no is Function) {
            throw Refuse(syntax, "A choice of functions by an element");
        }
        ITypeSymbol scalar = (yes as Element)?.Type ?? (no as Element)?.Type ?? TypeOf(yes, syntax);
        (Element p, Element q) = (Scalar(yes, scalar, syntax), Scalar(no, scalar, syntax));
        return new Element(Tensors.Select(condition, p.Node, q.Node), scalar, Math.Min(p.Low, q.Low), Math.Max(p.High, q.High));
    }

    /// <summary>A condition as a node.</summary>
    public int Truth(Value value, SyntaxNode syntax) => value switch {
        Constant { Content: bool truth } => truth ? Tensors.True : Tensors.False,
        Element { Type.SpecialType: SpecialType.System_Boolean } element => element.Node,
        NoElement => Tensors.False,
        _ => throw Refuse(syntax, $"A condition that is {value.Describe()}"),
    };

    public Value Truth(int node) => node == Tensors.True ? Constant.True : node == Tensors.False ? Constant.False : new Element(node, evaluator.Compilation.GetSpecialType(SpecialType.System_Boolean));

    /// <summary>A scalar as a node of the graph, of a type in C#.</summary>
    public Element Scalar(Value value, ITypeSymbol type, SyntaxNode syntax) {
        if (value is Element element) {
            return element;
        }
        if (value is NoElement) {
            return new Element(Tensors.Number(0, Representation.Of(type) ?? throw NoType(type, syntax)), type);
        }
        if (value is not Constant { Content: { } content }) {
            throw Refuse(syntax, $"{value.Describe()} where an element of type {Literals.Type(type)} is expected");
        }
        ElementType representation = Representation.Of(type) ?? throw NoType(type, syntax);
        if (content is string text) {
            return new Element(strings.Code(text), type);
        }
        if (content is bool truth) {
            return new Element(truth ? Tensors.True : Tensors.False, type);
        }
        if (representation is ElementType.F32 or ElementType.F64) {
            return new Element(Tensors.Number(System.Convert.ToDouble(content, System.Globalization.CultureInfo.InvariantCulture), representation), type);
        }
        long number = Numbers.ToLong(content);
        return new Element(Tensors.Integer(number, representation), type, number, number);
    }

    public FractionElement Fraction(Value value, SyntaxNode syntax) => value switch {
        FractionElement fraction => fraction,
        FractionValue known when IsWide(known.Numerator) && IsWide(known.Denominator) =>
            new FractionElement(Tensors.Integer((long)known.Numerator, ElementType.I64), Tensors.Integer((long)known.Denominator, ElementType.I64)),
        Constant { Content: int or long } whole => new FractionElement(Tensors.Integer(Numbers.ToLong(whole.Content!), ElementType.I64), Tensors.Integer(1, ElementType.I64)),
        Element { Type.SpecialType: not (SpecialType.System_Single or SpecialType.System_Double) } whole => new FractionElement(Tensors.Cast(whole.Node, ElementType.I64), Tensors.Integer(1, ElementType.I64)),
        NoElement => new FractionElement(Tensors.Integer(0, ElementType.I64), Tensors.Integer(1, ElementType.I64)),
        _ => throw Refuse(syntax, $"{value.Describe()} where a fraction of 64 bits is expected"),
    };

    public NullableElement Nullable(Value value, ITypeSymbol inner, SyntaxNode syntax) => value switch {
        NullableElement nullable => nullable,
        { IsNull: true } or NoElement => new NullableElement(Tensors.False, ZeroOf(inner, syntax), inner),
        _ => new NullableElement(Tensors.True, value, inner),
    };

    /// <summary>Some value of a type, for places that are never looked at.</summary>
    public Value ZeroOf(ITypeSymbol type, SyntaxNode syntax) {
        if (Representation.NullableOf(type) is { } inner) {
            return new NullableElement(Tensors.False, ZeroOf(inner, syntax), inner);
        }
        if (type is INamedTypeSymbol { IsTupleType: true } tuple) {
            return new TupleInstance([.. tuple.TupleElements.Select(element => ZeroOf(element.Type, syntax))], [.. tuple.TupleElements.Select(element => element.Name)]);
        }
        if (Representation.IsFraction(type)) {
            return new FractionElement(Tensors.Integer(0, ElementType.I64), Tensors.Integer(1, ElementType.I64));
        }
        return type.SpecialType == SpecialType.System_Boolean
            ? new Element(Tensors.False, type)
            : new Element(Tensors.Number(0, Representation.Of(type) ?? throw NoType(type, syntax)), type);
    }

    public ITypeSymbol TypeOf(Value value, SyntaxNode syntax) => value switch {
        Element element => element.Type,
        NullableElement nullable => evaluator.Compilation.GetSpecialType(SpecialType.System_Nullable_T).Construct(nullable.Type),
        Constant { Enumeration: { } enumeration } => enumeration,
        Constant { Content: { } content } when Evaluator.Special(content) is not SpecialType.None and var special => evaluator.Compilation.GetSpecialType(special),
        _ => throw Refuse(syntax, value.Describe()),
    };

    /// <summary>A problem of an expression that only the evaluated form has.</summary>
    public EvaluationException Refuse(SyntaxNode syntax, string what) =>
        evaluator.Fail(Descriptors.NoKernelForm, syntax, what, "RaspProgram.Of runs it evaluated, or write it with numbers, characters, comparisons and tables", evaluator.Within(syntax));

    public EvaluationException NoType(ITypeSymbol type, SyntaxNode syntax) => evaluator.Fail(
        Descriptors.NoKernelForm, syntax, $"The type {Literals.Type(type)}",
        "kernels have bool, char, integers up to 64 bits but ulong, float, double, string, enumerations, Rational, and tuples and nullables of these; RaspProgram.Of runs others evaluated", evaluator.Within(syntax));

    private static bool IsWide(System.Numerics.BigInteger number) => number <= long.MaxValue && number >= long.MinValue;

    // What throws whatever the elements are is an error at run wherever its side is taken.
    private Value Attempt(Func<Value> compute) => evaluator.Attempt(compute, (type, message) => {
        Fail(Tensors.True, $"{type}: {message}");
        return NoElement.Instance;
    });

    // A path is a run of the function under given answers to its conditions; each new condition is first taken to be true.
    private Value Explore(List<(int Condition, bool Taken)> prefix, Func<Value> run, PathCount paths) {
        if (++paths.Count > MostPaths) {
            throw evaluator.FailHere(Descriptors.NoKernelForm, $"A function of more than {MostPaths} paths by its conditions", "loops and branches must not multiply so; RaspProgram.Of runs it evaluated");
        }
        (List<(int, bool)> outer, int at) = (decisions, decided);
        (decisions, decided) = ([.. prefix], 0);
        int depth = guards.Count;
        foreach ((int condition, bool taken) in prefix) {
            guards.Add(taken ? condition : Tensors.Not(condition));
        }
        Value value = Clock.InLoop(run);
        List<(int Condition, bool Taken)> path = decisions;
        (decisions, decided) = (outer, at);
        guards.RemoveRange(depth, guards.Count - depth);
        for (int i = path.Count - 1; i >= prefix.Count; i--) {
            List<(int, bool)> other = [.. path.Take(i), (path[i].Condition, false)];
            Value otherwise = Explore(other, run, paths);
            value = Merge(path[i].Condition, value, otherwise, null, evaluator.Running);
        }
        return value;
    }

    private sealed class PathCount {
        public int Count { get; set; }
    }
}
