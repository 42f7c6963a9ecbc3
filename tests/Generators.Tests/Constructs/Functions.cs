#pragma warning disable
using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Pair = (int Left, int Right);

namespace Sinter.Generators.Tests.Constructs;

/// <summary>Lambdas, local functions, parameters of every kind, extension methods, generics.</summary>
public static class Functions {
    static int Params(int first, params int[] rest) => first * 100 + rest.Length * 10 + rest.Sum();
    static int ParamsSpan(params ReadOnlySpan<int> items) => items.Length;
    static int ParamsList(params IReadOnlyList<int> items) => items.Count * 2;
    static int Optional(int a, int b = 2, string c = "xyz", float d = 1.5f, bool e = false) => a + b * 10 + c.Length * 100 + (int)(d * 1000) + (e ? 10000 : 0);
    static void Outs(int x, out int half, ref int sum, in int scale) { half = x / 2; sum += x * scale; }
    static ref int At(int[] items, int i) => ref items[i];
    static T Larger<T>(T a, T b) where T : IComparable<T> => a.CompareTo(b) > 0 ? a : b;
    static T Total<T>(T[] items) where T : INumber<T> { T sum = T.Zero; foreach (T item in items) { sum += item * T.One; } return sum; }
    static string NameOf<T>() => typeof(T).Name;
    static TOut Map<TIn, TOut>(TIn value, Func<TIn, TOut> map) => map(value);
    static int Apply(this int x, params Func<int, int>[] steps) { foreach (Func<int, int> step in steps) { x = step(x); } return x; }
    static IEnumerable<T> Every<T>(this IEnumerable<T> items, int n) => items.Where((_, i) => i % n == 0);
    static Func<int, int> Compose(Func<int, int> f, Func<int, int> g) => x => g(f(x));
    static int Overloaded(int x) => 1; static int Overloaded(float x) => 2; static int Overloaded(object x) => 3; static int Overloaded(params int[] x) => 4;
    static T New<T>() where T : new() => new();
    static int Size<T>() => typeof(T) == typeof(float) ? 4 : default(T) is double ? 8 : 1;
    class Holder { public int Value = 7; public Func<int> Getter() => () => Value; }
    class Memory<T> where T : struct { readonly Dictionary<string, T> items = new(); public T this[string key] { get => items[key]; set => items[key] = value; } public Memory<T> With(string key, T value) { items[key] = value; return this; } }
    interface IActivation { static abstract float Apply(float x); }
    struct Relu : IActivation { public static float Apply(float x) => MathF.Max(x, 0); }
    struct Square : IActivation { public static float Apply(float x) => x * x; }
    class Dense<TActivation>(float scale) where TActivation : IActivation { public float Run(float x) => TActivation.Apply(x * scale); }

