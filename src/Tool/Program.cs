using System;
using System.CommandLine;
using System.IO;
using System.Text;
using Sinter.Runtime;
using Sinter.Runtime.Naming;
using Sinter.Runtime.Weights;
using Sinter.Tool.Checkpoints;
using Sinter.Tool.Costs;
using Sinter.Tool.Html;
using Sinter.Tool.Models;
using Sinter.Tool.Programs;
using Sinter.Tool.Text;
using Spectre.Console;

namespace Sinter.Tool;

/// <summary>The command <c>sinter</c>: explains the models of an assembly from its metadata, of which no code runs, and reads RASP programs.</summary>
static class Program {
    // What is not a terminal has no width: tables are written as wide as they are.
    const int Unbounded = 100_000;

    static int Main(string[] arguments) => Run(
        arguments, Console.Out, Console.Error, Console.IsOutputRedirected ? Unbounded : null, Console.IsInputRedirected || Console.IsOutputRedirected ? Console.In : null);

    /// <summary>Runs the command.</summary>
    /// <returns>0, or 1 when an error was written.</returns>
    internal static int Run(string[] arguments, TextWriter output, TextWriter error, int? width = Unbounded, TextReader? input = null) {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = width is null ? AnsiSupport.Detect : AnsiSupport.No });
        console.Profile.Width = width ?? Math.Max(console.Profile.Width, 80);
        Argument<string> assembly = new("assembly") { Description = "A built app or library (.dll or .exe) that declares models." };
        Option<string?> model = new("--model") { Description = "One model, by its name with or without the namespace. Default: all.", HelpName = "NAME" };
        Command names = new("names", "Lists the tensors that a checkpoint must hold, with shapes and types.") { assembly, model };
        Option<string?> file = new("--file") { Description = "A checkpoint to compare with; all that does not fit is listed.", HelpName = "FILE" };
        Option<string?> mapping = new("--mapping") { Description = "A file with the rules of a mapping, in place of the declared one.", HelpName = "FILE" };
        names.Add(file);
        names.Add(mapping);
        names.SetAction(given => Guard(error, () => {
            foreach (ModelInAssembly found in ModelInAssembly.Read(given.GetRequiredValue(assembly), given.GetValue(model))) {
                CheckpointMapping rules = given.GetValue(mapping) is { } path ? CheckpointMapping.Parse(File.ReadAllText(path), $"'{path}'") : found.Names;
                NamesReport.Write(console, found, rules);
                if (given.GetValue(file) is { } checkpoint) {
                    CheckpointReport.Write(console, found, given.GetValue(mapping) is null ? null : rules, checkpoint);
                }
            }
        }));
        Command explain = new("explain", "Prints the graph, kernels, memory plan and binding times of a model.") { assembly, model };
        Option<string?> entry = new("--entry") { Description = "One entry. Default: all, and the preparation of the weights.", HelpName = "NAME" };
        Option<string?> at = new("--at") { Description = "Sizes at which numbers are given, such as Time=128,Past=0.", HelpName = "SIZES" };
        Option<string?> html = new("--html") { Description = "Write one page with pictures to this file in place of the text.", HelpName = "FILE" };
        explain.Add(entry);
        explain.Add(at);
        explain.Add(html);
        explain.SetAction(given => Guard(error, () => {
            Explanation[] found = [.. System.Linq.Enumerable.Select(
                ModelInAssembly.Read(given.GetRequiredValue(assembly), given.GetValue(model)), each => new Explanation(each, given.GetValue(entry), given.GetValue(at)))];
            if (given.GetValue(html) is { } path) {
                File.WriteAllText(path, Page.Of(found), new UTF8Encoding(false));
                output.WriteLine($"wrote {path}");
                return;
            }
            foreach (Explanation explanation in found) {
                new ExplainReport(console, explanation).Write();
            }
        }));
        Argument<string?> program = new("file") { Description = "A program to begin with (.rasp).", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> nulls = new("--null") { Description = "Aggregates without a default give null where nothing is selected, as tracr's. Default: 0, as RASP's." };
        Command rasp = new("rasp", "Reads programs in RASP's text language and shows what they compute; help lists what there is.") { program, nulls };
        rasp.SetAction(given => Guard(error, () => RaspCommand.Run(given.GetValue(program), given.GetValue(nulls), input, output)));
        rasp.Add(WeightsCommand.Define((weights, given) => Guard(error, () => weights.Run(console, given))));
        Argument<string> source = new("in") { Description = "A safetensors or GGUF file." };
        Argument<string> target = new("out") { Description = "The GGUF file to write; it appears when it is whole." };
        Option<string> form = new("--form") { Description = $"How matrices are stored: {QuantizeCommand.Forms}.", HelpName = "FORM", Required = true };
        Command quantize = new("quantize", "Writes a checkpoint with its matrices in small integers.") { source, target, form };
        quantize.SetAction(given => Guard(error, () => QuantizeCommand.Run(console, given.GetRequiredValue(source), given.GetRequiredValue(target), given.GetRequiredValue(form))));
        Option<string> cpu = new("--cpu") { Description = "The processor to compile for: native, or a tier such as x86-64-v3.", HelpName = "NAME", DefaultValueFactory = _ => "auto" };
        Command native = new("native", "Says what compiling each model to native code takes: seconds of a processor, bytes of its library.") { assembly, model, cpu };
        native.SetAction(given => Guard(error, () => NativeCommand.Run(console, given.GetRequiredValue(assembly), given.GetValue(model), given.GetRequiredValue(cpu))));
        RootCommand root = new("Explains models that Sinter compiled, quantises checkpoints, and runs RASP programs or compiles them to weights.") { names, explain, native, quantize, rasp };
        return root.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
    }

    static int Guard(TextWriter error, Action action) {
        try {
            action();
            return 0;
        } catch (Exception problem) when (problem is ToolException or MappingException or WeightFileException or IOException or UnauthorizedAccessException) {
            error.WriteLine($"sinter: {problem.Message}");
            return 1;
        }
    }
}
