using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation.Library;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>Objects: constructors, initialisers, copies.</summary>
internal sealed partial class Evaluator {
    private Value Create(IObjectCreationOperation creation) {
        INamedTypeSymbol type = (INamedTypeSymbol)Resolve(creation.Type!);
        Place[] arguments = Arguments(creation.Arguments, creation.Constructor?.Parameters.Length ?? 0);
        Value made = LibraryCalls.Create(this, creation, type, arguments) ?? Construct(type, creation.Constructor!, arguments, creation.Syntax);
        Initialise(made, creation.Initializer);
        return made;
    }

    private Value CreateOfParameter(ITypeParameterObjectCreationOperation creation) {
        if (Resolve(creation.Type!) is not INamedTypeSymbol type || type.InstanceConstructors.FirstOrDefault(c => c.Parameters.Length == 0) is not { } constructor) {
            throw Unsupported(creation);
        }
        Value made = Construct(type, constructor, [], creation.Syntax);
        Initialise(made, creation.Initializer);
        return made;
    }

    private Value CreateAnonymous(IAnonymousObjectCreationOperation creation) {
        Instance made = new((INamedTypeSymbol)creation.Type!);
        foreach (ISimpleAssignmentOperation initializer in creation.Initializers.OfType<ISimpleAssignmentOperation>()) {
            IPropertySymbol property = ((IPropertyReferenceOperation)initializer.Target).Property;
            made.Fields[property.OriginalDefinition] = new Variable(Evaluate(initializer.Value).Copy());
        }
        return made;
    }

    private Value CopyWith(IWithOperation with) {
        Value original = Evaluate(with.Operand);
        Value copy = original switch {
            Instance instance => CopyOf(instance, with.Syntax),
            TupleInstance tuple => tuple.Copy(),
            _ => throw Unsupported(with),
        };
        Initialise(copy, with.Initializer);
        return copy;
    }

    // A record may say itself how it is copied.
    private Instance CopyOf(Instance original, SyntaxNode syntax) {
        IMethodSymbol? own = original.Type.IsRecord && !original.Type.IsValueType
            ? original.Type.InstanceConstructors.FirstOrDefault(constructor => !constructor.IsImplicitlyDeclared && constructor.Parameters is [{ Type: var from }] && SymbolEqualityComparer.Default.Equals(from, original.Type))
            : null;
        return own is null ? original.Clone() : Construct(original.Type, own, [new Variable(original)], syntax);
    }

    /// <summary>A new object of a class or struct, made by one of its constructors.</summary>
    public Instance Construct(INamedTypeSymbol type, IMethodSymbol constructor, Place[] arguments, SyntaxNode syntax) {
        if (type.DeclaringSyntaxReferences.IsEmpty && !IsException(type)) {
            throw NoSource(constructor, syntax);
        }
        Instance made = new(type);
        RunConstructor(made, type, constructor, arguments, syntax);
        return made;
    }

    private void Initialise(Value made, IObjectOrCollectionInitializerOperation? initializer) {
        if (initializer is null) {
            return;
        }
        frame.Receivers.Push(made);
        foreach (IOperation part in initializer.Initializers) {
            if (part is IMemberInitializerOperation member) {
                Initialise(Evaluate(member.InitializedMember), member.Initializer);
            } else {
                Evaluate(part);
            }
        }
        frame.Receivers.Pop();
    }

    private void RunConstructor(Instance made, INamedTypeSymbol type, IMethodSymbol constructor, Place[] arguments, SyntaxNode syntax) {
        IMethodSymbol definition = constructor.OriginalDefinition;
        if (type.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType) {
            return;
        }
        if (type.DeclaringSyntaxReferences.IsEmpty) {
            if (!IsException(type)) {
                throw NoSource(constructor, syntax);
            }
            BaseLibrary.RememberMessage(made, definition, arguments);
            return;
        }
        Frame callee = new(definition, made, null, frame, syntax) { TypeArguments = TypeArgumentsOf(type) };
        Bind(callee, definition.Parameters, arguments);
        Enter(callee, () => {
            switch (definition.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax()) {
                case ConstructorDeclarationSyntax:
                    RunBody(made, type, definition, syntax);
                    break;
                case TypeDeclarationSyntax declaration:
                    RunPrimary(made, type, definition, declaration, syntax);
                    break;
                default:
                    InitialiseFields(made, type);
                    RunBaseWithoutArguments(made, type, syntax);
                    break;
            }
            return Constant.Null;
        });
    }

