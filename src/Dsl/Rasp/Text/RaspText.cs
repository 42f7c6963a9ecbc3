using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Sinter.Rasp.Text;

/// <summary>
/// Programs in RASP's own text language (tech-srl/RASP): statements give names to s-ops, selectors, values and functions;
/// the s-ops and selectors are those of <see cref="Language"/>, so that all that holds for these holds for them. It begins
/// with the library that RASP ships.
/// </summary>
public sealed class RaspText {
    const int DeepestCall = 200;

    readonly Scope library = new();
    readonly Scope scope;
    readonly Func<string, string> read;
    readonly List<string> loading = [];
    Action<TextResult>? report;
    int calls;

    /// <summary>The language with its library and nothing else.</summary>
    /// <param name="emptiness">What <c>aggregate</c> without a default gives where nothing is selected.</param>
    /// <param name="read">Reads the file of a <c>load</c>, whose ending is there; by default from the disk.</param>
    public RaspText(Emptiness emptiness = Emptiness.Rasp, Func<string, string>? read = null) {
        Emptiness = emptiness;
        this.read = read ?? File.ReadAllText;
        Operators = new Operators((at, message) => report?.Invoke(new WarningResult(at, message)));
        TextLibrary.Give(library);
        Run(TextLibrary.Source, "library.rasp", library, _ => { });
        LibraryNames = [.. library.Names];
        scope = new Scope(library) { Taken = library };
    }

    /// <summary>What <c>aggregate</c> without a default gives where nothing is selected.</summary>
    public Emptiness Emptiness { get; }

    /// <summary>The input that s-ops are shown on.</summary>
    public Example SOpExample { get; private set; } = "hello";

    /// <summary>The input that selectors are shown on.</summary>
    public Example SelectorExample { get; private set; } = "hello";

    /// <summary>The names that were defined, without those of the library.</summary>
    public IEnumerable<string> Names => scope.Names;

    /// <summary>The names of the library.</summary>
    public IReadOnlyList<string> LibraryNames { get; }

    internal Operators Operators { get; }

    // It is of the type of the example that it is first met with.
    internal SOp TokensAsIs => SOpExample.Kind switch {
        Kind.Bool => Language.Input<bool>("tokens_asis"),
        Kind.Int => Language.Input<int>("tokens_asis"),
        Kind.Fraction => Language.Input<Rational>("tokens_asis"),
        Kind.Double => Language.Input<double>("tokens_asis"),
        _ => Language.Input<string>("tokens_asis"),
    };

    /// <summary>Whether a name is that of an s-op or a selector.</summary>
    public bool Has(string name) => scope.Find(name) is Node;

    /// <summary>The s-op or selector of a name.</summary>
    /// <exception cref="KeyNotFoundException">No s-op and no selector has the name.</exception>
    public Node this[string name] => scope.Find(name) as Node
        ?? throw new KeyNotFoundException(scope.Find(name) is { } other ? $"{name} is no s-op and no selector but {Values.Describe(other)}" : $"no s-op and no selector is named {name}");

    /// <summary>A program of a text.</summary>
    /// <exception cref="RaspTextException">It is none.</exception>
    public static RaspText Of(string source, string file = "program.rasp", Emptiness emptiness = Emptiness.Rasp) {
        var text = new RaspText(emptiness);
        text.Execute(source, file, _ => { });
        return text;
    }

    /// <summary>A program with the files that it loads, as the build embeds them.</summary>
    /// <param name="source">The statements.</param>
    /// <param name="file">The name that errors give their place by.</param>
    /// <param name="loaded">The files that it loads, by their paths from its own folder.</param>
    /// <exception cref="RaspTextException">It is none.</exception>
    public static RaspText Of(string source, string file, params (string Path, string Text)[] loaded) {
        var text = new RaspText(read: path => loaded.FirstOrDefault(other => Path.GetFullPath(other.Path) == Path.GetFullPath(path)).Text
            ?? throw new FileNotFoundException($"{path} is not among the files of {file}"));
        text.Execute(source, file, _ => { });
        return text;
    }

    /// <summary>A program of a file.</summary>
    /// <exception cref="RaspTextException">It is none.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RaspText Load(string path, Emptiness emptiness = Emptiness.Rasp) => Of(File.ReadAllText(path), path, emptiness);

    /// <summary>The s-op of a name.</summary>
    /// <exception cref="KeyNotFoundException">No s-op has the name, or its elements are of another type.</exception>
    public SOp<T> Get<T>(string name) => this[name] as SOp<T>
        ?? throw new KeyNotFoundException($"{name} is no s-op of {Format.Type(typeof(T))} but {Values.Describe(this[name])}");

    /// <summary>Executes statements, each when those before it are done; all are read before the first is done.</summary>
    /// <param name="source">The statements.</param>
    /// <param name="file">The name that errors give their place by.</param>
    /// <param name="report">Is told what each gives.</param>
    /// <exception cref="RaspTextException">One cannot be read or done; those before it are done.</exception>
    public void Execute(string source, string file, Action<TextResult> report) => Run(source, file, scope, report);

