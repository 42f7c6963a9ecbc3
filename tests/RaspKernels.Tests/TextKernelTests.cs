using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Sinter.Rasp.Text;
using Sinter.Runtime;
using Xunit;

namespace Sinter.Rasp.Tests;

/// <summary>The s-ops of texts that this project's build made kernels of: what they compute is what the text means.</summary>
public class TextKernelTests {
    static readonly string[] WithoutKernels = ["dyck2", "joined", "root", "tower"];
    static readonly string[] Letters = [.. Strings("ab-(", 3), "hello", "abcab", "(()a)b)", "aabbbcaabbbcz", "a"];
    static readonly string[] Numbers = [.. Strings("0123", 3), "3112", "12345678", "9", "99+1", "0+0"];

    /// <summary>Each s-op by itself, so that a difference names it.</summary>
    public static TheoryData<string> Named => [.. typeof(Arithmetic).GetProperties().Where(IsSequence).Select(property => property.Name).Except(WithoutKernels)];

    [Theory]
    [MemberData(nameof(Named))]
    public void KernelsAreTheText(string name) {
        Node meaning = Arithmetic.Program[name];
        object kernels = typeof(Arithmetic.Kernels).GetProperty(name)!.GetValue(null)!;
        MethodInfo compare = typeof(TextKernelTests).GetMethod(nameof(AreOne), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(meaning.ElementType);
        foreach (string input in Letters.Concat(Numbers)) {
            compare.Invoke(null, [meaning, kernels, (Example)input, $"{name}(\"{input}\")"]);
        }
        compare.Invoke(null, [meaning, kernels, Example.Of([-7, 3, 0, -1, 2, 2, 40000]), $"{name} of integers"]);
        compare.Invoke(null, [meaning, kernels, Example.Of([2, 1, 3]), $"{name} of small integers"]);
    }

    [Fact]
    public void WhoAsksForKernelsThatAreNoneIsToldWhy() {
        string[] reasons = [.. WithoutKernels.Select(name => typeof(Arithmetic.Kernels).GetProperty(name)!.GetCustomAttribute<ObsoleteAttribute>() is { IsError: true } told ? told.Message! : "")];
        Assert.Contains("(partner + tokens_str) builds texts (programs.rasp:59)", reasons[0], StringComparison.Ordinal);
        Assert.Equal("joined has no kernel form: joined builds texts (arithmetic.rasp:27); RaspText.Run runs it evaluated", reasons[1]);
        Assert.Contains("root is a power of fractions, whose last bit differs", reasons[2], StringComparison.Ordinal);
        Assert.Contains("tower is a power whose exponent is no constant", reasons[3], StringComparison.Ordinal);
    }

    [Fact]
    public void InputsAreThoseThatTheTextNames() {
        Assert.Equal("[1, 2, 2]", Arithmetic.Kernels.hist.Run(["a", "b", "b"]).ToString());
        Assert.Equal("[3, 3, 3]", Arithmetic.Kernels.@long.Run(new Bindings().With("any", [1, 2, 3])).ToString());
        Assert.Equal("tokens_int at position 1: \"x\" is no int", Assert.Throws<RaspException>(() => RaspText.Run(Arithmetic.Kernels.n, "1x")).Message);
    }

    static void AreOne<T>(SOp<T> meaning, KernelProgram<T> kernels, Example input, string shown) {
        Sequence<T>? expected = null;
        RaspException? problem = null;
        try {
            expected = RaspText.Run(meaning, input);
        } catch (RaspException exception) {
            problem = exception;
        }
        if (problem is null) {
            Sequence<T> found = RaspText.Run(kernels, input);
            Assert.True(expected!.Equals(found), $"{shown}: the text means {expected}, the kernels give {found}");
        } else {
            RaspException thrown = Assert.Throws<RaspException>(() => RaspText.Run(kernels, input));
            Assert.True(problem.Expression == thrown.Expression && problem.Position == thrown.Position, $"{shown}: the text says '{problem.Message}', the kernels '{thrown.Message}'");
        }
    }

    static bool IsSequence(PropertyInfo property) => property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(SOp<>);

    static IEnumerable<string> Strings(string alphabet, int longest) => Enumerable.Range(1, longest).SelectMany(length =>
        Enumerable.Range(0, (int)Math.Pow(alphabet.Length, length)).Select(number => new string([.. Enumerable.Range(0, length).Select(i => alphabet[number / (int)Math.Pow(alphabet.Length, i) % alphabet.Length])])));
}
