#pragma warning disable
using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Generators.Tests.Constructs;

/// <summary>Methods that yield, and enumerators written by hand.</summary>
public static class Iterators {
    static IEnumerable<int> Doubling() { int n = 1; while (true) { yield return n; n *= 2; } }
    static IEnumerable<int> Countdown(int from) { for (int i = from; i > 0; i--) { if (i == 2) { continue; } yield return i; } yield return -1; }
    static IEnumerable<int> Tree(int depth) { if (depth == 0) { yield break; } foreach (int left in Tree(depth - 1)) { yield return left; } yield return depth; foreach (int right in Tree(depth - 1)) { yield return right; } }
    static IEnumerable<(int Start, int Length)> Windows(int total, int size) { for (int at = 0; at < total; at += size) { yield return (at, Math.Min(size, total - at)); } }
    static IEnumerable<int> Chosen(int kind) { switch (kind) { case 0: yield return 1; break; case 1: { yield return 2; yield return 3; break; } default: if (kind > 5) { yield return 9; } else { yield break; } break; } do { yield return kind; kind--; } while (kind > 0); }

    class Range2(int count) : IEnumerable<int> {
        public IEnumerator<int> GetEnumerator() { for (int i = 0; i < count; i++) { yield return i * i; } }
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    struct Steps(int from, int to) {
        public Enumerator GetEnumerator() => new(from, to);
        public struct Enumerator(int from, int to) { int at = from - 1; public int Current => at; public bool MoveNext() => ++at < to; }
    }

    public static float Endless() => Doubling().Take(6).Sum() + Doubling().First(n => n > 100) + Doubling().Skip(3).First();
    public static float InALoop() { int n = 0; foreach (int i in Doubling()) { if (i > 40) { break; } n = n * 3 + i; } return n; }
    public static float Interleaved() { int made = 0; IEnumerable<int> Counting() { for (int i = 0; i < 3; i++) { made++; yield return i; } } int n = 0; foreach (int i in Counting()) { n = n * 10 + made; } return n * 10 + made; }
    public static float RunsAnewEachTime() { int made = 0; IEnumerable<int> Once() { made++; yield return made; } var q = Once(); return q.Sum() * 10 + q.Sum() + made * 100; }
    public static float Various() => Countdown(5).Aggregate((a, b) => a * 7 + b) + Tree(3).Aggregate((a, b) => a * 2 + b) * 1000 + Windows(10, 4).Sum(w => w.Start * w.Length) + Chosen(0).Sum() * 3 + Chosen(1).Sum() * 5 + Chosen(3).Count() + Chosen(7).Sum();
    public static float ZippedWithEndless() { int n = 0; foreach ((int a, int b) in new[] { 1, 2, 3 }.Zip(Doubling())) { n += a * b; } return n; }
    public static float OfAClass() { int n = 0; foreach (int i in new Range2(4)) { n = n * 10 + i; } return n + new Range2(3).Sum() * 1000; }
    public static float ByPattern() { int n = 0; foreach (int i in new Steps(2, 6)) { n = n * 10 + i; } return n; }
    public static float ByHand() { IEnumerator<int> e = Doubling().GetEnumerator(); e.MoveNext(); e.MoveNext(); int n = e.Current; e.MoveNext(); return n * 10 + e.Current; }
}
