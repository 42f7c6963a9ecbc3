using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.Compiler.Graph;

namespace Sinter.Generators.Emission;

/// <summary>Writes a model's typed API: loading, sessions, and a method for each entry with its shapes in the comments.</summary>
internal static class WriteInterface {
    private const string Runtime = "global::Sinter.Runtime.";
    private const string Span = "global::System.ReadOnlySpan";

    public static string Of(ModelInterface model) => SourceWriter.InClass(model.Name, "", writer => {
        string name = model.Name.Name;
        writer.Summary("What the runtime knows of the model: its weights, states and entries.");
        writer.Line($"public static {Runtime}ModelDescription Description => SinterDescription.Value;").Line();
        writer.Line($"static partial void Describe(ref {Runtime}ModelDescription? description);").Line();
        string path = model.IsWhole ? "" : "string path, ";
        writer.Summary($"Loads the native code of {name}{(model.IsWhole ? ", which holds its weights" : " and its weights")}.");
        if (!model.IsWhole) {
            writer.Line("/// <param name=\"path\">A safetensors, GGUF or llama2.c file.</param>");
        }
        writer.Line("/// <param name=\"options\">Threads and names; null for the defaults.</param>");
        writer.Line($"/// <exception cref=\"{Runtime}NativeLibraryException\">The library is missing, stale or foreign.</exception>");
        writer.Line($"public static Loaded Load({path}{Runtime}LoadOptions? options = null) => new({(model.IsWhole ? "" : "path, ")}options);").Line();
        writer.Block("private static class SinterDescription", () => {
            writer.Line($"internal static readonly {Runtime}ModelDescription Value = Make();").Line();
            writer.Block($"private static {Runtime}ModelDescription Make()", () => {
                writer.Line($"{Runtime}ModelDescription? made = null;");
                writer.Line("Describe(ref made);");
                writer.Line($"return made ?? throw new global::System.InvalidOperationException({SourceWriter.Quote($"The model {model.Name.FullName} has no plan: its build reported an error.")});");
            });
        });
        writer.Line();
        writer.Summary($"{name} with its weights, shared by any number of sessions.");
        writer.Block($"public sealed class Loaded : {Runtime}LoadedModel", () => {
            writer.Line($"internal Loaded({path}{Runtime}LoadOptions? options) : base({name}.Description, {(model.IsWhole ? "" : "path, ")}options) {{ }}").Line();
            writer.Summary("Starts a session.");
            writer.Line($"public new Session CreateSession({Runtime}SessionOptions? options = null) => new(this, options);");
        });
        writer.Line();
        writer.Summary($"One conversation with {name}: its own states over shared weights, used by one thread at a time.");
        writer.Block($"public sealed class Session : {Runtime}ModelSession", () => WriteSession(writer, model));
    });

    private static void WriteSession(SourceWriter writer, ModelInterface model) {
        for (int i = 0; i < model.Entries.Count; i++) {
            writer.Line($"private readonly {Runtime}EntryCall entry{i};");
        }
        writer.Line();
        writer.Block($"internal Session(Loaded model, {Runtime}SessionOptions? options) : base(model, options)", () => {
            for (int i = 0; i < model.Entries.Count; i++) {
                writer.Line($"entry{i} = Entry({SourceWriter.Quote(model.Entries[i].Name)});");
            }
        });
        for (int i = 0; i < model.Entries.Count; i++) {
            writer.Line();
            WriteEntry(writer, model.Entries[i], $"entry{i}", model.Symbols);
        }
    }

    private static void WriteEntry(SourceWriter writer, EntryInterface entry, string call, Sequence<Symbol> symbols) {
        bool isSingle = entry.Outputs.Count == 1;
        // A result may bear the name of an argument; the method has both as parameters.
        string[] results = [.. entry.Outputs.Select(output => Camel(output.Name)).Select(name => entry.Inputs.Any(input => input.Name == name) ? name + "Result" : name)];
        writer.Summary([$"Runs {entry.Name} at the session's position. {Bounds(entry, symbols)}".TrimEnd(), .. isSingle ? [] : new[] { "Each result is to be read until the next call on this session." }]);
        foreach (TensorInterface input in entry.Inputs) {
            writer.Line($"/// <param name=\"{input.Name}\">{Shape(input)}, row-major.</param>");
        }
        for (int i = 0; i < results.Length && !isSingle; i++) {
            writer.Line($"/// <param name=\"{results[i]}\">{Shape(entry.Outputs[i])}, row-major.</param>");
        }
        if (isSingle) {
            writer.Line($"/// <returns>{Shape(entry.Outputs[0])}, row-major, to be read until the next call on this session.</returns>");
        }
        string parameters = string.Join(", ", entry.Inputs.Select(input => $"{Span}<{input.Element}> {Identifier(input.Name)}")
            .Concat(isSingle ? [] : entry.Outputs.Select((output, i) => $"out {Span}<{output.Element}> {Identifier(results[i])}")));
        string result = isSingle ? $"{Span}<{entry.Outputs[0].Element}>" : "void";
        // The base class has a Forward of its own for models from tokens to logits.
        bool hides = entry.Name == "Forward" && isSingle && entry.Inputs is [{ Element: "int" }];
        writer.Block($"public {(hides ? "new " : "")}{result} {Identifier(entry.Name)}({parameters})", () => {
            for (int i = 0; i < entry.Inputs.Count; i++) {
                writer.Line($"{call}.Input({i}, {Identifier(entry.Inputs[i].Name)});");
            }
            writer.Line($"{call}.Run();");
            if (isSingle) {
                writer.Line($"return {call}.Output<{entry.Outputs[0].Element}>(0);");
            } else {
                for (int i = 0; i < entry.Outputs.Count; i++) {
                    writer.Line($"{Identifier(results[i])} = {call}.Output<{entry.Outputs[i].Element}>({i});");
                }
            }
        });
    }

    private static string Shape(TensorInterface tensor) =>
        $"{tensor.Type.Element.Name()} [{string.Join(", ", tensor.Type.Shape.Select(extent => extent.ToString().Replace("+", " + ")))}]";

    private static string Bounds(EntryInterface entry, Sequence<Symbol> symbols) => string.Join(" ", symbols
        .Where(symbol => entry.Inputs.Concat(entry.Outputs).Any(tensor => tensor.Type.Shape.Any(extent => extent.Mentions(symbol.Name))))
        .Select(symbol => $"{symbol.Name} is {symbol.Minimum} to {symbol.Maximum}."));

    private static string Identifier(string name) => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    private static string Camel(string snake) => string.Concat(snake.Split('_').Select((word, i) => i == 0 || word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word.Substring(1)));
}
