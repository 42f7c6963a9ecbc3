using System.Globalization;
using System.Linq;
using Sinter.Compiler.Graph;
using Xunit;

namespace Sinter.Generators.Tests;

/// <summary>The less usual of C#'s constructs; see <see cref="ConstructTests"/>.</summary>
public class MoreConstructTests {
    private const string Helpers = """
        [Flags] public enum Parts { None = 0, Query = 1, Key = 2, Value = 4, All = Query | Key | Value }
        public interface IShape<T> { T Area(); }
        public class Square(int side) : IShape<int> { int IShape<int>.Area() => side * side; public int Side => side; }
        public class Registry { public static int Made = 0; public static Registry Shared { get; } = new(); public int Id; public Registry() { Made++; Id = Made * 10; } }
        public class Node { public required int Value { get; init; } public Node? Next { get; set; } public Node this[int i] => i == 0 ? this : Next![i - 1]; }
        public class Bag : System.Collections.IEnumerable { readonly List<int> items = []; public void Add(int item) => items.Add(item); public void Add(int item, int times) { for (int i = 0; i < times; i++) items.Add(item); } public System.Collections.IEnumerator GetEnumerator() => items.GetEnumerator(); public int Sum => items.Sum(); }
        public struct Vector(int x, int y) { public int X = x, Y = y; public readonly int Dot(Vector v) => X * v.X + Y * v.Y; public static Vector operator ++(Vector v) => new(v.X + 1, v.Y + 1); public static bool operator ==(Vector a, Vector b) => a.X == b.X && a.Y == b.Y; public static bool operator !=(Vector a, Vector b) => !(a == b); public override bool Equals(object? o) => o is Vector v && this == v; public override int GetHashCode() => 0; public static explicit operator int(Vector v) => v.X * 100 + v.Y; }
        public class Level { int stored; public int Clipped { get => stored; set => stored = Math.Min(value, 10); } public int Twice { get; set { field = value * 2; } } }
        public abstract class Template { public int Run() => Before() + Core() * 2; protected virtual int Before() => 1; protected abstract int Core(); }
        public class Filled : Template { protected override int Core() => 20; protected override int Before() => base.Before() + 1; }
        public class Generic<T> where T : new() { public static int Count; public T Made() { Count++; return new T(); } public class Inner { public string Name => typeof(T).Name; } }
        public class Parent { public readonly int A = 1; public Parent() : this(5) { } public Parent(int b) { B = b; } public int B; }
        public class Child : Parent { public readonly int C = 3; public Child() { C += B; } public Child(int b) : base(b * 2) { } }
        public record Base(int X); public record Derived(int X, int Y) : Base(X + 1);
        public interface IUnit<TSelf> where TSelf : IUnit<TSelf> { static abstract int Scale(int x); static abstract int Size { get; } static virtual int Named => typeof(TSelf).Name.Length; static abstract TSelf operator +(TSelf a, TSelf b); }
        public class Kilo : IUnit<Kilo> { public int Held = 1; public static int Scale(int x) => x * 1000; public static int Size { get; } = 7; public static Kilo operator +(Kilo a, Kilo b) => new() { Held = a.Held + b.Held }; }
        public class Dozen : IUnit<Dozen> { public static int Scale(int x) => x * 12; public static int Size => 2; static int IUnit<Dozen>.Named => 90; public static Dozen operator +(Dozen a, Dozen b) => a; }
        public static class Units { public static int All<T>(int x) where T : IUnit<T> => T.Scale(x) + T.Size * 10 + T.Named; public static T Double<T>(T value) where T : IUnit<T> => value + value; }
        public struct Counter { public int Value; public void Step() => Value++; }
        public class Holder { public Counter Exposed { get; set; } public Counter Field; public readonly Counter Fixed; public Counter[] All = new Counter[1]; public List<Counter> List = [new()]; }
        public static class Extensions {
            public static int Second<T>(this IReadOnlyList<T> items, Func<T, int> pick) => pick(items[1]);
            public static void Deconstruct(this Square square, out int side, out int area) { side = square.Side; area = ((IShape<int>)square).Area(); }
            public static IEnumerable<int> Until(this IEnumerable<int> items, int stop) { foreach (int i in items) { if (i == stop) yield break; yield return i; } }
            public static TResult Pipe<T, TResult>(this T value, Func<T, TResult> next) => next(value);
        }
        """;

