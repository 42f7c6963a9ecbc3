using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

/// <summary>The verifier finds each broken rule.</summary>
public sealed class GraphVerifierTests {
    private const string Entry = "entry E { %0 = iota {length = 3} : i32[3] return \"r\" %0 }";

    [Theory]
    [InlineData("symbol Time 1..2 symbol Time 1..3 " + Entry, "the symbol \"Time\" is declared twice")]
    [InlineData("weight \"w\" : f32[1] weight \"w\" : f32[1] " + Entry, "the weight \"w\" is declared twice")]
    [InlineData("state \"s\" : f32[1] state \"s\" : f32[1] " + Entry, "the state \"s\" is declared twice")]
    [InlineData(Entry + Entry, "the entry \"E\" is declared twice")]
    [InlineData("symbol Time 3..2 " + Entry, "symbol Time: the bounds 3..2 are no range of sizes")]
    [InlineData("symbol Time -1..2 " + Entry, "symbol Time: the bounds -1..2 are no range of sizes")]
    [InlineData("symbol Time 1..2 weight \"w\" : f32[Time] " + Entry, "\"w\": the extents of a weight or state must be constants, found f32[Time]")]
    [InlineData("state \"s\" : f32[-1] " + Entry, "\"s\": the extents of a weight or state must be constants, found f32[-1]")]
    [InlineData("weight \"w\" : f32[2] tied \"v\" " + Entry, "\"w\" is tied to \"v\", which is no weight of the same type")]
    [InlineData("weight \"v\" : f32[3] weight \"w\" : f32[2] tied \"v\" " + Entry, "\"w\" is tied to \"v\", which is no weight of the same type")]
    [InlineData("entry E { %1 = iota {length = 3} : i32[3] return \"r\" %0 }", "entry E, %1: nodes are numbered by position, expected %0")]
    [InlineData("entry E { %0 = negate %0 : i32[3] return \"r\" %0 }", "entry E, %0: %0 is used before it is defined")]
    [InlineData("entry E { %0 = iota {length = 3} : i32[3] %1 = negate %7 : i32[3] return \"r\" %0 }", "entry E, %1: %7 is used before it is defined")]
    [InlineData("entry E { %0 = iota {length = 3} : i32[4] return \"r\" %0 }", "entry E, %0: states the type i32[4], but iota gives i32[3]")]
    [InlineData("entry E { %0 = iota {length = Time} : i32[Time] return \"r\" %0 }", "the symbol Time is not declared in module M")]
    [InlineData("entry E { %0 = iota {length = 3} : i32[3] return \"r\" %0, \"r\" %0 }", "the output of E \"r\" is declared twice")]
    [InlineData("entry E { %0 = iota {length = 3} : i32[3] return \"r\" %5 }", "entry E: returns a node that does not exist, or nothing")]
    [InlineData(
        "symbol Past 0..3 state \"s\" : i32[8] entry E { %0 = iota {length = 3} : i32[3] %1 = state_append %0 {name = \"s\"} : i32[Past+3] %2 = state_append %0 {name = \"s\"} : i32[Past+3] return \"r\" %1 }",
        "entry E, %2: the state \"s\" is appended to twice in one entry")]
    [InlineData("symbol Time 1..2 entry E { %0 = positions : i32[Time] return \"r\" %0 }", "entry E, %0: positions: the module declares no symbol Past")]
    [InlineData("entry E { %0 = iota {length = -3} : i32[-3] return \"r\" %0 }", "entry E, %0: the extent -3 of i32[-3] may be negative")]
    [InlineData(
        "entry E { %0 = input {name = \"x\", shape = [2], type = f32} : f32[2] %1 = input {name = \"x\", shape = [3], type = f32} : f32[3] return \"r\" %0, \"q\" %1 }",
        "the input of E \"x\" is declared twice")]
    public void ABrokenRuleIsNamed(string content, string message) {
        Module module = ModuleParser.Parse($"module M {{ {content} }}");
        Assert.Equal(message, Assert.Throws<GraphException>(() => GraphVerifier.Check(module)).Message);
    }

    [Fact]
    public void TheBuilderRefusesWhatTheVerifierWould() {
        ModuleBuilder builder = new("M");
        builder.Declare(new Weight("w", new TensorType(ElementType.F32, 2)));
        builder.Declare(new Weight("w", new TensorType(ElementType.F32, 2)));
        Assert.Contains("is declared twice and differently", Assert.Throws<GraphException>(() => builder.Declare(new Weight("w", new TensorType(ElementType.F32, 3)))).Message);
        GraphBuilder graph = builder.Entry("E");
        Assert.Equal("the entry E returns nothing", Assert.Throws<GraphException>(graph.Build).Message);
        graph.Return("r", graph.Weight("w"));
        Assert.Equal("the entry E returns \"r\" twice", Assert.Throws<GraphException>(() => graph.Return("r", graph.Weight("w"))).Message);
        graph.Build();
        GraphBuilder again = builder.Entry("E");
        again.Return("r", again.Weight("w"));
        Assert.Equal("the entry E is declared twice", Assert.Throws<GraphException>(again.Build).Message);
    }

    [Fact]
    public void EqualNodesAreOne() {
        GraphBuilder graph = new ModuleBuilder("M").Entry("E");
        Expression x = graph.Input("x", ElementType.F32, 3);
        Assert.Equal((x.Exp() + 1).Node, (x.Exp() + 1).Node);
        Assert.NotEqual(x.Exp().Node, x.Sin().Node);
    }
}
