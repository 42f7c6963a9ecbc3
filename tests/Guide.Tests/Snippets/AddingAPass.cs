#region snippet
using Sinter.Compiler.Graph;
using Sinter.Compiler.Passes;

namespace Guide;

/// <summary>
/// Takes a value for the negation of its negation:
/// <code>
/// %1 = negate %0   %2 = negate %1   %3 = exp %2   =>   %1 = exp %0
/// </code>
/// Holds for every number, NaN and the two zeros included.
/// </summary>
public static class DropDoubleNegation {
    public static Module Run(Module module) => GraphRewriter.Rewrite(module, (builder, node, operands) =>
        node.Operation == "negate" && builder[operands[0]] is { Operation: "negate" } inner ? inner.Operands[0] : null);
}
#endregion

static class AddingAPassRun {
    public static void Text() {
        #region snippet
        Module before = ModuleParser.Parse("""
            module Example {
              entry Run {
                %0 = input {name = "x", shape = [3], type = f32} : f32[3]
                %1 = negate %0 : f32[3]
                %2 = negate %1 : f32[3]
                %3 = exp %2 : f32[3]
                return "y" %3
              }
            }
            """);
        Module after = DropDoubleNegation.Run(before);
        GraphVerifier.Check(after);
        Console.WriteLine(after);
        #endregion
    }
}
