#pragma warning disable
using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Generators.Tests.Constructs;

/// <summary>Queries over build-time collections, lazy as C#'s are.</summary>
public static class Queries {
    record Layer(int Index, string Kind, int Width);

    static readonly Layer[] Layers = [new(0, "full", 8), new(1, "window", 6), new(2, "window", 4), new(3, "full", 2)];

    static int Digits(IEnumerable<int> items) => items.Aggregate(7, (sum, i) => unchecked(sum * 31 + i) % 100003);

    public static float SelectAndWhere() => Digits(Layers.Where(l => l.Kind == "window").Select(l => l.Width)) + Digits(Layers.Where((l, i) => i % 2 == 1).Select((l, i) => l.Width * 10 + i));
    public static float Ordering() => Digits(Layers.OrderBy(l => l.Kind).ThenByDescending(l => l.Width).Select(l => l.Index)) + Digits(new[] { 3, 1, 2 }.OrderDescending()) + Digits(new[] { 3, 1, 2 }.Order()) + Digits(Layers.OrderByDescending(l => l.Width).Select(l => l.Index));
    public static float Grouping() { int n = 0; foreach (IGrouping<string, Layer> group in Layers.GroupBy(l => l.Kind)) { n = n * 100 + group.Key.Length * 10 + group.Count(); foreach (Layer l in group) { n += l.Width; } } return n + Layers.GroupBy(l => l.Kind, l => l.Width).Sum(g => g.Max()); }
    public static float Lookups() { Dictionary<int, string> d = Layers.ToDictionary(l => l.Index, l => l.Kind); Dictionary<string, List<Layer>> g = Layers.GroupBy(l => l.Kind).ToDictionary(x => x.Key, x => x.ToList()); ILookup<string, int> look = Layers.ToLookup(l => l.Kind, l => l.Width); return d[2].Length * 10 + g["full"].Count + look["window"].Sum() * 100 + look.Count; }
    public static float Partitions() => Digits(Layers.Select(l => l.Width).Skip(1).Take(2)) + Digits(new[] { 1, 2, 5, 1 }.TakeWhile(i => i < 4)) + Digits(new[] { 1, 2, 5, 1 }.SkipWhile(i => i < 4)) + Digits(new[] { 1, 2, 3 }.TakeLast(2)) + Digits(new[] { 1, 2, 3 }.SkipLast(1)) + Digits(new[] { 1, 2, 3, 4 }.Take(1..3)) + new[] { 1, 2, 3, 4, 5 }.Chunk(2).Sum(c => c.Length * c[0]);
    public static float Sets() => Digits(new[] { 1, 2, 2, 3 }.Distinct()) + Digits(new[] { 1, 2 }.Union([2, 3])) + Digits(new[] { 1, 2, 3 }.Except([2])) + Digits(new[] { 1, 2, 3 }.Intersect([3, 1])) + Digits(Layers.DistinctBy(l => l.Kind).Select(l => l.Index)) + new[] { 1, 1, 2 }.ToHashSet().Count;
    public static float Folds() => Layers.Sum(l => l.Width) + Layers.Max(l => l.Width) * 10 + Layers.Min(l => l.Width) + (float)Layers.Average(l => l.Width) * 100 + Layers.MaxBy(l => -l.Width)!.Index + Layers.MinBy(l => l.Width)!.Index * 1000 + Layers.Count(l => l.Width > 3) + Layers.Aggregate("", (s, l) => s + l.Kind[0], s => s.Length);
    public static float SumOfFloatsIsInDouble() => new[] { 1e8f, 1f, -1e8f, 0.5f }.Sum() + new[] { 0.1f, 0.2f, 0.3f }.Average() + new[] { 0.1f, 0.7f }.Select(f => f * 3).Sum();
    public static float Elements() => Layers.First().Width + Layers.Last(l => l.Kind == "window").Width * 10 + (Layers.FirstOrDefault(l => l.Width == 99)?.Width ?? 5) * 100 + Layers.Single(l => l.Index == 3).Width * 1000 + new int[0].FirstOrDefault(7) + Layers.ElementAt(^1).Index + Layers.ElementAtOrDefault(9)?.Index ?? 0;
    public static float Zipped() { int n = 0; foreach ((int a, string b) in new[] { 1, 2, 3 }.Zip(new[] { "x", "yy" })) { n = n * 10 + a * b.Length; } return n + new[] { 1, 2 }.Zip([3, 4], (a, b) => a * b).Sum() + new[] { 1 }.Zip([2], [3]).Sum(t => t.First + t.Second + t.Third); }
    public static float Flattened() => Digits(new[] { 1, 2, 3 }.SelectMany(i => Enumerable.Repeat(i, i))) + Digits(new[] { 1, 2 }.SelectMany(i => new[] { 10, 20 }, (i, j) => i * j)) + Digits(new[] { 1, 2 }.Concat([3]).Append(4).Prepend(0).Reverse()) + Digits(new int[0].DefaultIfEmpty(8));
    public static float Indexed() { int n = 0; foreach ((int index, Layer layer) in Layers.Index()) { n += index * layer.Width; } return n; }
    public static float QuerySyntax() { var q = from l in Layers let half = l.Width / 2 where half > 1 orderby l.Kind, half descending select (l.Index, half); int n = 0; foreach (var (index, half) in q) { n = n * 10 + index + half; } var g = from l in Layers group l.Width by l.Kind into widths select widths.Key.Length * widths.Sum(); var j = from a in Layers join b in new[] { 0, 2 } on a.Index equals b select a.Width; var pairs = from a in new[] { 1, 2 } from b in new[] { 3, 4 } where a + b > 4 select a * b; return n + g.Sum() + j.Sum() * 1000 + pairs.Sum(); }
    public static float LazinessIsObserved() { int calls = 0; var q = Enumerable.Range(0, 10).Select(i => { calls++; return i * i; }); int first = q.First(i => i > 3); int twice = q.Take(2).Sum() + q.Take(3).Sum(); return calls * 100 + first + twice; }
    public static float LaterChangesAreSeen() { List<int> l = [1, 2]; var q = l.Where(i => i > 1); l.Add(5); return q.Sum(); }
    public static float AllAnyContains() => (Layers.All(l => l.Width > 0) ? 1 : 0) + (Layers.Any(l => l.Width > 7) ? 10 : 0) + (new[] { 1, 2 }.Contains(2) ? 100 : 0) + (new[] { 1, 2 }.SequenceEqual([1, 2]) ? 1000 : 0) + (Layers.Any() ? 10000 : 0);
    public static float OfTypeAndCast() { object[] all = [1, "a", 2f, 3]; return all.OfType<int>().Sum() + all.OfType<string>().Count() * 100 + new object[] { 4, 5 }.Cast<int>().Sum(); }
    public static float ToLists() { int[] a = Enumerable.Range(0, 4).ToArray(); List<int> l = a.ToList(); l[0] = 50; return a[0] + l[0] + Enumerable.Empty<int>().Count(); }
}
