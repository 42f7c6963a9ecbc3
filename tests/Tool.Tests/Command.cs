using System;
using System.IO;

namespace Sinter.Tool.Tests;

/// <summary>Runs the command in this process.</summary>
static class Command {
    /// <summary>The assembly of these tests, which declares models.</summary>
    public static string Assembly { get; } = typeof(Command).Assembly.Location;

    public static string Succeed(params string[] arguments) {
        (int code, string output, string error) = Run(arguments);
        return code == 0 && error.Length == 0 ? output : throw new InvalidOperationException($"sinter {string.Join(' ', arguments)} gave {code}: {error}");
    }

    public static string Fail(params string[] arguments) {
        (int code, string output, string error) = Run(arguments);
        return code == 1 && output.Length == 0 ? error.TrimEnd() : throw new InvalidOperationException($"sinter {string.Join(' ', arguments)} gave {code}, not 1: {output}{error}");
    }

    /// <summary>Runs it with these lines to read.</summary>
    public static string Read(string[] lines, params string[] arguments) {
        (int code, string output, string error) = Run(arguments, string.Join('\n', lines));
        return code == 0 && error.Length == 0 ? output : throw new InvalidOperationException($"sinter {string.Join(' ', arguments)} gave {code}: {error}");
    }

    static (int Code, string Output, string Error) Run(string[] arguments, string input = "") {
        using StringWriter output = new(), error = new();
        using StringReader reader = new(input);
        return (Program.Run(arguments, output, error, input: reader), output.ToString(), error.ToString());
    }
}
