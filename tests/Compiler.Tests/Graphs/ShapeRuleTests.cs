using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Graph.Operations;

/// <summary>Every operation refuses every wrong use, in words that name both shapes.</summary>
public sealed class ShapeRuleTests {
    private const string Declarations = """
          symbol Time 1..8
          symbol Past 0..7
          weight "w" : f32[3, 4]
          state "s" : f32[8, 4]
        """;

    private const string Leaves = """
            %0 = input {name = "a", shape = [3, 4], type = f32} : f32[3, 4]
            %1 = input {name = "b", shape = [4, 5], type = f32} : f32[4, 5]
            %2 = input {name = "i", shape = [3, 4], type = i32} : i32[3, 4]
            %3 = input {name = "t", shape = [3, 4], type = bool} : bool[3, 4]
            %4 = input {name = "x", shape = [Time, 6], type = f32} : f32[Time, 6]
            %5 = input {name = "z", shape = [], type = f32} : f32[]
        """;

    /// <summary>A wrong use of nodes %0 to %5, and what is said of it.</summary>
    public static TheoryData<string, string> WrongUses => new() {
        { "exp %0 %1", "exp: takes 1 operand, found 2" },
        { "add %0", "add: takes 2 operands, found 1" },
        { "add %0 %1", "add: shapes [3, 4] and [4, 5] differ" },
        { "add %0 %2", "add: element types f32 and i32 differ; cast one of them" },
        { "add %3 %3", "add: takes numbers, found bool" },
        { "negate %3", "negate: takes numbers, found bool" },
        { "exp %2", "exp: takes real numbers, found i32" },
        { "power %2 %2", "power: takes real numbers, found i32" },
        { "not %0", "not: takes truth values or integers, found f32" },
        { "and %0 %0", "and: takes truth values or integers, found f32" },
        { "less %3 %3", "less: takes numbers, found bool" },
        { "equal %0 %2", "equal: element types f32 and i32 differ; cast one of them" },
        { "select %0 %0 %0", "select: the condition must be bool, found f32" },
        { "select %3 %0 %2", "select: element types f32 and i32 differ; cast one of them" },
        { "select %3 %0 %1", "select: shapes [3, 4], [3, 4] and [4, 5] differ" },
        { "cast %0", "cast: the element type argument 'type' is missing" },
        { "sum %3 {axis = 0}", "sum: takes numbers, found bool" },
        { "sum %0", "sum: the integer argument 'axis' is missing" },
        { "max %0 {axis = 2}", "max: 'axis' is 2, but [3, 4] has 2 axes" },
        { "min %5 {axis = 0}", "min: 'axis' is 0, but [] has 0 axes" },
        { "product %0 {axis = Time}", "product: 'axis' must be known at build, found Time" },
        { "contract %0 %1", "contract: the text argument 'equation' is missing" },
        { "contract %0 %1 {equation = \"ab,bc\"}", "contract: the equation \"ab,bc\" does not read as \"ab,bc->ac\"" },
        { "contract %0 %1 {equation = \"aa,bc->ac\"}", "contract: the equation \"aa,bc->ac\" does not read as \"ab,bc->ac\"" },
        { "contract %0 %1 {equation = \"abd,bc->ac\"}", "contract: \"abd,bc->ac\" names 3 axes of operand 1, whose shape is [3, 4]" },
        { "contract %0 %1 {equation = \"ab,cb->ac\"}", "contract: axis 'b' of \"ab,cb->ac\" is 4 in one operand and 5 in the other: shapes [3, 4] and [4, 5]" },
        { "contract %0 %1 {equation = \"ab,bc->ad\"}", "contract: axis 'd' of the result of \"ab,bc->ad\" stands in no operand" },
        { "contract %3 %1 {equation = \"ab,bc->ac\"}", "contract: takes numbers, found bool" },
        { "contract %2 %1 {equation = \"ab,bc->ac\"}", "contract: element types i32 and f32 differ; cast one of them" },
        { "reshape %0 {shape = [5]}", "reshape: [3, 4] has 12 elements, [5] would have 5" },
        { "reshape %4 {shape = [6]}", "reshape: [Time, 6] has 6*Time elements, [6] would have 6" },
        { "reshape %0", "reshape: the list argument 'shape' is missing" },
        { "transpose %0 {permutation = [0, 0]}", "transpose: [0, 0] is no permutation of the 2 axes of [3, 4]" },
        { "transpose %0 {permutation = [1]}", "transpose: [1] is no permutation of the 2 axes of [3, 4]" },
        { "broadcast %0 {shape = [3, 5]}", "broadcast: [3, 4] does not broadcast to [3, 5]" },
        { "broadcast %0 {shape = [4]}", "broadcast: [3, 4] does not broadcast to [4]" },
        { "slice %0 {axis = 0, length = 2, start = 2, step = 1}", "slice: positions 2 to 3 may lie outside axis 0 of [3, 4]" },
        { "slice %0 {axis = 0, length = 2, start = 0, step = 0}", "slice: 'step' must be positive, found 0" },
        { "slice %0 {axis = 0, length = 1, start = -1, step = 1}", "slice: 'start' -1 may be negative" },
        { "slice %4 {axis = 0, length = Time-2, start = 0, step = 1}", "slice: 'length' Time-2 may be negative" },
        { "slice %4 {axis = 0, length = 2, start = 0, step = 1}", "slice: positions 0 to 1 may lie outside axis 0 of [Time, 6]" },
        { "slice %0 {axis = 0, length = 2, start = 0}", "slice: the integer argument 'step' is missing" },
        { "pad %0 {after = 0, axis = 0, before = -1, value = 0.0}", "pad: 'before' -1 and 'after' 0 must not be negative; slice to shorten" },
        { "pad %0 {after = 0, axis = 0, before = 1}", "pad: the number argument 'value' is missing" },
        { "concatenate {axis = 0}", "concatenate: takes at least one operand" },
        { "concatenate %0 %1 {axis = 0}", "concatenate: f32[4, 5] does not continue f32[3, 4] along axis 0" },
        { "concatenate %0 %2 {axis = 0}", "concatenate: i32[3, 4] does not continue f32[3, 4] along axis 0" },
        { "gather %0 %1 {axis = 0}", "gather: indices must be i32, found f32" },
        { "gather %0 %2 {axis = 2}", "gather: 'axis' is 2, but [3, 4] has 2 axes" },
        { "weight {name = \"v\"}", "weight: the module declares no weight \"v\"" },
        { "input {shape = [3], type = f32}", "input: the text argument 'name' is missing" },
        { "constant {type = f32}", "constant: the number argument 'value' is missing" },
        { "iota", "iota: the integer argument 'length' is missing" },
        { "table {data = \"AAAA\", shape = [2], type = f32}", "table: f32[2] has 8 bytes, but the data have 3" },
        { "table {data = \"AA?A\", shape = [3], type = bool}", "table: the data are no base64" },
        { "table {data = \"AAAA\", shape = [Time], type = bool}", "table: the extent Time of [Time] must be known at build" },
        { "table {data = \"AAAA\", shape = [1], type = f16}", "table: elements of f16 are not stored; cast a table of f32" },
        { "size", "size: the integer argument 'extent' is missing" },
        { "size %0 {extent = Time}", "size: takes 0 operands, found 1" },
        { "positions %0", "positions: takes 0 operands, found 1" },
        { "state_append %4 {name = \"s\"}", "state_append: rows [Time, 6] do not fit the state \"s\" [8, 4]" },
        { "state_append %0 {name = \"r\"}", "state_append: the module declares no state \"r\"" },
        { "state_append %0", "state_append: the text argument 'name' is missing" },
        { "cumulative_sum %3 {axis = 0}", "cumulative_sum: takes numbers, found bool" },
        { "cumulative_max %5 {axis = 0}", "cumulative_max: 'axis' is 0, but [] has 0 axes" },
        { "cumulative_min %0", "cumulative_min: the integer argument 'axis' is missing" },
        { "cumulative_product %0 %1 {axis = 0}", "cumulative_product: takes 1 operand, found 2" },
        { "past %0", "past: takes 0 operands, found 1" },
        { "state_read {name = \"r\"}", "state_read: the module declares no state \"r\"" },
        { "state_write %0 {name = \"s\"}", "state_write: [3, 4] does not fit the state \"s\" [8, 4]" },
        { "loop_index", "loop_index: the text argument 'loop' is missing" },
        { "loop_state {loop = \"a\", shape = [3], type = f32}", "loop_state: the integer argument 'index' is missing" },
        { "loop_row %0 {count = Time, loop = \"a\"}", "loop_row: the loop runs Time times, but [3, 4] does not have as many rows" },
        { "loop %0 %1 {count = 3, loop = \"a\", states = 1, while = false}", "loop: carried tensor 0 starts as [3, 4], but an iteration makes [4, 5] of it" },
        { "loop %0 {count = 3, loop = \"a\", states = 1, while = false}", "loop: 1 carried tensors take 2 operands at least, found 1" },
        { "loop %0 %0 {count = 3, loop = \"a\", states = 1, while = true}", "loop: the condition must be a single bool, found [3, 4]" },
        { "loop_result %0", "loop_result: the integer argument 'index' is missing" },
        { "branch %3 %0 %0", "branch: the condition must be a single bool, found [3, 4]" },
        { "branch %0 %0", "branch: takes a condition and two equally long lists of results, found 2 operands" },
        { "branch_result %0", "branch_result: the integer argument 'index' is missing" },
        { "take_along %0 %1 {axis = 0}", "take_along: indices must be i32, found f32" },
        { "take_along %1 %2 {axis = 0}", "take_along: indices [3, 4] must have the extents of [4, 5] but for axis 0" },
        { "scatter_set %0 %2 %1 {axis = 0}", "scatter_set: indices [3, 4] and updates [4, 5] must have one shape" },
        { "scatter_add %1 %2 %0 {axis = 0}", "scatter_add: updates [3, 4] must have the extents of [4, 5] but for axis 0" },
        { "scatter_max %0 %0 %0 {axis = 0}", "scatter_max: indices must be i32, found f32" },
        { "scatter_min %0 %2 %2 {axis = 0}", "scatter_min: updates [3, 4] do not fit the elements of [3, 4]" },
        { "sort_order %0 {axis = 0, count = 5}", "sort_order: the first 5 of axis 0 of [3, 4] are asked for, which has 3" },
        { "sort_order %0 {axis = 2}", "sort_order: 'axis' is 2, but [3, 4] has 2 axes" },
        { "twist %0", "there is no operation 'twist'" },
    };

