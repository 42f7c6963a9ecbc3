using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Sinter.Generators.Evaluation;
using Sinter.Generators.Evaluation.Library;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators;

/// <summary>
/// Gives weights and caches their canonical paths: the names of the fields from the model down in snake case, or as
/// <c>[Named]</c> says, elements of arrays and lists by their index. Parameters that a primary constructor captures are no fields. The eager
/// <c>Checkpoint.Paths</c> follows the same rule by reflection.
/// </summary>
internal sealed class PathWalk(Evaluator evaluator, SourceSpan declaration) {
    private readonly Dictionary<Value, string> seen = [];
    private readonly Dictionary<string, Value> byPath = [];

    /// <summary>The weights in the order of the fields.</summary>
    public List<WeightValue> Weights { get; } = [];

    public void Visit(Value root) => Visit(root, "", [], declaration);

    private void Visit(Value part, string path, int[] indices, SourceSpan place) {
        bool isBlock = part is Instance { Type: var type } && IsBlock(type);
        if (part is WeightValue or CacheValue or StateValue || isBlock) {
            string kind = part is WeightValue ? "weight" : part is CacheValue ? "cache" : part is StateValue ? "state" : ((Instance)part).Type.Name;
            if (seen.TryGetValue(part, out string earlier)) {
                throw new EvaluationException(new Problem(
                    Descriptors.DeclaredTwice, place, $"One {kind} is held by two fields, {earlier} and {path}; a path must name it alone, so make two, or keep it in one field"));
            }
            seen.Add(part, path);
        }
        switch (part) {
            case WeightValue weight:
                Unique(path, part, "weight", place);
                weight.Path = path;
                Weights.Add(weight);
                break;
            case CacheValue cache:
                Unique(path, part, "cache", place);
                cache.Path = path;
                break;
            case StateValue state:
                Unique(path, part, "state", place);
                state.Path = path;
                break;
            case Instance instance when isBlock:
                foreach ((string name, Value value, ISymbol member) in Fields(instance, instance.Type)) {
                    Visit(value, PathTemplate.Field(path, name, indices), indices, evaluator.SpanOf(member) ?? place);
                }
                break;
            case ArrayInstance array:
                Elements(array.Items, path, indices, place);
                break;
            case ListInstance list:
                Elements(list.Items, path, indices, place);
                break;
            case TupleInstance tuple:
                Elements(tuple.Items, path, indices, place);
                break;
            case DictionaryInstance dictionary:
                foreach (KeyValuePair<Value, Value> entry in dictionary.Items) {
                    Visit(entry.Value, $"{path}.{KeyOf(entry.Key)}", indices, place);
                }
                break;
        }
    }

    // A class derived from a block is one.
    public static bool IsBlock(INamedTypeSymbol? type) => type is not null && (IsBlock(type.BaseType) || type.GetAttributes().Any(attribute =>
        attribute.AttributeClass is { Name: "BlockAttribute" or "ModelAttribute" } mark && Language.IsOurs(mark)));

    private void Elements(IEnumerable<Value> items, string path, int[] indices, SourceSpan place) {
        int index = 0;
        foreach (Value item in items) {
            int[] inside = [.. indices, index];
            Visit(item, PathTemplate.Element(path, inside), inside, place);
            index++;
        }
    }

    // A text as it stands, a member of an enumeration as the name of a field.
    private static string KeyOf(Value key) => key is Constant { Enumeration: not null } ? SnakeCase(Text.Of(key)) : Text.Of(key);

    private void Unique(string path, Value part, string kind, SourceSpan place) {
        if (PathTemplate.Problem(path) is { } problem) {
            throw new EvaluationException(new Problem(Descriptors.WrongCheckpoint, place, problem));
        }
        if (byPath.TryGetValue(path, out Value? other) && !ReferenceEquals(other, part)) {
            throw new EvaluationException(new Problem(Descriptors.DeclaredTwice, place, $"Two fields give their {kind} the path \"{path}\"; rename one of them"));
        }
        byPath[path] = part;
    }

    // Base classes first, each class in the order of its declaration.
    private IEnumerable<(string Name, Value Value, ISymbol Member)> Fields(Instance instance, INamedTypeSymbol type) {
        if (type.BaseType is { SpecialType: not SpecialType.System_Object } parent) {
            foreach ((string, Value, ISymbol) field in Fields(instance, parent)) {
                yield return field;
            }
        }
        foreach (IFieldSymbol field in type.OriginalDefinition.GetMembers().OfType<IFieldSymbol>()) {
            if (!field.IsStatic && instance.Fields.TryGetValue(field, out Variable? variable)) {
                ISymbol member = field.AssociatedSymbol ?? field;
                yield return (Named(member) ?? SnakeCase(member.Name), variable.Get(), member);
            }
        }
    }

    private static string? Named(ISymbol member) => member.GetAttributes()
        .Where(attribute => attribute.AttributeClass is { Name: "NamedAttribute" } type && Language.IsOurs(type))
        .Select(attribute => attribute.ConstructorArguments is [{ Value: string name }] ? name : null)
        .FirstOrDefault();

    /// <summary><c>attentionNorm</c> as <c>attention_norm</c>.</summary>
    public static string SnakeCase(string name) {
        StringBuilder snake = new();
        for (int i = 0; i < name.Length; i++) {
            bool begins = char.IsUpper(name[i]) && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (begins && name[i - 1] != '_') {
                snake.Append('_');
            }
            snake.Append(char.ToLowerInvariant(name[i]));
        }
        return snake.ToString();
    }
}