    [Theory]
    [InlineData("Axis? axis = 1; Axis? none = null; return (axis is { } a ? a.In(new Shape(3, 4)) : 5) * 10 + (none is { } b ? b.In(new Shape(3)) : 7);", 17)]
    [InlineData("System.Index? last = ^1; return last is { } i ? new[] { 4, 6 }[i] : 0;", 6)]
    [InlineData("Parts p = Parts.Query | Parts.Value; p &= ~Parts.Query; return (int)p * 10 + (p.HasFlag(Parts.Value) ? 1 : 0);", 41)]
    [InlineData("return $\"{Parts.Key}\".Length + (int)(Parts.Key + 1) + (Parts.All - Parts.Key);", 11)]
    [InlineData("IShape<int> s = new Square(4); return s.Area();", 16)]
    [InlineData("(int side, int area) = new Square(3); return side * 100 + area;", 309)]
    [InlineData("Registry a = Registry.Shared, b = Registry.Shared; return a.Id + Registry.Made + (ReferenceEquals(a, b) ? 100 : 0);", 111)]
    [InlineData("Node n = new() { Value = 1, Next = new() { Value = 2, Next = new() { Value = 3 } } }; return n[2].Value + (n.Next?.Next?.Next?.Value ?? 40);", 43)]
    [InlineData("Bag b = new() { 1, { 2, 3 }, 4 }; return b.Sum;", 11)]
    [InlineData("Vector v = new(1, 2); v++; Vector w = v; w.X = 7; return (int)v + w.Dot(v) + (v == w ? 1000 : 0);", 226)]
    [InlineData("Level l = new() { Clipped = 50, Twice = 4 }; l.Clipped -= 3; return l.Clipped * 10 + l.Twice;", 78)]
    [InlineData("return new Filled().Run();", 42)]
    [InlineData("var g = new Generic<Registry>(); g.Made(); g.Made(); return Generic<Registry>.Count + new Generic<Registry>.Inner().Name.Length;", 10)]
    [InlineData("Child c = new(), d = new(4); return c.A + c.B + c.C * 10 + d.B * 100;", 886)]
    [InlineData("Derived d = new(1, 2); Base b = d; return b.X * 10 + (b is Derived { Y: 2 } ? 1 : 0);", 21)]
    [InlineData("List<int> l = [4, 5, 6]; return l.Second(i => i * i);", 25)]
    [InlineData("return Enumerable.Range(1, 10).Until(5).Sum();", 10)]
    [InlineData("return 5.Pipe(i => i + 0.5f).Pipe(f => (int)(f * 2));", 11)]
    [InlineData("int total = 0; for (int i = 0; i < 3; i++) for (int j = i; j < 3; j++) { if (j == 2) break; total += 10 * i + j; } return total;", 12)]
    [InlineData("string kind = \"rms\"; return kind switch { \"layer\" => 1, \"rms\" => 2, _ => 3 };", 2)]
    [InlineData("int? a = 3, b = null; return (a + b) is null && (a > b) == false && a + 1 == 4 ? 1 : 0;", 1)]
    [InlineData("return checked(3 * 4) + unchecked((int)3000000000L) / 1000000000;", 11)]
    [InlineData("var (a, (b, _)) = (1, (2, 3)); return a + b;", 3)]
    [InlineData("static int Local(int x, int y = 3) => x * y; return Local(2) + Local(y: 1, x: 5);", 11)]
    [InlineData("Func<int, int> fib = null!; fib = n => n < 2 ? n : fib(n - 1) + fib(n - 2); return fib(10);", 55)]
    [InlineData("Func<int, int> inc = x => x + 1; Func<Func<int, int>, Func<int, int>> twice = f => x => f(f(x)); return twice(twice(inc))(0);", 4)]
    [InlineData("Action<int>? none = null; int n = 1; none?.Invoke(n++); Action add = () => n += 10; add(); return n;", 11)]
    [InlineData("int[] a = [5, 3, 9]; ref int r = ref a[1]; r = 7; return a[1];", 7)]
    [InlineData("int[] a = new int[4]; Array.Fill(a, 2); int[] b = (int[])a.Clone(); b[0] = 9; return a[0] * 10 + b[0];", 29)]
    [InlineData("return Array.ConvertAll(new[] { 1, 2, 3 }, x => x * 1.5f)[2];", 4.5)]
    [InlineData("object[] all = [1, \"two\", 3f, null!]; int n = 0; foreach (object o in all) n += o switch { int i => i, string s => s.Length, float f => (int)f * 10, null => 100, _ => 0 }; return n;", 134)]
    [InlineData("return (1, 2) == (1, 2) && (1, 3) != (1, 2) ? 1 : 0;", 1)]
    [InlineData("return $\"{3.14159f:F2}|{7,4}|{7,-3}|{255:X}\".Length;", 16)]
    [InlineData("string s = \"layers.0.weight\"; return s.Split('.').Length + s[^1] - 't' + s[..6].Length + (s.StartsWith(\"layers\") ? 10 : 0) + s.Replace(\".\", \"\").Length;", 32)]
    [InlineData("int n = 0; int i = 10; while (true) { if (--i < 0) break; if (i % 3 != 0) continue; n += i; } return n;", 18)]
    [InlineData("switch (3) { case 1: case 3: { int k = 5; return k; } default: return 0; }", 5)]
    [InlineData("var q = from x in new[] { 1, 2, 3 } where x > 1 select x * 10; return q.Sum();", 50)]
    [InlineData("int x = 5; int y = x > 3 ? x < 10 ? 1 : 2 : 3; return y;", 1)]
    [InlineData("double d = 1.0 / 3; float f = (float)d; return f == 1f / 3f ? 1 : 0;", 1)]
    [InlineData("float f = 16777216f; f += 1f; return f == 16777216f ? 1 : 0;", 1)]
    [InlineData("return float.IsNaN(0f / 0f) && float.PositiveInfinity > float.MaxValue && -0f == 0f ? 1 : 0;", 1)]
    [InlineData("uint u = 3; u -= 4; return u == uint.MaxValue ? 1 : 0;", 1)]
    [InlineData("short s = 30000; s += 30000; sbyte b = unchecked((sbyte)200); return s + b;", -5592)]
    [InlineData("ulong h = 14695981039346656037; foreach (char c in \"ab\") { h ^= c; h = unchecked(h * 1099511628211); } return h == 620445648566982762UL ? 1 : 0;", 1)]
    [InlineData("const int Local = 4; int[] table = { Local, Local * 2 }; return table[^1];", 8)]
    [InlineData("List<(string Name, int Size)> l = [(\"a\", 3), (\"b\", 4)]; foreach (var (name, size) in l) { if (name == \"b\") return size; } return 0;", 4)]
    [InlineData("IReadOnlyList<int> l = new List<int> { 1, 2, 3 }; return l[1] + l.Count;", 5)]
    [InlineData("int a = 1, b = 2; Swap(ref a, ref b); return a * 10 + b; static void Swap(ref int x, ref int y) => (x, y) = (y, x);", 21)]
    [InlineData("return int.TryParse(\"12\", out int n) ? n : -1;", 12)]
    [InlineData("return BitCount(0b1011) + 0x10 + 1_000; static int BitCount(int x) => System.Numerics.BitOperations.PopCount((uint)x);", 1019)]
    [InlineData("return Units.All<Kilo>(3) * 1000 + Units.All<Dozen>(4) + Units.Double(new Kilo()).Held;", 3074160)]
    [InlineData("Holder h = new(); h.Exposed.Step(); h.Field.Step(); h.Fixed.Step(); foreach (Counter c in h.All) { c.Step(); } h.List[0].Step(); return h.Exposed.Value * 1000 + h.Field.Value * 100 + h.Fixed.Value * 10 + h.All[0].Value + h.List[0].Value;", 100)]
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
