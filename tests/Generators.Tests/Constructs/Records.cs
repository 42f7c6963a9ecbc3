#pragma warning disable
using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Generators.Tests.Constructs;

/// <summary>Records of hyper-parameters, tuples and deconstruction, enumerations.</summary>
public static class Records {
    enum Norm { None, Rms = 4, Layer }
    [Flags] enum Parts : byte { None = 0, Query = 1, Key = 2, Value = 4, All = Query | Key | Value }
    record Config(int Width, int Heads = 4, Norm Norm = Norm.Rms) { public int Head => Width % Heads == 0 ? Width / Heads : throw new ArgumentException($"{Heads} heads do not divide {Width}"); public float Epsilon { get; init; } = 1e-5f; public static Config Small { get; } = new(32); public Config Doubled() => this with { Width = Width * 2 }; }
    record Wide(int Width, int Factor) : Config(Width, 8) { public int Hidden => Width * Factor; }
    record struct Size(int Rows, int Columns) { public int Count => Rows * Columns; }
    readonly record struct Scale(float Value) { public static Scale operator *(Scale a, Scale b) => new(a.Value * b.Value); }
    record Counted { static int made; public int Id { get; init; } = ++made; protected Counted(Counted other) { Id = other.Id * 10; } public Counted() { } }
    abstract record Layer; record Full(int Heads) : Layer; record Window(int Heads, int Span) : Layer; record Recurrent(int State, bool Gated = true) : Layer;
    record Nested(Config Inner, Size[] Sizes);

    public static float WithCopies() { Config c = Config.Small with { Heads = 8, Epsilon = 0.5f }; Config d = c.Doubled(); return c.Head + d.Head * 10 + Config.Small.Head * 100 + d.Epsilon; }
    public static float ValueEquality() => (new Config(8) == new Config(8, 4) ? 1 : 0) + (new Config(8) != new Config(8) { Epsilon = 1 } ? 10 : 0) + (new Size(1, 2).Equals(new Size(1, 2)) ? 100 : 0) + (new Config(8).Equals((object)new Wide(8, 1)) ? 1000 : 0) + (Equals(new Full(2), new Full(2)) ? 10000 : 0);
    public static float Inheritance() { Config c = new Wide(16, 3) { Epsilon = 2 }; Wide w = (Wide)c with { Factor = 5 }; return w.Hidden + c.Heads * 100 + w.Epsilon * 1000 + (c is Wide { Hidden: 48 } ? 10000 : 0); }
    public static float AsText() { string s = $"{new Size(2, 3)} {new Full(4)} {Norm.Layer} {(Norm)9} {Parts.Query | Parts.Value} {new Scale(0.5f)} {(1, "a")}"; int hash = 7; foreach (char c in s) { hash = (hash * 31 + c) % 65521; } return hash; }
    public static float Deconstruction() { (int width, int heads, Norm norm) = new Config(24); var (rows, _) = new Size(5, 6); (int a, (int b, string c)) = (1, (2, "xyz")); int x, y; (x, y) = (a, b); (x, y) = (y, x); (_, heads) = (0, heads + 1); return width * 1000 + heads * 100 + (int)norm + rows + x * 10 + y + c.Length; }
    public static float TuplesWithNames() { (int Width, string Name) t = (8, "q"); t.Width += 2; var u = t with { Name = "longer" }; (int, string) v = u; return t.Width * 10 + u.Name.Length + v.Item1 * 100 + (t == (10, "q") ? 1000 : 0) + Both(3).Sum * 10000 + (u.Equals((10, "longer")) ? 7 : 0); }
    static (int Sum, int Product) Both(int x) => (x + x, x * x);
    public static float CopyConstructors() { Counted a = new(); Counted b = a with { }; return b.Id - a.Id * 10; }
    public static float SwitchOverRecords() { Layer[] stack = [new Full(4), new Window(2, 16), new Recurrent(8), new Recurrent(3, false)]; int n = 0; foreach (Layer layer in stack) { n = n * 10 + layer switch { Full { Heads: > 3 } => 1, Full => 2, Window(var heads, 16) => heads + 1, Recurrent { Gated: false, State: var s } => s + 2, Recurrent r when r.State > 5 => 7, _ => 0 }; } return n; }
    public static float Enumerations() { Parts p = Parts.Query; p |= Parts.Value; p &= ~Parts.Query; Norm n = Norm.Rms; n++; return (int)p * 100 + (int)n + (p.HasFlag(Parts.Value) ? 1000 : 0) + (n == Norm.Layer ? 10000 : 0) + Enum.GetValues<Norm>().Length + (int)Enum.Parse<Norm>("Layer") * 7 + nameof(Norm.Rms).Length + Enum.GetNames<Parts>().Length + (Enum.IsDefined(Norm.None) ? 50 : 0) + (Norm.None < Norm.Rms ? 20 : 0) + (byte)Parts.All; }
    public static float StructsInRecords() { Nested n = new(new(12), [new(1, 2), new(3, 4)]); Nested m = n with { Inner = n.Inner with { Heads = 3 } }; return m.Inner.Head * 100 + n.Inner.Head * 10 + m.Sizes.Sum(s => s.Count) + (ReferenceEquals(m.Sizes, n.Sizes) ? 1000 : 0); }
    public static float OperatorsOfRecords() => (new Scale(2) * new Scale(0.25f)).Value + (new Scale(1) == new Scale(1) ? 10 : 0);
    public static float AnonymousObjects() { var a = new { Width = 4, Name = "x" }; var b = a with { Width = 6 }; return a.Width * 10 + b.Width + b.Name.Length + (a.Equals(new { Width = 4, Name = "x" }) ? 100 : 0); }
}
