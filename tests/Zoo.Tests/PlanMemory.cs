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
        string plan = typeof(TModel).Assembly.GetCustomAttributes<EmbeddedPlanAttribute>().Single(attribute => attribute.Name == typeof(TModel).FullName).Plan;
        string[] slots = [.. Slot().Matches(plan).Select(match => match.Groups["size"].Value)];
        Assert.NotEmpty(slots);
        Assert.All(slots, size => Assert.All(size.Split('+'), term => Assert.True(Tokens().Count(term) <= 1, $"{typeof(TModel).Name}: a slot of {size} bytes")));
    }

    [GeneratedRegex(@"^\s+slot (?<size>.+)$", RegexOptions.Multiline)]
    private static partial Regex Slot();

    // Time * Time is a pair, and so are powers.
    [GeneratedRegex(@"Time|Past|\^")]
    private static partial Regex Tokens();
}
