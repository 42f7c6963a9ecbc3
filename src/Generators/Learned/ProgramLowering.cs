using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Generators.Learned;

/// <summary>
/// The graph of a learned program. A category is a number for each position; a head compares each query's wanted key with the keys
/// and takes the place of the least cost; functions are look-ups; the logits are a sum of rows of weights.
/// </summary>
/// <remarks>
/// The weights are added up as integers, in units of a power of two: the sum is then exact in any order, as that of Python in double
/// precision nearly is, and equal classes follow. The logits are rounded to f64 once, at the end, as large as Python's are.
/// </remarks>
internal sealed class ProgramLowering {
    private const int FinestUnit = 40;
    private static readonly Dimension Time = Dimension.Symbol("Time");

    private readonly LearnedProgram program;
    private readonly GraphBuilder graph;
    private readonly Dictionary<string, int> nodes = [];
    private readonly int tokens;
    private readonly int rows;
    private readonly int columns;

    private ProgramLowering(LearnedProgram program, GraphBuilder graph) {
        this.program = program;
        this.graph = graph;
        tokens = Apply("input", [], ("name", new AttributeValue.Text("tokens")), ("shape", Shape(Time)), ("type", new AttributeValue.Type(ElementType.I32)));
        columns = Apply("iota", [], ("length", new AttributeValue.Extent(Time)));
        rows = Apply("reshape", [columns], ("shape", Shape(Time, 1)));
    }

    /// <summary>
    /// The module of a program, with one entry <c>Run</c>: from the numbers of tokens to the logits of each position and its class,
    /// and of a pooled program to the mean of the logits and the class of the whole.
    /// </summary>
    /// <exception cref="ImportException">The weights are too large to be added up exactly.</exception>
    public static Module Run(LearnedProgram program, string name) {
        ModuleBuilder module = new(name);
        module.Declare(new Symbol("Time", 1, program.MaximumLength));
        GraphBuilder graph = module.Entry("Run");
        new ProgramLowering(program, graph).Lower();
        graph.Build();
        return module.Module;
    }

    private void Lower() {
        foreach (Variable variable in program.Variables) {
            nodes.Add(variable.Name, Of(variable));
        }
        int unit = Unit();
        int? sum = null;
        foreach (Feature feature in program.Features) {
            int scores = Scores(feature, unit);
            sum = sum is { } before ? Apply("add", [before, scores]) : scores;
        }
        int logits = sum!.Value;
        graph.Return("logits", Real(logits, unit));
        graph.Return("classes", Greatest(logits));
        if (program.IsPooled) {
            int total = Reduce("sum", logits, 0);
            int length = Apply("cast", [Apply("size", [], ("extent", new AttributeValue.Extent(Time)))], ("type", new AttributeValue.Type(ElementType.F64)));
            graph.Return("pooled", Apply("divide", [Real(total, unit), length]));
            graph.Return("pooled_class", Greatest(total));
        }
    }

    private int Of(Variable variable) => variable switch {
        TokenVariable => tokens,
        PositionVariable => columns,
        Ones => Apply("broadcast", [graph.Constant(1, ElementType.I32)], ("shape", Shape(Time))),
        EmbeddingVariable embedding => Look(Table(embedding.Table), tokens),
        Head head => Look(nodes[head.Read.Name], Place(head)),
        SumHead head => Reduce("sum", Apply("select", [Matches(head.Predicate, head.Keys, head.Queries), nodes[head.Read.Name], Number(0)]), 1),
        CategoryTable table => Look(Table(table.Table), Flat([.. table.Inputs.Select(input => nodes[input.Name])], [.. table.Inputs.Select(input => input.Values.Count)])),
        CountTable table => Look(Table(table.Table), Flat(
            [.. table.Inputs.Select((input, i) => Apply("minimum", [nodes[input.Name], Number(table.Extents[i] - 1)]))], table.Extents)),
        _ => throw new InvalidOperationException(variable.GetType().Name),
    };

    // Which key each query wants is known for each value; -1 is the number of none.
    private int Matches(Predicate predicate, Category keys, Category queries) {
        List<PythonValue> known = [.. keys.Values];
        int wanted = Look(Table([.. queries.Values.Select(query => predicate.KeyOf(query) is { } key ? known.IndexOf(key) : -1)]), nodes[queries.Name]);
        int matches = Apply("equal", [nodes[keys.Name], Apply("reshape", [wanted], ("shape", Shape(Time, 1)))]);
        return program.IsCausal ? Apply("and", [matches, Apply("less_equal", [columns, rows])]) : matches;
    }

