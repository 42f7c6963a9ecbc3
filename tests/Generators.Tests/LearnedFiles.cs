using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Sinter.Compiler.Graph;
using Sinter.Generators.Learned;
using Xunit;

namespace Sinter.Generators.Tests;

/// <summary>The learned programs of tests/Learned.Tests, as files that a test may change, and what importing them gives.</summary>
internal sealed class LearnedFiles {
    private static readonly string Folder = Path.GetFullPath(Path.Combine(Here(), "../../Learned.Tests/Programs"));

    private readonly Dictionary<string, string> files = Directory.GetFiles(Folder)
        .Where(file => file.EndsWith(".py", StringComparison.Ordinal) || file.EndsWith(".csv", StringComparison.Ordinal))
        .ToDictionary(file => Path.GetFileName(file), File.ReadAllText);

    public string this[string name] {
        get => files[name];
        set => files[name] = value;
    }

    /// <summary>Replaces the first occurrence of a text, which there must be.</summary>
    public LearnedFiles Replace(string name, string old, string changed) {
        int at = files[name].IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{name} has no '{old}'");
        files[name] = files[name][..at] + changed + files[name][(at + old.Length)..];
        return this;
    }

    public LearnedFiles Remove(string name) {
        files.Remove(name);
        return this;
    }

    /// <summary>Reads, lowers and writes a program, as the build does.</summary>
    public (LearnedProgram Program, Module Module, string Source) Import(string name) {
        LearnedProgram program = ProgramReader.Read(name, files[name], new ImportFiles(files.Select(file => (file.Key, file.Value))));
        ModelName model = ProgramNames.ClassOf("true", name, "Learned")!;
        return (program, ProgramLowering.Run(program, model.FullName), WriteProgram.Of(program, model));
    }

    /// <summary>The error of a program: its file, line, column and message.</summary>
    public string Error(string name) => Assert.Throws<ImportException>(() => Import(name)).ToString();

    /// <summary>The generator, run on files with their metadata.</summary>
    public GeneratorRunResult Generate(params (string Name, string Mark)[] given) {
        ImmutableArray<AdditionalText> texts = [.. given.Select(file => new TextFile(file.Name, files[file.Name]))];
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new LearnedProgramGenerator().AsSourceGenerator()], texts, new CSharpParseOptions(LanguageVersion.Preview), new Marks(given.ToDictionary(file => file.Name, file => file.Mark)));
        GeneratorRunResult result = driver.RunGenerators(CSharpCompilation.Create("App")).GetRunResult().Results.Single();
        return result.Exception is null ? result : throw new InvalidOperationException($"The generator failed: {result.Exception}", result.Exception);
    }

    private static string Here([CallerFilePath] string file = "") => file;

    private sealed class TextFile(string path, string text) : AdditionalText {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text, Encoding.UTF8);
    }

    private sealed class Marks(IReadOnlyDictionary<string, string> marks) : AnalyzerConfigOptionsProvider {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options("build_property.RootNamespace", "Learned");

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Options("build_metadata.AdditionalFiles.SinterProgram", marks[textFile.Path]);

        private sealed class Options(string known, string of) : AnalyzerConfigOptions {
            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) {
                value = key == known ? of : null;
                return value is not null;
            }
        }
    }
}
