using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Build.Plans;

/// <summary>Reads [assembly: Sinter.Runtime.EmbeddedPlan(name, plan)] from an assembly's metadata.</summary>
public static class EmbeddedPlanReader {
    const string AttributeName = "EmbeddedPlanAttribute";

    /// <summary>The plans of an assembly, in the order of the models' names.</summary>
    /// <param name="assembly">The path of the assembly.</param>
    /// <exception cref="BuildErrorException">It is no assembly, or an attribute in it is malformed or repeated.</exception>
    public static IReadOnlyList<EmbeddedPlan> Read(string assembly) {
        Dictionary<string, EmbeddedPlan> plans = new(StringComparer.Ordinal);
        foreach (string?[] arguments in EmbeddedAttributes.Read(assembly, AttributeName, 2)) {
            (string? model, string? text) = (arguments[0], arguments[1]);
            if (string.IsNullOrWhiteSpace(model) || text is null) {
                throw EmbeddedAttributes.Malformed(assembly, AttributeName, "needs a model's name and a plan");
            }
            if (model.Split('.').Any(part => part.Length == 0 || !part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))) {
                throw EmbeddedAttributes.Malformed(assembly, AttributeName, $"names the model '{model}', which is no namespace-qualified name of ASCII letters, digits and underscores");
            }
            if (!plans.TryAdd(model, new EmbeddedPlan(model, text))) {
                throw new BuildErrorException(BuildError.Assembly, $"'{assembly}' embeds two plans for {model}; a model has one");
            }
        }
        return [.. plans.Values.OrderBy(plan => plan.Model, StringComparer.Ordinal)];
    }
}
