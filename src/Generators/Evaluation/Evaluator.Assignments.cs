using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>Assignments, steps and deconstruction.</summary>
internal sealed partial class Evaluator {
    private Value Assign(ISimpleAssignmentOperation assignment) {
        if (assignment.IsRef) {
            throw Unsupported(assignment.Syntax, "a reassigned 'ref' local", "assign values, not references");
        }
        Place place = PlaceOf(assignment.Target);
        Value value = Evaluate(assignment.Value).Copy();
        if (assignment.Target is IFieldReferenceOperation { Field.Name: { } field }) {
            value = Named(value, field);
        }
        running = assignment.Syntax;
        place.Set(value);
        return value;
    }

    private Value Assign(ICompoundAssignmentOperation assignment) {
        Place place = PlaceOf(assignment.Target);
        Value left = place.Get();
        Value right = Evaluate(assignment.Value);
        Value result;
        if (assignment.OperatorMethod is { } method) {
            if (!assignment.InConversion.IsIdentity && assignment.InConversion.MethodSymbol is { } convert) {
                left = Call(convert, null, [new Variable(left)], assignment.Syntax);
            }
            result = Call(OfType(method, assignment.ConstrainedToType), null, [new Variable(left), new Variable(right)], assignment.Syntax);
        } else {
            result = BuiltIn(assignment.OperatorKind, left, right, assignment.Target.Type!, assignment.Type!, assignment.IsChecked, assignment);
            if (assignment.Type!.SpecialType != SpecialType.System_String) {
                result = ConvertNumber(result, assignment.Type!, assignment.IsChecked, assignment.Syntax);
            }
        }
        running = assignment.Syntax;
        place.Set(result);
        return result;
    }

    private Value Assign(ICoalesceAssignmentOperation assignment) {
        Place place = PlaceOf(assignment.Target);
        Value current = place.Get();
        if (!current.IsNull) {
            return current;
        }
        Value value = Evaluate(assignment.Value).Copy();
        place.Set(value);
        return value;
    }

    private Value Step(IIncrementOrDecrementOperation step) {
        Place place = PlaceOf(step.Target);
        Value before = place.Get();
        Value after;
        if (step.OperatorMethod is { } method) {
            after = Call(OfType(method, step.ConstrainedToType), null, [new Variable(before)], step.Syntax);
        } else {
            BinaryOperatorKind kind = step.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
            after = ConvertNumber(BuiltIn(kind, before, Constant.Of(1), step.Target.Type!, step.Type!, step.IsChecked, step), step.Type!, step.IsChecked, step.Syntax);
        }
        place.Set(after);
        return step.IsPostfix ? before : after;
    }

    private Value Deconstruct(IDeconstructionAssignmentOperation assignment) {
        Value value = Evaluate(assignment.Value);
        Deconstruct(assignment.Target, value, assignment.Syntax, Bodies.Deconstruction(assignment.Syntax));
        return value;
    }

    private void Deconstruct(IOperation target, Value value, SyntaxNode syntax, DeconstructionInfo info) {
        while (target is IDeclarationExpressionOperation declaration) {
            target = declaration.Expression;
        }
        if (target is not ITupleOperation tuple) {
            Place place = PlaceOf(target);
            place.Set(target is ILocalReferenceOperation local ? Named(value.Copy(), local.Local.Name) : value.Copy());
            return;
        }
        Value[] parts = info.Method is { IsStatic: true } extension ? Parts(extension, value, tuple.Elements.Length, syntax) : Parts(value, tuple.Elements.Length, syntax);
        for (int i = 0; i < parts.Length; i++) {
            Deconstruct(tuple.Elements[i], parts[i].Copy(), syntax, info.Nested.IsDefaultOrEmpty ? default : info.Nested[i]);
        }
    }

    private Value[] Parts(IMethodSymbol extension, Value value, int count, SyntaxNode syntax) {
        Place[] results = [.. Enumerable.Range(0, count).Select(_ => (Place)new Variable(Constant.Null))];
        Run(extension, null, [new Variable(value), .. results], syntax);
        return [.. results.Select(result => result.Get())];
    }

    /// <summary>The parts of a tuple, of a record, or of anything with a <c>Deconstruct</c> of its own.</summary>
    private Value[] Parts(Value value, int count, SyntaxNode syntax) {
        switch (value) {
            case TupleInstance tuple when tuple.Items.Length == count:
                return [.. tuple.Items];
            case Instance instance: {
                for (INamedTypeSymbol? type = instance.Type; type is not null; type = type.BaseType) {
                    IMethodSymbol? method = type.GetMembers("Deconstruct").OfType<IMethodSymbol>().FirstOrDefault(candidate => candidate.Parameters.Length == count);
                    if (method is null) {
                        continue;
                    }
                    if (Bodies.Of(method) is not null) {
                        Place[] results = [.. Enumerable.Range(0, count).Select(_ => (Place)new Variable(Constant.Null))];
                        Run(method, instance, results, syntax);
                        return [.. results.Select(result => result.Get())];
                    }
                    return [.. method.Parameters.Select(parameter => RecordProperty(instance, type, parameter.Name))];
                }
                break;
            }
        }
        throw Unsupported(syntax, $"taking {value.Describe()} apart into {count} values", "deconstruct tuples, records or objects with a Deconstruct method");
    }

    private Value RecordProperty(Instance instance, INamedTypeSymbol type, string name) =>
        FieldOf(instance, Bodies.BackingField(type.GetMembers(name).OfType<IPropertySymbol>().Single())!).Get();

    private Value MakeTuple(ITupleOperation tuple) {
        ImmutableArray<IFieldSymbol> elements = ((INamedTypeSymbol)tuple.Type!).TupleElements;
        return new TupleInstance(
            [.. tuple.Elements.Select(element => Evaluate(element).Copy())],
            [.. elements.Select(element => element.IsExplicitlyNamedTupleElement ? element.Name : null)]);
    }

    private Value CompareTuples(ITupleBinaryOperation comparison) {
        (Value left, Value right) = (Evaluate(comparison.LeftOperand), Evaluate(comparison.RightOperand));
        if (Concerns(left) || Concerns(right)) {
            int same = AtRun!.Equal(left, right, comparison.Syntax);
            return AtRun.Truth(comparison.OperatorKind == BinaryOperatorKind.Equals ? same : AtRun.Tensors.Not(same));
        }
        bool equal = AreEqual(left, right, comparison.Syntax);
        return Constant.Of(equal == (comparison.OperatorKind == BinaryOperatorKind.Equals));
    }
}