    // select_closest: of the keys that match, the one of least cost, the earlier of equals; the first key where none matches. A key
    // costs its distance, the query's own as much as there are matches. Cost and place are compared as one number.
    private int Place(Head head) {
        int bits = 1;
        while (1 << bits <= program.MaximumLength) {
            bits++;
        }
        if (bits > 15) {
            throw new ImportException(program.File, head.Place.Line, head.Place.Column, $"expected at most {(1 << 15) - 1} positions, found {program.MaximumLength}");
        }
        int matches = Matches(head.Predicate, head.Keys, head.Queries);
        int count = Apply("reshape", [Reduce("sum", Apply("cast", [matches], ("type", new AttributeValue.Type(ElementType.I32))), 1)], ("shape", Shape(Time, 1)));
        int distance = Apply("abs", [Apply("subtract", [columns, rows])]);
        int cost = Apply("select", [Apply("equal", [columns, rows]), count, distance]);
        int ranked = Apply("add", [Apply("shift_left", [cost, Number(bits)]), columns]);
        int best = Reduce("min", Apply("select", [matches, ranked, Number(int.MaxValue)]), 1);
        int none = Apply("equal", [best, Number(int.MaxValue)]);
        return Apply("select", [none, Number(0), Apply("and", [best, Number((1 << bits) - 1)])]);
    }

    private int Flat(int[] numbers, IReadOnlyList<int> extents) =>
        numbers.Length == 1 ? numbers[0] : Apply("add", [Apply("multiply", [numbers[0], Number(extents[1])]), numbers[1]]);

    private int Scores(Feature feature, int unit) {
        int classes = program.Classes.Count;
        string data = TableData.OfIntegers(feature.Rows.SelectMany(row => row).Select(weight => (long)Math.Round(weight * Math.Pow(2, unit))), ElementType.I64);
        int table = Apply("table", [], ("data", new AttributeValue.Text(data)), ("type", new AttributeValue.Type(ElementType.I64)),
            ("shape", feature.Variable is Count ? Shape(classes) : Shape(feature.Rows.Count, classes)));
        int value = nodes[feature.Variable.Name];
        if (feature.Variable is Category) {
            return Look(table, value);
        }
        int number = Apply("reshape", [Apply("cast", [value], ("type", new AttributeValue.Type(ElementType.I64)))], ("shape", Shape(Time, 1)));
        return Apply("multiply", [number, table]);
    }

    // 2 to the power of minus this is the unit of weights: as fine as sums allow, those over all positions too.
    private int Unit() {
        double largest = 0;
        double terms = 0;
        foreach (Feature feature in program.Features) {
            double count = feature.Variable is Count number ? number.Maximum : 1;
            terms += count;
            largest += count * feature.Rows.SelectMany(row => row).Select(Math.Abs).DefaultIfEmpty(0).Max();
        }
        double limit = Math.Pow(2, 61) / (program.IsPooled ? program.MaximumLength : 1);
        int unit = FinestUnit;
        while (unit > 0 && (largest + terms) * Math.Pow(2, unit) > limit) {
            unit--;
        }
        double error = terms * Math.Pow(2, -unit - 1);
        return error <= 1e-6 ? unit : throw new ImportException(
            program.File, 1, 1, $"expected weights whose sums are exact to 0.000001 in 64 bits, found sums up to {largest.ToString("R", System.Globalization.CultureInfo.InvariantCulture)} of {terms.ToString("R", System.Globalization.CultureInfo.InvariantCulture)} terms");
    }

    private int Real(int sum, int unit) =>
        Apply("multiply", [Apply("cast", [sum], ("type", new AttributeValue.Type(ElementType.F64))), graph.Constant(Math.Pow(2, -unit), ElementType.F64)]);

    // The first class of the greatest logit.
    private int Greatest(int logits) {
        int axis = graph.TypeOf(logits).Rank - 1;
        int greatest = Apply("max", [logits], ("axis", Axis(axis)), ("keep", new AttributeValue.Flag(true)));
        int numbers = Apply("iota", [], ("length", new AttributeValue.Extent(new Dimension(program.Classes.Count))));
        return Reduce("min", Apply("select", [Apply("equal", [logits, greatest]), numbers, Number(program.Classes.Count - 1)]), axis);
    }

    private int Look(int table, int numbers) => Apply("gather", [table, numbers], ("axis", Axis(0)));

    private int Reduce(string operation, int node, int axis) => Apply(operation, [node], ("axis", Axis(axis)), ("keep", new AttributeValue.Flag(false)));

    private int Table(IReadOnlyList<int> numbers) => Apply("table", [],
        ("data", new AttributeValue.Text(TableData.OfIntegers(numbers.Select(number => (long)number), ElementType.I32))),
        ("shape", Shape(numbers.Count)), ("type", new AttributeValue.Type(ElementType.I32)));

    private int Number(int value) => graph.Constant(value, ElementType.I32);

    private int Apply(string operation, int[] operands, params (string, AttributeValue)[] attributes) => graph.Apply(operation, operands, new Attributes(attributes));

    private static AttributeValue Axis(int axis) => new AttributeValue.Extent(new Dimension(axis));

    private static AttributeValue Shape(params Dimension[] extents) => new AttributeValue.Extents(extents.ToSequence());
}
