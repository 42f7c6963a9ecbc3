using System;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Sinter.Runtime;
using Xunit;

namespace Sinter.Zoo.Tests;

/// <summary>What a compiled model keeps in memory between its kernels, as its plan says it.</summary>
internal static partial class PlanMemory {
    /// <summary>Holds that nothing kept between the kernels of a model has an element for each pair of tokens.</summary>
    public static void HoldsNoPairs<TModel>() {
        string[] slots = [.. Slot().Matches(PlanOf<TModel>()).Select(match => match.Groups["size"].Value)];
        Assert.NotEmpty(slots);
        Assert.All(slots, size => Assert.All(size.Split('+'), term => Assert.True(Tokens().Count(term) <= 1, $"{typeof(TModel).Name}: a slot of {size} bytes")));
    }

    /// <summary>The weights that the kernels of an entry read as they are, rather than what was prepared of them at load.</summary>
    public static string[] WeightsReadBy<TModel>(string entry) {
        string plan = PlanOf<TModel>();
        string[] weights = [.. Declared().Matches(plan).Select(match => match.Groups["name"].Value)];
        string[] bodies = [.. plan.Split("\n  entry ").Skip(1).Where(body => body.StartsWith(entry + " {", StringComparison.Ordinal))];
        Assert.NotEmpty(bodies);
        return [.. bodies.SelectMany(body => Read().Matches(body)).Select(match => weights[int.Parse(match.Groups["index"].Value, CultureInfo.InvariantCulture)]).Distinct()];
    }

    private static string PlanOf<TModel>() =>
        typeof(TModel).Assembly.GetCustomAttributes<EmbeddedPlanAttribute>().Single(attribute => attribute.Name == typeof(TModel).FullName).Plan;

    [GeneratedRegex(@"^  weight ""(?<name>[^""]+)""", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"\bweight(?<index>\d+)")]
    private static partial Regex Read();

    [GeneratedRegex(@"^\s+slot (?<size>.+)$", RegexOptions.Multiline)]
    private static partial Regex Slot();

    // Time * Time is a pair, and so are powers.
    [GeneratedRegex(@"Time|Past|\^")]
    private static partial Regex Tokens();
}