    /// <summary>The value of an s-op for an input.</summary>
    /// <exception cref="KeyNotFoundException">No s-op has the name.</exception>
    /// <exception cref="RaspException">It has no value.</exception>
    public Sequence Run(string name, Example input) => Evaluate(this[name], input).Sequence
        ?? throw new KeyNotFoundException($"{name} is a selector; Select gives its value");

    /// <summary>The value of an s-op of a text for an input.</summary>
    /// <exception cref="RaspException">It has no value.</exception>
    public static Sequence<T> Run<T>(SOp<T> sequence, Example input) => (Sequence<T>)Evaluate(sequence, input).Sequence!;

    /// <summary>The value of an s-op of a text for an input, by the kernels that the build made of it.</summary>
    /// <exception cref="RaspException">It has no value.</exception>
    public static Sequence<T> Run<T>(KernelProgram<T> kernels, Example input) {
        ArgumentNullException.ThrowIfNull(kernels);
        ArgumentNullException.ThrowIfNull(input);
        return kernels.Run(input.Bind(kernels.InputNames));
    }

    /// <summary>The value of a selector for an input.</summary>
    /// <exception cref="KeyNotFoundException">No selector has the name.</exception>
    /// <exception cref="RaspException">It has no value.</exception>
    public Selection Select(string name, Example input) => Evaluate(this[name], input).Selection
        ?? throw new KeyNotFoundException($"{name} is an s-op; Run gives its value");

    /// <summary>The values of all that an s-op or a selector is made of, for an input.</summary>
    /// <exception cref="RaspException">One has none.</exception>
    public static Trace Trace(Node node, Example input) {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(input);
        ProgramGraph graph = ProgramGraph.Of(node);
        return new Trace(graph, input.Bind(graph));
    }

    /// <summary>The value of an s-op or a selector for an input.</summary>
    /// <exception cref="RaspException">It has none.</exception>
    public static AppliedValue Evaluate(Node node, Example input) {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(input);
        ProgramGraph graph = ProgramGraph.Of(node);
        object value = new Evaluation(graph, input.Bind(graph))[graph.Results[0]];
        return new AppliedValue(input, value as Sequence, value as Selection);
    }

    internal object Call(TextPosition at, TextFunction function, object[] arguments) {
        if (arguments.Length != function.Parameters.Length) {
            throw new RaspTextException(at, $"{function.Parameters.Length} arguments of {function}", $"{arguments.Length}");
        }
        if (function.BuiltIn != null) {
            return function.BuiltIn(at, arguments);
        }
        if (calls == DeepestCall) {
            throw new RaspTextException(at, $"{function} calls itself more than {DeepestCall} times deep");
        }
        calls++;
        try {
            var inner = new Scope(function.Scope);
            for (int i = 0; i < arguments.Length; i++) {
                inner.Set(at, function.Parameters[i], arguments[i]);
            }
            var interpreter = new Interpreter(this, inner, _ => { });
            foreach (Statement statement in function.Definition!.Body) {
                interpreter.Execute(statement);
            }
            object[] results = new ExpressionEvaluator(this, inner).Of(function.Definition.Results);
            return results.Length == 1 ? results[0] : results;
        } finally {
            calls--;
        }
    }

    internal void SetExample(ExampleOf of, Example example) {
        SOpExample = of == ExampleOf.Selectors ? SOpExample : example;
        SelectorExample = of == ExampleOf.SOps ? SelectorExample : example;
    }

    // A file sees the library, not what surrounds its load; what it defines goes there, but for its private names.
    internal void LoadInto(LoadStatement load, Scope target) {
        string path = load.File.EndsWith(".rasp", StringComparison.Ordinal) ? load.File : load.File + ".rasp";
        string beside = Path.Combine(Path.GetDirectoryName(load.At.File) ?? "", path);
        if (loading.Contains(beside)) {
            throw new RaspTextException(load.At, $"{path} loads itself: {string.Join(", ", loading)}");
        }
        string source;
        try {
            source = read(beside);
        } catch (Exception problem) when (problem is IOException or UnauthorizedAccessException) {
            throw new RaspTextException(load.At, "a file that can be read", $"{path}: {problem.Message}");
        }
        loading.Add(beside);
        try {
            Run(source, beside, new Scope(library) { Exports = target }, report ?? (_ => { }));
        } finally {
            loading.RemoveAt(loading.Count - 1);
        }
    }

    void Run(string source, string file, Scope scope, Action<TextResult> report) {
        Action<TextResult>? outer = this.report;
        this.report = report;
        try {
            var interpreter = new Interpreter(this, scope, report);
            foreach (Statement statement in Parser.Read(source, file)) {
                interpreter.Execute(statement);
            }
        } finally {
            this.report = outer;
        }
    }
}
