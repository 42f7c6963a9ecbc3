using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Naming;

/// <summary>What is wrong between a weight of the model and a tensor of the file.</summary>
public enum BindingFault {
    /// <summary>The file has no tensor for the weight.</summary>
    Missing,
    /// <summary>The tensor has another shape.</summary>
    Misshapen,
    /// <summary>The tensor is of a type that cannot be read as the weight's.</summary>
    Unreadable,
    /// <summary>No weight of the model asks for the tensor.</summary>
    Surplus,
}

/// <summary>One fault.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Path">The weight's canonical path; null for a surplus tensor.</param>
/// <param name="TensorName">The name in the file, expected or found; for a weight made of several tensors, the text of its source.</param>
/// <param name="Nearest">The most similar name on the other side, or null when none is similar.</param>
/// <param name="Detail">The fault in words.</param>
public sealed record BindingProblem(BindingFault Fault, string? Path, string? TensorName, string? Nearest, string Detail);

/// <summary>The file does not hold the weights of the model. All that is wrong is said at once.</summary>
public sealed class WeightBindingException : WeightFileException {
    internal WeightBindingException(string path, string naming, ImmutableArray<BindingProblem> problems)
        : base(path, Describe(naming, problems)) {
        Problems = problems;
    }

    /// <summary>Every fault: missing, misshapen and unreadable weights in the order of the model, then surplus tensors by name.</summary>
    public ImmutableArray<BindingProblem> Problems { get; }

    static string Describe(string naming, ImmutableArray<BindingProblem> problems) {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"the file does not fit the model ({problems.Length} faults, names of {naming}):");
        foreach (BindingProblem problem in problems) {
            text.Append("\n  ").Append(problem.Detail);
        }
        return text.ToString();
    }
}
