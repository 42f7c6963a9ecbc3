using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Sinter.Rasp.Text;

/// <summary>
/// The language at a console: reads statements, of as many lines as they take, and shows what each gives on the current
/// example. What is wrong is one message, and the next statement is read.
/// </summary>
/// <param name="readLine">Reads a line after showing a prompt; null at the end of the input.</param>
/// <param name="output">Where everything is written.</param>
/// <param name="draw">Writes a picture of a flow to the file that it names.</param>
public sealed class RaspConsole(Func<string, string?> readLine, TextWriter output, Action<DrawnResult>? draw = null) {
    const string Indent = "   ";

    readonly List<string> history = [];
    readonly List<DefinedResult> loaded = [];
    bool showSOps = true;
    bool showSelectors = true;
    bool full;
    bool ended;

    /// <summary>The programs of this console.</summary>
    public RaspText Text { get; init; } = new();

    /// <summary>The lines that were read, without commands of the console.</summary>
    public IReadOnlyList<string> History => history;

    /// <summary>Does the statements of a file.</summary>
    /// <exception cref="RaspTextException">It is no program.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Load(string path) {
        Execute(File.ReadAllText(path), path, Loaded);
    }

    /// <summary>Reads and shows until the input or the user ends it.</summary>
    public void Run() {
        string pending = "";
        while (!ended && readLine(pending.Length == 0 ? ">> " : ".. ") is { } line) {
            if (line.Trim() is "cancel" or ":cancel" && pending.Length > 0) {
                pending = "";
            } else if (pending.Length > 0 || !Command(line.Trim())) {
                pending = Statements(pending + line + "\n");
            }
        }
        if (pending.Trim().Length > 0) {
            Try(pending, isLast: true);
        }
    }

    // What is left when more lines may complete it.
    string Statements(string source) {
        if (source.AsSpan().Trim().IsEmpty) {
            return "";
        }
        history.Add(source.TrimEnd('\n').Split('\n')[^1]);
        return Try(source) ? "" : source;
    }

    // False when more lines may complete it.
    bool Try(string source, bool isLast = false) {
        try {
            Execute(source, "console", result => (result.At.File == "console" ? Show : (Action<TextResult>)Loaded)(result));
            return true;
        } catch (RaspTextException problem) when (problem.IsAtEnd && problem.At.File == "console" && !isLast) {
            return false;
        } catch (RaspTextException problem) {
            output.WriteLine(problem.Message);
            return true;
        }
    }

    void Execute(string source, string file, Action<TextResult> report) {
        loaded.Clear();
        Text.Execute(source, file, report);
        foreach (IGrouping<string, DefinedResult> names in loaded.GroupBy(given => given.At.File)) {
            output.WriteLine($"{names.Key}: {string.Join(", ", names.Select(given => given.Name).Distinct())}");
        }
    }

    // Of a file only the names that it gives, as it may define hundreds, and what it asks to see.
    void Loaded(TextResult result) {
        if (result is not DefinedResult given || given.Applied != null) {
            Show(result);
        } else if (given.Name != "out" && !given.Name.StartsWith('_')) {
            loaded.Add(given);
        }
    }

    bool Command(string line) {
        switch (line) {
            case "help" or "help;" or ":help" or "?":
                output.WriteLine(RaspConsoleHelp.Text);
                return true;
            case "history" or "history;" or ":history":
                for (int i = 0; i < history.Count; i++) {
                    output.WriteLine($"{i + 1,5}  {history[i]}");
                }
                return true;
            case "names" or "names;" or ":names":
                output.WriteLine($"yours:   {(Text.Names.Any() ? string.Join(", ", Text.Names) : "none yet")}");
                output.WriteLine($"library: {string.Join(", ", Text.LibraryNames)}");
                return true;
        }
        if (!line.StartsWith('!')) {
            return false;
        }
        int number = line == "!!" ? history.Count : int.TryParse(line.AsSpan(1), out int given) ? given : 0;
        if (number < 1 || number > history.Count) {
            output.WriteLine($"expected !! or ! and the number of a line in the history, 1 to {history.Count}, found {line}");
            return true;
        }
        output.WriteLine(history[number - 1]);
        Try(history[number - 1], isLast: true);
        return true;
    }

    void Show(TextResult result) {
        switch (result) {
            case DefinedResult { Applied: { } applied } given:
                Value(given.Name, applied, "");
                break;
            case DefinedResult { Node: { } node } given:
                output.WriteLine($"{Indent}{given.Kind}: {given.Name}");
                Shown(given.Name, node);
                break;
            case DefinedResult given:
                output.WriteLine(given.Kind == "function" ? $"{Indent}function: {given.Text}" : $"{Indent}{given.Kind}: {given.Name} = {given.Text}");
                break;
            case DrawnResult drawn:
                Draw(drawn);
                break;
            case ExampleResult example:
                if (example.Of != ExampleOf.Selectors) {
                    output.WriteLine($"{Indent}s-op example: {Text.SOpExample}");
                }
                if (example.Of != ExampleOf.SOps) {
                    output.WriteLine($"{Indent}selector example: {Text.SelectorExample}");
                }
                break;
            case ExamplesSwitchedResult switched:
                showSOps = switched.Of == ExampleOf.Selectors ? showSOps : switched.On;
                showSelectors = switched.Of == ExampleOf.SOps ? showSelectors : switched.On;
                break;
            case FullDisplaySwitchedResult switched:
                full = switched.On;
                break;
            case WarningResult warning:
                output.WriteLine($"{warning.At}: note: {warning.Message}");
                break;
            default:
                ended = true;
                break;
        }
    }

    void Shown(string name, Node node) {
        if (node is Selector ? !showSelectors : !showSOps) {
            return;
        }
        Example input = node is Selector ? Text.SelectorExample : Text.SOpExample;
        try {
            Value(name, RaspText.Evaluate(node, input), Indent);
        } catch (RaspException problem) {
            output.WriteLine($"{Indent}{Indent}{name}({input}) has no value: {problem.Message}");
        }
    }

    void Value(string name, AppliedValue applied, string margin) {
        margin += Indent;
        if (applied.Selection is { } selection) {
            output.WriteLine($"{margin}{name}({applied.Input}), a row for each query and a column for each key:");
            Grid(margin, applied.Input.Labels, selection);
        } else if (full) {
            string[] values = [.. Enumerable.Range(0, applied.Sequence!.Length).Select(applied.Sequence.TextAt)];
            int width = applied.Input.Labels.Concat(values).Max(text => text.Length);
            output.WriteLine($"{margin}input:  {string.Join(' ', applied.Input.Labels.Select(text => text.PadLeft(width)))}");
            output.WriteLine($"{margin}output: {string.Join(' ', values.Select(text => text.PadLeft(width)))}");
        } else {
            output.WriteLine($"{margin}{name}({applied.Input}) = {applied.Sequence}");
        }
    }

    void Grid(string margin, IReadOnlyList<string> labels, Selection selection) {
        int width = labels.Max(label => label.Length);
        output.WriteLine($"{margin}{new string(' ', width)} | {string.Join(' ', labels.Select(label => label.PadLeft(width)))}");
        for (int query = 0; query < selection.Length; query++) {
            IEnumerable<string> hits = Enumerable.Range(0, selection.Length).Select(key => (selection[query, key] ? "x" : ".").PadLeft(width));
            output.WriteLine($"{margin}{labels[query].PadLeft(width)} | {string.Join(' ', hits)}");
        }
    }

    void Draw(DrawnResult drawn) {
        try {
            Trace trace = RaspText.Trace(drawn.Node, drawn.Input);
            output.WriteLine($"{Indent}{drawn.Name}({drawn.Input}): {Flow.Of(ProgramGraph.Of(drawn.Node))}");
            foreach (string line in trace.ToString().Split('\n')) {
                output.WriteLine(Indent + line);
            }
        } catch (RaspException problem) {
            output.WriteLine($"{Indent}{drawn.Name}({drawn.Input}) has no value: {problem.Message}");
            return;
        }
        if (drawn.File == null) {
            return;
        }
        try {
            (draw ?? throw new IOException("this console draws no pictures"))(drawn);
            output.WriteLine($"{Indent}wrote {drawn.File}");
        } catch (Exception problem) when (problem is IOException or UnauthorizedAccessException) {
            output.WriteLine($"{Indent}the picture is not written: {problem.Message}");
        }
    }
}

