using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation.Library;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>Variables, fields, properties and elements: what can be read and assigned.</summary>
internal sealed partial class Evaluator {
    private Value Read(IOperation operation) {
        // A field of a base library type is a constant there or nothing that a model needs.
        if (operation is IFieldReferenceOperation { Field: { } field } reference && reference.Field.DeclaringSyntaxReferences.IsEmpty
            && field.AssociatedSymbol is null && BaseLibrary.Field(this, reference) is { } value) {
            return value;
        }
        return PlaceOf(operation).Get();
    }

    /// <summary>What an assignment to this expression assigns to.</summary>
    public Place PlaceOf(IOperation operation) {
        switch (operation) {
            case ILocalReferenceOperation local:
                if (frame.Find(local.Local) is { } place) {
                    return place;
                }
                Variable declared = new(Default(local.Local.Type));
                frame.Declare(local.Local, declared);
                return declared;
            case IParameterReferenceOperation parameter:
                return frame.Find(parameter.Parameter) ?? Captured(parameter);
            case IFieldReferenceOperation field:
                return PlaceOfField(field);
            case IPropertyReferenceOperation property:
                return PlaceOfProperty(property);
            case IArrayElementReferenceOperation element:
                return PlaceOfElement(element);
            case IImplicitIndexerReferenceOperation element:
                return new ComputedPlace(() => GetImplicitIndexer(element), value => SetImplicitIndexer(element, value));
            case IDiscardOperation:
                return new ComputedPlace(() => Constant.Null, _ => { });
            case IDeclarationExpressionOperation declaration:
                return PlaceOf(declaration.Expression);
            case IInstanceReferenceOperation:
                return new ComputedPlace(() => frame.Self!, value => frame.Self = value);
            case IConversionOperation conversion:
                return PlaceOf(conversion.Operand);
            default:
                throw Unsupported(operation);
        }
    }

    /// <summary>The field of an instance, set to its type's default before its first assignment.</summary>
    public Variable FieldOf(Instance instance, IFieldSymbol field) {
        IFieldSymbol key = field.OriginalDefinition;
        if (!instance.Fields.TryGetValue(key, out Variable? variable)) {
            instance.Fields.Add(key, variable = new(Default(field.Type)));
        }
        return variable;
    }

    private Place Captured(IParameterReferenceOperation reference) {
        for (Frame? at = frame; at is not null; at = at.Around) {
            if (at.Self is Instance instance && instance.Captures.TryGetValue(reference.Parameter, out Place? place)) {
                return Guarded(place, instance, reference.Syntax, reference.Parameter.Name);
            }
        }
        throw Unsupported(reference);
    }

    private Place PlaceOfField(IFieldReferenceOperation reference) {
        if (reference.Field.IsStatic) {
            return Static(reference.Field, reference.Syntax);
        }
        Value holder = Evaluate(reference.Instance!);
        switch (holder) {
            case Instance instance:
                return Guarded(FieldOf(instance, reference.Field), instance, reference.Syntax, reference.Field.Name);
            case TupleInstance tuple: {
                IFieldSymbol element = reference.Field.CorrespondingTupleField ?? reference.Field;
                int index = reference.Field.ContainingType.TupleElements.IndexOf(element, 0, SymbolEqualityComparer.Default);
                if (index < 0) {
                    index = int.Parse(element.Name.Substring("Item".Length), System.Globalization.CultureInfo.InvariantCulture) - 1;
                }
                return Guarded(new ComputedPlace(() => tuple.Items[index], value => tuple.Items[index] = value), tuple, reference.Syntax);
            }
            case Unknown:
                return new Variable(holder);
            default:
                throw NullOrUnsupported(reference, holder, reference.Field.Name, reference.Instance);
        }
    }

    private Place PlaceOfProperty(IPropertyReferenceOperation reference) {
        IPropertySymbol property = reference.Property;
        if (property.IsStatic && Bodies.BackingField(property) is { } shared && Bodies.IsAutomatic(property.GetMethod)) {
            return Static(shared, reference.Syntax);
        }
        Value? holder = reference.Instance is null ? null : Evaluate(reference.Instance);
        Place[] arguments = Arguments(reference.Arguments, property.Parameters.Length);
        return new ComputedPlace(
            () => GetProperty(reference, holder, arguments),
            value => SetProperty(reference, holder, arguments, value));
    }

    private Value GetProperty(IPropertyReferenceOperation reference) {
        if (reference.Property.IsStatic && Rasp.ProgramLanguage.Get(this, reference.Property, null, [], reference.Syntax) is { } word) {
            return word;
        }
        if (reference.Property.IsStatic && Bodies.BackingField(reference.Property) is not null && Bodies.IsAutomatic(reference.Property.GetMethod)) {
            return PlaceOfProperty(reference).Get();
        }
        Value? holder = reference.Instance is null ? null : Evaluate(reference.Instance);
        return GetProperty(reference, holder, Arguments(reference.Arguments, reference.Property.Parameters.Length));
    }

