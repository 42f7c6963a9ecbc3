using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>Methods that yield: they run step by step, as far as somebody asks.</summary>
internal sealed partial class Evaluator {
    /// <summary>How the statement that was walked last has ended.</summary>
    private sealed class Walk {
        public Flow Flow { get; set; }
    }

    private Value Iterate(IMethodSymbol definition, ITypeSymbol type, Func<Frame> start, IBlockOperation body) {
        IEnumerable<Value> items = Steps(start, body);
        return definition.ReturnType.Name == "IEnumerator" ? new EnumeratorInstance(type, items.GetEnumerator()) : new SequenceInstance(type, items);
    }

    private IEnumerable<Value> Steps(Func<Frame> start, IBlockOperation body) {
        Frame callee = start();
        Walk walk = new();
        if (callee.Depth > DeepestCall) {
            throw TooDeep(callee);
        }
        using IEnumerator<Value> steps = Steps(body, walk).GetEnumerator();
        while (true) {
            try {
                RuntimeHelpers.EnsureSufficientExecutionStack();
            } catch (InsufficientExecutionStackException) {
                throw TooDeep(callee);
            }
            Frame caller = frame;
            frame = callee;
            bool has = steps.MoveNext();
            frame = caller;
            if (!has) {
                yield break;
            }
            yield return steps.Current;
        }
    }

    // Statements without a yield inside run as everywhere else.
    private IEnumerable<Value> Steps(IOperation statement, Walk walk) {
        if (!Yields(statement)) {
            walk.Flow = Execute(statement);
            return [];
        }
        return statement switch {
            IBlockOperation block => OfBlock(block.Operations, walk),
            IReturnOperation { Kind: OperationKind.YieldReturn } result => OfResult(result, walk),
            IReturnOperation { Kind: OperationKind.YieldBreak } => End(walk),
            IConditionalOperation choice => IsTrue(choice.Condition, Descriptors.BranchNotKnown) ? Lazily(choice.WhenTrue, walk)
                : choice.WhenFalse is { } otherwise ? Lazily(otherwise, walk)
                : Nothing(walk),
            IForLoopOperation loop => OfLoop(loop.Before, () => loop.Condition is null || IsTrue(loop.Condition, Descriptors.LoopNotKnown), loop.Body, loop.AtLoopBottom, walk),
            IWhileLoopOperation loop => OfLoop(loop, walk),
            IForEachLoopOperation loop => OfLoop(loop, walk),
            ISwitchOperation choice => OfSwitch(choice, walk),
            _ => throw Unsupported(statement.Syntax, "'yield' inside this statement", "yield from loops, 'if' and 'switch'"),
        };
    }

    private IEnumerable<Value> Lazily(IOperation statement, Walk walk) {
        foreach (Value value in Steps(statement, walk)) {
            yield return value;
        }
    }

    private static IEnumerable<Value> Nothing(Walk walk) {
        walk.Flow = Flow.Next;
        return [];
    }

    private static IEnumerable<Value> End(Walk walk) {
        walk.Flow = Flow.Return;
        return [];
    }

    private IEnumerable<Value> OfResult(IReturnOperation result, Walk walk) {
        walk.Flow = Flow.Next;
        yield return Evaluate(result.ReturnedValue!).Copy();
    }

    private IEnumerable<Value> OfBlock(IEnumerable<IOperation> statements, Walk walk) {
        walk.Flow = Flow.Next;
        foreach (IOperation statement in statements) {
            foreach (Value value in Steps(statement, walk)) {
                yield return value;
            }
            if (walk.Flow != Flow.Next) {
                yield break;
            }
        }
    }

    private IEnumerable<Value> OfLoop(IEnumerable<IOperation> before, Func<bool> goesOn, IOperation body, IEnumerable<IOperation> after, Walk walk) {
        foreach (IOperation statement in before) {
            Execute(statement);
        }
        while (goesOn()) {
            foreach (Value value in Steps(body, walk)) {
                yield return value;
            }
            if (walk.Flow is Flow.Break) {
                break;
            }
            if (walk.Flow is Flow.Return or Flow.Goto) {
                yield break;
            }
            foreach (IOperation statement in after) {
                Execute(statement);
            }
        }
        walk.Flow = Flow.Next;
    }

    private IEnumerable<Value> OfLoop(IWhileLoopOperation loop, Walk walk) {
        bool isFirst = !loop.ConditionIsTop;
        bool GoesOn() {
            bool asks = !isFirst;
            isFirst = false;
            return !asks || loop.Condition is null || IsTrue(loop.Condition, Descriptors.LoopNotKnown) != loop.ConditionIsUntil;
        }
        return OfLoop([], GoesOn, loop.Body, [], walk);
    }

