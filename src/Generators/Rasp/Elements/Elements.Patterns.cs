using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>Patterns and switch expressions over elements.</summary>
internal sealed partial class Elements {
    /// <summary>Whether a pattern matches.</summary>
    public int Matches(IPatternOperation pattern, Value value) {
        switch (pattern) {
            case IDiscardPatternOperation:
                return Tensors.True;
            case IConstantPatternOperation constant:
                return Equal(value, evaluator.Evaluate(constant.Value), pattern.Syntax);
            case INegatedPatternOperation negated:
                return Tensors.Not(Matches(negated.Pattern, value));
            case IBinaryPatternOperation binary:
                return binary.OperatorKind == BinaryOperatorKind.And
                    ? Tensors.And(Matches(binary.LeftPattern, value), Matches(binary.RightPattern, value))
                    : Tensors.Or(Matches(binary.LeftPattern, value), Matches(binary.RightPattern, value));
            case IRelationalPatternOperation relational:
                return Truth(Binary(relational.OperatorKind, value, evaluator.Evaluate(relational.Value), false, pattern.Syntax), pattern.Syntax);
            case IDeclarationPatternOperation declaration when declaration.MatchesNull || value is not NullableElement:
                evaluator.DeclareInPattern(declaration.DeclaredSymbol, value);
                return Tensors.True;
            case IDeclarationPatternOperation declaration:
                evaluator.DeclareInPattern(declaration.DeclaredSymbol, ((NullableElement)value).Value);
                return ((NullableElement)value).HasValue;
            case ITypePatternOperation:
                return value is NullableElement nullable ? nullable.HasValue : Tensors.True;
            case IRecursivePatternOperation { PropertySubpatterns.Length: 0, DeconstructionSubpatterns.Length: 0 } present: {
                Value inner = value is NullableElement open ? open.Value : value;
                evaluator.DeclareInPattern(present.DeclaredSymbol, inner);
                return value is NullableElement some ? some.HasValue : Tensors.True;
            }
            case IRecursivePatternOperation { PropertySubpatterns.Length: 0 } tuple when value is TupleInstance items && items.Items.Length == tuple.DeconstructionSubpatterns.Length:
                evaluator.DeclareInPattern(tuple.DeclaredSymbol, value);
                return tuple.DeconstructionSubpatterns.Select((part, i) => Matches(part, items.Items[i])).Aggregate(Tensors.True, Tensors.And);
            default:
                throw Refuse(pattern.Syntax, $"This pattern over {value.Describe()}");
        }
    }

    /// <summary>A switch expression: the first arm that matches; none is an error.</summary>
    public Value Switch(ISwitchExpressionOperation choice, Value value) {
        ITypeSymbol? type = choice.Type is null ? null : evaluator.Resolve(choice.Type);
        return Arm(0);

        Value Arm(int i) {
            if (i == choice.Arms.Length) {
                Fail(Tensors.True, $"SwitchExpressionException: no arm of the switch matches");
                return NoElement.Instance;
            }
            ISwitchExpressionArmOperation arm = choice.Arms[i];
            int matches = Matches(arm.Pattern, value);
            if (arm.Guard is { } guard) {
                Value condition = Guarded(matches, () => evaluator.Evaluate(guard));
                matches = Tensors.And(matches, Truth(condition, guard.Syntax));
            }
            if (matches == Tensors.False) {
                return Arm(i + 1);
            }
            Value taken = Guarded(matches, () => evaluator.Evaluate(arm.Value));
            return matches == Tensors.True ? taken : Merge(matches, taken, Guarded(Tensors.Not(matches), () => Arm(i + 1)), type, arm.Syntax);
        }
    }

    /// <summary><c>x ?? y</c>.</summary>
    public Value Coalesce(NullableElement value, Func<Value> whenNull, ITypeSymbol? type, SyntaxNode syntax) {
        Value other = Guarded(Tensors.Not(value.HasValue), whenNull);
        bool staysOpen = other is NullableElement || other.IsNull;
        return Merge(value.HasValue, staysOpen ? value : value.Value, other, type, syntax);
    }

