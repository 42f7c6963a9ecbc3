using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using Sinter.Runtime;
using Xunit;

namespace Sinter.Tool.Tests;

public sealed class ExplainTests {
    [Fact]
    public void AModelIsExplainedWhole() {
        string output = Command.Succeed("explain", Command.Assembly, "--model", "Sinter.Tool.Tests.Explained.Small", "--at", "Time=16, Past=3");
        foreach (string part in (string[])[
            "numbers at Time=16, Past=3", "weights", "prepared at load", "states, kept between calls", "contraction", "attention", "per byte",
            "prepare: ", "Forward: ", "Forward, Time = 1: ", "Score: ", "repeat 3", "who lives there when", "layers.0.attention.keys", "known at",
            "Graph of Forward, before any pass", "Graph of Score, before any pass", "(of layers.0.attention.query.weight", "returns "]) {
            Assert.Contains(part, output, StringComparison.Ordinal);
        }
        // Weights are known at load, the positions' frequencies at build, the logits in the call.
        string[] graph = output[output.IndexOf("Graph of Forward", StringComparison.Ordinal)..].Split('\n');
        Assert.EndsWith("load", graph.First(line => line.Contains("weight {name = \"norm.scale\"}", StringComparison.Ordinal)).TrimEnd(), StringComparison.Ordinal);
        Assert.EndsWith("run", graph.First(line => line.Contains("gather", StringComparison.Ordinal)).TrimEnd(), StringComparison.Ordinal);
        Assert.EndsWith("build", graph.First(line => line.Contains("constant", StringComparison.Ordinal)).TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void OneEntryIsExplainedAlone() {
        string output = Command.Succeed("explain", Command.Assembly, "--model", "Twofold", "--entry", "Decode", "--at", "Batch=4");
        Assert.Contains("Decode: 1 steps, 42*Batch operations", output, StringComparison.Ordinal);
        Assert.Contains("at Batch=4: 168 operations", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Encode", output, StringComparison.Ordinal);
        Assert.DoesNotContain("exp", output.Replace("explain", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNotThereIsNamed() {
        string folder = Directory.CreateTempSubdirectory("sinter-tool-").FullName;
        string absent = Path.Combine(folder, "absent.dll"), text = Path.Combine(folder, "text.dll"), plain = typeof(FactAttribute).Assembly.Location;
        File.WriteAllText(text, "no assembly");
        Assert.StartsWith($"sinter: '{absent}' cannot be read: ", Command.Fail("explain", absent), StringComparison.Ordinal);
        Assert.StartsWith($"sinter: '{text}' is no .NET assembly: ", Command.Fail("names", text), StringComparison.Ordinal);
        Assert.StartsWith($"sinter: '{plain}' has no models: nothing in it is marked [Model]", Command.Fail("explain", plain), StringComparison.Ordinal);
        Assert.Equal(
            $"sinter: '{Command.Assembly}' has no model 'Twofolt'; did you mean 'Twofold'?; it has Sinter.Tool.Tests.Explained.Small, Sinter.Tool.Tests.Explained.Twofold",
            Command.Fail("explain", Command.Assembly, "--model", "Twofolt"));
        Assert.Equal(
            "sinter: Sinter.Tool.Tests.Explained.Twofold has no entry 'Decod'; did you mean 'Decode'?; it has Encode, Decode",
            Command.Fail("explain", Command.Assembly, "--model", "Twofold", "--entry", "Decod"));
        Assert.Equal(
            "sinter: the model has no symbol 'Batches'; did you mean 'Batch'?; it has Batch",
            Command.Fail("explain", Command.Assembly, "--model", "Twofold", "--at", "Batches=2"));
        Assert.Equal("sinter: Batch is 1 to 9, not 10", Command.Fail("explain", Command.Assembly, "--model", "Twofold", "--at", "Batch=10"));
        Assert.Equal("sinter: 'Batch' is no size; write --at Time=128,Past=0", Command.Fail("explain", Command.Assembly, "--model", "Twofold", "--at", "Batch"));
        Directory.Delete(folder, true);
    }

    [Fact]
    public void AnAssemblyWithoutTheGraphIsExplainedByItsPlan() {
        string folder = Directory.CreateTempSubdirectory("sinter-tool-").FullName;
        string path = Path.Combine(folder, "old.dll");
        EmbeddedPlanAttribute plan = typeof(ExplainTests).Assembly.GetCustomAttributes<EmbeddedPlanAttribute>().Single(plan => plan.Name.EndsWith("Twofold", StringComparison.Ordinal));
        PersistedAssemblyBuilder builder = new(new AssemblyName("old"), typeof(object).Assembly);
        builder.DefineDynamicModule("old");
        builder.SetCustomAttribute(new CustomAttributeBuilder(typeof(EmbeddedPlanAttribute).GetConstructor([typeof(string), typeof(string)])!, [plan.Name, plan.Plan]));
        builder.Save(path);
        string output = Command.Succeed("explain", path);
        Assert.Contains("The assembly does not hold the graph", output, StringComparison.Ordinal);
        Assert.Contains("Decode: 1 steps", output, StringComparison.Ordinal);
        Directory.Delete(folder, true);
    }
}
