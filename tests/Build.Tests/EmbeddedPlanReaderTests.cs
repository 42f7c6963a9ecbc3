using System;
using System.IO;
using System.Linq;
using System.Text;
using Sinter.Build.Plans;
using Xunit;

namespace Sinter.Build.Tests;

public sealed class EmbeddedPlanReaderTests : IDisposable {
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void PlansComeInTheOrderOfTheirNames() {
        string path = TestAssembly.Write(folder.Path, "app", ("App.B", "second"), ("App.A", "first\n\u03c0"));
        Assert.Equal(["App.A: first\n\u03c0", "App.B: second"], EmbeddedPlanReader.Read(path).Select(plan => $"{plan.Model}: {plan.Text}"));
    }

    [Fact]
    public void TheHashIsThatOfTheText() {
        // printf abc | sha256sum, the example of FIPS 180-4.
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", new EmbeddedPlan("App.A", "abc").Hash);
    }

    [Fact]
    public void AnAssemblyWithoutModelsHasNoPlans() => Assert.Empty(EmbeddedPlanReader.Read(TestAssembly.Write(folder.Path, "empty")));

    [Fact]
    public void APlanMayBeLong() {
        string text = new('x', 3_000_000);
        string path = TestAssembly.Write(folder.Path, "long", ("App.Long", text));
        Assert.Equal(text, Assert.Single(EmbeddedPlanReader.Read(path)).Text);
    }

    [Fact]
    public void TheAssemblysCodeIsNotLoaded() {
        string path = TestAssembly.Write(folder.Path, "unloaded", ("App.A", "text"));
        EmbeddedPlanReader.Read(path);
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == "unloaded");
    }

    [Theory]
    [InlineData("no bytes of an assembly")]
    [InlineData("MZ but nothing after it")]
    [InlineData("")]
    public void AFileThatIsNoAssemblyIsNamed(string content) {
        string path = folder["wrong.dll"];
        File.WriteAllText(path, content);
        Expect(path, path, "no .NET assembly");
    }

    [Fact]
    public void AMissingFileIsNamed() => Expect(folder["absent.dll"], folder["absent.dll"], "cannot be read");

    [Fact]
    public void ATruncatedAssemblyIsReadWholeOrRefused() {
        string text = new('x', 5000);
        string path = TestAssembly.Write(folder.Path, "cut", ("App.A", text));
        byte[] bytes = File.ReadAllBytes(path);
        int refused = 0;
        for (int length = 0; length < bytes.Length; length += 97) {
            File.WriteAllBytes(path, bytes[..length]);
            try {
                // The file's last bytes are padding.
                Assert.Equal(text, Assert.Single(EmbeddedPlanReader.Read(path)).Text);
            } catch (BuildErrorException error) {
                Assert.Contains(path, error.Message);
                refused++;
            }
        }
        Assert.True(refused > 5000 / 97, $"{refused} refused of {bytes.Length / 97}");
    }

    [Fact]
    public void TwoPlansForAModelAreRefused() =>
        Expect(TestAssembly.Write(folder.Path, "twice", ("App.A", "one"), ("App.A", "two")), "two plans for App.A");

    [Theory]
    [InlineData("App.Sch\u00f6n")]
    [InlineData("App..A")]
    [InlineData("App.A; rm")]
    [InlineData("../A")]
    public void ANameThatIsNoneIsRefused(string model) =>
        Expect(TestAssembly.Write(folder.Path, "name", (model, "text")), $"'{model}'", "no namespace-qualified name");

    [Fact]
    public void AValueOfAnotherShapeIsRefused() {
        Expect(TestAssembly.WriteRaw(folder.Path, "prolog", [2, 0, 1, (byte)'A']), "does not start as");
        Expect(TestAssembly.WriteRaw(folder.Path, "null", [1, 0, 0xff, 0xff, 0, 0]), "needs a model's name and a plan");
        Expect(TestAssembly.WriteRaw(folder.Path, "overrun", [1, 0, 1, (byte)'A', 0x7f, .. Encoding.ASCII.GetBytes("short")]));
    }

    static void Expect(string path, params string[] parts) {
        BuildErrorException error = Assert.Throws<BuildErrorException>(() => EmbeddedPlanReader.Read(path));
        Assert.Equal("SIN2001", error.Error.Id);
        Assert.All(parts, part => Assert.Contains(part, error.Message));
    }
}
