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

    static (int Code, string Output, string Error) Run(string[] arguments) {
        using StringWriter output = new(), error = new();
        return (Program.Run(arguments, output, error), output.ToString(), error.ToString());
    }
}
