extern alias language;
using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using language::Sinter;
using language::Sinter.Rasp;
using language::Sinter.Rasp.Text;
using language::Sinter.Rasp.Weights;
using Spectre.Console;

namespace Sinter.Tool.Programs;

/// <summary><c>sinter rasp weights</c>: a program in RASP's text language as the weights of a transformer.</summary>
sealed class WeightsCommand {
    readonly Argument<string> file = new("file") { Description = "A program in RASP's text language (.rasp)." };
    readonly Argument<string?> name = new("name") { Description = "The s-op that the transformer computes. Default: the last that the file defines.", Arity = ArgumentArity.ZeroOrOne };
    readonly Option<int> length = new("--length") { Description = "The number of positions of the longest sequence.", HelpName = "N", DefaultValueFactory = _ => 8 };
    readonly Option<string?> values = new("--values") { Description = "The values that tokens have: the characters of a text, or several separated by commas (abc; 1,2,10; the,cat).", HelpName = "VALUES" };
    readonly Option<string> activation = new("--activation") { Description = "The nonlinearity of the MLPs: relu or gelu.", HelpName = "NAME", DefaultValueFactory = _ => "relu" };
    readonly Option<string> norm = new("--norm") { Description = "What half layers and the output read the residual stream through: none or layer (layer normalisation).", HelpName = "NAME", DefaultValueFactory = _ => "none" };
    readonly Option<bool> causal = new("--causal") { Description = "Cuts every selector to the keys up to the query." };
    readonly Option<string[]> encode = new("--encode") { Description = "How an expression is held: NAME=categorical (a dimension for each value) or NAME=numerical (one).", HelpName = "NAME=ENCODING" };
    readonly Option<int?> hidden = new("--hidden") { Description = "The most hidden units that one expression may take.", HelpName = "N" };
    readonly Option<bool> nulls = new("--null") { Description = "Aggregates without a default give null where nothing is selected, as tracr's. Default: 0, as RASP's." };
    readonly Option<string?> folder = new("--out") { Description = "A folder for NAME.safetensors, NAME.json (what each dimension means), NAME.cs (the declaration) and NAME.svg (the flow of values).", HelpName = "FOLDER" };
    readonly Option<string?> input = new("--run") { Description = "Also runs the weights on this input, written as the values, and reads all expressions off the residual stream.", HelpName = "INPUT" };
    readonly Option<bool> bounds = new("--bounds") { Description = "Also lists each bound of an error with what is allowed." };

    /// <summary>The command.</summary>
    /// <param name="run">Does it, and gives the exit code.</param>
    public static Command Define(Func<WeightsCommand, ParseResult, int> run) {
        WeightsCommand command = new();
        Command defined = new("weights", "Compiles a program to the weights of a transformer, with a proof that f32 is exact enough, and exports them.") {
            command.file, command.name, command.length, command.values, command.activation, command.norm, command.causal, command.encode, command.hidden,
            command.nulls, command.folder, command.input, command.bounds,
        };
        defined.SetAction(given => run(command, given));
        return defined;
    }

    /// <summary>Compiles, reports and writes.</summary>
    /// <exception cref="ToolException">The file is no program, an option is none, or the program is refused.</exception>
    public void Run(IAnsiConsole console, ParseResult given) {
        try {
            (string called, Node program) = Program(given);
            RaspTransformer transformer = Compiled(console, given, called, program);
            console.WriteLine(transformer.Report());
            if (given.GetValue(bounds)) {
                foreach (ExactnessBound bound in transformer.Bounds.OrderByDescending(bound => bound.Used)) {
                    console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bound: {bound.What} of {bound.Expression}: {bound.Error:G2} of {bound.Allowed:G2}"));
                }
            }
            if (given.GetValue(input) is { } text) {
                foreach (TransformerTraceStep step in TextWeights.Trace(transformer, ExampleOf(text))) {
                    console.WriteLine(step.ToString());
                }
            }
            if (given.GetValue(folder) is { } target) {
                Write(console, transformer, target, ClassName(called));
            }
        } catch (Exception problem) when (problem is RaspException or RaspTextException) {
            throw new ToolException(problem.Message);
        }
    }

