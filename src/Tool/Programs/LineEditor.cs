using System;
using System.Collections.Generic;
using System.IO;

namespace Sinter.Tool.Programs;

/// <summary>Reads lines from keys, with what a terminal's users expect: a cursor, and the lines before under the arrows.</summary>
/// <param name="read">The next key.</param>
/// <param name="output">The terminal.</param>
/// <param name="width">Its width.</param>
sealed class LineEditor(Func<ConsoleKeyInfo> read, TextWriter output, Func<int> width) {
    // For a terminal that does not tell its width.
    const int Unknown = 80;

    readonly List<string> history = [];
    string line = "";
    int cursor;
    int shown;
    string kept = "";

    /// <summary>The line that the user ends with Enter; null where Control-D ends the input.</summary>
    public string? Read(string prompt) {
        (line, cursor, shown, kept) = ("", 0, history.Count, "");
        while (true) {
            Draw(prompt);
            ConsoleKeyInfo key = read();
            if (key.Key == ConsoleKey.Enter) {
                output.WriteLine();
                if (line.Trim().Length > 0 && (history.Count == 0 || history[^1] != line)) {
                    history.Add(line);
                }
                return line;
            }
            if (key.Key == ConsoleKey.D && key.Modifiers == ConsoleModifiers.Control && line.Length == 0) {
                output.WriteLine();
                return null;
            }
            Apply(key);
        }
    }

    void Apply(ConsoleKeyInfo key) {
        bool control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        switch (key.Key) {
            case ConsoleKey.LeftArrow:
                cursor = Math.Max(cursor - 1, 0);
                break;
            case ConsoleKey.RightArrow:
                cursor = Math.Min(cursor + 1, line.Length);
                break;
            case ConsoleKey.Home:
            case ConsoleKey.A when control:
                cursor = 0;
                break;
            case ConsoleKey.End:
            case ConsoleKey.E when control:
                cursor = line.Length;
                break;
            case ConsoleKey.UpArrow:
                Recall(shown - 1);
                break;
            case ConsoleKey.DownArrow:
                Recall(shown + 1);
                break;
            case ConsoleKey.Backspace when cursor > 0:
                line = line.Remove(--cursor, 1);
                break;
            case ConsoleKey.Delete when cursor < line.Length:
                line = line.Remove(cursor, 1);
                break;
            case ConsoleKey.U when control:
                (line, cursor) = (line[cursor..], 0);
                break;
            case ConsoleKey.K when control:
                line = line[..cursor];
                break;
            default:
                if (!char.IsControl(key.KeyChar)) {
                    line = line.Insert(cursor++, key.KeyChar.ToString());
                }
                break;
        }
    }

    void Recall(int index) {
        if (index < 0 || index > history.Count) {
            return;
        }
        // What was being written comes back below the newest line.
        kept = shown == history.Count ? line : kept;
        shown = index;
        line = index == history.Count ? kept : history[index];
        cursor = line.Length;
    }

    // One row of the terminal, whatever the line's length: the part around the cursor.
    void Draw(string prompt) {
        int room = Math.Max((width() is > 0 and var columns ? columns : Unknown) - prompt.Length - 1, 8);
        int start = Math.Max(0, cursor - room);
        string part = line.Substring(start, Math.Min(room, line.Length - start));
        output.Write($"\r{prompt}{part}\e[K\r\e[{prompt.Length + cursor - start}C");
        output.Flush();
    }
}