    public static float ParamsOfEveryKind() => Params(1) + Params(2, 3, 4) * 1000 + Params(5, [6, 7, 8]) + ParamsSpan(1, 2, 3) + ParamsList(1, 2) * 10;
    public static float OptionalAndNamed() => Optional(1) + Optional(1, c: "") + Optional(b: 5, a: 3, e: true) + Optional(9, 8, d: 0.5f);
    public static float ByReference() { int sum = 1; Outs(9, out int half, ref sum, 10); int[] a = [1, 2, 3]; a[1] = At(a, 1) + 48; ref int r = ref a[2]; r += 7; int local = 3; ref int alias = ref local; alias = 9; return half + sum * 10 + a[1] * 10000 + a[2] + local * 1000; }
    public static float EvaluationOrder() { int n = 0; int Next(int k) { n = n * 10 + k; return k; } Optional(d: Next(1), a: Next(2), b: Next(3)); int[] a = new int[5]; a[Next(4)] = Next(5) + Next(6) * Next(7); return n; }
    public static float Closures() { List<Func<int>> fs = []; for (int i = 0; i < 3; i++) { fs.Add(() => i); } foreach (int k in (int[])[4, 5]) { fs.Add(() => k); } int shared = 0; Action bump = () => shared++; bump(); bump(); int n = 0; foreach (Func<int> f in fs) { n = n * 10 + f(); } return n * 10 + shared; }
    public static float ClosuresOverEachTurn() { List<Func<int>> fs = []; int j = 0; while (j < 3) { int k = j * j; fs.Add(() => k + j); j++; } return fs.Sum(f => f()); }
    public static float LocalFunctions() { int calls = 0; int Fibonacci(int n) { calls++; return n < 2 ? n : Fibonacci(n - 1) + Fibonacci(n - 2); } static int Twice(int x) => Inner(x) * 2; static int Inner(int x) => x + 1; T Same<T>(T x) => x; return Fibonacci(8) * 1000 + calls + Twice(Same(4)); }
    public static float Composition() => Compose(Compose(x => x + 1, x => x * 3), Overloaded)(4) + Compose(x => x + 1, x => x * 3)(4) * 10 + 2.Apply(x => x + 1, x => x * x);
    public static float MethodGroups() { Func<int, int, int> max = Math.Max; Func<float, float> root = MathF.Sqrt; Holder h = new(); Func<int> get = h.Getter(); h.Value = 9; Func<string> text = h.Value.ToString; return max(3, 8) + root(16) + get() * 100 + text().Length; }
    public static float Overloads() => Overloaded(1) + Overloaded(1f) * 10 + Overloaded("x") * 100 + Overloaded(1, 2) * 1000 + Overloaded('c') * 10000;
    public static float Generics() => Larger(3, 7) + Larger("a", "b").Length * 10 + (Larger(2.5f, 1f)) * 100 + NameOf<int>().Length + NameOf<List<string>>().Length + Map(3, x => x * 0.5f) + Map("abc", s => s.Length) * 1000 + Size<float>() + Size<double>() + New<Holder>().Value;
    public static float GenericMathematics() => Total([1.5f, 2.5f]) + Total([1, 2, 3]) * 10 + (float)Total([0.25, 0.5]) * 100;
    public static float GenericClasses() { Memory<float> m = new Memory<float>().With("a", 1.5f).With("b", 2); m["a"] *= 2; return m["a"] + m["b"] * 10 + new Dense<Relu>(-1).Run(4) + new Dense<Square>(3).Run(2) * 100; }
    public static float Extensions() => Enumerable.Range(0, 7).Every(3).Sum() + "abc".Doubled().Length * 10 + 5.Clamped(most: 3) * 100;
    static string Doubled(this string s) => s + s;
    static int Clamped(this int x, int least = 0, int most = 10) => Math.Clamp(x, least, most);
    public static float AliasOfATuple() { Pair p = (3, 4); Pair Swap(Pair q) => (q.Right, q.Left); return Swap(p).Left * 10 + Swap(p).Right; }
    public static float DictionaryOfFunctions() { Dictionary<string, Func<float, float>> f = new() { ["relu"] = x => MathF.Max(x, 0), ["half"] = x => x / 2, ["root"] = MathF.Sqrt }; return f["relu"](-3) + f["half"](5) + f["root"](9) * 100; }
    public static float ImmediatelyInvoked() => ((Func<int, int>)(x => x * 2))(21) + new Func<int>(() => 5)();
    public static float Discards() { (_, int b) = (1, 2); _ = Params(1); Func<int, int, int> f = (_, _) => 3; return b + f(1, 2) + (int.TryParse("7", out _) ? 10 : 0); }
    public static float LambdaDefaultsAndTypes() { var f = (int x, int by = 4) => x + by; var g = object (bool b) => b ? 1 : "two"; return f(1) + f(1, 2) * 10 + (g(false) is string s ? s.Length : 0) * 100; }
    public static float Currying() { Func<int, Func<int, Func<int, int>>> f = a => b => c => a * 100 + b * 10 + c; return f(1)(2)(3); }
}
