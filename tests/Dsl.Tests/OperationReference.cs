using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Sinter.Tests;

/// <summary>The cases of tests/reference/operations.py: inputs and what PyTorch computes for them in float64.</summary>
static class OperationReference {
    static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    /// <summary>All cases by name.</summary>
    public static Dictionary<string, Case> Cases { get; } =
        JsonSerializer.Deserialize<Case[]>(File.ReadAllText(FixturePath()), Options)!.ToDictionary(found => found.Name);

    static string FixturePath([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "fixtures", "operations.json");

    internal sealed record Case(string Name, Values[] Inputs, Values Expected);

    internal sealed record Values(int[] Shape, double[] Elements) {
        public Tensor ToTensor() => Tensor.From(Array.ConvertAll(Elements, value => (float)value), Shape);
    }
}
