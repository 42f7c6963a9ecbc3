using System;
using System.IO;
using System.Linq;
using Sinter.Rasp;
using Sinter.Rasp.Text;

namespace RaspExamples;

/// <summary>Runs one of the six programs on a word, or the console.</summary>
public static class Program {
    public static int Main(string[] arguments) => Run(arguments, Console.In, Console.Out);

    /// <summary>What the command line says, with what it reads and writes.</summary>
    /// <returns>0, or 1 when nothing is known by that name.</returns>
    public static int Run(string[] arguments, TextReader input, TextWriter output) {
        switch (arguments) {
            // A program, and the word that it runs on: the result, then the value of every step.
            case ["histogram", var word]:
                return Show(RaspProgram.Of<char, int>(Histogram.Run), word, output);
            case ["reverse", var word]:
                return Show(RaspProgram.Of<char, char>(Reverse.Run), word, output);
            case ["sort", var word]:
                return Show(RaspProgram.Of<char, char>(Sort.Run), word, output);
            case ["most-frequent", var word]:
                return Show(RaspProgram.Of<char, char>(MostFrequent.Run), word, output);
            case ["induction", var word]:
                return Show(RaspProgram.Of<char, char>(Induction.Run), word, output);
            case ["brackets", var word]:
                return Show(RaspProgram.Of<char, Balance>(Brackets.Run), word, output);
            // RASP's own language: definitions, then "help", "draw(x, "abc");" and more. A file is done first.
            case ["console", .. var files]:
                var console = new RaspConsole(_ => input.ReadLine(), output);
                foreach (string file in files) {
                    console.Load(file);
                }
                console.Run();
                return 0;
            default:
                output.WriteLine("histogram, reverse, sort, most-frequent, induction or brackets, and a word; or console, and files that end in .rasp");
                return 1;
        }
    }

    static int Show<T>(RaspProgram<char, T> program, string word, TextWriter output) {
        output.WriteLine(program.Run(word));
        output.WriteLine(program.Trace(word));
        return 0;
    }
}
