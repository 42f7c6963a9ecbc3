using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Sinter.Runtime;

namespace Sinter.Rasp.Tests;

/// <summary>Programs that are built in the test as a project is: by the C# compiler with the generator, and by the compile tool.</summary>
sealed class CompiledPrograms : IDisposable {
    static readonly string Root = Path.GetFullPath(Path.Combine(Folder(), "../../.."));
    static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
    static readonly IIncrementalGenerator Generator = LoadGenerator();
    static int builds;

    readonly string folder = Directory.CreateTempSubdirectory("sinter-rasp-").FullName;
    readonly Type programs;
    readonly string library;

    /// <summary>Builds the class <c>Programs</c> with these methods.</summary>
    public CompiledPrograms(string methods) {
        string name = $"Random{Interlocked.Increment(ref builds)}";
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        CSharpCompilation compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText($"using System; using Sinter.Rasp; using static Sinter.Rasp.Language;\npublic static partial class Programs {{\n{methods}}}\n", options, "Programs.cs", Encoding.UTF8)],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(IsReference).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        ImmutableArray<AdditionalText> sources = [.. LibrarySources().Select(file => new SourceFile(file))];
        CSharpGeneratorDriver.Create([Generator.AsSourceGenerator()], sources, options, new Options()).RunGeneratorsAndUpdateCompilation(compilation, out Compilation whole, out ImmutableArray<Diagnostic> problems);
        string assembly = Path.Combine(folder, name + ".dll");
        Diagnostic[] errors = [.. problems.Concat(whole.Emit(assembly).Diagnostics).Where(problem => problem.Severity == DiagnosticSeverity.Error)];
        if (errors.Length > 0) {
            throw new InvalidOperationException($"{string.Join("\n", errors.Select(error => error.ToString()))}\n{methods}");
        }
        Run("dotnet", "exec", Path.Combine(Root, $"src/Build/bin/{Configuration}/net10.0/sinter-compile.dll"), "--assembly", assembly, "--output", folder, "--intermediate", folder, "--rid", RuntimeInformation.RuntimeIdentifier, "--configuration", "Debug", "--cpu", "auto", "--timeout", "300", "--errors", Path.Combine(folder, "errors.txt"));
        library = Path.Combine(folder, $"lib{name}.sinter.so");
        programs = Assembly.LoadFrom(assembly).GetType("Programs")!;
    }

    /// <summary>What a program means.</summary>
    public RaspProgram<int, int> Meaning(string name) =>
        RaspProgram.Of(programs.GetMethod(name)!.CreateDelegate<Func<SOp<int>, SOp<int>>>());

    /// <summary>Its kernels.</summary>
    public KernelProgram<int, int> Kernels(string name) =>
        ((KernelProgram<int, int>)programs.GetNestedType("Kernels")!.GetProperty(name)!.GetValue(null)!).With(new LoadOptions { Threads = 1, LibraryPath = library });

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static bool IsReference(string path) => Path.GetFileName(path) is var name
        && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "Sinter.Dsl.dll" or "Sinter.Runtime.dll");

    // As build/Sinter.props passes them.
    static IEnumerable<string> LibrarySources() => Directory.GetFiles(Path.Combine(Root, "src/Dsl/Rasp/Library"), "*.cs")
        .Append(Path.Combine(Root, "src/Dsl/Rasp/RaspException.cs")).Append(Path.Combine(Root, "src/Dsl/Rasp/Text/TextArithmetic.cs")).Append(Path.Combine(Root, "src/Dsl/Rasp/Values/Format.cs"));

    static IIncrementalGenerator LoadGenerator() => (IIncrementalGenerator)Activator.CreateInstance(
        Assembly.LoadFrom(Path.Combine(Root, $"src/Generators/bin/{Configuration}/netstandard2.0/Sinter.Generators.dll")).GetType("Sinter.Generators.ModelGenerator")!)!;

    static void Run(string program, params string[] arguments) {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        System.Threading.Tasks.Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors}{output.Result}");
        }
    }

    static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    sealed class SourceFile(string path) : AdditionalText {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellation = default) => SourceText.From(File.ReadAllText(path), Encoding.UTF8);
    }

    sealed class Options : AnalyzerConfigOptionsProvider {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Marked(false);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText file) => new Marked(true);
    }

    sealed class Marked(bool isSource) : AnalyzerConfigOptions {
        public override bool TryGetValue(string key, out string value) {
            value = "true";
            return isSource && key == "build_metadata.AdditionalFiles.SinterSource";
        }
    }
}
