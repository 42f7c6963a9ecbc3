using System;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Plans;

/// <summary>Plans and modules as text: read back equal, and any damage ends in the one exception that names a line.</summary>
public sealed partial class PlanTextTests {
    private static readonly Module Llama = LlamaModule.Build(16, 2, 4, 2, 20, 11, 8, tied: true);

    private static readonly Plan Plan = Lowering.Run(Llama);

    [Fact]
    public void PrintsAndReadsBackEqual() {
        Plan read = Plan.Parse(Plan.Print());
        Assert.Equal(Plan.Print(), read.Print());
        Assert.Equal(Plan, read);
        Assert.Equal(Plan.Hash, read.Hash);
        Assert.Matches("^[0-9a-f]{64}$", Plan.Hash);
        Assert.Equal("Test_Llama", Plan.Prefix);
    }

    [Fact]
    public void LoweringIsRepeatable() => Assert.Equal(Plan.Print(), Lowering.Run(ModuleParser.Parse(Llama.ToString())).Print());

    [Fact]
    public void AnotherVersionIsRefused() => Assert.Equal(
        $"plan text: version 7 was written by another release of Sinter; this one reads version {Plan.Version}. Build the project again.",
        Assert.Throws<GraphException>(() => Plan.Parse("plan M version 7 {\n}\n")).Message);

    [Theory]
    [InlineData("plan M version 1 {\n}\n", "plan text: the plan M has no 'prepare'")]
    [InlineData("plan M version 1 {\n  kernel 0 loop {\n    fuses\n    store\n  }\n", "plan text, line 4: expected '}', found 'store'")]
    [InlineData("plan M version 1 {\n  prepare prepare {\n    call 3 ()\n", "plan text, line 3: expected a kernel below 0 instead of 3, found '()'")]
    [InlineData("plan M version 1 {\n  what\n", "plan text, line 2: expected a declaration, a kernel, 'prepare', 'entry' or '}', found 'what'")]
    public void AWrongTextIsRefusedAtItsLine(string text, string message) =>
        Assert.Equal(message, Assert.Throws<GraphException>(() => Plan.Parse(text)).Message);

    [Fact]
    public void DamagedPlansEndInAGraphException() => Damage(Plan.Print(), text => Plan.Parse(text));

    [Fact]
    public void DamagedModulesEndInAGraphException() => Damage(Llama.ToString(), text => GraphVerifier.Check(ModuleParser.Parse(text)));

    [GeneratedRegex(@"([\w.]+|[^\w.])")]
    private static partial Regex Words();

    // Cuts, changed letters and lines that moved: read or refused, but nothing else.
    private static void Damage(string text, Action<string> read) {
        string[] lines = text.Split('\n');
        const string Letters = "0123456789%[](){}\"=-+*.,:abnt<& \n";
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new(seed);
            StringBuilder damaged = new(text);
            switch (random.Next(6)) {
                case 0:
                    damaged.Length = random.Next(text.Length);
                    break;
                case 1:
                    string[] moved = [.. lines];
                    (int a, int b) = (random.Next(lines.Length), random.Next(lines.Length));
                    (moved[a], moved[b]) = (moved[b], moved[a]);
                    damaged = new StringBuilder(string.Join('\n', moved));
                    break;
                case 2:
                    // A word or sign left out, or put in from elsewhere.
                    string[] words = Words().Split(text);
                    int word = random.Next(words.Length);
                    words[word] = random.Next(2) == 0 ? "" : words[random.Next(words.Length)];
                    damaged = new StringBuilder(string.Concat(words));
                    break;
                case 3:
                    string[] doubled = Words().Split(text);
                    int twice = random.Next(doubled.Length);
                    doubled[twice] += doubled[twice];
                    damaged = new StringBuilder(string.Concat(doubled));
                    break;
                default:
                    for (int i = random.Next(1, 4); i > 0; i--) {
                        damaged[random.Next(damaged.Length)] = Letters[random.Next(Letters.Length)];
                    }
                    break;
            }
            try {
                read(damaged.ToString());
            } catch (GraphException) {
                // Refused in the way that is promised.
            } catch (Exception exception) {
                Assert.Fail($"seed {seed}: {exception}");
            }
        }
    }
}
