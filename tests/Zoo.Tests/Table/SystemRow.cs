using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace Sinter.Zoo.Tests.Table;

/// <summary>A system of the zoo, as its files say it.</summary>
/// <param name="System">Its number, such as <c>S035</c>.</param>
/// <param name="Title">The paper's title.</param>
/// <param name="Source">Authors, where and when.</param>
/// <param name="Declarations">The files of its declaration, from the repository's folder.</param>
/// <param name="Test">The file of its test.</param>
internal sealed partial record SystemRow(string System, string Title, string Source, string[] Declarations, string Test) {
    /// <summary>The systems that have a declaration, in the order of their numbers.</summary>
    public static SystemRow[] All() => [.. Declared()
        .GroupBy(file => Path.GetFileName(file)[..4], StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => {
            (string title, string source) = Paper(group.First());
            return new SystemRow(group.Key, title, source, [.. group], TestOf(group.Key));
        })];

    /// <summary>The systems that tests name in their traits.</summary>
    public static string[] Tested() => [.. typeof(SystemRow).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods().Cast<MemberInfo>().Append(type))
        .SelectMany(member => member.GetCustomAttributesData())
        .Where(attribute => attribute.AttributeType == typeof(TraitAttribute) && (string?)attribute.ConstructorArguments[0].Value == "System")
        .Select(attribute => (string)attribute.ConstructorArguments[1].Value!)
        .Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The lines of a declaration that say something: no comments, no usings, no blank lines.</summary>
    public static int LinesOf(string declaration) => File.ReadLines(Repository.At(declaration))
        .Select(line => line.Trim())
        .Count(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal) && !line.StartsWith("using ", StringComparison.Ordinal)
            && !line.StartsWith("namespace ", StringComparison.Ordinal));

    private static IEnumerable<string> Declared() => Directory
        .EnumerateFiles(Repository.At("examples", "Zoo"), "S*.cs", SearchOption.AllDirectories)
        .Where(file => FileName().IsMatch(Path.GetFileName(file)))
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static string TestOf(string system) => Directory
        .EnumerateFiles(Repository.At("tests", "Zoo.Tests"), $"{system}Tests.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
        .FirstOrDefault() ?? throw new FileNotFoundException($"{system}: expected a test in tests/Zoo.Tests/<Category>/{system}Tests.cs, found none");

    // The first summary that begins with a title in quotes; a line break counts as a space.
    private static (string Title, string Source) Paper(string declaration) {
        string comments = string.Join(' ', File.ReadLines(Repository.At(declaration))
            .Select(line => line.Trim()).Where(line => line.StartsWith("///", StringComparison.Ordinal)).Select(line => line[3..].Trim()));
        Match match = Citation().Match(comments);
        return match.Success
            ? (WebUtility.HtmlDecode(match.Groups["title"].Value), WebUtility.HtmlDecode(match.Groups["source"].Value))
            : throw new InvalidDataException($"{declaration}: expected a summary that begins \"Title\" (Authors, where, year), found none");
    }

    [GeneratedRegex("^S[0-9]{3}[A-Z]")]
    private static partial Regex FileName();

    [GeneratedRegex("<summary> \"(?<title>[^\"]+)\" \\((?<source>[^()]+)\\)")]
    private static partial Regex Citation();
}
