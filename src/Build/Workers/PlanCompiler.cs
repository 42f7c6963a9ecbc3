using Sinter.Compiler.Graph;
using Sinter.Compiler.Llvm;
using Sinter.Compiler.Plans;

namespace Sinter.Build.Workers;

/// <summary>From a plan's text to LLVM IR by the compiler, with its failures told apart.</summary>
static class PlanCompiler {
    /// <summary>The LLVM IR of a plan.</summary>
    /// <param name="model">The model's full name, for errors.</param>
    /// <param name="text">The plan.</param>
    /// <param name="target">The processor to compile for.</param>
    /// <exception cref="BuildErrorException">The text is no plan.</exception>
    public static string Emit(string model, string text, TargetDescription target) {
        Plan plan;
        try {
            plan = Plan.Parse(text);
        } catch (GraphException error) {
            throw new BuildErrorException(BuildError.Plan, $"the plan of {model} cannot be read: {error.Message}");
        }
        return PlanEmitter.Emit(plan, target, canProfile: true);
    }
}
