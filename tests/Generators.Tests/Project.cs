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
using Sinter.Generators.Sources;

namespace Sinter.Generators.Tests;

/// <summary>A project of a user in memory: sources, the language as an assembly, and the sources of its blocks as additional files.</summary>
internal sealed class Project {
    public const string Usings = "using System; using System.Collections.Generic; using System.Linq; using Sinter; using Sinter.Blocks; using static Sinter.Operations;\n";

    private static readonly ImmutableArray<MetadataReference> References = [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "Microsoft.CSharp.dll" or "mscorlib.dll" or "netstandard.dll" or "Sinter.Dsl.dll" or "Sinter.Runtime.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly ImmutableArray<AdditionalText> Blocks = ReadBlocks();

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    // Parsed once for all tests.
    private static readonly LibrarySources Library = new([.. Blocks.Select(file => CSharpSyntaxTree.ParseText(file.GetText()!, Options, file.Path))]);

    private readonly ImmutableArray<AdditionalText> blocks;
    private CSharpCompilation? bound;

    public Project(params string[] sources) : this(true, sources) { }

    public Project(bool withBlocks, params string[] sources) : this(withBlocks, [], sources) { }

    public Project(bool withBlocks, MetadataReference[] others, params string[] sources) {
        blocks = withBlocks ? Blocks : [];
        Compilation = CSharpCompilation.Create(
            "App",
            sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, Options, i == 0 ? "Model.cs" : $"File{i}.cs", Encoding.UTF8)),
            References.AddRange(others),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
        Driver = CSharpGeneratorDriver.Create(
            [new ModelGenerator().AsSourceGenerator()], blocks, Options, new BlockOptions(blocks),
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
    }

    public CSharpCompilation Compilation { get; private set; }

    public GeneratorDriver Driver { get; private set; }

    /// <summary>The same project under another assembly's name.</summary>
    public Project Named(string assembly) {
        Compilation = Compilation.WithAssemblyName(assembly);
        return this;
    }

    /// <summary>The same project with preprocessor symbols.</summary>
    public Project Defining(params string[] symbols) {
        Compilation = Compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(Compilation.SyntaxTrees
            .Select(tree => CSharpSyntaxTree.ParseText(tree.GetText(), Options.WithPreprocessorSymbols(symbols), tree.FilePath)));
        return this;
    }

    /// <summary>Replaces the text of one file, as an editor does.</summary>
    public void Edit(int file, Func<string, string> change) {
        SyntaxTree tree = Compilation.SyntaxTrees[file];
        Compilation = Compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(change(tree.ToString()), Encoding.UTF8)));
    }

    public GeneratorRunResult Run() {
        Driver = Driver.RunGenerators(Compilation);
        GeneratorRunResult result = Driver.GetRunResult().Results.Single();
        if (result.Exception is { } exception) {
            throw new InvalidOperationException($"The generator failed: {exception}", exception);
        }
        return result;
    }

    /// <summary>The sources with what was generated for them, for errors of the C# compiler.</summary>
    public Compilation Whole() {
        Driver = Driver.RunGeneratorsAndUpdateCompilation(Compilation, out Compilation whole, out _);
        return whole;
    }

    /// <summary>The project as others refer to it: built to an assembly with what was generated.</summary>
    public MetadataReference Built() {
        using MemoryStream image = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = Whole().Emit(image);
        return result.Success
            ? MetadataReference.CreateFromImage(image.ToArray())
            : throw new InvalidOperationException(string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
    }

    /// <summary>Evaluates the model of a class without the generator around it.</summary>
    public EvaluatedModel Evaluate(string name) {
        LibrarySources library = blocks.IsEmpty ? new([]) : Library;
        bound ??= new SourceSet(Compilation, library).Compile();
        ModelName model = new("", Sequence.Of($"partial class {name}"), name, false);
        return ModelEvaluation.Run(model, bound, library.Set, CancellationToken.None);
    }

    /// <summary>Evaluates a program in sequences without the generator around it.</summary>
    public Rasp.EvaluatedProgram EvaluateProgram(string holder, string method, bool isCausal) {
        bound ??= new SourceSet(Compilation, Library).Compile();
        ModelName type = new(holder[..holder.LastIndexOf('.')], Sequence.Of($"static partial class {holder[(holder.LastIndexOf('.') + 1)..]}"), holder, true);
        return Rasp.ProgramEvaluation.Run(new(type, method, 0, isCausal, IsClass: true), bound, Library.Set, CancellationToken.None);
    }

    /// <summary>The graph of model <c>M</c> in a source; fails when there is a problem.</summary>
    public static Module Graph(string source) => new Project(Usings + source).GraphOf("M");

    /// <summary>The graph of a model; fails when there is a problem.</summary>
    public Module GraphOf(string name) {
        EvaluatedModel model = Evaluate(name);
        if (model.Module is { } module && model.Problems.All(problem => Descriptors.Find(problem.Id).DefaultSeverity != DiagnosticSeverity.Error)) {
            return module;
        }
        string errors = string.Join("\n", Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        throw new InvalidOperationException($"no graph: {string.Join("; ", model.Problems.Select(problem => problem.ToDiagnostic().ToString()))}\n{errors}");
    }

    // As build/Sinter.props passes them.
    private static bool IsOfRaspLibrary(string file) => file.StartsWith("Rasp/Library/", StringComparison.Ordinal) || file is "Rasp/RaspException.cs" or "Rasp/Text/TextArithmetic.cs" or "Rasp/Values/Format.cs";

    private static ImmutableArray<AdditionalText> ReadBlocks([CallerFilePath] string here = "") {
        string folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../src/Dsl"));
        return [
            .. Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .Where(file => !file.StartsWith(Path.Combine(folder, "Rasp") + Path.DirectorySeparatorChar, StringComparison.Ordinal) || IsOfRaspLibrary(Path.GetRelativePath(folder, file).Replace('\\', '/')))
                .OrderBy(file => file, StringComparer.Ordinal)
                .Select(file => new BlockFile(Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText(file))),
        ];
    }

    private sealed class BlockFile(string path, string text) : AdditionalText {
        private readonly SourceText source = SourceText.From(text, Encoding.UTF8);

        public override string Path => "blocks/" + path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => source;
    }

    private sealed class BlockOptions(ImmutableArray<AdditionalText> blocks) : AnalyzerConfigOptionsProvider {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Marks(false);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Marks(blocks.Contains(textFile));

        private sealed class Marks(bool isBlock) : AnalyzerConfigOptions {
            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) {
                value = isBlock && key == "build_metadata.AdditionalFiles.SinterSource" ? "true" : null;
                return value is not null;
            }
        }
    }
}
