using System;
using System.IO;
using System.IO.Compression;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Plans;

namespace Sinter.Generators.Emission;

/// <summary>Lowers a model's graph to its plan and embeds both in the assembly, where the build step and the command sinter read them.</summary>
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
        string embedded = $"[assembly: global::Sinter.Runtime.EmbeddedPlan({SourceWriter.Quote(model.Name.FullName)}, @\"{plan.Print().Replace("\"", "\"\"")}\")]\n"
            + $"[assembly: global::Sinter.Runtime.EmbeddedGraph({SourceWriter.Quote(model.Name.FullName)}, \"{Deflate(model.Module!.ToString())}\", {Literal(model.Naming)}, {Literal(model.Mapping)})]\n";
        return SourceWriter.InClass(model.Name, embedded, writer => WriteDescription.Write(writer, model, plan, assembly));
    }

    private static string Literal(string? text) => text is null ? "null" : SymbolDisplay.FormatLiteral(text, quote: true);

    // Graphs are not rolled as plans are: a deep model's would outweigh its code.
    private static string Deflate(string text) {
        using MemoryStream packed = new();
        using (DeflateStream deflate = new(packed, CompressionLevel.Optimal, leaveOpen: true)) {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            deflate.Write(bytes, 0, bytes.Length);
        }
        return Convert.ToBase64String(packed.ToArray());
    }
}
