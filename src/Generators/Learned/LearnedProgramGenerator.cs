using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Sinter.Compiler.Graph;
using Sinter.Generators.Emission;

namespace Sinter.Generators.Learned;

/// <summary>
/// Makes models of learned Transformer Programs: Python files, and the tables they name, that a project gives as
/// <c>AdditionalFiles</c> with <c>SinterProgram="true"</c> or the name of a class.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class LearnedProgramGenerator : IIncrementalGenerator {
    private const string Metadata = "build_metadata.AdditionalFiles.SinterProgram";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context) {
        IncrementalValueProvider<Sequence<ProgramFile>> files = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select((pair, cancellation) => pair.Right.GetOptions(pair.Left).TryGetValue(Metadata, out string? mark) && mark.Length > 0
                ? new ProgramFile(pair.Left.Path, mark, pair.Left.GetText(cancellation)?.ToString() ?? "")
                : null)
            .Where(file => file is not null)
            .Collect()
            .Select((all, _) => all.Select(file => file!).OrderBy(file => file.Path, StringComparer.Ordinal).ToSequence());
        IncrementalValueProvider<string> rootNamespace = context.AnalyzerConfigOptionsProvider
            .Select((options, _) => options.GlobalOptions.TryGetValue("build_property.RootNamespace", out string? name) ? name : "");
        IncrementalValuesProvider<ImportedProgram> programs = files.Combine(rootNamespace)
            .SelectMany((pair, cancellation) => Import(pair.Left, pair.Right, cancellation));

        context.RegisterSourceOutput(programs.SelectMany((program, _) => program.Model.Problems), (output, problem) => output.ReportDiagnostic(problem.ToDiagnostic()));
        context.RegisterSourceOutput(programs.Where(program => program.Model.Module is not null), (output, program) => {
            string name = program.Model.Name.FullName;
            output.AddSource($"{name}.g.cs", SourceText.From(WriteInterface.Of(program.Model.Interface!), Encoding.UTF8));
            output.AddSource($"{name}.Names.g.cs", SourceText.From(program.Names, Encoding.UTF8));
            output.AddSource($"{name}.Program.g.cs", SourceText.From(program.Source, Encoding.UTF8));
        });
        context.RegisterImplementationSourceOutput(
            programs.Where(program => program.Model.Module is not null).Select((program, _) => program.Model)
                .Combine(context.CompilationProvider.Select((compilation, _) => compilation.AssemblyName ?? "")),
            WritePlan.Add);
    }

    private static IEnumerable<ImportedProgram> Import(Sequence<ProgramFile> files, string rootNamespace, CancellationToken cancellation) {
        ImportFiles all = new(files.Select(file => (file.Path, file.Text)));
        // A module that another file imports has embeddings; every other is a program.
        HashSet<string> modules = [.. files.Where(file => file.IsPython).SelectMany(file => file.Imports)];
        HashSet<string> names = [];
        foreach (ProgramFile file in files.Where(file => file.IsPython && !modules.Contains(file.Module))) {
            cancellation.ThrowIfCancellationRequested();
            yield return Import(file, all, rootNamespace, names);
        }
    }

    private static ImportedProgram Import(ProgramFile file, ImportFiles files, string rootNamespace, HashSet<string> names) {
        ModelName? name = ProgramNames.ClassOf(file.Mark, file.Path, rootNamespace);
        try {
            if (name is null) {
                throw new ImportException(file.Path, 1, 1, $"expected 'true' or the name of a class as SinterProgram of this file, found '{file.Mark}'");
            }
            if (!names.Add(name.FullName)) {
                throw new ImportException(file.Path, 1, 1, $"expected one program for the class '{name.FullName}', found a second; name it by SinterProgram=\"Namespace.Class\"");
            }
            LearnedProgram program = ProgramReader.Read(file.Path, file.Text, files);
            Module module = ProgramLowering.Run(program, name.FullName);
            ModelInterface api = new(name, module.Entries.Select(ModelInterface.Of).ToSequence(), module.Symbols, IsWhole: true);
            EvaluatedModel model = new(name, module, api, null, null, Span(file.Path, 1, 1), Sequence<Problem>.Empty);
            return new(model, WriteProgramInterface.Of(program, name), WriteProgram.Of(program, name));
        } catch (ImportException exception) {
            Problem problem = new(Descriptors.WrongLearnedProgram, Span(exception.File, exception.Line, exception.Column), exception.Message);
            return new(new(name ?? new("", Sequence.Of("class _"), "_", false), null, null, null, null, problem.Span, Sequence.Of(problem)), "", "");
        }
    }

    private static SourceSpan Span(string file, int line, int column) => new(file, 0, 0, line - 1, column - 1, line - 1, column - 1);

    /// <summary>A file of the project's programs.</summary>
    private sealed record ProgramFile(string Path, string Mark, string Text) {
        public bool IsPython => Path.EndsWith(".py", StringComparison.Ordinal);

        public string Module => System.IO.Path.GetFileNameWithoutExtension(Path);

        public IEnumerable<string> Imports => Text.Split('\n')
            .Where(line => line.StartsWith("from ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[1].Split('.').Last());
    }

    /// <summary>A program as a model, and the C# for it.</summary>
    private sealed record ImportedProgram(EvaluatedModel Model, string Names, string Source);
}
