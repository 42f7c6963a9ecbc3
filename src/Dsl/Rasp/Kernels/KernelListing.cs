using System;
using System.Linq;
using System.Reflection;
using System.Text;
using Sinter.Runtime;

namespace Sinter.Rasp;

/// <summary>The kernels of a program as lines to read, from the plan that its assembly carries.</summary>
static class KernelListing {
    const string Head = "  kernel ", Fused = "    fuses ";

    /// <exception cref="InvalidOperationException">The assembly's plans were trimmed.</exception>
    public static string Of(KernelDescription description) {
        string plan = description.Model.Method.Module.Assembly.GetCustomAttributes<EmbeddedPlanAttribute>().FirstOrDefault(plan => plan.Name == description.Name)?.Plan
            ?? throw new InvalidOperationException($"The assembly of {description.Name} carries no plan of it.");
        var text = new StringBuilder();
        foreach (string line in plan.Split('\n')) {
            if (line.StartsWith(Head, StringComparison.Ordinal)) {
                text.Append(text.Length > 0 ? "\n" : "").Append(line[2..].TrimEnd(' ', '{'));
            } else if (line.StartsWith(Fused, StringComparison.Ordinal)) {
                text.Append(": ").Append(line[Fused.Length..].Replace("\"", "", StringComparison.Ordinal));
            }
        }
        return text.ToString();
    }
}
