using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace Sinter.Learned.Tests;

/// <summary>What the Python of a program gives for one sequence; tests/reference/learned_programs.py runs it.</summary>
public sealed record Case(string[] Tokens, double[][] Logits, string[]? Labels, double[]? Pooled, string? Class) {
    public static IReadOnlyList<Case> Of(string program) {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Programs", program + ".json"));
        return JsonSerializer.Deserialize<Case[]>(file, new JsonSerializerOptions(JsonSerializerDefaults.Web)) ?? [];
    }
}
