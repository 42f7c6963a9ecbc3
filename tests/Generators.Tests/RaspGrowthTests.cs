using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Compiler.Graph;
using Xunit;

namespace Sinter.Generators.Tests;

/// <summary>
/// How the work of a program's kernels grows with its input: no value of a graph has more elements than a few for each position, unless
/// pairs of positions are looked at. The page on kernels says of each library program what it takes.
/// </summary>
public class RaspGrowthTests {
    // What kernels can only hold pair by pair, and why.
    private static readonly HashSet<string> Pairs = [
        "WidthOfPredicate", "WidthOfFailingPredicate", // predicates
        "SumOfReals", "SumOfSingles", "MeanOfReals", // rounded in the order of the keys, over hits that are neither groups nor prefixes
        "FirstGreater", "ClosestOther", // a first or nearest of lesser or greater values beside positions
        "NaNs", // not less, of reals
    ];

    private static readonly Lazy<Project> Project = new(() => new Project(Read("LibraryPrograms.cs"), Read("SelectorPrograms.cs"), Read("OrderPrograms.cs")));

    public static TheoryData<string, string> Programs {
        get {
            TheoryData<string, string> programs = [];
            foreach ((string file, string holder) in new[] { ("LibraryPrograms.cs", "LibraryPrograms"), ("SelectorPrograms.cs", "SelectorPrograms"), ("SelectorPrograms.cs", "CausalPrograms"), ("OrderPrograms.cs", "OrderPrograms") }) {
                foreach (string name in Methods(file, holder)) {
                    programs.Add(holder, name);
                }
            }
            return programs;
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void OnlyWhatMustLooksAtPairs(string holder, string name) =>
        Assert.Equal(Pairs.Contains(name), Live(holder, name).Any(node => Positions(node) > 1));

    [Fact]
    public void ThePageSaysWhatEachLibraryProgramTakes() {
        string page = File.ReadAllText(Path.Combine(Folder(), "../../docs/rasp-kernels.md"));
        string[] rows = [.. page.Split('\n').Where(line => line.StartsWith("| `Library.", StringComparison.Ordinal))];
        string[] found = [.. Methods("LibraryPrograms.cs", "LibraryPrograms").Select(Row)];
        Assert.True(found.SequenceEqual(rows), $"the rows of the page should be\n{string.Join("\n", found)}");
    }

    private static string Row(string name) {
        IReadOnlyList<Node> nodes = Live("LibraryPrograms", name);
        int Count(Func<string, bool> operation) => nodes.Count(node => operation(node.Operation));
        string body = Read("LibraryPrograms.cs").Split('\n').Single(line => line.Contains($" {name}(", StringComparison.Ordinal)).Split("=> ")[1].Trim().TrimEnd(';');
        return $"| `{body}` | {Count(word => word == "sort_order")} | {Count(word => word.StartsWith("scatter", StringComparison.Ordinal))} | {Count(word => word.StartsWith("cumulative", StringComparison.Ordinal))} | {(nodes.Any(node => node.Operation == "loop") ? "n log n" : "n")} |";
    }

    private static int Positions(Node node) => node.Type.Shape.Count(extent => !extent.IsConstant);

    // What the results need.
    private static IReadOnlyList<Node> Live(string holder, string name) {
        Rasp.EvaluatedProgram program = Project.Value.EvaluateProgram($"Sinter.Rasp.Tests.{holder}", name, holder == "CausalPrograms");
        Assert.Empty(program.Problems);
        Entry entry = program.Module!.Entries[0];
        HashSet<int> live = [];
        Stack<int> pending = new(entry.Outputs.Select(output => output.Node));
        while (pending.TryPop(out int id)) {
            if (live.Add(id)) {
                foreach (int operand in entry.Nodes[id].Operands) {
                    pending.Push(operand);
                }
            }
        }
        return [.. entry.Nodes.Where(node => live.Contains(node.Id))];
    }

    private static IEnumerable<string> Methods(string file, string holder) => CSharpSyntaxTree.ParseText(Read(file)).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
        .Where(method => method.Parent is ClassDeclarationSyntax type && type.Identifier.ValueText == holder).Select(method => method.Identifier.ValueText);

    private static string Read(string file) => File.ReadAllText(Path.Combine(Folder(), "../RaspKernels.Tests", file));

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
