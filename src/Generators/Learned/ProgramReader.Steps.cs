using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generators.Learned.Python;

namespace Sinter.Generators.Learned;

/// <content>Heads, tables and scores.</content>
internal sealed partial class ProgramReader {
    private bool Step(PythonNode statement) {
        if (Exports.Closest.Match(statement) is { } closest) {
            AddPattern(statement, closest, isClosest: true, closestIsCausal is not null, "select_closest");
        } else if (Exports.Matches.Match(statement) is { } matches) {
            AddPattern(statement, matches, isClosest: false, selectIsCausal is not null, "select");
        } else if (Exports.Aggregated.Match(statement) is { } aggregated) {
            var pattern = Pattern(aggregated["PATTERN"], isClosest: true, canAggregate, "aggregate");
            Define(new Head(NewName(aggregated["NAME"]), statement, pattern.Predicate, pattern.Keys, pattern.Queries, Variable<Category>(aggregated["VARIABLE"], "a categorical variable")));
        } else if (Exports.Summed.Match(statement) is { } summed) {
            var pattern = Pattern(summed["PATTERN"], isClosest: false, canSum, "aggregate_sum");
            Count read = Variable<Count>(summed["VARIABLE"], "a numerical variable");
            long maximum = read.Maximum * maximumLength;
            if (maximum > int.MaxValue / 2) {
                throw Error(statement, $"expected sums below {int.MaxValue / 2}, found '{Name(summed["NAME"])}', which can be {maximum}");
            }
            Define(new SumHead(NewName(summed["NAME"]), statement, pattern.Predicate, pattern.Keys, pattern.Queries, read, maximum));
        } else if (Exports.OneInput.Match(statement) is { } one) {
            Tabulate(statement, one, one["FIRST"]);
        } else if (Exports.TwoInputs.Match(statement) is { } two) {
            Tabulate(statement, two, two["FIRST"], two["SECOND"]);
        } else if (Exports.Scores.Match(statement) is { } score) {
            Category variable = Variable<Category>(score["VARIABLE"], "a categorical variable");
            string feature = Text(score["FEATURE"]);
            AddScores(score["SCORES"], new Feature(variable, [.. variable.Values.Select(value => RowOf(statement, feature, value.Text))]));
        } else if (Exports.CountScores.Match(statement) is { } counted) {
            Count variable = Variable<Count>(counted["VARIABLE"], "a numerical variable");
            AddScores(counted["SCORES"], new Feature(variable, [RowOf(statement, Text(counted["FEATURE"]), "_")]));
        } else if (Exports.FeatureLogits.Match(statement) is { } logits) {
            features = [.. Elements(logits["SCORES"], "a list of scores").Select(name => scores.TryGetValue(Name(name), out Feature? feature)
                ? feature
                : throw Error(name, $"expected scores, found '{name.Text}', which are not defined"))];
            if (vocabulary is null) {
                throw Error(statement, "expected weights of the feature 'tokens', or a table of embeddings, found neither");
            }
            if (features.Count == 0) {
                throw Error(statement, "expected scores to add up, found an empty list");
            }
        } else {
            return false;
        }
        return true;
    }

    // The row may be missing, and Python would fail only where the value occurs: a program that can fail is refused.
    private double[] RowOf(PythonNode statement, string feature, string value) => weights!.Row(feature, value)
        ?? throw Error(statement, $"expected weights of '{feature}' for each value that can occur, found none for \"{value}\" in {weights.File}");

    private void AddScores(PythonNode name, Feature feature) =>
        scores[Name(name)] = scores.ContainsKey(name.Text) ? throw Error(name, $"expected a new name, found '{name.Text}' again") : feature;

    private void AddPattern(PythonNode statement, Dictionary<string, PythonNode> parts, bool isClosest, bool isDefined, string function) {
        if (!isDefined) {
            throw Error(statement, $"expected a function that is defined, found '{function}'");
        }
        Category keys = Variable<Category>(parts["KEYS"], "a categorical variable as keys");
        Category queries = Variable<Category>(parts["QUERIES"], "a categorical variable as queries");
        patterns.Add(NewName(parts["NAME"]), (statement, isClosest, ReadPredicate(Function(parts["PREDICATE"])), keys, queries));
    }

    private (PythonNode Place, bool IsClosest, Predicate Predicate, Category Keys, Category Queries) Pattern(PythonNode name, bool isClosest, bool isDefined, string function) {
        if (!isDefined) {
            throw Error(name, $"expected a function that is defined, found '{function}'");
        }
        if (!patterns.TryGetValue(Name(name), out var pattern)) {
            throw Error(name, $"expected an attention pattern, found '{name.Text}', which is not defined as one");
        }
        return pattern.IsClosest == isClosest ? pattern
            : throw Error(name, $"expected a pattern of '{(isClosest ? "select_closest" : "select")}' in '{function}', found '{name.Text}' of the other");
    }

    private PythonNode Function(PythonNode name) => functions.TryGetValue(Name(name), out PythonNode? function)
        ? function
        : throw Error(name, $"expected a function, found '{name.Text}', which is not defined");

