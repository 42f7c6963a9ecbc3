using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Plans;

namespace Sinter.Generators.Emission;

/// <summary>Lowers a model's graph to its plan and embeds it in the assembly, where the build step reads it.</summary>
internal static class WritePlan {
    public static void Add(SourceProductionContext output, (EvaluatedModel Model, string Assembly) source) {
        EvaluatedModel model = source.Model;
        Plan plan;
        try {
            plan = Lowering.Run(model.Module!);
        } catch (GraphException exception) {
            SourceSpan place = exception.Origin is { } origin
                ? new SourceSpan(origin.File, origin.Start, origin.Length, origin.Line - 1, origin.Column - 1, origin.Line - 1, origin.Column - 1 + origin.Length)
                : model.Declaration;
            output.ReportDiagnostic(new Problem(Descriptors.OperationNotCompiled, place, exception.Message, "").ToDiagnostic());
            return;
        }
        output.AddSource($"{model.Name.FullName}.Plan.g.cs", SourceText.From(Of(model, plan, source.Assembly), Encoding.UTF8));
    }

    public static string Of(EvaluatedModel model, Plan plan, string assembly) {
        string embedded = $"[assembly: global::Sinter.Runtime.EmbeddedPlan({SourceWriter.Quote(model.Name.FullName)}, @\"{plan.Print().Replace("\"", "\"\"")}\")]\n";
        return SourceWriter.InClass(model.Name, embedded, writer => WriteDescription.Write(writer, model, plan, assembly));
    }
}
