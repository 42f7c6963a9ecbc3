using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Sinter.Compiler.Graph;
using Sinter.Generators.Emission;

namespace Sinter.Generators.Rasp;

/// <summary>
/// Writes what a program is to C#: a property of the nested class <c>Kernels</c> that bears the method's name, and beside it the
/// description of the native code.
/// </summary>
internal static class WriteProgram {
    private const string Runtime = "global::Sinter.Runtime.";
    private const string Rasp = "global::Sinter.Rasp.";

    /// <summary>The class that holds the description, as a model's class does.</summary>
    public static ModelName PlanOf(ProgramName name) => new(
        name.Class.Namespace, name.Class.Types.Concat(["static partial class Kernels", $"static partial class {name.Method}Plan"]).ToSequence(), $"{name.Class.MetadataName}.{name.Method}", true);

    public static EvaluatedModel ModelOf(EvaluatedProgram program) => new(PlanOf(program.Name), program.Module, null, null, null, program.Declaration, program.Problems);

    public static string Of(EvaluatedProgram program) {
        (ProgramName name, ProgramInterface api) = (program.Name, program.Interface!);
        ModelName kernels = new(name.Class.Namespace, name.Class.Types.Concat(["public static partial class Kernels"]).ToSequence(), name.Class.MetadataName, true);
        bool isTyped = api.Inputs.Count == api.Parameters.Count && api.Inputs.Count is 1 or 2;
        string type = $"{Rasp}KernelProgram<{string.Join(", ", (isTyped ? api.Inputs.Select(input => input.Type) : []).Append(api.Result))}>";
        return SourceWriter.InClass(kernels, "", writer => {
            writer.Summary($"The program {name.Method} as native kernels: what it computes is what {name.Method} means.");
            writer.Line($"public static {type} {Escaped(name.Method)} {{ get; }} = new(new {Rasp}KernelDescription {{");
            writer.Line($"    Name = {SourceWriter.Quote(name.FullName)},");
            writer.Line($"    Model = static () => {name.Method}Plan.Description,");
            writer.Line($"    Texts = [{string.Join(", ", api.Texts.Select(Literal))}],");
            writer.Line("    Errors = [");
            foreach ((string expression, string problem) in api.Errors) {
                writer.Line($"        ({Literal(expression)}, {Literal(problem)}),");
            }
            writer.Line("    ],");
            writer.Line($"}}, [{string.Join(", ", api.Inputs.Select(input => $"new {Rasp}KernelInput<{input.Type}>({SourceWriter.Quote(input.Name)}, {input.Codec})"))}], {api.ResultCodec});").Line();
            writer.Block($"internal static partial class {name.Method}Plan", () => {
                writer.Line($"static partial void Describe(ref {Runtime}ModelDescription? description);").Line();
                writer.Block($"public static {Runtime}ModelDescription Description", () => writer.Block("get", () => {
                    writer.Line($"{Runtime}ModelDescription? made = null;");
                    writer.Line("Describe(ref made);");
                    writer.Line($"return made ?? throw new global::System.InvalidOperationException({SourceWriter.Quote($"The program {name.FullName} has no plan: its build reported an error.")});");
                }));
            });
        });
    }

    private static string Escaped(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
