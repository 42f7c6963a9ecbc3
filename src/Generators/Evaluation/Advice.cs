using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>What to write instead, after what is wrong: the end of messages about operations and about the base library.</summary>
internal static class Advice {
    /// <summary>After a graph operation's own message.</summary>
    public static string For(string operation, string message, IReadOnlyList<TensorType> operands, Func<Dimension, string> range) {
        if (message.EndsWith("takes numbers, found bool", StringComparison.Ordinal)) {
            return "; Cast(x, ElementType.I32) makes numbers of truth values";
        }
        if (message.Contains("takes real numbers, found")) {
            return "; Cast(x, ElementType.F32) makes real numbers";
        }
        if (message.Contains("the condition must be bool")) {
            return "; compare with something, such as x > 0f";
        }
        if (message.Contains("takes truth values or integers, found")) {
            return "; compare with something first, such as x > 0f";
        }
        if (message.Contains("the constant") && message.Contains("does not fit")) {
            return "; Cast the tensor to ElementType.F32 first";
        }
        if (message.Contains("indices must be i32")) {
            return "; Cast(x, ElementType.I32) makes indices";
        }
        if (message.Contains("do not broadcast to one shape")) {
            return Meeting(operands);
        }
        if (message.Contains("does not continue")) {
            return "; parts differ in that axis alone, and have one element type";
        }
        if (operation == "slice" && operands is [var sliced]) {
            Dimension[] symbolic = [.. sliced.Shape.Where(extent => !extent.IsConstant).Distinct()];
            return symbolic.Length == 0 ? "" : $"; {string.Join(", ", symbolic.Select(extent => $"{extent} is {range(extent)}"))}";
        }
        return "";
    }

    // The first pair of extents from the right that differ, where both could be meant.
    private static string Meeting(IReadOnlyList<TensorType> operands) {
        for (int i = 0; i < operands.Count; i++) {
            for (int j = i + 1; j < operands.Count; j++) {
                for (int back = 1; back <= Math.Min(operands[i].Rank, operands[j].Rank); back++) {
                    (Dimension a, Dimension b) = (operands[i].Shape[operands[i].Rank - back], operands[j].Shape[operands[j].Rank - back]);
                    if (!a.Equals(b) && !a.Equals(Dimension.One) && !b.Equals(Dimension.One)) {
                        return $"; counted from the last axis, extents are equal or 1, but {Named(a)} meets {Named(b)}";
                    }
                }
            }
        }
        return "";
    }

    private static string Named(Dimension extent) => extent.Label is null ? extent.ToString() : $"{extent.Label} {extent}";

    /// <summary>Instead of a member of the base library that has no meaning while the project builds.</summary>
    public static string InsteadOf(ISymbol member) {
        string space = member.ContainingNamespace?.ToDisplayString() ?? "";
        string type = member.ContainingType?.Name ?? member.Name;
        return (space, type) switch {
            (_, "Random" or "RandomNumberGenerator" or "Guid") => "a build gives the same model each time: make random numbers an input of the entry, or a Weight",
            (_, "DateTime" or "DateTimeOffset" or "Stopwatch" or "Environment" or "TimeProvider" or "AppContext") => "what changes from run to run is an input of the entry",
            (_, "Console" or "Debug" or "Trace") => "to look at values, call the model as plain C# and step through it",
            (_, "Task" or "Thread" or "Parallel" or "ParallelEnumerable" or "Interlocked" or "Monitor") => "a compiled model uses all cores by itself: write a plain loop or query",
            (_, "GC" or "Marshal" or "Unsafe" or "NativeLibrary") => "a model owns no memory: use arrays and tensors",
            _ when member.Name == "GetHashCode" || type == "HashCode" => "a hash may differ from run to run: write the number",
            _ when space.StartsWith("System.Threading", StringComparison.Ordinal) => "a compiled model uses all cores by itself: write a plain loop or query",
            _ when space.StartsWith("System.IO", StringComparison.Ordinal) || space.StartsWith("System.Net", StringComparison.Ordinal)
                => "what a model needs from a file is a Weight that its checkpoint fills, or a constant",
            _ when space.StartsWith("System.Reflection", StringComparison.Ordinal) || type is "Type" or "Activator" => "name the member itself",
            _ => "use arithmetic, System.Math, arrays, lists and strings",
        };
    }

    /// <summary>The nearest of some names, where one is near enough to be meant.</summary>
    public static string? Nearest(string name, IEnumerable<string> names) =>
        names.Select(other => (other, distance: Distance(name, other))).Where(pair => pair.distance <= Math.Max(1, name.Length / 3)).OrderBy(pair => pair.distance).Select(pair => pair.other).FirstOrDefault();

    private static int Distance(string a, string b) {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++) {
                int above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
