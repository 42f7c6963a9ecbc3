using System;
using System.Collections.Generic;
using System.IO;
using Sinter.Build.Texts;
using Sinter.Build.Workers;

namespace Sinter.Build;

/// <summary>The tool's faces: the build step itself, the worker that it starts for each model, and the step before that makes C# of text programs.</summary>
public static class Program {
    const string Name = "sinter-compile";

    /// <summary>Runs the tool.</summary>
    /// <returns>0 when the library is in place.</returns>
    public static int Main(string[] arguments) => arguments switch {
        [Worker.CompileVerb or Worker.DescribeVerb, string argument] => Worker.Run(arguments[0], argument),
        [TextProgramBuild.Verb, string file] => Texts(file),
        [] or ["--help"] => Help(),
        _ => Compile(arguments),
    };

    // Errors of the texts are no failure of the tool: the C# compiler reports them.
    static int Texts(string file) {
        TextProgramBuild.Run(TextProgramOptions.Read(file));
        return 0;
    }

    static int Help() {
        Console.Out.WriteLine(CompileOptions.Usage);
        return 0;
    }

    static int Compile(string[] arguments) {
        CompileOptions options;
        try {
            options = CompileOptions.Parse(arguments);
        } catch (BuildErrorException error) {
            Console.Error.WriteLine(error.Error.Format(Name));
            Console.Error.WriteLine(CompileOptions.Usage);
            return 2;
        }
        LibraryBuild build = new(options, WorkerProcess.OfThisTool(options.Timeout), Console.Out.WriteLine,
            options.Details ? Console.Error.WriteLine : static _ => { });
        IReadOnlyList<BuildError> errors = build.Run();
        foreach (BuildError error in errors) {
            Console.Error.WriteLine(error.Format(Path.GetFileName(options.Assembly)));
        }
        if (options.ErrorFile is not null) {
            ErrorFile.Write(options.ErrorFile, errors);
        }
        return errors.Count == 0 ? 0 : 1;
    }
}
