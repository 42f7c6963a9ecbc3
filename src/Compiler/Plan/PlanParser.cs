using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Plans;

/// <summary>Reads the text form that <see cref="PlanPrinter"/> writes.</summary>
internal static class PlanParser {
    public static Plan Parse(string text) {
        TextReader reader = new(text, "plan text");
        reader.Expect("plan");
        string name = reader.Name();
        reader.Expect("version");
        long version = reader.Integer();
        if (version != Plan.Version) {
            throw new GraphException($"plan text: version {version} was written by another release of Sinter; this one reads version {Plan.Version}. Build the project again.");
        }
        reader.Expect("{");
        List<Symbol> symbols = [];
        List<Weight> weights = [];
        List<Prepared> prepared = [];
        List<State> states = [];
        List<Kernel> kernels = [];
        List<Function> entries = [];
        Function? prepare = null;
        while (!reader.Accept("}")) {
            if (reader.Accept("symbol")) {
                symbols.Add(reader.Symbol());
            } else if (reader.Accept("weight")) {
                weights.Add(reader.Weight());
            } else if (reader.Accept("prepared")) {
                Layout layout = KernelParser.ParseLayout(reader);
                prepared.Add(new Prepared(reader.TensorType(), layout));
            } else if (reader.Accept("state")) {
                states.Add(reader.State());
            } else if (reader.Accept("kernel")) {
                reader.Integer();
                string kind = reader.Name();
                reader.Expect("{");
                kernels.Add(new KernelParser(reader).Parse(kind));
            } else if (reader.Accept("prepare")) {
                prepare = ParseFunction(reader, kernels);
            } else if (reader.Accept("entry")) {
                entries.Add(ParseFunction(reader, kernels));
            } else {
                throw reader.Error("a declaration, a kernel, 'prepare', 'entry' or '}'");
            }
        }
        if (!reader.AtEnd) {
            throw reader.Error("the end of the text");
        }
        Function preparation = prepare ?? throw new GraphException($"plan text: the plan {name} has no 'prepare'");
        return new Plan(name, symbols.ToSequence(), weights.ToSequence(), prepared.ToSequence(), states.ToSequence(), kernels.ToSequence(), preparation, entries.ToSequence());
    }

    private static Function ParseFunction(TextReader reader, List<Kernel> kernels) {
        string name = reader.Name();
        reader.Expect("{");
        List<(string, long)> fixedSymbols = [];
        List<Port> inputs = [];
        List<Port> outputs = [];
        List<Dimension> slots = [];
        List<Step> steps = [];
        while (!reader.Accept("}")) {
            if (reader.Accept("fixed")) {
                string symbol = reader.Name();
                fixedSymbols.Add((symbol, reader.Integer()));
            } else if (reader.Accept("input")) {
                string input = reader.Quoted();
                reader.Expect(":");
                TensorType type = reader.TensorType();
                inputs.Add(new Port(input, type, reader.Accept("below") ? reader.Integer() : 0));
            } else if (reader.Accept("output")) {
                string output = reader.Quoted();
                reader.Expect(":");
                outputs.Add(new Port(output, reader.TensorType()));
            } else if (reader.Accept("slot")) {
                slots.Add(reader.Dimension());
            } else {
                steps.Add(ParseStep(reader, kernels));
            }
        }
        return new Function(name, fixedSymbols.ToSequence(), inputs.ToSequence(), outputs.ToSequence(), slots.ToSequence(), steps.ToSequence());
    }

    private static Step ParseStep(TextReader reader, List<Kernel> kernels) {
        if (reader.Accept("repeat")) {
            return new Step.Repeat((int)reader.Integer(), ParseBody(reader, kernels));
        }
        if (reader.Accept("loop")) {
            Dimension count = reader.Dimension();
            reader.Expect("depth");
            int depth = (int)reader.Integer();
            Argument? condition = reader.Accept("while") ? ParseArgument(reader) : null;
            return new Step.Loop(count, depth, condition, ParseBody(reader, kernels));
        }
        if (reader.Accept("branch")) {
            Argument condition = ParseArgument(reader);
            Sequence<Step> then = ParseBody(reader, kernels);
            reader.Expect("else");
            return new Step.Branch(condition, then, ParseBody(reader, kernels));
        }
        return ParseCall(reader, kernels);
    }

    private static Sequence<Step> ParseBody(TextReader reader, List<Kernel> kernels) {
        reader.Expect("{");
        List<Step> body = [];
        while (!reader.Accept("}")) {
            body.Add(ParseStep(reader, kernels));
        }
        return body.ToSequence();
    }

    private static Step.Call ParseCall(TextReader reader, List<Kernel> kernels) {
        reader.Expect("call");
        int kernel = (int)reader.Integer();
        if (kernel < 0 || kernel >= kernels.Count) {
            throw reader.Error($"a kernel below {kernels.Count} instead of {kernel}");
        }
        reader.Expect("(");
        List<Argument> arguments = [];
        while (!reader.Accept(")")) {
            if (arguments.Count > 0) {
                reader.Expect(",");
            }
            arguments.Add(ParseArgument(reader));
        }
        if (arguments.Count != kernels[kernel].Parameters.Count) {
            throw reader.Error($"{kernels[kernel].Parameters.Count} arguments for kernel {kernel} instead of {arguments.Count}");
        }
        return new Step.Call(kernel, arguments.ToSequence());
    }

    private static Argument ParseArgument(TextReader reader) {
        string name = reader.Name();
        int digits = name.TakeWhile(char.IsLetter).Count();
        if (!System.Enum.TryParse(name.Substring(0, digits), ignoreCase: true, out Section section) || !int.TryParse(name.Substring(digits), out int index)) {
            throw reader.Error($"an argument such as 'slot0' instead of '{name}'");
        }
        return new Argument(section, index, reader.Accept("+") ? (int)reader.Integer() : 0);
    }
}
