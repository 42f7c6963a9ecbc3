using System.Collections.Generic;
using System.Text;

namespace Sinter.Generators.Learned;

/// <summary>
/// A table of comma-separated values with a head (RFC 4180: a field may stand between quotes, a quote in it twice), each row with its line.
/// </summary>
internal sealed class CommaSeparatedValues {
    private readonly string text;
    private int position;
    private int line = 1;

    private CommaSeparatedValues(string file, string text) => (File, this.text) = (file, text);

    public string File { get; }

    public IReadOnlyList<string> Head { get; private set; } = [];

    public List<(IReadOnlyList<string> Fields, int Line)> Rows { get; } = [];

    /// <exception cref="ImportException">A row has another number of fields than the head, or a quote is not closed.</exception>
    public static CommaSeparatedValues Read(string file, string text) {
        CommaSeparatedValues table = new(file, text);
        if (table.text.Length > 0 && table.text[0] == '\uFEFF') {
            table.position++;
        }
        while (table.position < text.Length) {
            int start = table.line;
            List<string> fields = table.Row();
            if (fields is [""]) {
                continue;
            }
            if (table.Head.Count == 0) {
                table.Head = fields;
            } else if (fields.Count != table.Head.Count) {
                throw new ImportException(file, start, 1, $"expected {table.Head.Count} fields, as the first line has, found {fields.Count}");
            } else {
                table.Rows.Add((fields, start));
            }
        }
        return table.Head.Count > 0 ? table : throw new ImportException(file, 1, 1, "expected a line with the names of the columns, found an empty file");
    }

    private List<string> Row() {
        List<string> fields = [];
        while (true) {
            fields.Add(Field());
            if (position >= text.Length) {
                return fields;
            }
            if (text[position++] == '\n') {
                line++;
                return fields;
            }
        }
    }

    // Ends at a comma, at the end of the line, or at the end of the text.
    private string Field() {
        if (position < text.Length && text[position] == '"') {
            return Quoted();
        }
        int start = position;
        while (position < text.Length && text[position] is not (',' or '\n')) {
            position++;
        }
        return text.Substring(start, position - start).TrimEnd('\r');
    }

    private string Quoted() {
        int start = line;
        StringBuilder field = new();
        position++;
        while (position < text.Length) {
            char c = text[position++];
            if (c != '"') {
                line += c == '\n' ? 1 : 0;
                field.Append(c);
            } else if (position < text.Length && text[position] == '"') {
                field.Append('"');
                position++;
            } else {
                if (position < text.Length && text[position] == '\r') {
                    position++;
                }
                return position >= text.Length || text[position] is ',' or '\n'
                    ? field.ToString()
                    : throw new ImportException(File, line, 1, $"expected a comma or the end of the line after a quoted field, found '{text[position]}'");
            }
        }
        throw new ImportException(File, start, 1, "expected a quote that ends this field, found the end of the file");
    }
}
