using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generators.Learned.Python;

namespace Sinter.Generators.Learned;

/// <summary>Functions by cases as tables over all the arguments that can occur.</summary>
internal static class ValueTables {
    private const int LargestTable = 1 << 22;

    /// <summary>A table of the values' numbers, the last argument's innermost.</summary>
    /// <exception cref="ImportException">Arguments can occur for which no case holds.</exception>
    public static CategoryTable OfCategories(string file, PythonNode place, string name, Rules rules, IReadOnlyList<Category> inputs) {
        Table table = new(file, place, rules, [.. inputs.Select(input => input.Values.Count)]);
        for (int i = 0; i < table.Cells.Length; i++) {
            table.Fill(i, [.. table.At(i).Select((number, argument) => inputs[argument].Values[number])]);
        }
        return new CategoryTable(name, place, rules, inputs, table.Values, table.Cells);
    }

    /// <summary>
    /// A table over counts. Beyond the greatest number that a case has all are alike, so the table ends one after it.
    /// </summary>
    /// <exception cref="ImportException">Arguments can occur for which no case holds.</exception>
    public static CountTable OfCounts(string file, PythonNode place, string name, Rules rules, IReadOnlyList<Count> inputs) {
        int[] extents = [.. inputs.Select((input, argument) => {
            long greatest = rules.Cases.SelectMany(rule => rule.Arguments).Select(arguments => arguments[argument])
                .Where(value => value.Type == PythonValueType.Integer).Select(value => (long)value.ToNumber()).DefaultIfEmpty(-1).Max();
            return (int)(Math.Min(greatest + 1, input.Maximum) + 1);
        })];
        Table table = new(file, place, rules, extents);
        for (int i = 0; i < table.Cells.Length; i++) {
            table.Fill(i, [.. table.At(i).Select(PythonValue.Of)]);
        }
        return new CountTable(name, place, rules, inputs, extents, table.Values, table.Cells);
    }

    private sealed class Table {
        private readonly string file;
        private readonly PythonNode place;
        private readonly Rules rules;
        private readonly int[] extents;
        private readonly Dictionary<(PythonValue, PythonValue), PythonValue> results = [];

        public Table(string file, PythonNode place, Rules rules, int[] extents) {
            (this.file, this.place, this.rules, this.extents) = (file, place, rules, extents);
            long cells = extents.Aggregate(1L, (product, extent) => product * extent);
            if (cells > LargestTable) {
                throw new ImportException(file, place.Line, place.Column, $"expected a table of at most {LargestTable} arguments for '{rules.Name}', found {cells}");
            }
            Cells = new int[cells];
            foreach ((IReadOnlyList<IReadOnlyList<PythonValue>> cases, PythonValue result) in rules.Cases) {
                foreach (IReadOnlyList<PythonValue> arguments in cases) {
                    // Of several cases the first holds.
                    if (!results.ContainsKey(Key(arguments))) {
                        results.Add(Key(arguments), result);
                    }
                }
            }
        }

        public int[] Cells { get; }

        public List<PythonValue> Values { get; } = [];

        public int[] At(int cell) => extents.Length == 1 ? [cell] : [cell / extents[1], cell % extents[1]];

        public void Fill(int cell, IReadOnlyList<PythonValue> arguments) {
            PythonValue value = results.TryGetValue(Key(arguments), out PythonValue result) ? result
                : rules.Otherwise ?? throw new ImportException(
                    file, place.Line, place.Column, $"expected a result of '{rules.Name}' for ({string.Join(", ", arguments.Select(argument => argument.Describe()))}), which can occur, found none");
            int number = Values.IndexOf(value);
            if (number < 0) {
                number = Values.Count;
                Values.Add(value);
            }
            Cells[cell] = number;
        }

        private static (PythonValue, PythonValue) Key(IReadOnlyList<PythonValue> arguments) => (arguments[0], arguments.Count > 1 ? arguments[1] : default);
    }
}