/// <summary>What <c>help</c> prints.</summary>
static class RaspConsoleHelp {
    public const string Text = """
        name = expression;                  gives a name to an s-op, a selector, an atom, a list or a dictionary
        expression;                         shows its value on the example, and calls it out
        def name(a, b) { x = ...; return ...; }
        for name in list { ... }            [... for name in list]   {key: ... for name in list}
        select(keys, queries, ==)           also != < <= > >=, the key on the left; and, or, not combine selectors
        aggregate(selector, s-op, default)  the value selected or the mean of several; the default is for none
        a if condition else b               round(x)  indicator(x)  x in [1, 2]  x[0]  [5, 6][x]  len  range  zip
        tokens  tokens_int  tokens_float  tokens_bool  tokens_asis  indices  length
        set example "hello"                 set example [1, 2, 3]; also: set s-op example, set selector example
        show example                        examples off, examples on; full seq display on, off
        x("word")                           the value of x for another input
        draw(x);                            its flow with all values; draw(x, "word"); draw(x, "word", "flow.svg");
        load "file";                        the names of file.rasp but those that begin with _
        names  history  !!  !3  cancel (drops an unfinished statement)  exit
        From the tightest: x[0] f(x); not - +; ^; * /; %; + -; comparisons; and or; if else; in. All group to the left.
        """;
}
