using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>Statements.</summary>
internal sealed partial class Evaluator {
    // The condition of the loop that was asked last: what it cannot decide is the loop's count.
    private IOperation? loopCondition;

    // Where the latest 'goto' leads.
    private ILabelSymbol? destination;

    /// <summary>How a statement ended.</summary>
    private enum Flow { Next, Break, Continue, Return, Goto }

    private Flow Execute(IOperation statement) {
        Count(statement);
        switch (statement.Kind) {
            case OperationKind.Block:
                return Execute(((IBlockOperation)statement).Operations);
            case OperationKind.VariableDeclarationGroup:
                foreach (IVariableDeclarationOperation declaration in ((IVariableDeclarationGroupOperation)statement).Declarations) {
                    Declare(declaration);
                }
                return Flow.Next;
            case OperationKind.ExpressionStatement:
                Evaluate(((IExpressionStatementOperation)statement).Operation);
                return Flow.Next;
            case OperationKind.Conditional: {
                IConditionalOperation choice = (IConditionalOperation)statement;
                return IsTrue(choice.Condition, Descriptors.BranchNotKnown) ? Execute(choice.WhenTrue)
                    : choice.WhenFalse is null ? Flow.Next
                    : Execute(choice.WhenFalse);
            }
            case OperationKind.Loop:
                return statement switch {
                    IForLoopOperation loop => Loop(loop),
                    IForEachLoopOperation loop => Loop(loop),
                    IWhileLoopOperation loop => Loop(loop),
                    _ => throw Unsupported(statement),
                };
            case OperationKind.Switch:
                return Switch((ISwitchOperation)statement);
            case OperationKind.Return: {
                IReturnOperation result = (IReturnOperation)statement;
                if (result.ReturnedValue is not null) {
                    frame.Result = Evaluate(result.ReturnedValue).Copy();
                }
                return Flow.Return;
            }
            case OperationKind.Branch:
                return ((IBranchOperation)statement).BranchKind switch {
                    BranchKind.Break => Flow.Break,
                    BranchKind.Continue => Flow.Continue,
                    BranchKind.GoTo => GoTo(((IBranchOperation)statement).Target),
                    _ => throw Unsupported(statement),
                };
            case OperationKind.Labeled:
                return ((ILabeledOperation)statement).Operation is { } labelled ? Execute(labelled) : Flow.Next;
            case OperationKind.Try:
                return Try((ITryOperation)statement);
            case OperationKind.Using:
                return Using((IUsingOperation)statement);
            case OperationKind.Lock:
                Evaluate(((ILockOperation)statement).LockedValue);
                return Execute(((ILockOperation)statement).Body);
            case OperationKind.Empty:
            case OperationKind.LocalFunction:
                return Flow.Next;
            case OperationKind.Throw:
                throw Throw((IThrowOperation)statement);
            case OperationKind.Invalid:
                throw new EvaluationException(null);
            default:
                throw Unsupported(statement);
        }
    }

    private Flow GoTo(ILabelSymbol label) {
        destination = label;
        return Flow.Goto;
    }

    private Flow Execute(IReadOnlyList<IOperation> statements) {
        int at = 0;
        while (at < statements.Count) {
            Flow flow = statements[at] is IUsingDeclarationOperation resource ? Using(resource, [.. statements.Skip(at + 1)]) : Execute(statements[at]);
            if (flow == Flow.Goto) {
                int labelled = statements.ToList().FindIndex(statement => Carries(statement, destination!));
                if (labelled >= 0) {
                    at = labelled;
                    Count(statements[at]);
                    continue;
                }
            }
            if (flow != Flow.Next || statements[at] is IUsingDeclarationOperation) {
                return flow;
            }
            at++;
        }
        return Flow.Next;
    }

    private static bool Carries(IOperation? statement, ILabelSymbol label) => statement is ILabeledOperation labelled
        && (SymbolEqualityComparer.Default.Equals(labelled.Label, label) || Carries(labelled.Operation, label));

    private void Declare(IVariableDeclarationOperation declaration) {
        foreach (IVariableDeclaratorOperation declarator in declaration.Declarators) {
            IVariableInitializerOperation? initializer = declarator.Initializer ?? declaration.Initializer;
            ILocalSymbol local = declarator.Symbol;
            if (local.RefKind != RefKind.None && initializer is not null) {
                frame.Declare(local, PlaceOf(initializer.Value));
                continue;
            }
            Value value = initializer is null ? Default(local.Type) : Named(Evaluate(initializer.Value).Copy(), local.Name);
            frame.Declare(local, new Variable(value));
        }
    }

    private Flow Loop(IForLoopOperation loop) {
        foreach (IOperation before in loop.Before) {
            Execute(before);
        }
        while (loop.Condition is null || IsTrue(loop.Condition, Descriptors.LoopNotKnown)) {
            Flow flow = Execute(loop.Body);
            if (flow == Flow.Break) {
                break;
            }
            if (flow is Flow.Return or Flow.Goto) {
                return flow;
            }
            foreach (IOperation after in loop.AtLoopBottom) {
                Execute(after);
            }
        }
        return Flow.Next;
    }

