using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation.Values;
using Sinter.Generators.Rasp;

namespace Sinter.Generators.Evaluation.Library;

/// <summary>Members that are not evaluated from source: those of tensors and of the base library. Each answers or declines with null.</summary>
internal static class LibraryCalls {
    public static Value? Call(Evaluator evaluator, IMethodSymbol method, Value? receiver, Place[] arguments, SyntaxNode syntax) {
        if (Language.PrimitiveName(evaluator, method) is { } operation) {
            return Language.Apply(evaluator, operation, method, receiver, arguments, syntax);
        }
        if ((Language.Call(evaluator, method, receiver, arguments, syntax) ?? ProgramCalls.Call(evaluator, method, receiver, arguments, syntax)) is { } answer) {
            return answer;
        }
        if (evaluator.AtRun is { } elements && (method.DeclaringSyntaxReferences.IsEmpty || ProgramLanguage.IsOurs(method))
            && elements.Call(method, receiver, [.. arguments.Select(argument => argument.Get())], syntax) is { } computed) {
            return computed;
        }
        if (!method.DeclaringSyntaxReferences.IsEmpty || !method.ContainingType.DeclaringSyntaxReferences.IsEmpty) {
            return Objects.Call(evaluator, method, receiver, arguments, syntax);
        }
        return Objects.Call(evaluator, method, receiver, arguments, syntax)
            ?? Exceptions.Call(evaluator, method, arguments, syntax)
            ?? Immutables.Call(evaluator, method, receiver, arguments, syntax)
            ?? Dictionaries.Call(evaluator, method, receiver, arguments, syntax)
            ?? Texts.Call(evaluator, method, receiver, arguments, syntax)
            ?? Lists.Call(evaluator, method, receiver, arguments, syntax)
            ?? Queries.Call(evaluator, method, arguments, syntax)
            ?? Enumerations.Call(evaluator, method, arguments, syntax)
            ?? Enumerations.OfRanges(evaluator, method, receiver, arguments, syntax)
            ?? GenericNumbers.Call(evaluator, method, receiver, arguments, syntax)
            ?? BaseLibrary.Call(evaluator, method, receiver, arguments, syntax);
    }

    public static Value? Create(Evaluator evaluator, IObjectCreationOperation creation, INamedTypeSymbol type, Place[] arguments) =>
        Language.Create(evaluator, type, arguments, creation.Syntax)
            ?? ProgramLanguage.Create(evaluator, type, arguments, creation.Syntax)
            ?? Lists.Create(evaluator, type, arguments, creation.Syntax)
            ?? Dictionaries.Create(evaluator, type, arguments, creation.Syntax)
            ?? Texts.Create(evaluator, type, arguments)
            ?? (type.SpecialType == SpecialType.System_Object ? new Instance(type) : null)
            ?? (type.TypeKind == TypeKind.Delegate && arguments is [var function] ? function.Get() : null);

    public static Value? Convert(Evaluator evaluator, IMethodSymbol conversion, Value value, SyntaxNode syntax) =>
        Language.Convert(evaluator, conversion, value, syntax) ?? Lists.Convert(evaluator, conversion, value, syntax) ?? BaseLibrary.Convert(conversion, value);

    public static Value? Get(Evaluator evaluator, IPropertyReferenceOperation reference, IPropertySymbol property, Value? holder, Place[] arguments) =>
        Language.Get(evaluator, property, holder, arguments, reference.Syntax)
            ?? ProgramLanguage.Get(evaluator, property, holder, arguments, reference.Syntax)
            ?? evaluator.AtRun?.Get(property, holder, reference.Syntax)
            ?? Lists.Get(evaluator, property, holder, arguments, reference.Syntax)
            ?? Dictionaries.Get(evaluator, property, holder, arguments, reference.Syntax)
            ?? Texts.Get(property, holder)
            ?? Enumerations.OfRanges(property, holder)
            ?? Objects.Get(property, holder);

    public static bool Set(Evaluator evaluator, IPropertyReferenceOperation reference, IPropertySymbol property, Value? holder, Place[] arguments, Value value) =>
        Language.Set(evaluator, property, holder, value, reference.Syntax)
            || Texts.Set(property, holder, value)
            || Lists.Set(evaluator, holder, arguments, value, reference.Syntax);
}
