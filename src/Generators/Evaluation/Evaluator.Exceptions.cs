using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation.Library;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>Exceptions that are caught, and what runs however a statement ends.</summary>
internal sealed partial class Evaluator {
    // What 'throw;' throws again.
    private readonly Stack<ThrownException> caught = [];
    private int raising;

    private Flow Try(ITryOperation statement) {
        Frame entered = frame;
        int receivers = frame.Receivers.Count;
        int handled = caught.Count;
        Flow flow;
        Value? result = null;
        try {
            try {
                flow = Execute(statement.Body);
            } catch (ThrownException exception) when (statement.Catches.Length > 0) {
                frame = entered;
                Unwind(receivers, handled);
                Flow? ended = Handle(statement.Catches, exception);
                if (ended is null) {
                    throw;
                }
                flow = ended.Value;
            }
            result = frame.Result;
        } catch (ThrownException) when (statement.Finally is not null) {
            frame = entered;
            Unwind(receivers, handled);
            Execute(statement.Finally);
            throw;
        }
        if (statement.Finally is not null) {
            Execute(statement.Finally);
            frame.Result = result;
        }
        return flow;
    }

    private void Unwind(int receivers, int handled) {
        while (frame.Receivers.Count > receivers) {
            frame.Receivers.Pop();
        }
        while (caught.Count > handled) {
            caught.Pop();
        }
    }

    private Flow? Handle(IEnumerable<ICatchClauseOperation> clauses, ThrownException exception) {
        foreach (ICatchClauseOperation clause in clauses) {
            ITypeSymbol type = Resolve(clause.ExceptionType);
            if (type.SpecialType != SpecialType.System_Object && !Inherits(exception.Exception.Type, type)) {
                continue;
            }
            if (clause.ExceptionDeclarationOrExpression is IVariableDeclaratorOperation declarator) {
                frame.Declare(declarator.Symbol, new Variable(exception.Exception));
            }
            if (clause.Filter is { } filter && !IsTrue(filter, Descriptors.BranchNotKnown)) {
                continue;
            }
            caught.Push(exception);
            Flow flow = Execute(clause.Handler);
            caught.Pop();
            return flow;
        }
        return null;
    }

    private Flow Using(IUsingOperation statement) {
        List<Value> resources = [];
        if (statement.Resources is IVariableDeclarationGroupOperation group) {
            resources.AddRange(DeclareResources(group));
        } else {
            resources.Add(Evaluate(statement.Resources));
        }
        return Disposing(resources, statement.Resources.Syntax, () => Execute(statement.Body));
    }

    private Flow Using(IUsingDeclarationOperation declaration, IReadOnlyList<IOperation> rest) =>
        Disposing(DeclareResources(declaration.DeclarationGroup), declaration.Syntax, () => Execute(rest));

    private List<Value> DeclareResources(IVariableDeclarationGroupOperation group) {
        Execute(group);
        return [.. group.Declarations.SelectMany(declaration => declaration.Declarators).Select(declarator => frame.Find(declarator.Symbol)!.Get())];
    }

    private Flow Disposing(List<Value> resources, SyntaxNode syntax, System.Func<Flow> body) {
        Frame entered = frame;
        IMethodSymbol[] methods = [.. resources.Where(resource => !resource.IsNull).Select(resource =>
            resource is Instance instance && Accessor(instance, "Dispose") is { } dispose
                ? dispose
                : throw Unsupported(syntax, $"'using' of {resource.Describe()}", "a model owns no resources: remove it"))];
        void Dispose() {
            for (int i = methods.Length - 1; i >= 0; i--) {
                Run(methods[i], resources[i], [], syntax);
            }
        }
        Flow flow;
        try {
            flow = body();
        } catch (ThrownException) {
            frame = entered;
            Dispose();
            throw;
        }
        Value result = frame.Result;
        Dispose();
        frame.Result = result;
        return flow;
    }

    private EvaluationException Throw(IThrowOperation operation) {
        if (operation.Exception is null) {
            return caught.Count > 0 ? caught.Peek() : Unsupported(operation);
        }
        return Raised(operation.Exception) switch {
            Instance exception => Thrown(operation.Syntax, exception),
            { IsNull: true } => WouldThrow(operation.Syntax, "null is thrown", "System.NullReferenceException"),
            _ => Unsupported(operation),
        };
    }

    // Its message may name elements of a program, which are known only when it runs.
    private Value Raised(IOperation exception) {
        raising++;
        try {
            return Evaluate(exception);
        } finally {
            raising--;
        }
    }

    /// <summary>An exception that the declaration throws. It is a problem where nothing catches it.</summary>
    public EvaluationException Thrown(SyntaxNode syntax, Instance exception) {
        string message = exception.Message ?? exception.Type.Name;
        bool isLibrary = library.Contains(syntax.SyntaxTree);
        SourceSpan place = SpanOf(isLibrary || frame.CallSite is null ? syntax : frame.CallSite);
        // Standard blocks throw where a hyper-parameter is wrong: the attribute that gave it is the place to point at.
        if (exception.BlamedParameter is { } parameter && ReferenceEquals(place, declaration)) {
            place = Blame(parameter) ?? place;
        }
        // The message of an exception is written for the user; where it comes from matters only for the user's own.
        Problem problem = exception.Type.Name == "ShapeException"
            ? new(Descriptors.ShapeMismatch, SpanOf(syntax), message, Within(syntax))
            : new(Descriptors.Thrown, place, message, "");
        return new ThrownException(problem, exception);
    }

    /// <summary>An exception that C# itself, or the base library, throws here.</summary>
    public EvaluationException WouldThrow(SyntaxNode syntax, string message, string type) => new ThrownException(
        new Problem(Descriptors.Thrown, SpanOf(syntax), message, Within(syntax)),
        new Instance(Compilation.GetTypeByMetadataName(type) ?? Compilation.GetTypeByMetadataName("System.Exception")!));

    /// <summary>An exception on its way to whoever catches it.</summary>
    private sealed class ThrownException(Problem problem, Instance exception) : EvaluationException(problem) {
        public Instance Exception { get; } = exception;
    }
}
