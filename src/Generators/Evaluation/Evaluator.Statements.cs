using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>Statements.</summary>
internal sealed partial class Evaluator {
    // The condition of the loop that was asked last: what it cannot decide is the loop's count.
    private IOperation? loopCondition;

    /// <summary>How a statement ended.</summary>
    private enum Flow { Next, Break, Continue, Return }

    private Flow Execute(IOperation statement) {
        Count(statement);
        switch (statement.Kind) {
            case OperationKind.Block:
                foreach (IOperation inner in ((IBlockOperation)statement).Operations) {
                    Flow flow = Execute(inner);
                    if (flow != Flow.Next) {
                        return flow;
                    }
                }
                return Flow.Next;
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
            case OperationKind.YieldReturn:
                frame.Yielded!.Add(Evaluate(((IReturnOperation)statement).ReturnedValue!).Copy());
                return Flow.Next;
            case OperationKind.YieldBreak:
                return Flow.Return;
            case OperationKind.Branch:
                return ((IBranchOperation)statement).BranchKind switch {
                    BranchKind.Break => Flow.Break,
                    BranchKind.Continue => Flow.Continue,
                    _ => throw Unsupported(statement),
                };
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
            if (flow == Flow.Return) {
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
            if (flow == Flow.Return) {
                return flow;
            }
        }
    }

    private Flow Loop(IForEachLoopOperation loop) {
        Value collection = Evaluate(loop.Collection);
        if (collection is Unknown) {
            throw Fail(Descriptors.LoopNotKnown, loop.Collection.Syntax, collection.Describe(), Within(loop.Collection.Syntax));
        }
        foreach (Value item in Elements(collection, loop.Collection.Syntax)) {
            switch (loop.LoopControlVariable) {
                case IVariableDeclaratorOperation declarator:
                    frame.Declare(declarator.Symbol, new Variable(item.Copy()));
                    break;
                case { } target:
                    Deconstruct(target, item.Copy(), loop.Syntax, Bodies.Deconstruction(loop.Syntax));
                    break;
            }
            Flow flow = Execute(loop.Body);
            if (flow == Flow.Break) {
                break;
            }
            if (flow == Flow.Return) {
                return flow;
            }
        }
        return Flow.Next;
    }

    /// <summary>The elements that a loop over the value meets.</summary>
    public IReadOnlyList<Value> Elements(Value collection, SyntaxNode syntax) {
        switch (collection) {
            case ArrayInstance array:
                return array.Items;
            case ListInstance list:
                return list.Items.ToArray();
            case DictionaryInstance dictionary: {
                List<Value> pairs = [];
                foreach (KeyValuePair<Value, Value> pair in dictionary.Items) {
                    pairs.Add(new TupleInstance([pair.Key, pair.Value], ["Key", "Value"]));
                }
                return pairs;
            }
            case Constant { Content: string text }: {
                List<Value> characters = [];
                foreach (char character in text) {
                    characters.Add(new Constant(character));
                }
                return characters;
            }
            case Instance instance when Enumerator(instance) is { } method:
                return Elements(Run(method, instance, [], syntax), syntax);
            case { IsNull: true }:
                throw WouldThrow(syntax, "a loop runs over a null reference");
            default:
                throw Unsupported(syntax, $"a loop over {collection.Describe()}", "loop over arrays, lists or a counter");
        }
    }

    // Only enumerators that are written with 'yield return', or that hand on another's, can be run.
    private IMethodSymbol? Enumerator(Instance instance) {
        foreach (ISymbol member in instance.Type.GetMembers("GetEnumerator")) {
            if (member is IMethodSymbol { Parameters.Length: 0 } method && Bodies.Of(method) is not null) {
                return method;
            }
        }
        return null;
    }

    private Flow Switch(ISwitchOperation choice) {
        Value value = Evaluate(choice.Value);
        ISwitchCaseOperation? chosen = null;
        foreach (ISwitchCaseOperation candidate in choice.Cases) {
            foreach (ICaseClauseOperation clause in candidate.Clauses) {
                if (clause is not IDefaultCaseClauseOperation && Matches(clause, value)) {
                    chosen = candidate;
                    break;
                }
            }
            if (chosen is not null) {
                break;
            }
        }
        if (chosen is null) {
            foreach (ISwitchCaseOperation candidate in choice.Cases) {
                foreach (ICaseClauseOperation clause in candidate.Clauses) {
                    if (clause is IDefaultCaseClauseOperation) {
                        chosen = candidate;
                    }
                }
            }
        }
        if (chosen is null) {
            return Flow.Next;
        }
        foreach (IOperation statement in chosen.Body) {
            Flow flow = Execute(statement);
            if (flow == Flow.Break) {
                return Flow.Next;
            }
            if (flow != Flow.Next) {
                return flow;
            }
        }
        return Flow.Next;
    }

    private bool Matches(ICaseClauseOperation clause, Value value) => clause switch {
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
        Unknown unknown => throw Fail(descriptor, condition.Syntax, unknown.Describe(), Within(condition.Syntax)),
        TensorValue or WeightValue => throw Fail(descriptor, condition.Syntax, $"the tensor '{Short(condition.Syntax)}'", Within(condition.Syntax)),
        var other => throw NeedsValue(condition.Syntax, other, "this condition"),
    };
}
