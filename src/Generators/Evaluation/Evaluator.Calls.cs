using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation.Library;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>Calls of methods, functions and accessors.</summary>
internal sealed partial class Evaluator {
    private readonly Dictionary<(ISymbol Type, ISymbol Method), IMethodSymbol> dispatched = [];

    private Value Invoke(IInvocationOperation call) {
        IMethodSymbol method = call.TargetMethod;
        Value? receiver = call.Instance is null ? null : Evaluate(call.Instance);
        if (receiver is Instance { Type.IsValueType: true } && !IsVariable(call.Instance!)) {
            receiver = receiver.Copy();
        }
        Place[] arguments = Arguments(call.Arguments, method.Parameters.Length);
        if (receiver is { IsNull: true } && !method.ContainingType.IsValueType) {
            throw WouldThrow(call.Syntax, $"'{Short(call.Instance!.Syntax)}' is null where '{method.Name}' is called", "System.NullReferenceException");
        }
        method = OfType(method, call.ConstrainedToType);
        return Call(method, receiver, arguments, call.Syntax, IsBaseAccess(call.Instance));
    }

    /// <summary>A static member of an interface, in the type that a type parameter stands for.</summary>
    private IMethodSymbol OfType(IMethodSymbol method, ITypeSymbol? type) =>
        method.IsStatic && type is not null && Resolve(type) is INamedTypeSymbol known && known.TypeKind != TypeKind.TypeParameter ? Find(method, known) : method;

    // A struct's method changes the struct where it is a variable, else a copy of it.
    private bool IsVariable(IOperation instance) => instance switch {
        ILocalReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation or IInstanceReferenceOperation => true,
        IFieldReferenceOperation field => !field.Field.IsReadOnly || frame.Member is IMethodSymbol { MethodKind: MethodKind.Constructor },
        _ => false,
    };

    /// <summary>Calls a method: an operation of the graph, a member of the base library, or C# with source.</summary>
    public Value Call(IMethodSymbol method, Value? receiver, Place[] arguments, SyntaxNode syntax, bool isBaseAccess = false) {
        if (method.MethodKind == MethodKind.DelegateInvoke) {
            return receiver is Function function ? Call(function, arguments, syntax) : throw Unsupported(syntax, "a call of something that is no function", "assign the delegate first");
        }
        if (method.MethodKind == MethodKind.LocalFunction) {
            return Run(method, null, arguments, syntax, around: FrameOf(method));
        }
        if (LibraryCalls.Call(this, method, receiver, arguments, syntax) is { } known) {
            return known;
        }
        if (receiver is Instance instance) {
            method = Dispatch(method, instance, isBaseAccess);
        }
        return Run(method, receiver, arguments, syntax);
    }

    /// <summary>Calls a delegate.</summary>
    public Value Call(Function function, Place[] arguments, SyntaxNode syntax) => function.Body is { } body
        ? Run(function.Method, function.Receiver, arguments, syntax, function.Captured, body)
        : function.Captured is { } around && function.Method.MethodKind == MethodKind.LocalFunction
            ? Run(function.Method, null, arguments, syntax, around)
            : Call(function.Method, function.Receiver, arguments, syntax);

    /// <summary>Calls a delegate with values.</summary>
    public Value Call(Function function, SyntaxNode syntax, params Value[] arguments) =>
        Call(function, [.. arguments.Select(argument => (Place)new Variable(argument))], syntax);

    private Value Run(IMethodSymbol method, Value? self, Place[] arguments, SyntaxNode syntax, Frame? around = null, IOperation? body = null) {
        IMethodSymbol definition = method.OriginalDefinition;
        definition = definition.PartialImplementationPart ?? definition;
        body ??= Bodies.Of(definition) ?? throw NoSource(method, syntax);
        if (body.Kind == OperationKind.Invalid) {
            throw new EvaluationException(null);
        }
        Frame callee = new(definition, self, around, frame, syntax) { TypeArguments = TypeArgumentsOf(method, self) };
        Bind(callee, definition.Parameters, arguments);
        if (Bodies.IsIterator(definition) && body is IBlockOperation yielding) {
            // Each walk has variables of its own.
            Frame Start() {
                Frame walk = new(definition, self, around, callee.Caller, syntax) { TypeArguments = callee.TypeArguments };
                foreach (IParameterSymbol parameter in definition.Parameters) {
                    walk.Declare(parameter, new Variable(callee.Find(parameter)!.Get().Copy()));
                }
                return walk;
            }
            return Iterate(definition, definition.ReturnType, Start, yielding);
        }
        return Enter(callee, () => {
            if (body is IBlockOperation block) {
                Execute(block);
            } else {
                callee.Result = Evaluate(body);
            }
            return callee.Result;
        });
    }

