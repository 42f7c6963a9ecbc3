#pragma warning disable
using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Generators.Tests.Constructs;

/// <summary>Arrays, lists, dictionaries, sets, spans and collection expressions.</summary>
public static class Collections {
    enum Kind { Full, Window = 5, Linear }

    static readonly int[] Table = [3, 1, 4, 1, 5, 9, 2, 6];
    static readonly Dictionary<string, float> Scales = new() { ["small"] = 0.5f, ["large"] = 2f };
    static readonly (string Name, int Heads)[] Sizes = [("a", 2), ("b", 4), ("c", 8)];

    public static float Spreads() { int[] a = [1, 2]; List<int> b = [.. a, 7, .. a.Select(i => i * 10), .. Enumerable.Range(5, 2)]; return b.Aggregate(0, (sum, i) => sum * 3 + i); }
    public static float RangesAndIndices() { int[] part = Table[2..^1]; Range middle = 1..4; return part.Length * 1000 + Table[^1] * 100 + Table[middle].Sum() + Table[..2].Length + Table[^3..].Length; }
    public static float OffsetsOfARange() { Range range = 2..^2; (int offset, int length) = range.GetOffsetAndLength(10); return offset * 100 + length + range.End.GetOffset(10) * 1000 + (range.End.IsFromEnd ? 10000 : 0) + range.Start.Value; }
    public static float RectangularAndJagged() { int[,] m = new int[2, 3]; for (int i = 0; i < m.GetLength(0); i++) { for (int j = 0; j < m.GetLength(1); j++) { m[i, j] = i * 10 + j; } } int[][] rows = [[1], [2, 3], []]; int sum = 0; foreach (int x in m) { sum = sum * 2 + x; } return sum + rows.Sum(r => r.Length) * 1000 + m.Length + m.Rank; }
    public static float ListMembers() { List<int> l = new(8) { 5, 3 }; l.AddRange([9, 7, 1]); l.Sort(); l.Insert(1, 100); l.RemoveAll(i => i == 7); l.Remove(3); l.Reverse(); int found = l.FindIndex(i => i > 50); return l.Aggregate((a, b) => a * 3 + b) + found * 10000 + l.GetRange(1, 2).Count + (l.Exists(i => i == 9) ? 7 : 0) + l.Find(i => i < 9) + l.IndexOf(1) + l.LastIndexOf(1) + l[^1] + l.Count; }
    public static float ListOfLists() { List<List<int>> groups = [[1, 2], [3]]; groups[1].Add(4); groups.Add(new() { 5 }); int n = 0; foreach (List<int> group in groups) { foreach (int i in group) { n = n * 10 + i; } } return n; }
    public static float ForEachAndConvertAll() { int sum = 0; List<int> l = [1, 2, 3]; l.ForEach(i => sum += i * i); return sum + l.ConvertAll(i => i + 0.5f)[2] + (l.TrueForAll(i => i > 0) ? 100 : 0) + l.AsReadOnly()[1]; }
    public static float Dictionaries() { Dictionary<string, int> d = new() { ["a"] = 1, ["b"] = 2 }; d["a"] += 10; d.TryAdd("c", 5); bool again = d.TryAdd("c", 7); d.Remove("b"); int sum = 0; foreach ((string key, int value) in d) { sum = sum * 100 + value + key.Length; } foreach (KeyValuePair<string, int> pair in d) { sum += pair.Value * pair.Key[0]; } return sum + (again ? 1000000 : 0) + d.GetValueOrDefault("x", 9) + (d.ContainsValue(5) ? 1 : 0) + d.Keys.Count + d.Values.Sum() + (d.TryGetValue("a", out int found) ? found : 0) + d.Count; }
    public static float DictionaryOfRecordsAndTuples() { Dictionary<(int, string), Kind> d = new() { [(1, "x")] = Kind.Window, [(2, "y")] = Kind.Linear }; return (int)d[(1, "x")] * 10 + (int)d[(2, "y")] + (d.ContainsKey((1, "y")) ? 100 : 0); }
    public static float StaticTables() => Scales["small"] * 100 + Scales["large"] + Table[3] + Sizes[1].Heads + Sizes.First(s => s.Name == "c").Heads * 1000;
    public static float Sets() { HashSet<int> s = [3, 1, 3, 2]; bool added = s.Add(1); s.UnionWith([7]); s.Remove(3); return s.Count * 100 + (s.Contains(2) ? 10 : 0) + (added ? 1 : 0) + s.Sum(); }
    public static float StackIsLastInFirstOut() { Stack<int> s = new(); s.Push(1); s.Push(2); s.Push(3); int top = s.Pop(); int n = s.Peek(); foreach (int i in s) { n = n * 10 + i; } return n * 10 + top + s.Count * 1000 + s.ToArray()[0] * 10000; }
    public static float QueueIsFirstInFirstOut() { Queue<int> q = new([1, 2]); q.Enqueue(3); int n = q.Dequeue(); foreach (int i in q) { n = n * 10 + i; } return n + q.Count * 1000 + (q.TryPeek(out int head) ? head * 10000 : 0); }
    public static float ArraysOfTheBaseLibrary() { int[] a = [5, 3, 9, 1]; int[] b = (int[])a.Clone(); Array.Sort(a); Array.Reverse(b); int[] c = new int[6]; Array.Copy(a, 1, c, 2, 3); Array.Resize(ref b, 5); return c[2] * 1000 + c[4] * 100 + b.Length * 10 + b[0] + Array.IndexOf(a, 9) + Array.Find(a, i => i > 3) + Array.FindIndex(a, i => i == 5) + (Array.Exists(a, i => i == 2) ? 1 : 0) + Array.Empty<int>().Length + Array.ConvertAll(a, i => i / 2f)[1]; }
    public static float SortingWithAComparison() { string[] names = ["bb", "a", "ccc"]; Array.Sort(names, (x, y) => y.Length - x.Length); List<int> l = [1, 2, 3]; l.Sort((x, y) => y.CompareTo(x)); return names[0].Length * 100 + l[0] * 10 + l[2]; }
    public static float Immutable() { ImmutableArray<int> a = [1, 2, 3]; ImmutableArray<int> b = a.Add(4); ImmutableList<int> l = ImmutableList.Create(5, 6); ImmutableDictionary<string, int> d = new Dictionary<string, int> { ["k"] = 8 }.ToImmutableDictionary(); return a.Length + b.Sum() * 10 + l.Add(7).Count * 1000 + d["k"] + new[] { 1, 2 }.ToImmutableArray()[1]; }
    public static float QueriesOverImmutables() { ImmutableArray<int> a = [3, 1, 2]; return a.Where(i => i > 1).Sum() + a.Select(i => i * 10).First() + a.Max() * 1000 + (a.Any(i => i == 2) ? 10000 : 0) + a.ToLookup(i => i % 2)[1].Count() + a.Last(); }
    public static float Interfaces() { IReadOnlyList<int> a = Table; IList<int> b = new List<int> { 1, 2 }; ICollection<int> c = b; IEnumerable<int> d = c; IReadOnlyCollection<int> e = [1, 2, 3]; b.Add(5); return a.Count + b[2] + c.Count * 10 + d.Count() * 100 + e.Count * 1000; }
    public static float SpansOverWhatIsKnown() { ReadOnlySpan<int> s = Table; ReadOnlySpan<int> part = s[1..3]; int sum = 0; foreach (int i in part) { sum += i; } return sum + s.Length * 100 + s.Slice(2, 2)[0] + (s.IsEmpty ? 1 : 0) + part.ToArray().Length + s.IndexOf(9) + (s.Contains(6) ? 1000 : 0); }
    public static float AliasesShareElements() { int[] a = [1, 2, 3]; int[] b = a; b[0] = 9; List<int[]> l = [a]; l[0][1] = 8; return a[0] * 100 + a[1] * 10 + a[2]; }
    public static float DefaultsOfElements() { float[] f = new float[2]; string[] s = new string[2]; bool[] t = new bool[1]; (int, string)[] u = new (int, string)[1]; Kind[] k = new Kind[1]; int?[] n = new int?[1]; return f[1] + (s[0] is null ? 1 : 0) + (t[0] ? 0 : 10) + u[0].Item1 + (u[0].Item2 is null ? 100 : 0) + (int)k[0] + (n[0].HasValue ? 0 : 1000); }
    public static float TargetTypedExpressions() => Total([1, 2, 3]) + TotalOfList([4, 5]) + Total(new[] { 6 }) + TotalOfSequence([.. Table[..3]]);
    static int Total(int[] items) => items.Sum();
    static int TotalOfList(List<int> items) => items.Sum() * 10;
    static int TotalOfSequence(IEnumerable<int> items) => items.Sum() * 100;
    public static float CopiesOfStructs() { (int A, int B)[] pairs = [(1, 2)]; var first = pairs[0]; first.A = 9; pairs[0].B = 7; List<(int A, int B)> l = [(1, 2)]; var copy = l[0]; copy.A = 50; return pairs[0].A * 100 + pairs[0].B * 10 + l[0].A; }
    public static float SortedByKey() { SortedDictionary<int, string> d = new() { [3] = "ccc", [1] = "a" }; int n = 0; foreach (var (key, value) in d) { n = n * 10 + key; } return n; }
}
