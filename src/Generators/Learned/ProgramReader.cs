using System.Collections.Generic;
using System.Linq;
using Sinter.Generators.Learned.Python;

namespace Sinter.Generators.Learned;

/// <summary>
/// From the Python of an export to the program that it is: every statement must be one that exports have, in an order in which all
/// that it uses is there. Values are followed through the program, so that each that can occur is known to have its weights.
/// </summary>
internal sealed partial class ProgramReader {
    private readonly string file;
    private readonly ImportFiles files;
    private readonly EnumerationReader enumerations;
    private readonly Dictionary<string, Variable> variables = [];
    private readonly List<Variable> inOrder = [];
    private readonly Dictionary<string, (PythonNode Place, bool IsClosest, Predicate Predicate, Category Keys, Category Queries)> patterns = [];
    private readonly Dictionary<string, PythonNode> functions = [];
    private readonly Dictionary<string, Feature> scores = [];
    private ClassifierWeights? weights;
    private IReadOnlyList<string>? vocabulary;
    private CommaSeparatedValues? embeddings;
    private bool rowsAreTaken;
    private IReadOnlyList<Feature>? features;
    private bool? closestIsCausal;
    private bool? selectIsCausal;
    private bool canAggregate;
    private bool canSum;
    private int maximumLength;

    private ProgramReader(string file, ImportFiles files) => (this.file, this.files, enumerations) = (file, files, new EnumerationReader(file, files));

    /// <summary>Reads a program.</summary>
    /// <param name="file">The path of its Python file.</param>
    /// <param name="text">The text of that.</param>
    /// <param name="files">The other files of the project's programs.</param>
    /// <exception cref="ImportException">It is none, at the place that shows it.</exception>
    public static LearnedProgram Read(string file, string text, ImportFiles files) => new ProgramReader(file, files).Read(PythonParser.Read(file, text));

    private LearnedProgram Read(PythonNode module) {
        int at = 0;
        IReadOnlyList<PythonNode> statements = module.Parts;
        for (; at < statements.Count && statements[at].Kind is "import" or "from"; at++) {
            Import(statements[at]);
        }
        for (; at < statements.Count && statements[at] is { Kind: "function", Text: not "run" }; at++) {
            Helper(statements[at]);
        }
        if (closestIsCausal is { } closest && selectIsCausal is { } select && closest != select) {
            throw Error(module, "expected 'select_closest' and 'select' both over all keys or both over the keys up to the query, found one of each");
        }
        if (at == statements.Count || statements[at] is not { Kind: "function", Text: "run" } run) {
            throw at == statements.Count ? Error(module, "expected a function 'run', found none") : Unexpected(statements[at], "a function that exports have, or 'run'");
        }
        bool isPooled = Run(run);
        Examples([.. statements.Skip(at + 1)]);
        return new LearnedProgram(
            file, inOrder, features!, weights!.Classes, vocabulary!, maximumLength, isPooled, closestIsCausal ?? selectIsCausal ?? false, enumerations.Words);
    }

    private void Import(PythonNode statement) {
        if (Exports.NumPy.Match(statement) is null && Exports.Pandas.Match(statement) is null) {
            if (statement.Kind != "from") {
                throw Unexpected(statement, "'import numpy as np', 'import pandas as pd' or 'from ... import' of embeddings");
            }
            enumerations.Import(statement);
        }
    }

    private void Helper(PythonNode function) {
        switch (function.Text) {
            case "select_closest":
                PythonNode keys = Exports.SelectClosest.Require(file, function)["KEYS"];
                closestIsCausal = Exports.KeysUpToHere.Match(keys) is not null
                    || (Exports.AllKeys.Match(keys) is null ? throw Unexpected(keys, "'keys' or 'keys[: i + 1]'") : false);
                break;
            case "select":
                selectIsCausal = Exports.CausalSelect.Match(function) is not null;
                if (selectIsCausal == false) {
                    Exports.Select.Require(file, function);
                }
                break;
            case "aggregate":
                Exports.Aggregate.Require(file, function);
                canAggregate = true;
                break;
            case "aggregate_sum":
                Exports.AggregateSum.Require(file, function);
                canSum = true;
                break;
            default:
                throw Unexpected(function, "'select_closest', 'select', 'aggregate', 'aggregate_sum' or 'run'");
        }
    }