    /// <summary>Runs something in a frame, within the limits of depth.</summary>
    private Value Enter(Frame callee, Func<Value> run) {
        if (callee.Depth > DeepestCall) {
            throw TooDeep(callee);
        }
        try {
            RuntimeHelpers.EnsureSufficientExecutionStack();
        } catch (InsufficientExecutionStackException) {
            throw TooDeep(callee);
        }
        Frame caller = frame;
        frame = callee;
        // No finally: a problem is placed by the frames that were running when it arose, and ends the evaluation.
        Value result = run();
        frame = caller;
        return result;
    }

    // The repeated call, at the place in the user's source where the cycle is entered for the last time.
    private EvaluationException TooDeep(Frame callee) {
        Frame[] stack = [.. Stack(callee)];
        ISymbol repeated = stack.Select(at => at.Member).OfType<ISymbol>()
            .GroupBy(member => member, (IEqualityComparer<ISymbol>)SymbolEqualityComparer.Default)
            .OrderByDescending(group => group.Count()).First().Key;
        Frame last = stack.First(at => SymbolEqualityComparer.Default.Equals(at.Member, repeated));
        frame = last.Caller ?? frame;
        string name = repeated is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } ? repeated.ContainingType.Name
            : repeated is IMethodSymbol { AssociatedSymbol: { } property } ? property.Name
            : repeated.Name.Length == 0 ? "the lambda" : repeated.Name;
        SyntaxNode site = last.CallSite ?? callee.CallSite!;
        return Fail(Descriptors.Recursion, site, name, DeepestCall.ToString(System.Globalization.CultureInfo.InvariantCulture), Within(site));
    }

    private static IEnumerable<Frame> Stack(Frame top) {
        for (Frame? at = top; at is not null; at = at.Caller) {
            yield return at;
        }
    }

    private void Bind(Frame callee, ImmutableArray<IParameterSymbol> parameters, Place[] arguments) {
        for (int i = 0; i < parameters.Length; i++) {
            IParameterSymbol parameter = parameters[i];
            Place argument = arguments[i];
            callee.Declare(parameter, parameter.RefKind is RefKind.Ref or RefKind.Out ? argument : new Variable(Named(argument.Get().Copy(), parameter.Name)));
        }
    }

    /// <summary>Arguments by the ordinal of their parameters; by-reference ones are places of the caller.</summary>
    private Place[] Arguments(ImmutableArray<IArgumentOperation> arguments, int count) {
        if (count == 0) {
            return [];
        }
        Place[] places = new Place[count];
        foreach (IArgumentOperation argument in arguments) {
            if (argument.Parameter is not { } parameter) {
                throw Unsupported(argument);
            }
            bool isReference = parameter.RefKind is RefKind.Ref or RefKind.Out;
            places[parameter.Ordinal] = isReference ? PlaceOf(argument.Value) : new Variable(Evaluate(argument.Value));
        }
        return places;
    }

    private Dictionary<ITypeParameterSymbol, ITypeSymbol>? TypeArgumentsOf(IMethodSymbol method, Value? self) {
        Dictionary<ITypeParameterSymbol, ITypeSymbol>? arguments = null;
        for (int i = 0; i < method.TypeArguments.Length; i++) {
            arguments ??= new(SymbolEqualityComparer.Default);
            arguments[method.OriginalDefinition.TypeParameters[i]] = Resolve(method.TypeArguments[i]);
        }
        INamedTypeSymbol? holder = method.ContainingType;
        if (holder is { IsGenericType: true } || self is Instance) {
            INamedTypeSymbol? type = self is Instance instance ? BaseOf(instance.Type, holder) : (INamedTypeSymbol)Resolve(holder!);
            for (; type is not null; type = type.ContainingType) {
                for (int i = 0; i < type.TypeArguments.Length; i++) {
                    arguments ??= new(SymbolEqualityComparer.Default);
                    arguments[type.OriginalDefinition.TypeParameters[i]] = type.TypeArguments[i];
                }
            }
        }
        return arguments;
    }

    private static INamedTypeSymbol? BaseOf(INamedTypeSymbol type, INamedTypeSymbol? definition) {
        if (definition?.TypeKind == TypeKind.Interface) {
            return type.AllInterfaces.FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, definition.OriginalDefinition));
        }
        for (INamedTypeSymbol? at = type; at is not null; at = at.BaseType) {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, definition?.OriginalDefinition)) {
                return at;
            }
        }
        return type;
    }

    /// <summary>The method that a call reaches on an object of a known type.</summary>
    private IMethodSymbol Dispatch(IMethodSymbol method, Instance instance, bool isBaseAccess) {
        bool isVirtual = method.IsVirtual || method.IsAbstract || method.IsOverride || method.ContainingType.TypeKind == TypeKind.Interface;
        if (!isVirtual || isBaseAccess) {
            return method;
        }
        IMethodSymbol definition = method.ConstructedFrom;
        if (!dispatched.TryGetValue((instance.Type, definition), out IMethodSymbol? target)) {
            target = Find(definition, instance.Type);
            dispatched.Add((instance.Type, definition), target);
        }
        return method.TypeArguments.Length > 0 ? target.ConstructedFrom.Construct([.. method.TypeArguments.Select(Resolve)]) : target;
    }

    private static IMethodSymbol Find(IMethodSymbol method, INamedTypeSymbol type) {
        if (method.ContainingType.TypeKind == TypeKind.Interface) {
            INamedTypeSymbol? constructed = BaseOf(type, method.ContainingType);
            ISymbol member = constructed?.GetMembers(method.Name).FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, method.OriginalDefinition)) ?? method;
            IMethodSymbol implementation = type.FindImplementationForInterfaceMember(member) as IMethodSymbol ?? (IMethodSymbol)member;
            // The class that implements the interface may leave the body to a class derived from it.
            return implementation.ContainingType.TypeKind == TypeKind.Interface || SymbolEqualityComparer.Default.Equals(implementation, method)
                ? implementation
                : Find(implementation, type);
        }
        for (INamedTypeSymbol? at = type; at is not null; at = at.BaseType) {
            foreach (IMethodSymbol candidate in at.GetMembers(method.Name).OfType<IMethodSymbol>()) {
                for (IMethodSymbol? overridden = candidate; overridden is not null; overridden = overridden.OverriddenMethod) {
                    if (SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, method.OriginalDefinition)) {
                        return candidate;
                    }
                }
            }
        }
        return method;
    }

    private Frame FrameOf(IMethodSymbol localFunction) {
        for (Frame? at = frame; at is not null; at = at.Around) {
            if (SymbolEqualityComparer.Default.Equals(at.Member, localFunction.ContainingSymbol)) {
                return at;
            }
        }
        return frame;
    }

    private Value Reference(IMethodReferenceOperation reference) {
        IMethodSymbol method = reference.Method;
        if (method.MethodKind == MethodKind.LocalFunction) {
            return new Function(method, null, FrameOf(method), null);
        }
        Value? receiver = reference.Instance is null ? null : Evaluate(reference.Instance);
        return receiver is Instance instance
            ? new Function(Dispatch(method, instance, IsBaseAccess(reference.Instance)), receiver, null, null)
            : new Function(method, receiver, null, null);
    }

    private EvaluationException NoSource(IMethodSymbol method, SyntaxNode syntax) {
        ISymbol member = method.AssociatedSymbol ?? method;
        string name = member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? $"new {member.ContainingType.Name}" : $"{member.ContainingType?.Name}.{member.Name}";
        return (method.IsAbstract || method.IsExtern) && !IsOfBaseLibrary(member) ? Unsupported(syntax, $"a call of '{name}', which has no body,", "implement it") : NotAtHand(name, member, syntax);
    }

    private static bool IsOfBaseLibrary(ISymbol member) =>
        member.ContainingNamespace?.ToDisplayString() is { } space && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal));

    private EvaluationException NotAtHand(string name, ISymbol member, SyntaxNode syntax) {
        return IsOfBaseLibrary(member)
            ? Unsupported(syntax, $"'{name}'", Advice.InsteadOf(member))
            : Fail(Descriptors.SourceMissing, syntax, name, Within(syntax));
    }
}
