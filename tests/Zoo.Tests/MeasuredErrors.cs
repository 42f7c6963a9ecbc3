using System;
using System.Globalization;
using System.IO;
using System.Threading;
using Sinter.Zoo.Tests.Table;
using Xunit;

namespace Sinter.Zoo.Tests;

/// <summary>Keeps what the tests measure for the table in <c>docs/systems.md</c>, or holds it against that.</summary>
internal static class MeasuredErrors {
    /// <summary>The environment variable that names the file to write measurements to, one line each: system and error.</summary>
    private const string Variable = "SINTER_ZOO_ERRORS";

    // Another processor sums in another order; more than this is another model.
    private const double Slack = 4;

    private static readonly Lock Gate = new();

    /// <summary>Notes the error of a system that passed its test.</summary>
    public static void Record(string system, double error) {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path) {
            lock (Gate) {
                File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture, $"{system} {error:E2}\n"));
            }
        } else if (SystemsDocument.StatedErrors.TryGetValue(system, out double stated)) {
            Assert.True(error <= Slack * stated, $"{system}: docs/systems.md says that the largest error is {stated:E1}, found {error:E2}; run scripts/systems {system}");
        }
    }
}