    // def predicate(query, key): if query in {...}: return key == ...
    private Predicate ReadPredicate(PythonNode function) {
        if (function.Parts[0].Parts is not [{ Parts: [] } query, { Parts: [] } key] || query.Text == key.Text) {
            throw Error(function, $"expected a query and a key as the parameters of '{function.Text}', found {(function.Parts[0].Parts.Count == 2 ? "others" : function.Parts[0].Parts.Count.ToString(System.Globalization.CultureInfo.InvariantCulture))}");
        }
        List<(IReadOnlyList<PythonValue>, PythonValue)> cases = [];
        IReadOnlyList<PythonNode> statements = function.Parts[1].Parts;
        foreach ((PythonNode condition, PythonNode result) in Cases(statements, query.Text)) {
            if (result is not { Kind: "comparison", Text: "==", Parts: [{ Kind: "name" } left, var right] } || left.Text != key.Text) {
                throw Unexpected(result, $"'{key.Text} == ' and a value");
            }
            cases.Add(([.. Elements(condition, "a set of values").Select(Value)], Value(right)));
        }
        return new Predicate(function.Text, query.Text, key.Text, cases);
    }

    // def table(a, b): key = (a, b); if key in {(..), ..}: return ..; return ..
    private Rules ReadRules(PythonNode function) {
        string[] parameters = [.. function.Parts[0].Parts.Select(parameter => parameter.Text)];
        IReadOnlyList<PythonNode> statements = function.Parts[1].Parts;
        if (parameters.Length is not (1 or 2) || parameters.Distinct().Count() != parameters.Length || function.Parts[0].Parts.Any(parameter => parameter.Parts.Count > 0)) {
            throw Error(function, $"expected one or two different parameters of '{function.Text}', found ({string.Join(", ", parameters)})");
        }
        bool isKey = statements[0] is { Kind: "assignment", Parts: [{ Kind: "name", Text: "key" }, var given] } && (parameters.Length == 1
            ? given.Kind == "name" && given.Text == parameters[0]
            : given is { Kind: "tuple", Parts: [{ Kind: "name" } first, { Kind: "name" } second] } && first.Text == parameters[0] && second.Text == parameters[1]);
        if (!isKey) {
            throw Error(statements[0], $"expected 'key = {(parameters.Length == 1 ? parameters[0] : $"({string.Join(", ", parameters)})")}', found {statements[0].Describe()}");
        }
        List<PythonNode> rest = [.. statements.Skip(1)];
        PythonValue? otherwise = null;
        if (rest.Count > 0 && rest[rest.Count - 1].Kind == "return") {
            otherwise = Value(rest[rest.Count - 1].Parts[0]);
            rest.RemoveAt(rest.Count - 1);
        }
        List<(IReadOnlyList<IReadOnlyList<PythonValue>>, PythonValue)> cases = [];
        foreach ((PythonNode condition, PythonNode result) in Cases(rest, "key")) {
            cases.Add(([.. Elements(condition, "a set of keys").Select(key => Arguments(key, parameters.Length))], Value(result)));
        }
        return new Rules(function.Text, parameters, cases, otherwise);
    }

    private IReadOnlyList<PythonValue> Arguments(PythonNode key, int count) => count == 1 ? [Value(key)]
        : key.Kind == "tuple" && key.Parts.Count == count ? [.. key.Parts.Select(Value)]
        : throw Unexpected(key, "a pair of values");

    // The set of each if and elif, and what it returns.
    private IEnumerable<(PythonNode Set, PythonNode Result)> Cases(IReadOnlyList<PythonNode> statements, string tested) {
        if (statements.Count > 1) {
            throw Unexpected(statements[1], "the end of the function");
        }
        PythonNode? at = statements.Count == 0 ? null : statements[0];
        while (at is not null) {
            if (at.Kind != "if") {
                throw Unexpected(at, "'if'");
            }
            PythonNode condition = at.Parts[0];
            if (condition is not { Kind: "comparison", Text: "in", Parts: [{ Kind: "name" } left, var set] } || left.Text != tested) {
                throw Unexpected(condition, $"'{tested} in' and a set");
            }
            if (at.Parts[1].Parts is not [{ Kind: "return" } result]) {
                throw Unexpected(at.Parts[1].Parts[0], "one 'return'");
            }
            yield return (set, result.Parts[0]);
            if (at.Parts.Count > 2 && at.Parts[2].Parts is not [{ Kind: "if" }]) {
                throw Unexpected(at.Parts[2].Parts[0], "'elif'");
            }
            at = at.Parts.Count > 2 ? at.Parts[2].Parts[0] : null;
        }
    }

    private IReadOnlyList<PythonNode> Elements(PythonNode node, string what) =>
        node is { Kind: "set" or "list" or "tuple", Text: "" } ? node.Parts : throw Unexpected(node, what);

    private PythonValue Value(PythonNode node) => node switch {
        { Kind: "text" } => new(PythonValueType.Text, node.Text),
        { Kind: "integer" } when int.TryParse(node.Text, out int number) => PythonValue.Of(number),
        { Kind: "attribute", Parts: [{ Kind: "name" } type] } => enumerations.Member(node, type.Text, node.Text),
        _ => throw Unexpected(node, "a value: an integer, a text or a member of an enumeration"),
    };

    private void Tabulate(PythonNode statement, Dictionary<string, PythonNode> parts, params PythonNode[] inputs) {
        Rules rules = ReadRules(Function(parts["FUNCTION"]));
        if (rules.Parameters.Count != inputs.Length) {
            throw Error(statement, $"expected {rules.Parameters.Count} arguments of '{rules.Name}', found {inputs.Length}");
        }
        Variable[] variables = [.. inputs.Select(input => Variable<Variable>(input, "a variable"))];
        string name = NewName(parts["NAME"]);
        Define(variables.All(variable => variable is Category) ? ValueTables.OfCategories(file, statement, name, rules, [.. variables.Cast<Category>()])
            : variables.All(variable => variable is Count) ? ValueTables.OfCounts(file, statement, name, rules, [.. variables.Cast<Count>()])
            : throw Error(statement, "expected arguments that are all categorical or all numerical, found both kinds"));
    }
}
