using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Naming;

/// <summary>The tensor that stands for a weight, and the order of its rows.</summary>
readonly record struct WeightMatch(WeightTensor Tensor, RowOrder Rows);

/// <summary>
/// Finds the tensor of every weight of a model, by a naming scheme: first by its own name, then, where it has none and
/// is tied, by that of the weight which stands in for it.
/// </summary>
sealed class WeightMatching {
    readonly WeightFile file;
    readonly NamingScheme naming;
    readonly IReadOnlyList<WeightDescription> weights;
    readonly Dictionary<string, string?> names = new(StringComparer.Ordinal);
    readonly HashSet<string> claimed = new(StringComparer.Ordinal);
    readonly List<BindingProblem> problems = [];
    int comparisons;

    WeightMatching(WeightFile file, NamingScheme naming, IReadOnlyList<WeightDescription> weights) {
        this.file = file;
        this.naming = naming;
        this.weights = weights;
    }

    /// <exception cref="WeightBindingException">Weights are missing, misshapen or unreadable, or tensors are left over.</exception>
    public static WeightMatch[] Find(WeightFile file, NamingScheme naming, IReadOnlyList<WeightDescription> weights) {
        var matching = new WeightMatching(file, naming, weights);
        WeightMatch?[] matches = [.. weights.Select(matching.Match)];
        for (int i = 0; i < matches.Length; i++) {
            matching.Judge(weights[i], matches[i]);
        }
        matching.FindSurplus();
        return matching.problems.Count == 0
            ? [.. matches.Select(match => match!.Value)]
            : throw new WeightBindingException(file.Path, naming.Name, [.. matching.problems]);
    }

    WeightMatch? Match(WeightDescription weight) {
        string? name = naming.Rename(weight.Path, out RowOrder rows);
        if (!names.TryAdd(weight.Path, name)) {
            throw new ArgumentException($"the model has two weights of path '{weight.Path}'", nameof(weight));
        }
        string? path = weight.Path;
        // Ties may go on to a further tie; as many steps as there are weights is a circle.
        for (int steps = 0; path is not null && steps <= weights.Count; steps++) {
            name = naming.Rename(path, out rows);
            if (name is not null && file.Tensors.TryGetValue(name, out WeightTensor? tensor)) {
                claimed.Add(name);
                return new WeightMatch(tensor, rows);
            }
            path = path == weight.Path ? weight.TiedTo : weights.FirstOrDefault(w => w.Path == path)?.TiedTo;
        }
        return null;
    }

    void Judge(WeightDescription weight, WeightMatch? match) {
        if (match is not { Tensor: WeightTensor tensor }) {
            Report(BindingFault.Missing, weight, names[weight.Path], null);
        } else if (!weight.Shape.AsSpan().SequenceEqual(tensor.Shape.AsSpan())) {
            Report(BindingFault.Misshapen, weight, tensor.Name, $"expected shape {Quoting.Shape(weight.Shape.AsSpan())}, found {Quoting.Shape(tensor.Shape.AsSpan())}");
        } else if (!WeightPlacement.CanRead(tensor.Type, weight.Type)) {
            Report(BindingFault.Unreadable, weight, tensor.Name, $"expected values that can be read as {weight.Type}, found type {tensor.Type}");
        }
    }

    void Report(BindingFault fault, WeightDescription weight, string? name, string? detail) {
        string? nearest = null;
        if (fault == BindingFault.Missing) {
            nearest = NearestName.Find(name ?? weight.Path, [.. file.Tensors.Keys.Where(key => !claimed.Contains(key))], ref comparisons);
            string wanted = name is null ? $"a name for this path, but {naming.Name} has none" : $"a tensor {Quoting.Quote(name)} of shape {Quoting.Shape(weight.Shape.AsSpan())}, found none";
            detail = $"expected {wanted}" + Similar(nearest);
        } else {
            detail = $"tensor {Quoting.Quote(name!)}: {detail}";
        }
        problems.Add(new BindingProblem(fault, weight.Path, name, nearest, $"{fault.ToString().ToLowerInvariant()} {weight.Path}: {detail}"));
    }

    void FindSurplus() {
        string[] expected = [.. names.Values.OfType<string>()];
        foreach (string name in file.Tensors.Keys.Where(key => !claimed.Contains(key)).Order(StringComparer.Ordinal)) {
            WeightTensor tensor = file.Tensors[name];
            string reason = "";
            if (naming.FindIgnorable(name) is IgnorableTensor ignorable) {
                if (ignorable.When == IgnoreWhen.Always || IsAllOnes(tensor)) {
                    continue;
                }
                reason = "; it may be ignored only when all of its elements are 1";
            }
            string? nearest = reason.Length > 0 ? null : NearestName.Find(name, expected, ref comparisons);
            string shape = Quoting.Shape(tensor.Shape.AsSpan());
            problems.Add(new BindingProblem(BindingFault.Surplus, null, name, nearest,
                $"surplus tensor {Quoting.Quote(name)} of shape {shape}: the model has no such weight{reason}" + Similar(nearest)));
        }
    }

    static string Similar(string? nearest) => nearest is null ? "" : $"; the nearest name is {Quoting.Quote(nearest)}";

    static bool IsAllOnes(WeightTensor tensor) {
        if (!tensor.IsDecodable) {
            return false;
        }
        Span<float> part = stackalloc float[256];
        for (long first = 0; first < tensor.ElementCount; first += part.Length) {
            Span<float> values = part[..(int)Math.Min(part.Length, tensor.ElementCount - first)];
            tensor.Decode(first, values);
            if (values.ContainsAnyExcept(1f)) {
                return false;
            }
        }
        return true;
    }
}
