using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Xunit;

namespace Sinter.Consumer;

/// <summary>
/// The package from the outside: packed, added to a fresh app in a folder that knows nothing of this repository, beside a
/// package of blocks that was built with it; built, run, published as native code and run again.
/// </summary>
public sealed class PackageTests : IClassFixture<PackedSinter> {
    // Sigmoids of sums of a few products, in single precision on both sides.
    const float Tolerance = 1e-5f;

    const long LargestNativePart = 500_000;

    readonly PackedSinter packed;

    public PackageTests(PackedSinter packed) => this.packed = packed;

    [Fact]
    public void ThePackageHoldsEveryPart() {
        string[] entries = [.. packed.Entries.Keys];
        Assert.All([
            "README.md", "lib/net10.0/Sinter.Dsl.dll", "lib/net10.0/Sinter.Dsl.xml", "lib/net10.0/Sinter.Runtime.dll", "lib/net10.0/Sinter.Runtime.xml",
            "analyzers/dotnet/cs/Sinter.Generators.dll", "analyzers/dotnet/cs/Sinter.Compiler.dll",
            "build/Sinter.props", "build/Sinter.targets", "buildTransitive/Sinter.props", "buildTransitive/Sinter.targets",
            "tools/net10.0/sinter-compile.dll", "tools/net10.0/sinter-compile.runtimeconfig.json", "tools/net10.0/Sinter.Compiler.dll", "tools/net10.0/Sinter.Llvm.dll",
            "sources/Blocks/Linear.cs", "sources/Blocks/Attention.cs",
        ], part => Assert.Contains(part, entries));
        Assert.DoesNotContain(entries, entry => entry.StartsWith("sources/", StringComparison.Ordinal) && (entry.Contains("/obj/", StringComparison.Ordinal) || entry.Contains("/bin/", StringComparison.Ordinal)));
        Assert.DoesNotContain(entries, entry => entry.Contains("CodeAnalysis", StringComparison.Ordinal));
    }

    [Fact]
    public void PackingAgainGivesTheSameFiles() {
        Dictionary<string, string> again = packed.PackAgain();
        Assert.Equal(packed.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal), again.OrderBy(entry => entry.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void AFreshAppBuildsRunsAndPublishes() {
        string app = packed.NewApp();
        Run built = Run.Sdk(app, "build", "-nologo", "-tl:off", "-v:m", "-c", "Release");
        Assert.True(built.ExitCode == 0, built.Output);
        Assert.Contains("Sinter: compiled App.Perceptron for", built.Output);
        Check(Run.Sdk(app, Path.Combine(app, "bin/Release/net10.0/App.dll")));

        Publish(app, "trimmed", "-p:PublishTrimmed=true", "--self-contained");
        if (!packed.HasNativeRuntime()) {
            PackedSinter.UseNativeCompilerOfDotNet9(app);
        }
        string published = Publish(app, "native", "-p:PublishAot=true");
        Assert.False(File.Exists(Path.Combine(app, "native", "App.dll")), "the app was not published as native code");
        Assert.DoesNotContain("will always throw", published);
    }

    static string Publish(string app, string name, params string[] options) {
        string folder = Path.Combine(app, name);
        Run publish = Run.Sdk(app, ["publish", "-nologo", "-tl:off", "-v:m", "-c", "Release", "-r", PackedSinter.RuntimeIdentifier, "-o", folder, .. options]);
        Assert.True(publish.ExitCode == 0, publish.Output);
        Check(Run.Start(Path.Combine(folder, "App"), [], folder));
        // The app itself is .NET's; what Sinter adds beside it is the models' library, once for each tier.
        FileInfo[] native = [.. new DirectoryInfo(Path.Combine(folder, "runtimes")).GetFiles("*", SearchOption.AllDirectories).OrderBy(file => file.Name, StringComparer.Ordinal)];
        string[] tiers = PackedSinter.RuntimeIdentifier.EndsWith("arm64", StringComparison.Ordinal) ? ["armv8-a"] : ["x86-64-v2", "x86-64-v3", "x86-64-v4"];
        Assert.Equal(tiers.Select(tier => $"libApp.sinter.{tier}.so"), native.Select(file => file.Name));
        Assert.All(native, file => Assert.True(file.Length <= LargestNativePart, $"{file.Name} has {file.Length} bytes"));
        return publish.Output;
    }

    static void Check(Run run) {
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        foreach ((string line, int rows) in lines.Zip([1, 7, 16])) {
            float[] actual = [.. line.Split(' ').Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
            float[] expected = Expected(rows);
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++) {
                Assert.True(MathF.Abs(expected[i] - actual[i]) <= Tolerance, $"{rows} rows, element {i}: expected {expected[i]}, found {actual[i]}");
            }
        }
    }

    static float[] Expected(int rows) {
        float[] result = new float[rows * 2];
        for (int row = 0; row < rows; row++) {
            for (int output = 0; output < 2; output++) {
                float sum = 0;
                for (int hidden = 0; hidden < 5; hidden++) {
                    float inner = 0;
                    for (int input = 0; input < 3; input++) {
                        inner += MathF.Sin(hidden * 3 + input + 10) * MathF.Sin(row * 3 + input + 40);
                    }
                    sum += MathF.Sin(output * 5 + hidden + 20) / (1 + MathF.Exp(-inner));
                }
                result[row * 2 + output] = sum;
            }
        }
        return result;
    }
}
