using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Compiler.Graph;

namespace Sinter.Generators;

/// <summary>
/// Reports what the build found wrong with the project's programs in RASP's text language, each at its place in the text. The step
/// before the C# compiler leaves it in a file that ends in <c>.rasp-errors</c>: for each error four lines, file, line, column and message.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class RaspTextGenerator : IIncrementalGenerator {
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context) {
        IncrementalValuesProvider<Problem> problems = context.AdditionalTextsProvider
            .Where(file => file.Path.EndsWith(".rasp-errors", StringComparison.Ordinal))
            .SelectMany((file, cancellation) => Read(file.GetText(cancellation)?.ToString() ?? ""));
        context.RegisterSourceOutput(problems, (output, problem) => output.ReportDiagnostic(problem.ToDiagnostic()));
    }

    private static IEnumerable<Problem> Read(string text) {
        string[] lines = text.Split('\n');
        for (int i = 0; i + 3 < lines.Length; i += 4) {
            int line = int.Parse(lines[i + 1], CultureInfo.InvariantCulture) - 1;
            int column = int.Parse(lines[i + 2], CultureInfo.InvariantCulture) - 1;
            yield return new Problem(Descriptors.WrongRaspText, new SourceSpan(lines[i], 0, 0, line, column, line, column), lines[i + 3]);
        }
    }
}
