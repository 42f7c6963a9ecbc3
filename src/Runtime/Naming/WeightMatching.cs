using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Naming;

/// <summary>What a weight is made of, and that as text.</summary>
sealed record WeightMatch(SourceNode Node, string Text);

/// <summary>The source that was chosen for a weight, and what its placeholders stand for.</summary>
sealed record ChosenSource(TensorSource Source, IReadOnlyDictionary<string, string> Values);

/// <summary>
/// Finds what every weight of a model is made of, by a mapping: the first of its own sources that the file has, then, where
/// it has none and is tied, those of the weight which stands in for it.
/// </summary>
sealed class WeightMatching {
    readonly WeightFile file;
    readonly CheckpointMapping mapping;
    readonly IReadOnlyList<WeightDescription> weights;
    readonly Dictionary<string, WeightDescription> byPath = new(StringComparer.Ordinal);
    readonly HashSet<string> expected = new(StringComparer.Ordinal);
    readonly HashSet<string> claimed = new(StringComparer.Ordinal);
    readonly List<BindingProblem> problems = [];
    int comparisons;

    WeightMatching(WeightFile file, CheckpointMapping mapping, IReadOnlyList<WeightDescription> weights) {
        this.file = file;
        this.mapping = mapping;
        this.weights = weights;
        foreach (WeightDescription weight in weights) {
            if (!byPath.TryAdd(weight.Path, weight)) {
                throw new ArgumentException($"the model has two weights of path '{weight.Path}'", nameof(weights));
            }
        }
    }

    /// <exception cref="WeightBindingException">Weights are missing, misshapen or unreadable, or tensors are left over.</exception>
    public static WeightMatch[] Find(WeightFile file, CheckpointMapping mapping, IReadOnlyList<WeightDescription> weights) {
        var matching = new WeightMatching(file, mapping, weights);
        // All tensors are claimed before the first fault is described, so that its nearest name is one that is left over.
        var found = new ChosenSource?[weights.Count];
        for (int i = 0; i < found.Length; i++) {
            found[i] = matching.Choose(weights[i]);
        }
        var matches = new WeightMatch[weights.Count];
        for (int i = 0; i < matches.Length; i++) {
            // Null only with a problem, which is thrown below.
            matches[i] = matching.Judge(weights[i], found[i])!;
        }
        matching.FindSurplus();
        return matching.problems.Count == 0
            ? matches
            : throw new WeightBindingException(file.Path, mapping.Name, [.. matching.problems]);
    }

    ChosenSource? Choose(WeightDescription weight) {
        WeightDescription? at = weight;
        // Ties may go on to a further tie; as many steps as there are weights is a circle.
        for (int steps = 0; at is not null && steps <= weights.Count; steps++) {
            foreach (TensorSource source in mapping.Sources(at.Path, out IReadOnlyDictionary<string, string> values)) {
                SourceBinding binding = Look(weight, source, values);
                if (binding.Missing.Count == 0) {
                    // Also what does not fit belongs to the weight: one fault is not two.
                    claimed.UnionWith(binding.Found);
                    return new ChosenSource(source, values);
                }
            }
            at = at.TiedTo is null ? null : byPath.GetValueOrDefault(at.TiedTo);
        }
        return null;
    }

    SourceBinding Look(WeightDescription weight, TensorSource source, IReadOnlyDictionary<string, string> values) {
        var binding = new SourceBinding(file, weight, values);
        binding.Find(source);
        return binding;
    }

    WeightMatch? Judge(WeightDescription weight, ChosenSource? found) {
        ImmutableArray<TensorSource> own = mapping.Sources(weight.Path, out IReadOnlyDictionary<string, string> ownValues);
        IReadOnlyList<string> missing = Look(weight, own[0], ownValues).Missing;
        expected.UnionWith(missing);
        if (found is null) {
            foreach (string name in missing) {
                ReportMissing(weight, name, own[0] is TensorSource.Named);
            }
            return null;
        }
        (TensorSource source, IReadOnlyDictionary<string, string> values) = found;
        var binding = new SourceBinding(file, weight, values);
        try {
            SourceNode node = binding.Build(source);
            expected.UnionWith(binding.Tensors.Select(tensor => tensor.Name));
            string text = source.Show(values);
            string what = source is TensorSource.Named ? $"tensor {Quoting.Quote(text)}" : text;
            if (!weight.Shape.AsSpan().SequenceEqual(node.Shape)) {
                bool isTurned = node.Shape.Length == 2 && weight.Shape.AsSpan().SequenceEqual([node.Shape[1], node.Shape[0]]);
                Report(BindingFault.Misshapen, weight, text, $"{what}: expected shape {Quoting.Shape(weight.Shape.AsSpan())}, found {Quoting.Shape(node.Shape)}"
                    + (isTurned ? $"; if the file stores it the other way round, map it as transpose({text})" : ""));
            } else if (binding.Unreadable is { } odd) {
                Report(BindingFault.Unreadable, weight, odd.Name, $"tensor {Quoting.Quote(odd.Name)}: expected values that can be read as {weight.Type}, found type {odd.Type}");
            } else {
                return new WeightMatch(node, text);
            }
        } catch (SourceShapeException error) {
            Report(BindingFault.Misshapen, weight, source.Show(values), error.Message);
        }
        return null;
    }

    void ReportMissing(WeightDescription weight, string name, bool isWhole) {
        string? nearest = NearestName.Find(name, [.. file.Tensors.Keys.Where(key => !claimed.Contains(key))], ref comparisons);
        string shape = isWhole ? $" of shape {Quoting.Shape(weight.Shape.AsSpan())}" : "";
        Report(BindingFault.Missing, weight, name, $"expected a tensor {Quoting.Quote(name)}{shape}, found none" + Similar(nearest), nearest);
    }

    void Report(BindingFault fault, WeightDescription weight, string name, string detail, string? nearest = null) =>
        problems.Add(new BindingProblem(fault, weight.Path, name, nearest, $"{fault.ToString().ToLowerInvariant()} {weight.Path}: {detail}"));

    void FindSurplus() {
        foreach (string name in file.Tensors.Keys.Where(key => !claimed.Contains(key)).Order(StringComparer.Ordinal)) {
            WeightTensor tensor = file.Tensors[name];
            string reason = "";
            if (mapping.FindIgnored(name) is { } ignored) {
                if (ignored.Only is not { } only || IsAll(tensor, (float)only)) {
                    continue;
                }
                reason = FormattableString.Invariant($"; it may be ignored only when all of its elements are {only}");
            }
            string? nearest = reason.Length > 0 ? null : NearestName.Find(name, expected, ref comparisons);
            string shape = Quoting.Shape(tensor.Shape.AsSpan());
            problems.Add(new BindingProblem(BindingFault.Surplus, null, name, nearest,
                $"surplus tensor {Quoting.Quote(name)} of shape {shape}: the model has no such weight{reason}" + Similar(nearest)));
        }
    }

    static string Similar(string? nearest) => nearest is null ? "" : $"; the nearest name is {Quoting.Quote(nearest)}";

    static bool IsAll(WeightTensor tensor, float number) {
        if (!tensor.IsDecodable) {
            return false;
        }
        Span<float> part = stackalloc float[256];
        for (long first = 0; first < tensor.ElementCount; first += part.Length) {
            Span<float> values = part[..(int)Math.Min(part.Length, tensor.ElementCount - first)];
            tensor.Decode(first, values);
            if (values.ContainsAnyExcept(number)) {
                return false;
            }
        }
        return true;
    }
}
