using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Sinter.Compiler.Llvm;
using Sinter.Llvm;
using Xunit;

namespace Sinter.Compiler.Tests;

public sealed class VectorMathTests {
    [Fact]
    public void NamesAFunctionByItsLanes() {
        VectorMath math = new();
        Assert.Equal("@sinter.exp.8", math.Require("exp", 8));
        Assert.Equal("@sinter.power.1", math.Require("power", 1));
    }

    [Fact]
    public void WritesEachDefinitionOnce() {
        VectorMath math = new();
        math.Require("exp", 8);
        math.Require("exp", 8);
        math.Require("exp", 1);
        string text = Write(math);
        Assert.Equal(2, Count(text, "define "));
        Assert.Contains("define internal <8 x float> @sinter.exp.8(<8 x float> %x) alwaysinline nounwind memory(none) {", text);
        Assert.Contains("define internal float @sinter.exp.1(float %x) alwaysinline nounwind memory(none) {", text);
    }

    [Fact]
    public void WritesNothingThatIsNotRequired() {
        VectorMath math = new();
        Assert.Equal("", Write(math));
        Assert.Empty(math.Declarations);
    }

    [Fact]
    public void TheTextDoesNotDependOnTheOrderOfRequests() {
        VectorMath forwards = new(), backwards = new();
        (string, int)[] all = (from function in VectorMath.Functions from lanes in new[] { 1, 4, 8, 16 } select (function, lanes)).ToArray();
        foreach ((string function, int lanes) in all) {
            forwards.Require(function, lanes);
        }
        foreach ((string function, int lanes) in all.Reverse()) {
            backwards.Require(function, lanes);
        }
        Assert.Equal(Write(forwards), Write(backwards));
        Assert.Equal<IEnumerable<string>>(forwards.Declarations, backwards.Declarations);
    }

    [Fact]
    public void DeclaresTheIntrinsicsItCalls() {
        VectorMath math = new();
        math.Require("exp", 8);
        math.Require("log", 8);
        math.Require("power", 1);
        Assert.Equal<IEnumerable<string>>([
            "declare <8 x float> @llvm.fmuladd.v8f32(<8 x float>, <8 x float>, <8 x float>)",
            "declare double @llvm.fmuladd.f64(double, double, double)",
        ], math.Declarations);
    }

    [Fact]
    public void AnUnknownFunctionIsNamedWithTheKnownOnes() {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new VectorMath().Require("gamma", 8));
        Assert.Contains("'gamma'", error.Message);
        Assert.Contains("cos, erf, exp, log, power, sigmoid, sin, tanh", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new VectorMath().Require("exp", 0));
    }

    [Fact]
    public void AnExponentialIsEighteenOperations() {
        VectorMath math = new();
        math.Require("exp", 8);
        string[] operations = Write(math).Split('\n').Where(line => line.Contains(" = ") && !line.Contains(" bitcast ") && !line.Contains(" select ")).ToArray();
        Assert.Equal(18, operations.Length);
    }

    /// <summary>No function of a library is called on a processor that can run none of them here.</summary>
    [Fact]
    public void ArmNeedsNoLibrary() {
        VectorMath math = new();
        StringBuilder text = new();
        string[] names = [.. VectorMath.Functions.Select(function => math.Require(function, 4))];
        foreach (string declaration in math.Declarations) {
            text.Append(declaration).Append('\n');
        }
        math.Write(text);
        foreach (string name in names) {
            string second = name.StartsWith("@sinter.power") ? ", <4 x float> %x" : "";
            text.Append($"define <4 x float> @run{name[1..]}(<4 x float> %x) {{\n  %r = call <4 x float> {name}(<4 x float> %x{second})\n  ret <4 x float> %r\n}}\n");
        }
        string path = Path.GetTempFileName();
        try {
            using (TargetCode code = TargetCode.Parse("vector math", text.ToString(), "aarch64-unknown-linux-gnu", "generic", "+neon")) {
                code.Optimize("default<O2>");
                code.WriteAssembly(path);
            }
            string[] instructions = [.. File.ReadLines(path).Select(line => line.Trim())];
            Assert.Contains(instructions, line => line.StartsWith("fmla"));
            Assert.DoesNotContain(instructions, line => line.StartsWith("bl\t"));
        } finally {
            File.Delete(path);
        }
    }

    static string Write(VectorMath math) {
        StringBuilder text = new();
        math.Write(text);
        return text.ToString();
    }

    static int Count(string text, string part) => (text.Length - text.Replace(part, "").Length) / part.Length;
}
