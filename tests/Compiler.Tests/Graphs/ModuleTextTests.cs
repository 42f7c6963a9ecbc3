using System.Linq;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

/// <summary>The text form of a module: it prints, reads back, and says where it is wrong.</summary>
public sealed class ModuleTextTests {
    private const string Tiny = """
        module Name.Space.Tiny {
          symbol Time 1..512
          symbol Past 0..511
          weight "embedding.weight" : f32[512, 64]
          weight "output.weight" : f32[512, 64] tied "embedding.weight"
          weight "query.weight" : f32[64, 64] rotary 8
          weight "odd \"name\" \\ with signs" : f32[]
          state "keys" : f32[512, 64]
          entry Forward {
            %0 = input {name = "tokens", shape = [Time], type = i32} : i32[Time]
            %1 = weight {name = "embedding.weight"} : f32[512, 64]
            %2 = gather %1 %0 {axis = 0} : f32[Time, 64]
            %3 = state_append %2 {name = "keys"} : f32[Past+Time, 64]
            %4 = constant {type = f32, value = -inf} : f32[]
            %5 = constant {type = i32, value = -7} : i32[]
            %6 = constant {type = f32, value = 1E-05} : f32[]
            %7 = sum %3 {axis = 1, keep = true} : f32[Past+Time, 1]
            %8 = slice %7 {axis = 0, length = 1, start = Past+Time-1, step = 1} : f32[1, 1]
            return "logits" %2, "last" %8
          }
          entry Other {
            %0 = positions : i32[Time]
            return "positions" %0
          }
        }

        """;

    [Fact]
    public void PrintsAndReadsBack() {
        Module module = ModuleParser.Parse(Tiny);
        GraphVerifier.Check(module);
        Assert.Equal(Tiny, module.ToString());
        Assert.Equal(module, ModuleParser.Parse(module.ToString()));
        Assert.Equal(module.GetHashCode(), ModuleParser.Parse(module.ToString()).GetHashCode());
    }

    [Theory]
    [InlineData("0.0")]
    [InlineData("-0.0")]
    [InlineData("nan")]
    [InlineData("inf")]
    [InlineData("-inf")]
    [InlineData("1E-45")]
    [InlineData("3.4028234663852886E+38")]
    [InlineData("0.1")]
    public void NumbersKeepTheirValue(string value) {
        string text = $"module M {{\n  entry E {{\n    %0 = constant {{type = f32, value = {value}}} : f32[]\n    return \"r\" %0\n  }}\n}}\n";
        Assert.Equal(text, ModuleParser.Parse(text).ToString());
    }

    [Theory]
    [InlineData("modul M {", "graph text, line 1: expected 'module', found 'modul M {'")]
    [InlineData("module {", "graph text, line 1: expected a name, found '{'")]
    [InlineData("module M {\n  symbol Time 1..", "graph text, line 2: expected an integer, found the end of the text")]
    [InlineData("module M {\n  wight \"a\" : f32[2]\n}", "graph text, line 2: expected 'symbol', 'weight', 'state', 'entry' or '}', found 'wight \"a\" : f32[2]'")]
    [InlineData("module M {\n  weight \"a\" : f31[2]\n}", "graph text, line 2: expected an element type instead of 'f31', found '[2]'")]
    [InlineData("module M {\n  weight \"a : f32[2]\n}", "graph text, line 3: expected '\"', found the end of the text")]
    [InlineData("module M {\n  weight \"a\" : f32[2 3]\n}", "graph text, line 2: expected ',', found '3]'")]
    [InlineData("module M {\n  entry E {\n    %0 iota {length = 3} : i32[3]\n", "graph text, line 3: expected '=', found 'iota {length = 3} : i32['")]
    [InlineData("module M {\n  entry E {\n    %0 = iota {length 3} : i32[3]\n", "graph text, line 3: expected '=', found '3} : i32[3]'")]
    [InlineData("module M {\n  entry E {\n    %0 = iota {length = 3} i32[3]\n", "graph text, line 3: expected ':', found 'i32[3]'")]
    [InlineData("module M {\n  entry E {\n    %0 = iota {length = 3} : i32[3]\n  }\n}", "graph text, line 4: expected 'return', found '}'")]
    [InlineData("module M {\n}\nmore", "graph text, line 3: expected the end of the text, found 'more'")]
    [InlineData("module M {\n  entry E {\n    %0 = iota {length = 99999999999999999999} : i32[3]\n", "graph text, line 3: expected an integer, found '99999999999999999999} : '")]
    [InlineData("module M {\n  entry E {\n    %0 = iota {length = 3, length = 3} : i32[3]\n", "graph text, line 3: expected another argument than 'length' again, found '= 3} : i32[3]'")]
    [InlineData("module M {\n  weight \"a\" : f32[9223372036854775807*2]\n}", "graph text, line 2: expected an extent of 64 bits, found ']'")]
    public void AWrongTextIsRefusedAtItsLine(string text, string message) =>
        Assert.Equal(message, Assert.Throws<GraphException>(() => ModuleParser.Parse(text)).Message);

    [Fact]
    public void TextsCutAnywhereEndInAGraphException() {
        // At the end only white space is missing.
        for (int length = 0; length < Tiny.TrimEnd().Length; length++) {
            Assert.Throws<GraphException>(() => ModuleParser.Parse(Tiny[..length]));
        }
    }

    [Fact]
    public void OriginsTakeNoPartInEquality() {
        Module module = ModuleParser.Parse(Tiny);
        Entry entry = module.Entries[1];
        Module moved = module with {
            Entries = Sequence.Of(module.Entries[0], entry with { Nodes = entry.Nodes.Select(node => node with { Origin = new Origin("a.cs", 1, 2, 3, 4) }).ToSequence() }),
        };
        Assert.Equal(module, moved);
        Assert.Equal(module.GetHashCode(), moved.GetHashCode());
    }
}
