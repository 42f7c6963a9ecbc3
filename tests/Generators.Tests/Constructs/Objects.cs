#pragma warning disable
using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Generators.Tests.Constructs;

/// <summary>Classes and structs: constructors, members, inheritance, interfaces, operators, statics.</summary>
public static class Objects {
    class Primary(int width, int factor = 2) { readonly int doubled = width * factor; int calls; public int Width => width; public int Next() { calls++; width += 1; return doubled + width + calls; } }
    class Chained { public readonly int A, B = 5; public Chained(int a) : this(a, 3) { B *= 10; } public Chained(int a, int b) { A = a; B += b; } public Chained() : this(1) { } }
    abstract class Mixer { protected readonly int width; protected Mixer(int width) { this.width = width; Setup(); } protected virtual void Setup() { } public abstract int Mix(int x); public virtual int Twice(int x) => Mix(Mix(x)); public int Name => GetType().Name.Length; }
    class Adding(int width, int by) : Mixer(width) { int ready; protected override void Setup() => ready = width * 100; public override int Mix(int x) => x + by + ready; }
    sealed class Scaling : Mixer { readonly int by; public Scaling(int width, int by) : base(width) => this.by = by; public override int Mix(int x) => x * by + width; public override int Twice(int x) => base.Twice(x) + 1; }
    interface ISized { int Size { get; } int Area => Size * Size; static int Default => 6; static virtual int Kind => 1; }
    interface INamed { string Name { get; } }
    class Tile(int size) : ISized, INamed { public int Size => size; string INamed.Name => "tile"; }
    class Wide(int size) : ISized { public int Size { get; } = size; int ISized.Area => Size * 100; public static int Kind => 4; }
    struct Point { public int X, Y; public Point(int x, int y) { X = x; Y = y; } public readonly int Dot(Point other) => X * other.X + Y * other.Y; public void Move(int by) { X += by; } public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y); public static Point operator -(Point a) => new(-a.X, -a.Y); public static bool operator ==(Point a, Point b) => a.X == b.X && a.Y == b.Y; public static bool operator !=(Point a, Point b) => !(a == b); public static implicit operator Point(int x) => new(x, 0); public static explicit operator int(Point p) => p.X * 10 + p.Y; public override bool Equals(object? o) => o is Point p && p == this; public override int GetHashCode() => 0; }
    class Counted { static int made; static int Next() => ++made; public readonly int Id = Next(); public static int Made => made; static readonly int First = Next(), Second = Next(); public static int Order => First * 10 + Second; }
    static class WithConstructor { public static readonly int A = 4; public static readonly int[] Table; static WithConstructor() { Table = new int[A]; for (int i = 0; i < A; i++) { Table[i] = i * i; } } }
    class Outer<T> { public class Inner { public int Size => typeof(T) == typeof(float) ? 4 : typeof(T) == typeof(long) ? 8 : 1; } public static int Count; public Outer() => Count++; }
    class Indexed { readonly Dictionary<string, int> values = new(); public int this[string name] { get => values.TryGetValue(name, out int v) ? v : -1; set => values[name] = value * 2; } public int this[int i, int j] => i * 10 + j; public string this[Range r] => $"{r.Start.Value}-{r.End.Value}"; }
    class Configured { public required int Width { get; init; } public int Heads { get; init; } = 4; public List<int> Extras { get; } = []; public Configured? Inner { get; set; } public int Head => Width / Heads; public Dictionary<string, int> Map { get; } = new(); }
    class Lazy2 { int? cached; int computed; public int Value => cached ??= Compute(); int Compute() { computed++; return 40 + computed; } public int Clipped { get; set => field = Math.Min(value, 9); } }
    partial class Split { public partial int Half(int x); }
    partial class Split { public partial int Half(int x) => x / 2; public int Quarter(int x) => Half(Half(x)); }
    class Disposable : IDisposable { public static int Closed; public void Dispose() => Closed++; }
    class Node(int value, Node? next = null) { public int Value => value; public Node? Next { get; set; } = next; public int Length => 1 + (Next?.Length ?? 0); }
    class Fluent { int sum; public Fluent Add(int x) { sum += x; return this; } public int Build() => sum; }
    delegate int Combine(int a, int b);

    public static float PrimaryConstructors() { Primary p = new(5), q = new(factor: 10, width: 2); return p.Next() * 100 + p.Next() + p.Width * 10000 + q.Next(); }
    public static float ChainedConstructors() { Chained c = new(); Chained d = new(7, 8); return c.A * 1000 + c.B * 10 + d.A + d.B * 10000; }
    public static float VirtualCallInABaseConstructor() { Mixer[] all = [new Adding(3, 2), new Scaling(4, 5)]; int n = 0; foreach (Mixer m in all) { n = n * 7 + m.Twice(1) + m.Name; } return n; }
    public static float InterfacesAndDefaults() { ISized[] all = [new Tile(3), new Wide(2)]; return all.Sum(s => s.Area) + ((INamed)all[0]).Name.Length * 1000 + ISized.Default + Kind<Wide>() * 10000; }
    static int Kind<T>() where T : ISized => T.Kind;
    public static float Structs() { Point p = new(1, 2), q = p; q.Move(5); Point r = p + q + 7; Point[] a = [p]; a[0].Move(3); return p.X + q.X * 10 + (int)r * 100 + a[0].X * 100000 + (int)-p + (p == new Point(1, 2) ? 7 : 0) + (p.Equals(q) ? 9 : 0) + default(Point).Dot(p); }
    public static float StaticsInTheirOrder() { int order = Counted.Order; Counted a = new(), b = new(); return order * 100 + a.Id * 10 + b.Id + Counted.Made * 1000; }
    public static float StaticConstructors() => WithConstructor.Table.Sum() + WithConstructor.A * 100;
    public static float StaticsOfGenerics() { new Outer<int>(); new Outer<int>(); new Outer<float>(); return Outer<int>.Count * 10 + Outer<float>.Count + new Outer<float>.Inner().Size * 100 + new Outer<long>.Inner().Size * 1000; }
    public static float Indexers() { Indexed i = new() { ["a"] = 4 }; i["b"] = 5; i["a"] += 1; return i["a"] + i["b"] * 100 + i["c"] + i[3, 4] * 1000 + i[1..5].Length; }
    public static float Initializers() { Configured c = new() { Width = 64, Heads = 8, Extras = { 1, 2 }, Inner = new() { Width = 9, Heads = 3, Map = { ["k"] = 5 } } }; return c.Head * 1000 + c.Extras.Sum() * 100 + c.Inner.Head * 10 + c.Inner.Map["k"] + (c.Inner.Inner?.Width ?? 0); }
    public static float LazyMembers() { Lazy2 l = new(); int a = l.Value + l.Value; l.Clipped = 50; return a * 10 + l.Clipped; }
    public static float Partials() => new Split().Quarter(43);
    public static float LinkedNodes() { Node n = new(1, new(2, new(3))); n.Next!.Next!.Next = new(4); int sum = 0; for (Node? at = n; at != null; at = at.Next) { sum = sum * 10 + at.Value; } return sum + n.Length * 10000; }
    public static float FluentCalls() => new Fluent().Add(3).Add(4).Build();
    public static float DelegatesOfTheirOwn() { Combine add = (a, b) => a + b; Combine times = Times; Combine chosen = add(1, 1) == 2 ? times : add; return chosen(6, 7) + add.Invoke(1, 2); }
    static int Times(int a, int b) => a * b;
    public static float ReferencesAndBoxes() { object o = 5; object s = "text"; Node n = new(1); object same = n; return (o is int i ? i : 0) + ((string)s).Length * 10 + (ReferenceEquals(n, same) ? 100 : 0) + (o.Equals(5) ? 1000 : 0) + (same is Node { Value: 1 } ? 10000 : 0) + (s as string)!.Length + ((o as string)?.Length ?? 3); }
    public static float NullConditionals() { Node? n = null; Node m = new(4, new(6)); int[]? none = null; n?.Next?.ToString(); m.Next?.Next?.ToString(); return (n?.Value ?? 1) + (m.Next?.Value ?? 0) * 10 + (none?[0] ?? 7) * 100 + (none?.Length ?? 2) * 1000; }
    public static float NullConditionalAssignment() { Node? n = null; Node m = new(4); n?.Next = new(1); m?.Next = new(8); return m.Length * 10 + m.Next!.Value; }
    public static float UsingOfADisposable() { int before = Disposable.Closed; using (Disposable d = new()) { before += 10; } { using var e = new Disposable(); } return Disposable.Closed * 100 + before; }
    public static float LockOfAnObject() { object gate = new(); int n = 1; lock (gate) { n += 4; } return n; }
}