    private IEnumerable<Value> OfLoop(IForEachLoopOperation loop, Walk walk) {
        using IEnumerator<Value> items = Enumerate(Collection(loop), loop.Collection.Syntax).GetEnumerator();
        bool Next() {
            bool has = items.MoveNext();
            if (has) {
                SetLoopVariable(loop, items.Current);
            }
            return has;
        }
        foreach (Value value in OfLoop([], Next, loop.Body, [], walk)) {
            yield return value;
        }
    }

    private IEnumerable<Value> OfSwitch(ISwitchOperation choice, Walk walk) {
        walk.Flow = Flow.Next;
        foreach (Value value in Chosen(choice, Evaluate(choice.Value)) is { } chosen ? OfBlock(chosen.Body, walk) : []) {
            yield return value;
        }
        walk.Flow = walk.Flow == Flow.Break ? Flow.Next : walk.Flow;
    }

    private static bool Yields(IOperation statement) => statement.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak
        || (statement.Kind is not (OperationKind.LocalFunction or OperationKind.AnonymousFunction) && statement.ChildOperations.Any(Yields));

    /// <summary>The elements that a loop over the value meets, one by one.</summary>
    public IEnumerable<Value> Enumerate(Value collection, SyntaxNode syntax) {
        switch (collection) {
            case ArrayInstance array:
                return array.Items;
            case ListInstance list:
                return Snapshot(() => list.Type.Name == "Stack" ? Enumerable.Reverse(list.Items) : list.Items);
            case SequenceInstance sequence:
                return sequence.Items;
            case SetInstance set:
                return Snapshot(() => set.Items);
            case DictionaryInstance dictionary:
                return Snapshot(() => dictionary.Items.Select(pair => (Value)new TupleInstance([pair.Key, pair.Value], ["Key", "Value"])));
            case EnumeratorInstance enumerator:
                return Rest(enumerator.Walk);
            case Constant { Content: string text }:
                return text.Select(character => (Value)new Constant(character)).ToArray();
            case Instance instance when Accessor(instance, "GetEnumerator") is { } method:
                return Enumerate(Run(method, instance, [], syntax), syntax);
            case Instance instance when Accessor(instance, "MoveNext") is { } next && Accessor(instance, "get_Current") is { } current:
                return Walked(instance, next, current, syntax);
            case { IsNull: true }:
                throw WouldThrow(syntax, "a loop runs over a null reference", "System.NullReferenceException");
            case Unknown:
                throw Fail(Descriptors.LoopNotKnown, syntax, collection.Describe(), "loop over a build-time count and take x[i], or use Scan", Within(syntax));
            case TensorValue or WeightValue:
                throw Unsupported(syntax, $"a loop over {collection.Describe()}", "loop over a build-time count and take x[i] or Slice, or write the operation for the whole tensor");
            default:
                throw Unsupported(syntax, $"a loop over {collection.Describe()}", "loop over arrays, lists or a counter");
        }
    }

    // What a collection holds when a loop over it begins.
    private static IEnumerable<Value> Snapshot(Func<IEnumerable<Value>> items) {
        foreach (Value item in items().ToArray()) {
            yield return item;
        }
    }

    private static IEnumerable<Value> Rest(IEnumerator<Value> walk) {
        while (walk.MoveNext()) {
            yield return walk.Current;
        }
    }

    private IEnumerable<Value> Walked(Instance enumerator, IMethodSymbol next, IMethodSymbol current, SyntaxNode syntax) {
        while (Run(next, enumerator, [], syntax) is Constant { Content: true }) {
            yield return current.AssociatedSymbol is IPropertySymbol property && Bodies.IsAutomatic(current) && Bodies.BackingField(property) is { } field
                ? FieldOf(enumerator, field).Get()
                : Run(current, enumerator, [], syntax);
        }
    }

    // An enumerator of the loop's pattern, or one that an interface demands.
    private IMethodSymbol? Accessor(Instance instance, string name) {
        for (INamedTypeSymbol? type = instance.Type; type is not null; type = type.BaseType) {
            IMethodSymbol[] methods = [.. type.GetMembers().OfType<IMethodSymbol>()
                .Where(method => method.Parameters.Length == 0 && (method.Name == name || method.Name.EndsWith("." + name, StringComparison.Ordinal)) && Bodies.Of(method) is not null)];
            if (methods.Length > 0) {
                return methods.FirstOrDefault(method => method.Name == name) ?? methods[0];
            }
        }
        return null;
    }
}