    (string, Node) Program(ParseResult given) {
        string path = given.GetRequiredValue(file);
        RaspText text = new(given.GetValue(nulls) ? Emptiness.Null : Emptiness.Rasp);
        DefinedResult? last = null;
        text.Execute(File.ReadAllText(path), path, result => last = result is DefinedResult { Node: not (null or Selector), Applied: null } defined && defined.At.File == path ? defined : last);
        if (given.GetValue(name) is { } wanted) {
            return text.Has(wanted) ? (wanted, text[wanted])
                : throw new ToolException($"{path} defines no s-op {wanted}; it defines {string.Join(", ", text.Names)}");
        }
        return last is { } found ? (found.Name, found.Node!) : throw new ToolException($"{path} defines no s-op");
    }

    RaspTransformer Compiled(IAnsiConsole console, ParseResult given, string called, Node program) {
        int longest = given.GetValue(length);
        if (longest < 1) {
            throw new ToolException($"--length is 1 or more, and {longest} is given");
        }
        WeightOptions options = new(longest) { Activation = ActivationOf(given.GetValue(activation)!), LayerNorm = IsNormed(given.GetValue(norm)!) };
        if (given.GetValue(hidden) is { } most) {
            options = options with { MaximumHidden = most };
        }
        foreach (string pair in given.GetValue(encode) ?? []) {
            string[] parts = pair.Split('=', 2);
            options = options.Encode(parts[0], parts is [_, var encoding] && Enum.TryParse(encoding, ignoreCase: true, out ValueEncoding kind) && Enum.IsDefined(kind)
                ? kind
                : throw new ToolException($"--encode takes NAME=categorical or NAME=numerical, and '{pair}' is given"));
        }
        Example? tokens = given.GetValue(values) is { } written ? ExampleOf(written) : null;
        if (tokens == null && ProgramGraph.Of(program).Nodes.FirstOrDefault(node => node.Node.Kind == NodeKind.Input && node.Node.ElementType != typeof(bool)) is { } read) {
            throw new ToolException($"{called} reads {read.Node}, which has no bound of its own; say which values occur, such as --values abc or --values 1,2,3");
        }
        RaspTransformer Compile() => TextWeights.Compile(program, tokens, options, given.GetValue(causal));
        // What is no terminal is told the end alone.
        if (!console.Profile.Capabilities.Interactive) {
            return Compile();
        }
        long began = Stopwatch.GetTimestamp();
        RaspTransformer compiled = console.Status().Start(Markup.Escape($"compiling {called} for {longest} positions"), _ => Compile());
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"compiled {called} in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s"));
        return compiled;
    }

    static void Write(IAnsiConsole console, RaspTransformer transformer, string folder, string name) {
        transformer.Save(folder, name);
        string picture = Path.Combine(folder, name + ".svg");
        File.WriteAllText(picture, WeightPicture.Of(transformer, $"{name}: {transformer.Report().Split('\n')[0]}"), new UTF8Encoding(false));
        foreach (string ending in (string[])[".safetensors", ".json", ".cs", ".svg"]) {
            console.WriteLine($"wrote {Path.Combine(folder, name + ending)}");
        }
    }

    static Activation ActivationOf(string name) => name switch {
        "relu" => Activation.Relu,
        "gelu" => Activation.Gelu,
        _ => throw new ToolException($"--activation is relu or gelu, and '{name}' is given"),
    };

    static bool IsNormed(string name) => name is "none" or "layer" ? name == "layer" : throw new ToolException($"--norm is none or layer, and '{name}' is given");

    // Numbers and truth values where all are; tokens_str reads these as their texts.
    static Example ExampleOf(string text) {
        string[] parts = text.Contains(',', StringComparison.Ordinal)
            ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [.. Elements(StringInfo.GetTextElementEnumerator(text))];
        int[] integers = [.. parts.SelectMany(part => int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? [number] : Array.Empty<int>())];
        decimal[] decimals = [.. parts.SelectMany(part => decimal.TryParse(part, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) ? [number] : Array.Empty<decimal>())];
        return integers.Length == parts.Length ? Example.Of(integers)
            : decimals.Length == parts.Length ? Example.Of(decimals)
            : Array.TrueForAll(parts, part => part is "True" or "False") ? Example.Of(parts.Select(part => part == "True"))
            : Example.Of(parts);
    }

    static IEnumerable<string> Elements(TextElementEnumerator each) {
        while (each.MoveNext()) {
            yield return each.GetTextElement();
        }
    }

    // sort_by_key -> SortByKey
    static string ClassName(string name) => string.Concat(name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(part => char.ToUpperInvariant(part[0]) + part[1..])) is { Length: > 0 } joined && char.IsLetter(joined[0])
        ? joined
        : "Program";
}
