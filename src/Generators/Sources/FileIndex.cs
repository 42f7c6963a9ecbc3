using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sinter.Generators.Sources;

/// <summary>A type that a file declares, with the names it mentions.</summary>
/// <param name="Name">The simple name.</param>
/// <param name="Source">Its text and place.</param>
/// <param name="Mentions">Every identifier inside.</param>
/// <param name="Functions">Of a static class, the names of its methods, by which code reaches it without naming the class.</param>
/// <param name="IsBlock">Whether it is marked as a block.</param>
internal sealed record DeclaredType(string Name, ReachedSource Source, HashSet<string> Mentions, HashSet<string> Functions, bool IsBlock);

/// <summary>A declaration that an evaluation may read. Its start is part of it, because diagnostics point into it.</summary>
internal sealed record ReachedSource(string File, int Start, string Usings, string Text);

/// <summary>The declarations of a file. Each tree is indexed once.</summary>
internal sealed class FileIndex {
    private static readonly ConditionalWeakTable<SyntaxTree, FileIndex> Known = new();

    private FileIndex(IReadOnlyList<DeclaredType> types, string globalUsings, IReadOnlyList<string> globalMentions) =>
        (Types, GlobalUsings, GlobalMentions) = (types, globalUsings, globalMentions);

    public IReadOnlyList<DeclaredType> Types { get; }

    public string GlobalUsings { get; }

    /// <summary>What global imports name.</summary>
    public IReadOnlyList<string> GlobalMentions { get; }

    public static FileIndex Of(SyntaxTree tree, CancellationToken cancellation) {
        if (!Known.TryGetValue(tree, out FileIndex? index)) {
            index = Read(tree, cancellation);
            Known.GetValue(tree, _ => index);
        }
        return index;
    }

    private static FileIndex Read(SyntaxTree tree, CancellationToken cancellation) {
        SyntaxNode root = tree.GetRoot(cancellation);
        UsingDirectiveSyntax[] usings = [.. root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<UsingDirectiveSyntax>()];
        string local = string.Join("\n", usings.Where(directive => !directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword)).Select(directive => directive.ToString()));
        string global = string.Join("\n", usings.Where(directive => directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword)).Select(directive => directive.ToString()));
        // An alias or a static import names what the code itself does not.
        HashSet<string> imported = [.. usings.Where(directive => directive.Alias is not null || !directive.StaticKeyword.IsKind(SyntaxKind.None)).SelectMany(Identifiers)];
        List<DeclaredType> types = [];
        foreach (MemberDeclarationSyntax member in root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<MemberDeclarationSyntax>()) {
            string? name = (member as BaseTypeDeclarationSyntax)?.Identifier.ValueText ?? (member as DelegateDeclarationSyntax)?.Identifier.ValueText;
            if (name is null) {
                continue;
            }
            HashSet<string> mentions = [.. Identifiers(member), .. imported];
            bool isStatic = member.Modifiers.Any(SyntaxKind.StaticKeyword);
            HashSet<string> functions = isStatic
                ? [.. member.DescendantNodes().OfType<MethodDeclarationSyntax>().Select(method => method.Identifier.ValueText), .. FieldsOf(member)]
                : [];
            types.Add(new(name, new ReachedSource(tree.FilePath, member.SpanStart, local, member.ToString()), mentions, functions, BlockSources.IsMarked(member)));
        }
        return new(types, global, [.. usings.Where(directive => directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword)).SelectMany(Identifiers)]);
    }

    private static IEnumerable<string> Identifiers(SyntaxNode node) =>
        node.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText);

    // 'using static' brings in constants and properties too.
    private static IEnumerable<string> FieldsOf(MemberDeclarationSyntax type) =>
        type.DescendantNodes().OfType<VariableDeclaratorSyntax>().Select(field => field.Identifier.ValueText)
            .Concat(type.DescendantNodes().OfType<PropertyDeclarationSyntax>().Select(property => property.Identifier.ValueText));
}
