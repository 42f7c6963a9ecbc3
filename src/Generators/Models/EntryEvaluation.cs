using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation;
using Sinter.Generators.Evaluation.Library;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators;

/// <summary>Runs one entry with symbolic inputs and adds its graph to the module.</summary>
internal sealed class EntryEvaluation(Evaluator evaluator, ModuleBuilder module, List<Problem> problems) {
    public void Run(IMethodSymbol entry, Instance model) {
        if (Refuse(entry) is { } reason) {
            problems.Add(new(Descriptors.WrongEntry, evaluator.SpanOf(entry)!, entry.Name, reason));
            return;
        }
        if (module.Module.Entries.Any(other => other.Name == entry.Name)) {
            problems.Add(new(Descriptors.WrongEntry, evaluator.SpanOf(entry)!, entry.Name, "has the name of another entry; the program calls entries by their names, so give each its own"));
            return;
        }
        GraphBuilder graph = module.Entry(entry.Name);
        List<Place> arguments = [];
        foreach (IParameterSymbol parameter in entry.Parameters) {
            if (Input(entry, parameter) is not { } attributes) {
                return;
            }
            arguments.Add(new Variable(new TensorValue(graph, graph.Apply("input", [], attributes))));
        }
        evaluator.Graph = graph;
        evaluator.EntryName = entry.Name;
        evaluator.Appended.Clear();
        SyntaxNode syntax = entry.DeclaringSyntaxReferences[0].GetSyntax();
        Value result = evaluator.Call(entry, model, [.. arguments], syntax);
        if (result.IsNull || result is TupleInstance { Items: var items } && items.Any(item => item.IsNull)) {
            problems.Add(new(Descriptors.WrongEntry, evaluator.SpanOf(entry)!, entry.Name, "returns null; return a Tensor or a tuple of tensors"));
            return;
        }
        if (result is TupleInstance tuple) {
            // The names are those of the method's declaration, whatever the tuple that it returned was called.
            IFieldSymbol[] declared = [.. ((INamedTypeSymbol)entry.ReturnType).TupleElements];
            Dictionary<int, string> names = [];
            for (int i = 0; i < tuple.Items.Length; i++) {
                string name = ResultName(declared[i], i);
                int node = evaluator.TensorOf(tuple.Items[i], syntax).Node;
                if (names.TryGetValue(node, out string? other)) {
                    throw evaluator.Fail(Descriptors.OperationNotCompiled, syntax, $"The results '{other}' and '{name}' of '{entry.Name}' are the same value; return it once", "");
                }
                names.Add(node, name);
                graph.Return(name, node);
            }
        } else {
            graph.Return("result", evaluator.TensorOf(result, syntax).Node);
        }
        graph.Build();
    }

    private string? Refuse(IMethodSymbol entry) {
        if (entry.DeclaredAccessibility != Accessibility.Public) {
            return "must be public, so that the program can call it";
        }
        if (entry.IsStatic || entry.IsGenericMethod || entry.IsAbstract) {
            return "must be a method of the model with a body, not static, generic or abstract";
        }
        bool returnsTensors = entry.ReturnType.Name == "Tensor"
            || entry.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.All(element => element.Type.Name == "Tensor");
        if (!returnsTensors) {
            return $"returns {entry.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}; return a Tensor or a tuple of tensors";
        }
        return entry.Parameters.FirstOrDefault(parameter => parameter.Type.Name != "Tensor" || parameter.RefKind != RefKind.None) switch {
            null => null,
            { RefKind: not RefKind.None } reference => $"takes '{reference.Name}' by reference; take tensors by value and return what changes",
            { Type: IArrayTypeSymbol } array => $"takes '{array.Name}', an array; declare a parameter for each tensor, or one with a leading axis",
            var odd => $"takes '{odd.Name}', which is no Tensor; make build-time values fields of the model",
        };
    }

    private Attributes? Input(IMethodSymbol entry, IParameterSymbol parameter) {
        AttributeData? shape = parameter.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass is { Name: "ShapeAttribute" } type && Language.IsOurs(type));
        if (shape is null) {
            problems.Add(new(Descriptors.ParameterWithoutShape, evaluator.SpanOf(parameter)!, parameter.Name, entry.Name));
            return null;
        }
        AttributeSyntax syntax = (AttributeSyntax)shape.ApplicationSyntaxReference!.GetSyntax();
        TypedConstant[] extents = shape.ConstructorArguments is [{ Kind: TypedConstantKind.Array, IsNull: false } list] ? [.. list.Values] : [];
        Dimension[] sizes = new Dimension[extents.Length];
        for (int i = 0; i < extents.Length; i++) {
            Dimension? size = extents[i].Value switch {
                int number when number >= 0 => new Dimension(number),
                string text => ExtentText.Parse(text),
                _ => null,
            };
            SourceSpan place = syntax.ArgumentList?.Arguments.Count > i ? SourceSpan.Of(syntax.ArgumentList.Arguments[i]) : SourceSpan.Of(syntax);
            if (size is null) {
                problems.Add(new(Descriptors.ShapeMismatch, place, $"'{extents[i].Value}' is no extent; write an integer, a symbol, or a sum such as \"Past + Time\"", ""));
                return null;
            }
            if (size.Symbols.FirstOrDefault(symbol => module.Module.Symbols.All(declared => declared.Name != symbol)) is { } unknown) {
                string? near = Advice.Nearest(unknown, module.Module.Symbols.Select(symbol => symbol.Name));
                problems.Add(new(Descriptors.UnknownSymbol, place, unknown, near is null ? "" : $", or write '{near}' if that is meant"));
                return null;
            }
            evaluator.UsesPast |= size.Mentions("Past");
            // A constant's name says in messages what the extent is.
            string? word = !size.IsConstant || syntax.ArgumentList?.Arguments.Count <= i ? null : syntax.ArgumentList?.Arguments[i].Expression switch {
                IdentifierNameSyntax name => name.Identifier.ValueText,
                MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
                _ => null,
            };
            sizes[i] = word is null ? size : size.WithLabel(word);
        }
        return new Attributes(
            ("name", new AttributeValue.Text(parameter.Name)),
            ("shape", new AttributeValue.Extents(sizes.ToSequence())),
            ("type", new AttributeValue.Type(TypeOf(shape))));
    }

    /// <summary>The element type that a [Shape] gives.</summary>
    public static ElementType TypeOf(AttributeData shape) {
        TypedConstant type = shape.NamedArguments.FirstOrDefault(argument => argument.Key == "Type").Value;
        string element = type.Value is { } member ? Text.Of(new Constant(member, (INamedTypeSymbol)type.Type!)) : "F32";
        return System.Enum.TryParse(element, out ElementType known) ? known : ElementType.F32;
    }

    /// <summary>The name of a result of several.</summary>
    public static string ResultName(IFieldSymbol element, int index) => PathWalk.SnakeCase(element.IsExplicitlyNamedTupleElement ? element.Name : $"result{index + 1}");
}