    // True where the outputs are pooled.
    private bool Run(PythonNode run) {
        PythonNode parameters = run.Parts[0];
        bool isPooled = parameters.Parts is [_, { Text: "return_details", Parts: [{ Kind: "name", Text: "False" }] }];
        if (parameters.Parts is not [{ Text: "tokens", Parts: [] }, ..] || parameters.Parts.Count != (isPooled ? 2 : 1)) {
            throw Error(parameters, "expected 'run(tokens)' or 'run(tokens, return_details=False)', found other parameters");
        }
        IReadOnlyList<PythonNode> statements = run.Parts[1].Parts;
        int at = 0;
        for (; at < statements.Count && features is null; at++) {
            if (statements[at].Kind == "function") {
                PythonNode function = statements[at];
                functions[function.Text] = functions.ContainsKey(function.Text) || variables.ContainsKey(function.Text) || function.Text != function.Text.ToLowerInvariant()
                    ? throw Error(function, $"expected a new name in lower case, found '{function.Text}'")
                    : function;
            } else {
                Statement(statements[at]);
            }
        }
        PythonPattern[] end = isPooled ? Exports.Pooled : Exports.Labels;
        foreach (PythonPattern pattern in end) {
            if (at == statements.Count) {
                throw new ImportException(file, run.Line, run.Column, features is null
                    ? "expected 'feature_logits' in 'run', found the end of the function"
                    : "expected the classes of the logits to be returned, found the end of the function");
            }
            pattern.Require(file, statements[at++]);
        }
        return at == statements.Count ? isPooled : throw Unexpected(statements[at], "the end of 'run'");
    }

    private void Statement(PythonNode statement) {
        if (statement.Kind != "assignment") {
            throw Unexpected(statement, "an assignment or a function");
        }
        if (weights is null) {
            weights = new ClassifierWeights(Table(Exports.ClassifierWeights.Require(file, statement)["PATH"]));
            IReadOnlyList<string> positions = weights.ValuesOf("positions");
            while (positions.Contains(PythonValue.Of(maximumLength).Text)) {
                maximumLength++;
            }
            if (weights.ValuesOf("tokens") is { Count: > 0 } tokens) {
                vocabulary = tokens;
                Define(new TokenVariable("tokens", statement, [.. tokens.Select(token => new PythonValue(PythonValueType.Text, token))]));
            }
            return;
        }
        if (!Input(statement) && !Step(statement)) {
            throw Unexpected(statement, "an assignment that exports have");
        }
    }

    private bool Input(PythonNode statement) {
        if (Exports.Positions.Match(statement) is { } positions) {
            if (maximumLength == 0) {
                throw Error(statement, "expected weights of the feature 'positions' from 0 on, which say the longest input, found none");
            }
            Define(new PositionVariable(NewName(positions["NAME"]), statement, [.. Enumerable.Range(0, maximumLength).Select(PythonValue.Of)]));
        } else if (Exports.Ones.Match(statement) is { } ones) {
            Define(new Ones(NewName(ones["NAME"]), statement));
        } else if (Exports.EmbeddingFile.Match(statement) is { } embedding) {
            embeddings = Table(embedding["PATH"]);
            if (embeddings.Head[0] != "word") {
                throw new ImportException(embeddings.File, 1, 1, $"expected 'word' as the first column, found '{embeddings.Head[0]}'");
            }
            HashSet<string> words = [];
            foreach ((IReadOnlyList<string> fields, int line) in embeddings.Rows) {
                if (!words.Add(fields[0])) {
                    throw new ImportException(embeddings.File, line, 1, $"expected each word once, found \"{fields[0]}\" again");
                }
            }
            vocabulary = vocabulary is null ? [.. embeddings.Rows.Select(row => row.Fields[0])] : throw Error(statement, "expected either tokens or embeddings, found both");
        } else if (Exports.Embeddings.Match(statement) is not null) {
            rowsAreTaken = embeddings is null ? throw Error(statement, "expected 'embed_df' before, found no table of embeddings") : true;
        } else if (Exports.EnumeratedEmbedding.Match(statement) is { } enumerated) {
            Embed(statement, enumerated, enumerations.Members(Name(enumerated["ENUMERATION"])));
        } else if (Exports.NumberedEmbedding.Match(statement) is { } numbered) {
            Embed(statement, numbered, null);
        } else {
            return false;
        }
        return true;
    }