    [Theory]
    [MemberData(nameof(WrongUses))]
    public void AWrongUseIsRefused(string node, string message) {
        Module module = ModuleParser.Parse($"module M {{\n{Declarations}\n  entry E {{\n{Leaves}\n    %6 = {node} : f32[]\n    return \"r\" %6\n  }}\n}}\n");
        Assert.Equal($"entry E, %6: {message}", Assert.Throws<GraphException>(() => GraphVerifier.Check(module)).Message);
    }

    [Fact]
    public void EveryOperationHasAWrongUse() {
        // Elementwise operations share their rules; one of each domain stands for all.
        IEnumerable<string> tried = WrongUses.Select(row => ((string)row[0]).Split(' ')[0]);
        Assert.Empty(OperationSet.Names.Where(name => !OperationSet.Get(name).IsElementwise).Except(tried));
    }

    [Fact]
    public void TheBuilderNamesBothShapesInTheUsersWords() {
        GraphBuilder graph = new ModuleBuilder("M").Entry("E");
        Expression left = graph.Input("a", ElementType.F32, Dimension.Symbol("Time"), new Dimension(64, "width"));
        Expression right = graph.Input("b", ElementType.F32, new Dimension(172, "hidden"));
        Origin origin = new("Model.cs", 10, 5, 2, 3);
        GraphException exception = Assert.Throws<GraphException>(() => graph.Apply("add", [left.Node, right.Node], null, origin));
        Assert.Equal("add: shapes [Time, width 64] and [hidden 172] do not broadcast to one shape", exception.Message);
        Assert.Same(origin, exception.Origin);
    }

    [Fact]
    public void AConstantThatDoesNotFitIntegersIsRefused() {
        GraphBuilder graph = new ModuleBuilder("M").Entry("E");
        Expression x = graph.Input("a", ElementType.I32, 3);
        Assert.Equal("add: the constant 0.5 does not fit i32 elements", Assert.Throws<GraphException>(() => x + 0.5).Message);
    }

    [Fact]
    public void TheLanguageDefinesEveryOperation() => Assert.Empty(OperationSet.Names.Except([.. EagerInterpreter.Operations, "input", "weight", "constant", "table",
        // What a loop or branch of the language becomes is several nodes.
        "loop_state", "loop_index", "loop_row", "loop_result", "branch_result"]));
}
