using System.Collections.Generic;
using System.Linq;
using Spectre.Console;

namespace Sinter.Tool.Text;

/// <summary>Tables and headings, all of whose texts are taken as they are.</summary>
static class Grid {
    public static void Heading(IAnsiConsole console, string text) => console.WriteLine("\n" + text);

    /// <summary>A table; columns in <paramref name="numbers"/> are aligned to the right.</summary>
    public static void Write(IAnsiConsole console, string[] columns, IEnumerable<string[]> rows, params int[] numbers) {
        Table table = new Table().Border(TableBorder.Simple);
        for (int i = 0; i < columns.Length; i++) {
            TableColumn column = new TableColumn(new Spectre.Console.Text(columns[i])).NoWrap();
            table.AddColumn(numbers.Contains(i) ? column.RightAligned() : column);
        }
        foreach (string[] row in rows) {
            table.AddRow(row.Select(cell => new Spectre.Console.Text(cell)));
        }
        console.Write(table);
    }
}