    private void Embed(PythonNode statement, Dictionary<string, PythonNode> parts, IReadOnlyList<PythonValue>? members) {
        if (!rowsAreTaken) {
            throw Error(statement, "expected 'embeddings = embed_df.loc[tokens]' before, found no embeddings");
        }
        string column = Text(parts["COLUMN"]);
        int index = embeddings!.Head.ToList().IndexOf(column);
        if (index < 1) {
            throw Error(parts["COLUMN"], $"expected a column of {embeddings.File}, found \"{column}\"; it has {string.Join(", ", embeddings.Head.Skip(1))}");
        }
        List<PythonValue> values = [];
        List<int> table = [];
        foreach ((IReadOnlyList<string> fields, int line) in embeddings.Rows) {
            if (!int.TryParse(fields[index], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number)
                || members is not null && number >= members.Count) {
                throw new ImportException(embeddings.File, line, 1, $"expected {(members is null ? "a number" : $"a number below {members.Count}")} in the column '{column}', found '{fields[index]}'");
            }
            PythonValue value = members is null ? PythonValue.Of(number) : members[number];
            int place = values.IndexOf(value);
            if (place < 0) {
                place = values.Count;
                values.Add(value);
            }
            table.Add(place);
        }
        Define(new EmbeddingVariable(NewName(parts["NAME"]), statement, values, table));
    }

    private void Examples(IReadOnlyList<PythonNode> statements) {
        bool ok = statements switch {
            [] => true,
            [var print] when Exports.PrintedRun.Match(print) is not null => true,
            [var examples, var loop] when Exports.Examples.Match(examples) is not null => Exports.PrintedExamples.Require(file, loop) is not null,
            _ => false,
        };
        if (!ok) {
            throw Unexpected(statements[0], "'examples', 'print(run(...))' or the end of the file");
        }
    }

    private void Define(Variable variable) {
        variables.Add(variable.Name, variable);
        inOrder.Add(variable);
    }

    private CommaSeparatedValues Table(PythonNode path) {
        (string Path, string Text) found = files.Find(Text(path), file)
            ?? throw Error(path, $"expected the file \"{path.Text}\" among the AdditionalFiles with SinterProgram, found none of that name");
        return CommaSeparatedValues.Read(found.Path, found.Text);
    }

    private string Name(PythonNode node) => node.Kind == "name" ? node.Text : throw Unexpected(node, "a name");

    // In the C# that is written, variables, functions and the parameter share a scope; exports name them in lower case.
    private string NewName(PythonNode node) =>
        variables.ContainsKey(Name(node)) || patterns.ContainsKey(node.Text) || functions.ContainsKey(node.Text) || node.Text == "tokens"
            ? throw Error(node, $"expected a new name, found '{node.Text}' again")
            : node.Text == node.Text.ToLowerInvariant() ? node.Text : throw Error(node, $"expected a name in lower case, found '{node.Text}'");

    private string Text(PythonNode node) => node.Kind == "text" ? node.Text : throw Unexpected(node, "a text");

    private T Variable<T>(PythonNode node, string what) where T : Variable => variables.TryGetValue(Name(node), out Variable? variable)
        ? variable as T ?? throw Error(node, $"expected {what}, found '{node.Text}', which is none")
        : throw Error(node, $"expected {what}, found '{node.Text}', which is not defined");

    private ImportException Error(PythonNode node, string message) => new(file, node.Line, node.Column, message);

    private ImportException Unexpected(PythonNode node, string expected) => Error(node, $"expected {expected}, found {node.Describe()}");
}
