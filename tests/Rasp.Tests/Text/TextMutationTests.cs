using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Sinter.Rasp.Text;
using Xunit;

namespace Sinter.Rasp.Tests.Text;

/// <summary>Programs spoiled at random: each is still a program or one message with a place, and never another exception.</summary>
public class TextMutationTests {
    const int Mutations = 1500;

    static readonly string[] Statements = [
        "x = indices + 1 * 2 % 3 ^ 2 - -length;",
        "x = aggregate(select(tokens, \"a\", ==) and not full_s or select(indices, 2, <), indices, 0);",
        "x = tokens if indices > 1 else \"b\" if True else tokens[-1];",
        "x = [a + b for a, b in zip([1, 2], range(2))] + [{\"k\": 1.5}[\"k\"]];",
        "d = {k: k / 2 for k in [1, 2, 3]}; y = d[round(indices / 2) + 1]; z = y in [0.5, 1];",
        "def f(a, b) { c = a == b; for i in range(2) { c = c or i; } return c, indicator(c); } p, q = f(tokens_int, 1);",
        "w = sort(tokens, -count(tokens, \"a\")); v = \"abc\"[indices % 3] + shift(tokens, 1, \"-\");",
        "set example \"ab\"\nshow s-op example\nexamples off\ndraw(indices, \"ab\"); load \"none\"; selector_width(full_s)([1, 2]);",
    ];

    [Fact]
    public void Every_fault_is_a_message() {
        var random = new Random(88);
        int wrong = 0;
        for (int mutation = 0; mutation < Mutations; mutation++) {
            int seed = random.Next();
            string source = Mutated(new Random(seed));
            try {
                var text = new RaspText(read: path => throw new FileNotFoundException($"no {path}"));
                text.Execute(source, "t.rasp", _ => { });
                foreach (string name in text.Names) {
                    if (text.Has(name)) {
                        RaspText.Evaluate(text[name], "ab");
                    }
                }
            } catch (Exception problem) when (problem is RaspTextException or RaspException) {
                wrong++;
            } catch (Exception problem) {
                Assert.Fail($"{problem.GetType().Name} (seed {seed}) of {source}: {problem}");
            }
        }
        Assert.InRange(wrong, Mutations / 4, Mutations - 1);
    }

    static string Mutated(Random random) {
        string[] Words(string source) => [.. Regex.Matches(source, "\"[^\"]*\"|\\w+(\\.\\d+)?|[=!<>]=|\\S|\n").Select(match => match.Value)];
        List<string> words = [.. Words(Statements[random.Next(Statements.Length)])];
        string[] others = Words(string.Join(' ', Statements));
        for (int change = random.Next(1, 4); change > 0 && words.Count > 1; change--) {
            int at = random.Next(words.Count);
            switch (random.Next(4)) {
                case 0:
                    words.RemoveAt(at);
                    break;
                case 1:
                    words.Insert(at, others[random.Next(others.Length)]);
                    break;
                case 2:
                    words[at] = others[random.Next(others.Length)];
                    break;
                default:
                    int with = random.Next(words.Count);
                    (words[at], words[with]) = (words[with], words[at]);
                    break;
            }
        }
        return string.Join(' ', words).Replace("s - op", "s-op", StringComparison.Ordinal);
    }
}
