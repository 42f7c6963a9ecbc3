using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Sinter.Runtime;
using Sinter.Runtime.Naming;
using Sinter.Runtime.Weights;

namespace Sinter;

/// <summary>
/// The weights, caches and states of a model by their canonical paths: the names of the fields from the model down in snake
/// case or as <see cref="NamedAttribute"/> says, joined by dots, elements of arrays, lists and tuples by their index, as in
/// <c>layers.0.attention.query.weight</c>.
/// </summary>
[RequiresUnreferencedCode(Reason)]
public static class Checkpoint {
    const string Reason = "Eager models find their weights by reflection; compiled models do not use it.";

    /// <summary>The weights of <paramref name="model"/> with their paths, in the order of the fields.</summary>
    /// <exception cref="InvalidOperationException">A weight is held by two fields.</exception>
    public static IReadOnlyList<KeyValuePair<string, Weight>> Paths(object model) => Find<Weight>(model);

    /// <summary>The caches of <paramref name="model"/> with their paths, in the order of the fields.</summary>
    public static IReadOnlyList<KeyValuePair<string, Cache>> Caches(object model) => Find<Cache>(model);

    /// <summary>The states of <paramref name="model"/> with their paths, in the order of the fields.</summary>
    public static IReadOnlyList<KeyValuePair<string, State>> States(object model) => Find<State>(model);

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

    /// <summary>
    /// Gives every weight its values from a safetensors, GGUF or llama2.c file, by the mapping that a compiled model would
    /// use: that of the options, else that of the class's <see cref="CheckpointAttribute"/>.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Names; null for the declared ones.</param>
    /// <exception cref="WeightFileException">The file is damaged, or does not hold the weights: all that is wrong is in the message.</exception>
    public static void Load(object model, string path, LoadOptions? options = null) => Load(model, model.GetType(), path, options);

    internal static void Load(object model, Type declaration, string path, LoadOptions? options) {
        IReadOnlyList<KeyValuePair<string, Weight>> weights = Paths(model);
        Dictionary<Weight, string> paths = weights.ToDictionary(pair => pair.Value, pair => pair.Key);
        CheckpointAttribute? declared = declaration.GetCustomAttribute<CheckpointAttribute>();
        options ??= new LoadOptions();
        using WeightFile file = WeightFile.Open(path);
        CheckpointMapping mapping = options.MappingFor(file, declared is { Mapping: null } ? declared.Naming.ToString() : null, declared?.Mapping);
        using BoundWeights bound = BoundWeights.Bind(file, mapping, [.. weights.Select(pair => new WeightDescription(
            pair.Key, [.. Array.ConvertAll(pair.Value.Shape.ToArray(), extent => (long)extent)], ScalarType.F32,
            pair.Value.TiedTo is { } tied ? paths[tied] : null, pair.Value.RotaryHeads))]);
        for (int i = 0; i < weights.Count; i++) {
            weights[i].Value.Value = Operations.Reshape(Tensor.From(bound.Floats(i).ToArray()), weights[i].Value.Shape.ToArray());
        }
    }

    /// <summary>Empties every cache of <paramref name="model"/> and sets every state back to zeros.</summary>
    public static void Reset(object model) {
        foreach ((_, State state) in States(model)) {
            state.Clear();
        }
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
        Visit(model, "", [], found, seen);
        return found;
    }

    static void Visit<T>(object? part, string path, int[] indices, List<KeyValuePair<string, T>> found, Dictionary<object, string> seen) where T : class {
        if (part is null or string or Delegate) {
            return;
        }
        bool isBlock = part.GetType().IsDefined(typeof(BlockAttribute)) || part.GetType().IsDefined(typeof(ModelAttribute));
        if (part is Weight or Cache or State || isBlock) {
            if (!seen.TryAdd(part, path)) {
                throw new InvalidOperationException($"one {part.GetType().Name} is held by two fields, {seen[part]} and {path}; a path has to name it alone");
            }
        }
        if (part is T wanted) {
            if (PathTemplate.Problem(path) is { } problem) {
                throw new InvalidOperationException(problem);
            }
            if (found.Any(other => other.Key == path)) {
                throw new InvalidOperationException($"two fields give their {part.GetType().Name} the path \"{path}\"; rename one of them");
            }
            found.Add(new(path, wanted));
        } else if (isBlock) {
            foreach (FieldInfo field in Fields(part.GetType())) {
                Visit(field.GetValue(part), PathTemplate.Field(path, NameIn(field), indices), indices, found, seen);
            }
        } else if (part is IDictionary dictionary) {
            foreach (DictionaryEntry entry in dictionary) {
                string key = entry.Key is Enum member ? SnakeCase(member.ToString()) : Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!;
                Visit(entry.Value, $"{path}.{key}", indices, found, seen);
            }
        } else if (part is ITuple tuple) {
            for (int i = 0; i < tuple.Length; i++) {
                int[] inside = [.. indices, i];
                Visit(tuple[i], PathTemplate.Element(path, inside), inside, found, seen);
            }
        } else if (part is IEnumerable elements and (Array or IList)) {
            int index = 0;
            foreach (object? element in elements) {
                int[] inside = [.. indices, index];
                Visit(element, PathTemplate.Element(path, inside), inside, found, seen);
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

    static string NameIn(FieldInfo field) {
        bool isProperty = field.Name.StartsWith('<');
        string name = isProperty ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        MemberInfo? member = isProperty ? field.DeclaringType!.GetProperty(name, Own) : field;
        return member?.GetCustomAttribute<NamedAttribute>()?.Name ?? SnakeCase(name);
    }
}
