using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>Static fields: all of a type are set, in their order, when one is used for the first time.</summary>
internal sealed partial class Evaluator {
    private readonly Dictionary<INamedTypeSymbol, Dictionary<ISymbol, Variable>> statics = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<Variable, EvaluationException> refused = [];

    private Place Static(IFieldSymbol field, SyntaxNode syntax) {
        if (field.ContainingType.DeclaringSyntaxReferences.IsEmpty) {
            throw NotAtHand($"{field.ContainingType.Name}.{field.Name}", field, syntax);
        }
        // Each construction of a generic type has fields of its own.
        INamedTypeSymbol type = (INamedTypeSymbol)Resolve(field.ContainingType);
        if (!statics.TryGetValue(type, out Dictionary<ISymbol, Variable>? fields)) {
            statics.Add(type, fields = new(SymbolEqualityComparer.Default));
            InitialiseStatics(type, fields, syntax);
        }
        Variable variable = fields[field.OriginalDefinition];
        if (refused.TryGetValue(variable, out EvaluationException? reason)) {
            throw reason;
        }
        // A first use runs the initialisers, whenever that is; a later change would be seen by the entries that come after.
        return !isConstructed ? variable : new ComputedPlace(
            variable.Get, _ => throw Unsupported(syntax, $"A change of the static '{field.AssociatedSymbol?.Name ?? field.Name}' in an entry,", "an entry is compiled once and called often: keep state in a State or a Cache, and values of one call in locals"));
    }

    private void InitialiseStatics(INamedTypeSymbol type, Dictionary<ISymbol, Variable> fields, SyntaxNode syntax) {
        IFieldSymbol[] all = [.. type.OriginalDefinition.GetMembers().OfType<IFieldSymbol>().Where(field => field.IsStatic && !field.IsConst)];
        Frame running = new(type, null, null, frame, syntax) { TypeArguments = TypeArgumentsOf(type) };
        Enter(running, () => {
            foreach (IFieldSymbol field in all) {
                fields.Add(field, new Variable(Default(field.Type)));
            }
            bool wasConstructed = isConstructed;
            isConstructed = false;
            foreach (IFieldSymbol field in all) {
                if (Bodies.Initializer(field.AssociatedSymbol ?? field) is not { } initializer) {
                    continue;
                }
                // What a model does not use may be anything that the evaluator cannot run.
                try {
                    fields[field].Set(Named(Evaluate(initializer).Copy(), (field.AssociatedSymbol ?? field).Name));
                } catch (EvaluationException exception) {
                    refused.Add(fields[field], exception);
                    frame = running;
                }
            }
            if (type.StaticConstructors.FirstOrDefault(constructor => !constructor.IsImplicitlyDeclared) is { } constructor && Bodies.Of(constructor) is IConstructorBodyOperation body && (body.BlockBody ?? body.ExpressionBody) is { } statements) {
                Execute(statements);
            }
            isConstructed = wasConstructed;
            return Constant.Null;
        });
    }
}
