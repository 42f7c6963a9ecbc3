using System;
using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

/// <summary>Passes as functions from text to text: a test shows the entry before and after.</summary>
internal static class PassText {
    private const string Declarations = """
          symbol Time 1..8
          symbol Past 0..7
          weight "scale" : f32[6]
          weight "matrix" : f32[5, 6]
          weight "turned" : f32[6, 5]
          state "rows" : f32[8, 6]
        """;

    /// <summary>Checks what a pass makes of an entry's nodes, and that the verifier holds before and after.</summary>
    public static void Check(Func<Module, Module> pass, string before, string after) {
        Module module = Module(before);
        GraphVerifier.Check(module);
        Module changed = pass(module);
        GraphVerifier.Check(changed);
        Assert.Equal(Text(after), changed.ToString());
    }

    /// <summary>Checks that a pass leaves an entry as it is.</summary>
    public static void Leaves(Func<Module, Module> pass, string nodes) => Check(pass, nodes, nodes);

    /// <summary>A module with the declarations that all these tests share.</summary>
    public static Module Module(string nodes) => ModuleParser.Parse(Text(nodes));

    private static string Text(string nodes) =>
        $"module M {{\n{Declarations}\n  entry E {{\n{string.Concat(nodes.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"    {line.Trim()}\n"))}  }}\n}}\n";
}
