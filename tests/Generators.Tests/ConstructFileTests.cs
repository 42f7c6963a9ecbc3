using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Sinter.Compiler.Graph;
using Xunit;

namespace Sinter.Generators.Tests;

/// <summary>
/// The files of Constructs, which C# compiles and runs as a part of these tests, evaluated by the front end: each public method
/// ends in the number that C# computes.
/// </summary>
public class ConstructFileTests {
    public static IEnumerable<object[]> Cases => typeof(ConstructFileTests).Assembly.GetTypes()
        .Where(type => type.Namespace == "Sinter.Generators.Tests.Constructs" && type.IsPublic && !type.IsNested)
        .OrderBy(type => type.Name, StringComparer.Ordinal)
        .SelectMany(type => Methods(type).Select(method => new object[] { type.Name, method.Name }));

    // A model for each method, all of one project.
    private static readonly Project All = new([
        Project.Usings + string.Join("\n", Cases.Select(@case => $$"""
            [Model]
            public partial class {{@case[0]}}{{@case[1]}} {
                readonly float value = Sinter.Generators.Tests.Constructs.{{@case[0]}}.{{@case[1]}}();
                [Entry] public Tensor Run([Shape(3)] Tensor x) => x * value;
            }
            """)),
        .. Read(),
    ]);

    [Theory, MemberData(nameof(Cases))]
    public void Computes(string type, string method) {
        MethodInfo compiled = Methods(Type.GetType($"Sinter.Generators.Tests.Constructs.{type}", throwOnError: true)!).Single(candidate => candidate.Name == method);
        RuntimeHelpers.RunClassConstructor(compiled.DeclaringType!.TypeHandle);
        float expected = (float)compiled.Invoke(null, null)!;
        Assert.True(float.IsFinite(expected), $"C# computes {expected}, which shows nothing");
        Sinter.Compiler.Graph.Module module = All.GraphOf($"{type}{method}");
        Node constant = module.Entries[0].Nodes.Single(node => node.Operation == "constant");
        float found = (float)((AttributeValue.Real)constant.Attributes["value"]!).Value;
        Assert.True(expected.Equals(found), string.Create(CultureInfo.InvariantCulture, $"C# computes {expected:R}, the front end {found:R}"));
    }

    private static IEnumerable<MethodInfo> Methods(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(method => method.ReturnType == typeof(float) && method.GetParameters().Length == 0);

    private static string[] Read([CallerFilePath] string here = "") =>
        [.. Directory.GetFiles(Path.Combine(Path.GetDirectoryName(here)!, "Constructs"), "*.cs").OrderBy(file => file, StringComparer.Ordinal).Select(File.ReadAllText)];
}
