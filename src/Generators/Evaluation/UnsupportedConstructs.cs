using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sinter.Generators.Evaluation;

/// <summary>The border of the language: what is refused, and what to write instead.</summary>
internal static class UnsupportedConstructs {
    public static (string What, string Instead) Explain(IOperation operation) => operation.Kind switch {
        _ when operation.Type?.TypeKind == TypeKind.Dynamic => ("'dynamic'", "name the type"),
        OperationKind.None when operation.Syntax is StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax => ("'stackalloc'", "use an array"),
        OperationKind.None => ($"'{operation.Syntax.Kind()}'", "write it with variables, loops, conditions and method calls"),
        OperationKind.Await => ("'await'", "a model is evaluated while the project builds: call synchronous code"),
        OperationKind.Branch => ("'goto'", "use a loop, 'if' or 'switch'"),
        OperationKind.Labeled => ("a label", "use a loop, 'if' or 'switch'"),
        OperationKind.DynamicInvocation or OperationKind.DynamicMemberReference or OperationKind.DynamicIndexerAccess or OperationKind.DynamicObjectCreation
            => ("'dynamic'", "name the type"),
        OperationKind.AddressOf => ("a pointer", "use arrays and tensors"),
        OperationKind.Throw => ("this 'throw'", "throw a new exception with a message"),
        OperationKind.EventAssignment or OperationKind.EventReference or OperationKind.RaiseEvent => ("an event", "use a delegate in a field"),
        OperationKind.SizeOf => ("'sizeof'", "write the number"),
        OperationKind.Stop or OperationKind.End => ("this statement", "remove it"),
        _ => ($"the C# construct '{operation.Kind}'", "write it with variables, loops, conditions and method calls"),
    };
}