    private Flow Loop(IWhileLoopOperation loop) {
        bool first = true;
        while (true) {
            if (loop.ConditionIsTop || !first) {
                if (loop.Condition is { } condition && IsTrue(condition, Descriptors.LoopNotKnown) == loop.ConditionIsUntil) {
                    return Flow.Next;
                }
            }
            first = false;
            Flow flow = Execute(loop.Body);
            if (flow == Flow.Break) {
                return Flow.Next;
            }
            if (flow is Flow.Return or Flow.Goto) {
                return flow;
            }
        }
    }

    private Flow Loop(IForEachLoopOperation loop) {
        foreach (Value item in Enumerate(Collection(loop), loop.Collection.Syntax)) {
            SetLoopVariable(loop, item);
            Flow flow = Execute(loop.Body);
            if (flow == Flow.Break) {
                break;
            }
            if (flow is Flow.Return or Flow.Goto) {
                return flow;
            }
        }
        return Flow.Next;
    }

    private Value Collection(IForEachLoopOperation loop) => Evaluate(loop.Collection) switch {
        Unknown unknown => throw Fail(Descriptors.LoopNotKnown, loop.Collection.Syntax, unknown.Describe(), "loop over a build-time count and take x[i], or use Scan", Within(loop.Collection.Syntax)),
        var collection => collection,
    };

    private void SetLoopVariable(IForEachLoopOperation loop, Value item) {
        switch (loop.LoopControlVariable) {
            case IVariableDeclaratorOperation declarator:
                frame.Declare(declarator.Symbol, new Variable(item.Copy()));
                break;
            case { } target:
                Deconstruct(target, item.Copy(), loop.Syntax, Bodies.Deconstruction(loop.Syntax));
                break;
        }
    }

    /// <summary>All elements of a collection.</summary>
    public IReadOnlyList<Value> Elements(Value collection, SyntaxNode syntax) =>
        Enumerate(collection, syntax) is var items && items is IReadOnlyList<Value> known ? known : Counted(items);

    // A sequence without end is stopped by the number of steps, which its own statements may not use up.
    private List<Value> Counted(IEnumerable<Value> items) {
        List<Value> all = [];
        foreach (Value item in items) {
            all.Add(item);
            CountStep();
        }
        return all;
    }

    private Flow Switch(ISwitchOperation choice) {
        ISwitchCaseOperation? chosen = Chosen(choice, Evaluate(choice.Value));
        while (chosen is not null) {
            Flow flow = Execute(chosen.Body);
            if (flow != Flow.Goto) {
                return flow == Flow.Break ? Flow.Next : flow;
            }
            // 'goto case' leads to another case of this switch; any other label is further out.
            chosen = choice.Cases.FirstOrDefault(candidate => candidate.Clauses.Any(clause => SymbolEqualityComparer.Default.Equals(clause.Label, destination)));
            if (chosen is null) {
                return flow;
            }
        }
        return Flow.Next;
    }

    private ISwitchCaseOperation? Chosen(ISwitchOperation choice, Value value) =>
        choice.Cases.FirstOrDefault(candidate => candidate.Clauses.Any(clause => clause is not IDefaultCaseClauseOperation && Matches(clause, value)))
        ?? choice.Cases.FirstOrDefault(candidate => candidate.Clauses.Any(clause => clause is IDefaultCaseClauseOperation));

    private bool Matches(ICaseClauseOperation clause, Value value) => clause switch {
        ISingleValueCaseClauseOperation single when Concerns(value) => AtRun!.Decide(AtRun.Truth(AtRun.Equal(value, Evaluate(single.Value), clause.Syntax)), clause.Syntax),
        ISingleValueCaseClauseOperation single => AreEqual(value, Evaluate(single.Value), clause.Syntax),
        IPatternCaseClauseOperation pattern => Matches(pattern.Pattern, value) && (pattern.Guard is null || IsTrue(pattern.Guard, Descriptors.BranchNotKnown)),
        _ => throw Unsupported(clause),
    };

    /// <summary>Decides a condition while the project builds.</summary>
    public bool IsTrue(IOperation condition, DiagnosticDescriptor descriptor) {
        loopCondition = ReferenceEquals(descriptor, Descriptors.LoopNotKnown) ? condition : loopCondition;
        return Decide(condition, Evaluate(condition), descriptor);
    }

    private bool Decide(IOperation condition, Value value, DiagnosticDescriptor descriptor) => value switch {
        Constant { Content: bool truth } => truth,
        _ when Concerns(value) => AtRun!.Decide(value, condition.Syntax),
        Unknown unknown => throw NotDecided(descriptor, condition.Syntax, unknown.Describe()),
        TensorValue or WeightValue => throw NotDecided(descriptor, condition.Syntax, $"the tensor '{Short(condition.Syntax)}'"),
        var other => throw NeedsValue(condition.Syntax, other, "this condition"),
    };

    private EvaluationException NotDecided(DiagnosticDescriptor descriptor, SyntaxNode syntax, string what) => ReferenceEquals(descriptor, Descriptors.LoopNotKnown)
        ? Fail(descriptor, syntax, what, "loop with While, which ends by a tensor", Within(syntax))
        : Fail(descriptor, syntax, what, Within(syntax));
}
