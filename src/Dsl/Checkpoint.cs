using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Sinter;

/// <summary>
/// The weights and caches of a model by their canonical paths: the names of the fields from the model down in snake
/// case, joined by dots, elements of arrays and lists by their index, as in <c>layers.0.attention.query.weight</c>.
/// </summary>
[RequiresUnreferencedCode(Reason)]
public static class Checkpoint {
    const string Reason = "Eager models find their weights by reflection; compiled models do not use it.";

    /// <summary>The weights of <paramref name="model"/> with their paths, in the order of the fields.</summary>
    /// <exception cref="InvalidOperationException">A weight is held by two fields.</exception>
    public static IReadOnlyList<KeyValuePair<string, Weight>> Paths(object model) => Find<Weight>(model);

    /// <summary>The caches of <paramref name="model"/> with their paths, in the order of the fields.</summary>
    public static IReadOnlyList<KeyValuePair<string, Cache>> Caches(object model) => Find<Cache>(model);

    /// <summary>
    /// Gives every weight the tensor that <paramref name="load"/> finds for its path. A weight that is tied to another
    /// may go without: <paramref name="load"/> then returns null.
    /// </summary>
    /// <exception cref="InvalidOperationException">Tensors are missing or have another shape; the message lists all of them.</exception>
    public static void Bind(object model, Func<string, Tensor?> load) {
        var problems = new List<string>();
        foreach ((string path, Weight weight) in Paths(model)) {
            Tensor? tensor = load(path);
            if (tensor is null) {
                if (weight.TiedTo is null) {
                    problems.Add($"{path}: expected {weight.Shape}, found nothing");
                }
            } else if (!tensor.Shape.Equals(weight.Shape)) {
                problems.Add($"{path}: expected {weight.Shape}, found {tensor.Shape}");
            } else {
                weight.Value = tensor;
            }
        }
        if (problems.Count > 0) {
            throw new InvalidOperationException($"the checkpoint does not fit {model.GetType().Name}:\n{string.Join("\n", problems)}");
        }
    }

    /// <summary>Empties every cache of <paramref name="model"/>.</summary>
    public static void Reset(object model) {
        foreach ((_, Cache cache) in Caches(model)) {
            cache.Clear();
        }
    }

    /// <summary><c>attentionNorm</c> as <c>attention_norm</c>.</summary>
    public static string SnakeCase(string name) {
        var snake = new StringBuilder();
        for (int i = 0; i < name.Length; i++) {
            bool begins = char.IsUpper(name[i]) && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (begins && name[i - 1] != '_') {
                snake.Append('_');
            }
            snake.Append(char.ToLowerInvariant(name[i]));
        }
        return snake.ToString();
    }

    static List<KeyValuePair<string, T>> Find<T>(object model) where T : class {
        var found = new List<KeyValuePair<string, T>>();
        var seen = new Dictionary<object, string>(ReferenceEqualityComparer.Instance);
        Visit(model, "", found, seen);
        return found;
    }

    static void Visit<T>(object? part, string path, List<KeyValuePair<string, T>> found, Dictionary<object, string> seen) where T : class {
        if (part is null or string or Delegate) {
            return;
        }
        bool isBlock = part.GetType().IsDefined(typeof(BlockAttribute)) || part.GetType().IsDefined(typeof(ModelAttribute));
        if (part is Weight or Cache || isBlock) {
            if (!seen.TryAdd(part, path)) {
                throw new InvalidOperationException($"one {part.GetType().Name} is held by two fields, {seen[part]} and {path}; a path has to name it alone");
            }
        }
        if (part is T wanted) {
            found.Add(new(path, wanted));
        } else if (isBlock) {
            foreach (FieldInfo field in Fields(part.GetType())) {
                Visit(field.GetValue(part), Join(path, SnakeCase(NameOf(field))), found, seen);
            }
        } else if (part is IEnumerable elements and (Array or IList)) {
            int index = 0;
            foreach (object? element in elements) {
                Visit(element, Join(path, index.ToString(CultureInfo.InvariantCulture)), found, seen);
                index++;
            }
        }
    }

    // Base classes first. A field that the compiler made for an automatic property bears the property's name; one that
    // it made to capture a primary constructor's parameter is no part of the path, as it repeats what a field holds.
    static IEnumerable<FieldInfo> Fields([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.NonPublicFields | DynamicallyAccessedMemberTypes.PublicFields)] Type type) {
        IEnumerable<FieldInfo> inherited = type.BaseType is { } parent && parent != typeof(object) ? Fields(parent) : [];
        return inherited.Concat(type
            .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(field => !field.IsDefined(typeof(CompilerGeneratedAttribute)) || field.Name.EndsWith(">k__BackingField", StringComparison.Ordinal))
            .Where(field => !field.Name.EndsWith(">P", StringComparison.Ordinal)));
    }

    static string NameOf(FieldInfo field) => field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;

    static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
