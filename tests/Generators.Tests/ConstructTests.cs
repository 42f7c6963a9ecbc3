using System;
using System.Globalization;
using System.Linq;
using Sinter.Compiler.Graph;
using Xunit;

namespace Sinter.Generators.Tests;

/// <summary>
/// C# that runs while the project builds, construct by construct: each body ends in a build-time number, which must arrive in
/// the graph as C# computes it.
/// </summary>
public class ConstructTests {
    private const string Helpers = """
        public enum Mode { Small = 2, Large = 40 }
        public record Settings(int Width, int Heads) { public int Head => Width / Heads; public bool Wide { get; init; } }
        public record struct Pair(int Left, int Right);
        public interface IScale { int Factor { get; } int Twice() => 2 * Factor; }
        public abstract class Scale : IScale { public abstract int Factor { get; } public virtual int Apply(int x) => x * Factor; }
        public class Tripled : Scale { public override int Factor => 3; }
        public class Shifted(int by) : Scale { public override int Factor => 1; public override int Apply(int x) => base.Apply(x) + by; }
        public struct Counter { public int Value; public void Step() { Value++; } }
        public class Money { public int Cents; public static Money operator +(Money a, Money b) => new() { Cents = a.Cents + b.Cents }; public static implicit operator int(Money m) => m.Cents; public int this[int i] { get => Cents + i; set => Cents = value - i; } public void Deconstruct(out int euros, out int cents) { euros = Cents / 100; cents = Cents % 100; } }
        public class Box<T> { readonly List<T> items = new(); public void Put(T item) => items.Add(item); public T Get(int i) => items[i]; public int Count { get; private set; } = 7; public void Grow() => Count += 2; }
        public static class Tools {
            public const int Size = 12;
            public static readonly int[] Table = [3, 1, 4, 1, 5];
            public static int Square(this int x) => x * x;
            public static int Sum(params int[] items) { int sum = 0; foreach (int item in items) sum += item; return sum; }
            public static int Optional(int a, int b = 10, int c = 100) => a + 2 * b + 3 * c;
            public static T Pick<T>(bool first, T a, T b) => first ? a : b;
            public static int Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);
            public static void Split(int x, out int low, ref int total) { low = x % 10; total += x; }
            public static IEnumerable<int> Evens(int count) { for (int i = 0; i < count; i++) { yield return 2 * i; } }
            public static string Name<T>() => typeof(T).Name;
        }
        """;