    /// <summary>An element of an array, list or text that is known, at an index that is not.</summary>
    public Value At(IReadOnlyList<Value> items, Value index, ITypeSymbol type, string exception, SyntaxNode syntax) {
        Element at = To(index, evaluator.Compilation.GetSpecialType(SpecialType.System_Int32), syntax);
        int outside = Tensors.Or(Tensors.Less(at.Node, Tensors.Integer(0)), Tensors.LessEqual(Tensors.Integer(items.Count), at.Node));
        Fail(at.Low >= 0 && at.High < items.Count ? Tensors.False : outside, exception);
        return items.Count == 0 ? NoElement.Instance : Pick(items, Tensors.Minimum(Tensors.Maximum(at.Node, Tensors.Integer(0)), Tensors.Integer(items.Count - 1)), type, syntax);
    }

    /// <summary>One of these values, by a number that lies within them: from a table where the values are known, else by choices.</summary>
    public Value Pick(IReadOnlyList<Value> items, int index, ITypeSymbol type, SyntaxNode syntax) {
        if (items.All(item => item is TupleInstance) && items.Count > 0) {
            TupleInstance first = (TupleInstance)items[0];
            ITypeSymbol ItemType(int i) => ((INamedTypeSymbol)type).TupleElements[i].Type;
            return new TupleInstance([.. first.Items.Select((_, i) => Pick([.. items.Select(item => ((TupleInstance)item).Items[i])], index, ItemType(i), syntax))], first.Names);
        }
        if (Representation.NullableOf(type) is { } inner) {
            NullableElement[] all = [.. items.Select(item => Nullable(item, inner, syntax))];
            Value flags = Pick([.. items.Select(item => item.IsNull ? Constant.False : Constant.True)], index, evaluator.Compilation.GetSpecialType(SpecialType.System_Boolean), syntax);
            Value values = Pick([.. items.Select((item, i) => item.IsNull ? Zero(inner) : item)], index, inner, syntax);
            return new NullableElement(Truth(flags, syntax), values, inner);
        }
        if (Representation.IsFraction(type)) {
            FractionValue[] all = [.. items.Select(item => item as FractionValue ?? new FractionValue(Numbers.ToLong(((Constant)item).Content!), 1))];
            return new FractionElement(
                Tensors.Gather(Tensors.Table(all.Select(item => (long)item.Numerator), Compiler.Graph.ElementType.I64), index),
                Tensors.Gather(Tensors.Table(all.Select(item => (long)item.Denominator), Compiler.Graph.ElementType.I64), index));
        }
        if (items.All(item => item is Constant { Content: not (null or string) }) && Representation.Of(type) is { } representation) {
            object[] contents = [.. items.Select(item => ((Constant)item).Content!)];
            if (representation is Compiler.Graph.ElementType.F32 or Compiler.Graph.ElementType.F64) {
                double[] reals = [.. contents.Select(content => System.Convert.ToDouble(content, System.Globalization.CultureInfo.InvariantCulture))];
                return new Element(Tensors.Gather(Tensors.Table(Compiler.Graph.TableData.OfReals(reals, representation), representation, reals.Length), index), type);
            }
            long[] numbers = [.. contents.Select(content => content is bool truth ? truth ? 1 : 0 : Numbers.ToLong(content))];
            int node = Tensors.Gather(Tensors.Table(numbers, representation), index);
            return representation == Compiler.Graph.ElementType.Bool ? Truth(node) : new Element(node, type, numbers.Min(), numbers.Max());
        }
        if (items.All(item => item is Constant { Content: string })) {
            return new Element(strings.Codes([.. items.Select(item => (string)((Constant)item).Content!)], index), type);
        }
        Value result = items[items.Count - 1];
        for (int i = items.Count - 2; i >= 0; i--) {
            result = Merge(Tensors.Equal(index, Tensors.Integer(i)), items[i], result, type, syntax);
        }
        return result;
    }

    private Value Zero(ITypeSymbol type) => type.SpecialType switch {
        SpecialType.System_Boolean => Constant.False,
        SpecialType.System_Single => new Constant(0f),
        SpecialType.System_Double => new Constant(0d),
        SpecialType.System_Int64 => new Constant(0L),
        _ => Constant.Of(0),
    };
}
