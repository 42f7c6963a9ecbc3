#pragma warning disable
using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Sinter.Generators.Tests.Constructs;

/// <summary>Strings: names of parts are made of them.</summary>
public static class Texts {
    static int Hash(string text) { int hash = 17; foreach (char c in text) { hash = unchecked(hash * 31 + c) % 100003; } return hash; }

    public static float Interpolation() { int layer = 3; float rate = 0.25f; return Hash($"layers.{layer}.rate={rate}:{layer + 1,4}|{layer,-3}|{rate:F3}|{255:x4}|{{}}|{true}|{'c'}"); }
    public static float RawAndVerbatim() => Hash("""raw "quoted" text""") + Hash(@"a\b""c") + Hash($"""{1}-{"x"}""");
    public static float Concatenation() { string s = "a" + 1 + 2.5f + 'c' + true + null; s += "tail"; return Hash(s); }
    public static float Methods() => Hash("Layer.0.Norm".ToLowerInvariant().Replace("norm", "n").Trim('n').PadLeft(20, '-').Substring(3, 9).Insert(1, "_").Remove(4, 2)) + "a,b,,c".Split(',').Length + "a,b,,c".Split(',', StringSplitOptions.RemoveEmptyEntries).Length + "abcabc".LastIndexOf('b') + "abc".CompareTo("abd") + (string.IsNullOrEmpty("") ? 5 : 0) + (string.IsNullOrWhiteSpace("  ") ? 7 : 0);
    public static float Tests() => ("abc".Contains("bc") ? 1 : 0) + ("abc".StartsWith('a') ? 2 : 0) + ("abc".EndsWith("bc", StringComparison.Ordinal) ? 4 : 0) + ("abc" == "ab" + "c" ? 8 : 0) + ("a" != "A" ? 16 : 0) + (string.Equals("a", "A", StringComparison.OrdinalIgnoreCase) ? 32 : 0) + ("abc"[^1] == 'c' ? 64 : 0) + "abcdef"[1..^2].Length;
    public static float ParsingAndJoining() => int.Parse("42") + float.Parse("2.5", CultureInfo.InvariantCulture) + Hash(string.Join('.', "a", 1, 2f)) + Hash(string.Join(", ", new[] { 1, 2, 3 }.Select(i => $"<{i}>"))) + Hash(string.Concat("a", "b", 3)) + Hash(string.Format("{0}-{1:00}", "x", 7));
    public static float Builder() { StringBuilder text = new(); for (int i = 0; i < 3; i++) { text.Append("h").Append(i).Append(','); } text.Length -= 1; return Hash(text.ToString()) + text.Length; }
    public static float CharactersOfAString() { int sum = 0; foreach (char c in "time") { sum = sum * 3 + (c - 'a'); } return sum + "hello".Count(c => c == 'l') * 1000 + new string('x', 5).Length + Hash(new string("abc".Reverse().ToArray())) + "abc".ToCharArray().Length; }
    public static float NumbersAsText() => Hash(12.ToString() + 1.5f.ToString(CultureInfo.InvariantCulture) + (1e-5f) + 1e20 + (-3L) + 0.1 + 100000000f + (1f / 3f) + 255.ToString("X2") + 3.0 + float.NaN + double.PositiveInfinity);
    public static float NameOf() => Hash(nameof(Texts) + nameof(Interpolation));
    public static float SwitchOnText() { int sum = 0; foreach (string kind in (string[])["rms", "layer", "other", "none"]) { switch (kind) { case "rms": sum += 1; break; case "layer" or "group": sum += 20; break; case var s when s.Length == 4: sum += 300; break; default: sum += 4000; break; } } return sum; }
}