    [Theory]
    // Arithmetic of the C# types, each in its own precision.
    [InlineData("return 7 / 2;", 3)]
    [InlineData("return -7 % 3;", -1)]
    [InlineData("return 7f / 2f;", 3.5)]
    [InlineData("float third = 1f / 3f; return third * 3f - 1f == 0f ? 1 : 0;", 1)]
    [InlineData("return 0.1f + 0.2f;", 0.3f)]
    [InlineData("int big = int.MaxValue; return unchecked(big + 1) < 0 ? 1 : 2;", 1)]
    [InlineData("byte b = 250; b += 10; return b;", 4)]
    [InlineData("long a = 1L << 40; return (int)(a >> 38);", 4)]
    [InlineData("return (5 & 6) | (8 ^ 1);", 13)]
    [InlineData("return 17 >>> 2;", 4)]
    [InlineData("return (int)3.99f + (int)-3.99;", 0)]
    [InlineData("int i = 5; int j = i++ + ++i; return j * 10 + i;", 127)]
    [InlineData("return 'c' - 'a';", 2)]
    [InlineData("return MathF.Sqrt(2f);", 1.41421354f)]
    [InlineData("return (float)Math.Pow(2, 0.5) + Math.Max(3, 4) + Math.Abs(-2);", 7.41421354f)]
    [InlineData("return MathF.Floor(2.7f) + Math.Clamp(9, 0, 5);", 7)]
    [InlineData("return Tools.Size + int.Parse(\"30\") + \"four\".Length;", 46)]
    // Statements.
    [InlineData("int n = 0; for (int i = 0; i < 5; i++) { if (i == 3) continue; n += i; } return n;", 7)]
    [InlineData("int n = 0; for (int i = 0, j = 10; i < j; i++, j--) n++; return n;", 5)]
    [InlineData("int n = 1; while (n < 100) n *= 3; return n;", 243)]
    [InlineData("int n = 0; do { n++; if (n == 4) break; } while (true); return n;", 4)]
    [InlineData("int n = 0; foreach (int x in Tools.Table) n += x; return n;", 14)]
    [InlineData("int n = 0; foreach (var (a, b) in new[] { (1, 2), (3, 4) }) n += a * b; return n;", 14)]
    [InlineData("int n = 0; foreach (char c in \"abc\") n = n * 2 + (c - 'a'); return n;", 4)]
    [InlineData("Mode mode = Mode.Large; switch (mode) { case Mode.Small: return 1; case Mode.Large: return 2; default: return 3; }", 2)]
    [InlineData("int k = 7; switch (k) { case > 5 when k % 2 == 0: return 1; case > 5: return 2; } return 3;", 2)]
    [InlineData("{ int a = 1; { int b = a + 1; a = b; } return a; }", 2)]
    // Choices and patterns.
    [InlineData("int k = 3; return k is > 2 and < 5 or 9 ? 1 : 0;", 1)]
    [InlineData("object o = 5; return o is int n && n > 4 ? n : 0;", 5)]
    [InlineData("Settings s = new(64, 8); return s is { Width: 64, Head: var h } ? h : 0;", 8)]
    [InlineData("Settings s = new(64, 8); return s is (64, var heads) ? heads : 0;", 8)]
    [InlineData("int[] a = [1, 2, 3, 4]; return a is [1, .. var middle, 4] ? middle.Length : 0;", 2)]
    [InlineData("return (3, 4) switch { (3, var y) when y > 4 => 1, (3, 4) => 2, _ => 3 };", 2)]
    [InlineData("string? s = null; return s?.Length ?? 9;", 9)]
    [InlineData("int? n = null; n ??= 4; return n.Value + (n.HasValue ? 1 : 0);", 5)]
    [InlineData("Scale s = new Tripled(); return s is Tripled and not Shifted ? 1 : 0;", 1)]
    // Arrays, lists, tuples, text.
    [InlineData("int[] a = new int[3]; a[1] = 5; a[^1] = 2; return a[0] + a[1] * a[2];", 10)]
    [InlineData("int[,] m = { { 1, 2 }, { 3, 4 } }; return m[1, 0] * 10 + m.GetLength(1);", 32)]
    [InlineData("int[][] j = [[1], [2, 3]]; return j[1][1] + j.Length;", 5)]
    [InlineData("int[] a = [1, 2, 3, 4, 5]; return a[1..^1].Length + a[1..3][0];", 5)]
    [InlineData("List<int> l = [1, 2]; l.Add(3); l.Insert(0, 9); l.RemoveAt(1); return l[0] * 10 + l.Count;", 93)]
    [InlineData("int[] a = [1, 2]; int[] b = [0, .. a, 3]; return b.Length * 10 + b[^1];", 43)]
    [InlineData("Dictionary<string, int> d = new() { [\"a\"] = 4 }; d.Add(\"b\", 5); return d[\"a\"] + d[\"b\"] + (d.TryGetValue(\"c\", out int c) ? 100 : c);", 9)]
    [InlineData("(int a, int b) = (3, 4); (a, b) = (b, a); return a * 10 + b;", 43)]
    [InlineData("var t = (Left: 1, Right: (2, 3)); t.Left = 5; return t.Left + t.Right.Item2;", 8)]
    [InlineData("var t = (1, 2); var u = t; u.Item1 = 9; return t.Item1;", 1)]
    [InlineData("return $\"{Mode.Large}{1.5f}{true}\".Length;", 12)]
    [InlineData("string s = \"x\"; s += 4; return s == \"x4\" ? s.IndexOf('4') : -1;", 1)]
    [InlineData("return string.Join(\",\", new[] { 1, 2, 3 }) == \"1,2,3\" && nameof(Tools) == \"Tools\" ? 1 : 0;", 1)]
    [InlineData("ReadOnlySpan<int> s = [4, 5, 6]; return s[1] + s.Length;", 8)]
    // Functions.
    [InlineData("int Twice(int x) => 2 * x; return Twice(Twice(3));", 12)]
    [InlineData("int n = 3; Func<int, int> f = x => x + n; n = 10; return f(1);", 11)]
    [InlineData("var fs = new List<Func<int>>(); for (int i = 0; i < 3; i++) { int k = i; fs.Add(() => k * k); } return fs[2]() + fs[1]();", 5)]
    [InlineData("Func<int, Func<int, int>> add = a => b => a + b; return add(3)(4);", 7)]
    [InlineData("Func<int, int> f = Tools.Square; return f(5);", 25)]
    [InlineData("int total = 0; void Add(int x) { total += x; } Add(3); Add(4); return total;", 7)]
    [InlineData("return 5.Square() + Tools.Sum(1, 2, 3) + Tools.Sum();", 31)]
    [InlineData("return Tools.Optional(1, c: 7);", 42)]
    [InlineData("return Tools.Factorial(6);", 720)]
    [InlineData("int total = 5; Tools.Split(37, out int low, ref total); return low * 100 + total;", 742)]
    [InlineData("return Tools.Pick(false, 3, 8) + Tools.Name<float>().Length;", 14)]
    [InlineData("int n = 0; foreach (int e in Tools.Evens(4)) n += e; return n;", 12)]
    [InlineData("return Enumerable.Range(1, 4).Where(i => i % 2 == 0).Select(i => i * i).Sum();", 20)]
    [InlineData("return new[] { 3, 9, 4 }.Max() * 10 + Tools.Table.Aggregate((a, b) => a + b);", 104)]
    // Objects.
    [InlineData("Settings s = new(64, 8) { Wide = true }; Settings t = s with { Heads = 4 }; return t.Head + (t.Wide ? 100 : 0) + (s == new Settings(64, 8) { Wide = true } ? 1000 : 0);", 1116)]
    [InlineData("Scale[] all = [new Tripled(), new Shifted(4)]; return all[0].Apply(5) * 100 + all[1].Apply(5);", 1509)]
    [InlineData("IScale s = new Tripled(); return s.Twice();", 6)]
    [InlineData("Counter a = new(); a.Step(); Counter b = a; b.Step(); return a.Value * 10 + b.Value;", 12)]
    [InlineData("Counter[] a = new Counter[2]; a[1].Step(); a[1].Step(); return a[1].Value;", 2)]
    [InlineData("Money m = new Money { Cents = 150 } + new Money { Cents = 70 }; (int euros, int cents) = m; m[3] = 10; return m + euros * 100 + cents;", 227)]
    [InlineData("Box<int> b = new(); b.Put(4); b.Put(5); b.Grow(); return b.Get(1) * 10 + b.Count;", 59)]
    [InlineData("Pair p = new(1, 2); Pair q = p with { Right = 9 }; return p.Right + q.Right + (p.Equals(new Pair(1, 2)) ? 100 : 0);", 111)]
    [InlineData("var anonymous = new { A = 3, B = 4 }; return anonymous.A * anonymous.B;", 12)]
    [InlineData("return default(int) + (default(string) is null ? 1 : 0);", 1)]
    public void Computes(string body, double expected) {
        Module module = Project.Graph(Helpers + """
            [Model]
            public partial class M {
                readonly float value = Compute();
                [Entry] public Tensor Run([Shape(3)] Tensor x) => x * value;
                static float Compute() {
            """ + "\n" + body + "\n}\n}");
        Node constant = module.Entries[0].Nodes.Single(node => node.Operation == "constant");
        Assert.Equal(expected.ToString("R", CultureInfo.InvariantCulture), ((AttributeValue.Real)constant.Attributes["value"]!).Value.ToString("R", CultureInfo.InvariantCulture));
    }
}
