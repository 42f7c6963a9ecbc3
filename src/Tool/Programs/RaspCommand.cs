extern alias language;
using System;
using System.IO;
using System.Text;
using language::Sinter.Rasp.Text;

namespace Sinter.Tool.Programs;

/// <summary><c>sinter rasp</c>: programs in RASP's text language at a console.</summary>
static class RaspCommand {
    /// <summary>Does a file, if there is one, then what is read.</summary>
    /// <param name="file">A program, or null.</param>
    /// <param name="nulls">Whether an aggregate without a default gives null where nothing is selected.</param>
    /// <param name="input">What is read; null reads keys from the terminal.</param>
    /// <param name="output">Where everything is written.</param>
    /// <exception cref="ToolException">The file is no program.</exception>
    public static void Run(string? file, bool nulls, TextReader? input, TextWriter output) {
        Func<string, string?> read = input == null
            ? new LineEditor(() => Console.ReadKey(intercept: true), output, () => Console.WindowWidth).Read
            : _ => input.ReadLine();
        RaspConsole console = new(read, output, Draw) { Text = new RaspText(nulls ? Emptiness.Null : Emptiness.Rasp) };
        if (input == null) {
            output.WriteLine($"RASP. The example is {console.Text.SOpExample}; help lists what there is, exit ends.");
        }
        if (file != null) {
            try {
                console.Load(file);
            } catch (RaspTextException problem) {
                throw new ToolException(problem.Message);
            }
        }
        console.Run();
    }

    static void Draw(DrawnResult drawn) => File.WriteAllText(drawn.File!, FlowPicture.Of(drawn), new UTF8Encoding(false));
}
