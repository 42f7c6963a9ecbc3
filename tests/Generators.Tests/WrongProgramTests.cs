using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Sinter.Generators.Tests;

/// <summary>
/// The wrong programs of WrongPrograms, each with all that the front end says of it. A program begins with a line <c>//# what is wrong</c>
/// and ends with one line for each diagnostic: <c>//~ SIN0010 at 'x + y': message</c>, and <c>at 2. 'x'</c> where the text stands there
/// more than once before. Where a message quotes the code of a standard block, only the block is compared: that code may change.
/// </summary>
public class WrongProgramTests {
    private static readonly Dictionary<string, string> Programs = Read();

    public static IEnumerable<object[]> Names => Programs.Keys.Select(name => new object[] { name });

    [Theory, MemberData(nameof(Names))]
    public void Says(string name) {
        string[] lines = Programs[name].Split('\n');
        string[] expected = [.. lines.Where(line => line.StartsWith("//~ ", StringComparison.Ordinal))];
        string source = Project.Usings + string.Join("\n", lines.Where(line => !line.StartsWith("//~ ", StringComparison.Ordinal)));
        Project project = new(source);
        string[] found = [.. project.Run().Diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).Select(diagnostic => Line(source, diagnostic))];
        Assert.True(expected.SequenceEqual(found), $"{name}\nexpected\n{string.Join("\n", expected)}\nfound\n{string.Join("\n", found)}");
    }

    [Fact]
    public void WhatTheFrontEndRefusesIsCSharp() {
        IEnumerable<string> programs = Programs.Values.Where(program => !program.Contains("//~ SIN0001", StringComparison.Ordinal)).Select((program, i) => $"namespace Program{i} {{\n{program}\n}}");
        Project all = new(Project.Usings + string.Join("\n", programs));
        // The typed API is there for each, and the compiler has nothing to add.
        Assert.Empty(all.Whole().GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void ThereAreAHundred() => Assert.True(Programs.Count >= 100, $"{Programs.Count} programs");

    private static string Line(string source, Diagnostic diagnostic) {
        string text = source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length);
        int before = 0;
        for (int at = source.IndexOf(text, StringComparison.Ordinal); at >= 0 && at < diagnostic.Location.SourceSpan.Start; at = source.IndexOf(text, at + 1, StringComparison.Ordinal)) {
            before++;
        }
        string shown = string.Join(" ", text.Split(['\n', ' '], StringSplitOptions.RemoveEmptyEntries));
        string message = Regex.Replace(diagnostic.GetMessage(CultureInfo.InvariantCulture), @" \(in ([\w.\[\]]+): `.*`\)$", " (in $1)");
        return $"//~ {diagnostic.Id} at {(before > 0 ? $"{before + 1}. " : "")}'{shown}': {message}";
    }

    private static Dictionary<string, string> Read([CallerFilePath] string here = "") => Directory
        .GetFiles(Path.Combine(Path.GetDirectoryName(here)!, "WrongPrograms"), "*.cs").OrderBy(file => file, StringComparer.Ordinal)
        .SelectMany(file => File.ReadAllText(file).Split("//# ").Skip(1).Select(program => (
            Name: $"{Path.GetFileNameWithoutExtension(file)}: {program[..program.IndexOf('\n', StringComparison.Ordinal)].Trim()}",
            Text: program[(program.IndexOf('\n', StringComparison.Ordinal) + 1)..].TrimEnd())))
        .ToDictionary(program => program.Name, program => program.Text);
}
