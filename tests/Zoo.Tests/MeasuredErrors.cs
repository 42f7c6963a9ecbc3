using System;
using System.Globalization;
using System.IO;
using System.Threading;

namespace Sinter.Zoo.Tests;

/// <summary>Keeps what the tests measure for the table in <c>docs/systems.md</c>.</summary>
internal static class MeasuredErrors {
    /// <summary>The environment variable that names the file to write measurements to, one line each: system and error.</summary>
    public const string Variable = "SINTER_ZOO_ERRORS";

    private static readonly Lock Gate = new();

    /// <summary>Notes the error of a system that passed its test.</summary>
    public static void Record(string system, double error) {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path) {
            lock (Gate) {
                File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture, $"{system} {error:E2}\n"));
            }
        }
    }
}