    private void RunBody(Instance made, INamedTypeSymbol type, IMethodSymbol definition, SyntaxNode syntax) {
        if (Bodies.Of(definition) is not IConstructorBodyOperation body) {
            throw new EvaluationException(null);
        }
        IInvocationOperation? other = (body.Initializer as IExpressionStatementOperation)?.Operation as IInvocationOperation ?? body.Initializer as IInvocationOperation;
        bool isThis = other is not null && SymbolEqualityComparer.Default.Equals(other.TargetMethod.ContainingType.OriginalDefinition, type.OriginalDefinition);
        if (!isThis) {
            InitialiseFields(made, type);
        }
        if (other is not null) {
            Place[] arguments = Arguments(other.Arguments, other.TargetMethod.Parameters.Length);
            RunConstructor(made, isThis ? type : type.BaseType!, other.TargetMethod, arguments, other.Syntax);
        } else {
            RunBaseWithoutArguments(made, type, syntax);
        }
        if ((body.BlockBody ?? body.ExpressionBody) is { } statements) {
            Execute(statements);
        }
    }

    private void RunPrimary(Instance made, INamedTypeSymbol type, IMethodSymbol definition, TypeDeclarationSyntax declaration, SyntaxNode syntax) {
        foreach (IParameterSymbol parameter in definition.Parameters) {
            Place place = frame.Find(parameter)!;
            made.Captures[parameter] = place;
            IPropertySymbol? positional = !type.IsRecord ? null : type.OriginalDefinition.GetMembers(parameter.Name).OfType<IPropertySymbol>()
                .FirstOrDefault(property => property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ParameterSyntax);
            if (positional is not null && Bodies.BackingField(positional) is { } field) {
                FieldOf(made, field).Set(place.Get().Copy());
            }
        }
        InitialiseFields(made, type);
        if (Bodies.PrimaryBaseCall(declaration) is { } call) {
            RunConstructor(made, type.BaseType!, call.TargetMethod, Arguments(call.Arguments, call.TargetMethod.Parameters.Length), call.Syntax);
        } else {
            RunBaseWithoutArguments(made, type, syntax);
        }
    }

    private void RunBaseWithoutArguments(Instance made, INamedTypeSymbol type, SyntaxNode syntax) {
        if (type.BaseType is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) } parent
            && parent.InstanceConstructors.FirstOrDefault(constructor => constructor.Parameters.Length == 0) is { } constructor) {
            RunConstructor(made, parent, constructor, [], syntax);
        }
    }

    private void InitialiseFields(Instance made, INamedTypeSymbol type) {
        foreach (ISymbol member in type.OriginalDefinition.GetMembers()) {
            if (member.IsStatic || Bodies.Initializer(member) is not { } initializer) {
                continue;
            }
            IFieldSymbol? field = member as IFieldSymbol ?? (member is IPropertySymbol property ? Bodies.BackingField(property) : null);
            if (field is not null) {
                FieldOf(made, field).Set(Named(Evaluate(initializer).Copy(), member.Name));
            }
        }
    }

    private static Dictionary<ITypeParameterSymbol, ITypeSymbol>? TypeArgumentsOf(INamedTypeSymbol type) {
        Dictionary<ITypeParameterSymbol, ITypeSymbol>? arguments = null;
        for (INamedTypeSymbol? at = type; at is not null; at = at.ContainingType) {
            for (int i = 0; i < at.TypeArguments.Length; i++) {
                arguments ??= new(SymbolEqualityComparer.Default);
                arguments[at.OriginalDefinition.TypeParameters[i]] = at.TypeArguments[i];
            }
        }
        return arguments;
    }

    public static bool IsException(ITypeSymbol? type) {
        for (; type is not null; type = type.BaseType) {
            if (type is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }) {
                return true;
            }
        }
        return false;
    }

    /// <summary>What a variable of the type holds before its first assignment.</summary>
    public Value Default(ITypeSymbol type) {
        type = Resolve(type);
        switch (type.SpecialType) {
            case SpecialType.System_Boolean:
                return Constant.False;
            case SpecialType.System_Char:
                return new Constant('\0');
            case >= SpecialType.System_SByte and <= SpecialType.System_Double:
                return new Constant(Numbers.Convert(0, type.SpecialType, false));
        }
        return type switch {
            INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying } enumeration => new Constant(Numbers.Convert(0, underlying.SpecialType, false), enumeration),
            INamedTypeSymbol { IsTupleType: true } tuple => new TupleInstance(
                [.. tuple.TupleElements.Select(element => Default(element.Type))],
                [.. tuple.TupleElements.Select(element => element.IsExplicitlyNamedTupleElement ? element.Name : null)]),
            INamedTypeSymbol { Name: "Empty" } empty when Rasp.ProgramLanguage.IsOurs(empty) => new Rasp.EmptyValue(null),
            INamedTypeSymbol { Name: "Axis", ContainingNamespace.Name: "Sinter" } => new AxisValue(0, false),
            INamedTypeSymbol { IsValueType: true, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T } structure => new Instance(structure),
            _ => Constant.Null,
        };
    }
}