    private Value GetProperty(IPropertyReferenceOperation reference, Value? holder, Place[] arguments) {
        IPropertySymbol property = reference.Property;
        if (holder is { IsNull: true } && property.ContainingType.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T) {
            throw NullOrUnsupported(reference, holder, property.Name, reference.Instance);
        }
        if (LibraryCalls.Get(this, reference, property, holder, arguments) is { } value) {
            return value;
        }
        if (property.GetMethod is not { } declared) {
            throw Unsupported(reference);
        }
        IMethodSymbol getter = OfType(declared, reference.ConstrainedToType);
        if (getter is { IsStatic: true, AssociatedSymbol: IPropertySymbol shared } && !SymbolEqualityComparer.Default.Equals(getter, declared) && Bodies.BackingField(shared) is { } automatic && Bodies.IsAutomatic(getter)) {
            return Static(automatic, reference.Syntax).Get();
        }
        if (holder is Instance instance) {
            IMethodSymbol target = Dispatch(getter, instance, IsBaseAccess(reference.Instance));
            if (target.AssociatedSymbol is IPropertySymbol own && Bodies.BackingField(own) is { } field && Bodies.IsAutomatic(target)) {
                return FieldOf(instance, field).Get();
            }
            return Run(target, holder, arguments, reference.Syntax);
        }
        return (getter.DeclaringSyntaxReferences.IsEmpty ? GenericNumbers.Call(this, getter, holder, arguments, reference.Syntax) : null)
            ?? Run(getter, holder, arguments, reference.Syntax);
    }

    private void SetProperty(IPropertyReferenceOperation reference, Value? holder, Place[] arguments, Value value) {
        IPropertySymbol property = reference.Property;
        if (LibraryCalls.Set(this, reference, property, holder, arguments, value)) {
            return;
        }
        if (holder is Instance { Type.IsAnonymousType: true } anonymous) {
            anonymous.Fields[property.OriginalDefinition] = new Variable(value.Copy());
            return;
        }
        if (holder is Instance instance) {
            IMethodSymbol? setter = property.SetMethod is { } declared ? Dispatch(declared, instance, IsBaseAccess(reference.Instance)) : null;
            IPropertySymbol own = setter?.AssociatedSymbol as IPropertySymbol ?? property;
            // A constructor assigns a property without a setter through its field.
            if (Bodies.IsAutomatic(setter) && Bodies.BackingField(own) is { } field) {
                Change(instance, reference.Syntax, own.Name);
                FieldOf(instance, field).Set(Named(value.Copy(), own.Name));
                return;
            }
            if (setter is not null) {
                Run(setter, holder, [.. arguments, new Variable(value.Copy())], reference.Syntax);
                return;
            }
        } else if (property is { IsStatic: true, SetMethod: { } setter }) {
            Run(setter, null, [.. arguments, new Variable(value.Copy())], reference.Syntax);
            return;
        }
        throw NullOrUnsupported(reference, holder ?? Constant.Null, property.Name, reference.Instance);
    }

    private Value GetInstance(IInstanceReferenceOperation operation) => operation.ReferenceKind switch {
        InstanceReferenceKind.ImplicitReceiver => frame.Receivers.Peek(),
        InstanceReferenceKind.PatternInput => frame.Receivers.Peek(),
        _ => Self() ?? throw Unsupported(operation),
    };

    private Value? Self() {
        for (Frame? at = frame; at is not null; at = at.Around) {
            if (at.Self is not null) {
                return at.Self;
            }
        }
        return null;
    }

    private static bool IsBaseAccess(IOperation? instance) =>
        instance is IInstanceReferenceOperation { Syntax: Microsoft.CodeAnalysis.CSharp.Syntax.BaseExpressionSyntax };

    private EvaluationException NullOrUnsupported(IOperation operation, Value holder, string member, IOperation? instance = null) => holder switch {
        { IsNull: true } => WouldThrow(operation.Syntax, $"'{Short((instance ?? operation).Syntax)}' is null where its {(member == "this[]" ? "indexer" : $"'{member}'")} is used", "System.NullReferenceException"),
        Unknown unknown => NeedsValue(operation.Syntax, unknown, $"'{member}'"),
        _ => Unsupported(operation.Syntax, $"'{member}' of {holder.Describe()}", "use members of the model's own classes, tensors, arrays and lists"),
    };

    // An integer takes the first name it is known by, so that messages about shapes can say "width 64".
    private static Value Named(Value value, string name) =>
        value is Constant { Content: int number, Label: null, Enumeration: null } ? new Constant(number, label: name) : value;
}
