using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>
/// Once the model is constructed its objects stay as they are: an entry is evaluated once but called many times, so what it
/// would leave behind in a field, array or list is refused.
/// </summary>
internal sealed partial class Evaluator {
    private readonly HashSet<Value> frozen = [];
    private bool isConstructed;

    /// <summary>Ends construction: everything that the model holds is fixed.</summary>
    public void Freeze(Value root) {
        isConstructed = true;
        Stack<Value> waiting = new([root]);
        while (waiting.Count > 0) {
            Value value = waiting.Pop();
            IEnumerable<Value> held = value switch {
                Instance instance => instance.Fields.Values.Select(field => field.Get()).Concat(instance.Captures.Values.Select(capture => capture.Get())),
                ArrayInstance array => array.Items,
                ListInstance list => list.Items,
                DictionaryInstance dictionary => dictionary.Items.Select(item => item.Value),
                SetInstance set => set.Set,
                TupleInstance tuple => tuple.Items,
                _ => [],
            };
            if (value is Instance or ArrayInstance or ListInstance or DictionaryInstance or SetInstance or TupleInstance && frozen.Add(value)) {
                foreach (Value part in held) {
                    waiting.Push(part);
                }
            }
        }
    }

    /// <summary>Refuses a change of something that the model holds.</summary>
    public void Change(Value holder, SyntaxNode syntax, string? member = null) {
        if (Clock.IsBefore(holder.MadeAt)) {
            throw ChangedInLoop(member is null ? holder.Describe() : $"'{member}'", syntax);
        }
        if (frozen.Contains(holder)) {
            string what = member is null ? $"{holder.Describe()} that the model holds" : $"'{member}' of {holder.Describe()}";
            throw Unsupported(syntax, $"A change of {what}, in an entry,", "an entry is compiled once and called often: keep state in a State or a Cache, and values of one call in locals");
        }
    }

    private EvaluationException ChangedInLoop(string what, SyntaxNode syntax) => Unsupported(
        syntax, $"A change of {what} from outside of the loop, in its body,", "an iteration hands on tensors that the loop carries or collects");

    private Place Guarded(Place place, Value holder, SyntaxNode syntax, string? member = null) => !frozen.Contains(holder) && !Clock.IsBefore(holder.MadeAt)
        ? place
        : new ComputedPlace(place.Get, _ => Change(holder, syntax, member));
}
