extern alias language;
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using language::Sinter.Rasp.Text;

namespace Sinter.Build.Texts;

/// <summary>
/// Makes a C# class of each program in RASP's text language: the language's own front end does the text, so that its classes have
/// what it defines, and its errors are the build's.
/// </summary>
internal static class TextProgramBuild {
    /// <summary>The verb of the tool.</summary>
    public const string Verb = "--rasp";

    /// <summary>The file of the errors, which the generator reports: for each four lines, file, line, column and message.</summary>
    public const string ErrorFile = "texts.rasp-errors";

    /// <summary>Writes the classes and the errors; a file that is as it was is left alone.</summary>
    public static void Run(TextProgramOptions options) {
        Directory.CreateDirectory(options.Folder);
        StringBuilder errors = new();
        HashSet<string> written = [];
        foreach (string file in options.Files) {
            string name = ClassName(file);
            try {
                if (!written.Add(name + ".rasp.g.cs")) {
                    throw new TextProgramException(file, 1, 1, $"expected one program of the name '{name}', found a second");
                }
                Write(Path.Combine(options.Folder, name + ".rasp.g.cs"), TextProgramClass.Of(file, name, options.Namespace));
            } catch (RaspTextException exception) {
                string place = exception.At.ToString();
                string message = exception.Message.StartsWith(place + ": ", StringComparison.Ordinal) ? exception.Message[(place.Length + 2)..] : exception.Message;
                Add(errors, Path.IsPathRooted(exception.At.File) ? exception.At.File : file, exception.At.Line, exception.At.Column, message);
                written.Remove(name + ".rasp.g.cs");
            } catch (TextProgramException exception) {
                Add(errors, exception.File, exception.Line, exception.Column, exception.Message);
            }
        }
        foreach (string old in Directory.GetFiles(options.Folder, "*.rasp.g.cs").Where(path => !written.Contains(Path.GetFileName(path)))) {
            File.Delete(old);
        }
        Write(Path.Combine(options.Folder, ErrorFile), errors.ToString());
    }

    // A file's name as a class: sort_by as SortBy.
    internal static string ClassName(string file) {
        string name = string.Concat(Path.GetFileNameWithoutExtension(file)
            .Split(['_', '-', ' ', '.'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        name = string.Concat(name.Where(char.IsAsciiLetterOrDigit));
        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? "_" + name : name;
    }

    static void Add(StringBuilder errors, string file, int line, int column, string message) => errors
        .Append(file).Append('\n').Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n')
        .Append(column.ToString(CultureInfo.InvariantCulture)).Append('\n').Append(message.ReplaceLineEndings(" ")).Append('\n');

    static void Write(string path, string text) {
        if (!File.Exists(path) || File.ReadAllText(path) != text) {
            File.WriteAllText(path, text);
        }
    }
}

/// <summary>A program that cannot be a class.</summary>
internal sealed class TextProgramException(string file, int line, int column, string message) : Exception(message) {
    public string File { get; } = file;

    public int Line { get; } = line;

    public int Column { get; } = column;
}
