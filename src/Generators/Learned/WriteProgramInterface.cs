using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.Generators.Emission;

namespace Sinter.Generators.Learned;

/// <summary>Writes what the class of a learned program has beside a model's members: its tokens and classes by name.</summary>
internal static class WriteProgramInterface {
    private const string Runtime = "global::Sinter.Runtime.";

    public static string Of(LearnedProgram program, ModelName model) => SourceWriter.InClass(model, "", writer => {
        writer.Line($"private static readonly {Runtime}TokenNumbers numbers = new(");
        writer.Line($"    {SourceWriter.Quote(model.Name)},");
        writer.Line($"    [{string.Join(", ", program.Vocabulary.Select(Literal))}],");
        writer.Line($"    [{string.Join(", ", program.Classes.Select(Literal))}]);").Line();
        writer.Summary("The tokens that the program knows, in the order of their numbers.");
        writer.Line("public static global::System.Collections.Generic.IReadOnlyList<string> Vocabulary => numbers.Tokens;").Line();
        writer.Summary("The classes, in the order of the logits.");
        writer.Line("public static global::System.Collections.Generic.IReadOnlyList<string> Classes => numbers.Classes;").Line();
        writer.Summary("The numbers of tokens.");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">A token is not in the vocabulary.</exception>");
        writer.Line("public static int[] Encode(params global::System.ReadOnlySpan<string> tokens) => numbers.Encode(tokens);").Line();
        string results = program.IsPooled ? "out _, out _, out _, out global::System.ReadOnlySpan<int> found" : "out _, out global::System.ReadOnlySpan<int> found";
        writer.Summary(program.IsPooled
            ? $"The class of a sequence of 1 to {program.MaximumLength} tokens."
            : $"The class of each of 1 to {program.MaximumLength} tokens; <s> at the beginning and </s> at the end keep their names.");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">A token is not in the vocabulary.</exception>");
        writer.Block($"public static string{(program.IsPooled ? " Classify" : "[] Label")}(Session session, params global::System.ReadOnlySpan<string> tokens)", () => {
            writer.Line($"session.Run(numbers.Encode(tokens), {results});");
            writer.Line(program.IsPooled ? "return numbers.Classes[found[0]];" : "return numbers.Label(tokens, found);");
        });
    });

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
